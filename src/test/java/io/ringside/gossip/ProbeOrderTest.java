package io.ringside.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import io.ringside.testing.Every;
import io.ringside.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeOrderTest {
  @Test
  void everyPassTakesEverybodyOnce() {
    List<NodeId> others = nodes(15);
    var order = new ProbeOrder(others, new Random(1));
    for (int pass = 0; pass < 100; pass++) {
      var seen = new TreeSet<NodeId>();
      others.forEach(each -> seen.add(order.next(node -> true).orElseThrow()));
      assertEquals(new TreeSet<>(others), seen);
    }
  }

  /** The hard bound of SWIM, section 4.3: 2 (n − 1) − 1 periods, where n − 1 are the others. It is reached, and never passed. */
  @Test
  void nobodyWaitsLongerThanTwoPassesLessOne() {
    List<NodeId> others = nodes(4);
    var longest = new TreeSet<Integer>();
    Seeds.run(200, seed -> longest.add(longestWait(others, seed)));
    assertEquals(2 * others.size() - 1, longest.last());
  }

  private static int longestWait(List<NodeId> others, long seed) {
    var order = new ProbeOrder(others, new Random(seed));
    var lastTurn = new TreeMap<NodeId, Integer>();
    int longest = 0;
    for (int turn = 0; turn < 400; turn++) {
      Integer before = lastTurn.put(order.next(node -> true).orElseThrow(), turn);
      longest = before == null ? longest : Math.max(longest, turn - before);
    }
    return longest;
  }

  @Test
  void theUnwantedArePassedOver() {
    List<NodeId> others = nodes(5);
    Every.subset(others).forEach(wanted -> {
      var order = new ProbeOrder(others, new Random(7));
      for (int turn = 0; turn < 20; turn++) {
        Optional<NodeId> next = order.next(wanted::contains);
        assertEquals(wanted.isEmpty(), next.isEmpty());
        next.ifPresent(node -> assertTrue(wanted.contains(node)));
      }
    });
  }

  @Test
  void allOrdersAreEquallyLikely() {
    var counts = new TreeMap<String, Integer>();
    var random = new Random(3);
    for (int i = 0; i < 24_000; i++) {
      var shuffled = new ArrayList<>(nodes(4));
      ProbeOrder.shuffle(shuffled, random);
      counts.merge(shuffled.toString(), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    counts.values().forEach(count -> assertEquals(1000, count, 150));
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> NodeId.of("n" + number)).toList();
  }
}
