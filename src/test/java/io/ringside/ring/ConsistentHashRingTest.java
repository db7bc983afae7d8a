package io.ringside.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.ring.PreferenceList.Role;
import io.ringside.ring.PreferenceList.Step;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsistentHashRingTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");

  @Test
  void aPreferenceListSkipsANodeItHasMetAndWrapsAround() {
    var ring = ring(List.of(A, B, C, A));

    var list = ring.preferenceList(3, 2);

    assertEquals(List.of(A, B), list.primaries());
    assertEquals(List.of(C), list.fallbacks());
    assertEquals(List.of(new Step(3, A, Role.PRIMARY), new Step(0, A, Role.SKIPPED), new Step(1, B, Role.PRIMARY),
        new Step(2, C, Role.FALLBACK)), list.walk());
  }

  @Test
  void noPreferenceListNamesANodeTwiceOrLeavesAMemberOut() {
    for (int partitions : new int[] {1, 2, 3, 5, 8, 16, 17, 64}) {
      for (int members = 1; members <= 9; members++) {
        for (int n = 1; n <= 5; n++) {
          var ring = ConsistentHashRing.founding(nodes(members), partitions, n);
          for (int partition = 0; partition < partitions; partition++) {
            var list = ring.preferenceList(partition, n);
            assertEquals(Math.min(n, members), list.primaries().size());
            assertEquals(members, list.nodes().size());
            assertEquals(nodes(members), new TreeSet<>(list.nodes()));
            assertEquals(ring.owner(partition), list.primaries().get(0));
          }
        }
      }
    }
  }

  @Test
  void theListForAnotherNIsCutFromTheSameWalk() {
    var ring = ConsistentHashRing.founding(nodes(7), 64, 3);
    for (int partition = 0; partition < 64; partition++) {
      for (int n = 1; n <= 9; n++) {
        assertEquals(ring.preferenceList(partition, 3).nodes(), ring.preferenceList(partition, n).nodes());
        assertEquals(Math.min(n, 7), ring.preferenceList(partition, n).primaries().size());
      }
    }
  }

  @Test
  void everyPartitionHasOneOwner() {
    var ring = ConsistentHashRing.founding(nodes(5), 256, 3);
    var owned = new TreeSet<Integer>();
    ring.members().forEach(node -> owned.addAll(ring.partitionsOwnedBy(node)));

    assertEquals(256, owned.size());
    assertEquals(256, ring.members().stream().mapToInt(node -> ring.partitionsOwnedBy(node).size()).sum());
  }

  @Test
  void aKeyIsServedByThePartitionItHashesTo() {
    var ring = ConsistentHashRing.founding(nodes(5), 256, 3);
    IntStream.range(0, 1_000).mapToObj(i -> Key.of("key" + i)).forEach(key ->
        assertEquals(ring.preferenceList(ring.partitionOf(key), 3), ring.preferenceList(key, 3)));
  }

  @Test
  void keysSpreadEvenly() {
    var ring = ConsistentHashRing.founding(nodes(4), 16, 3);
    int[] keys = new int[16];
    IntStream.range(0, 16_000).forEach(i -> keys[ring.partitionOf(Key.of("user:" + i))]++);
    IntStream.of(keys).forEach(count -> assertTrue(count > 850 && count < 1_150, "a partition has " + count + " keys"));
  }

  @Test
  void theEpochIsAFunctionOfOwnersAndMembersAlone() {
    assertEquals(ring(List.of(A, B, C)).epoch(), ring(List.of(A, B, C)).epoch());
    assertNotEquals(ring(List.of(A, B, C)).epoch(), ring(List.of(A, C, B)).epoch());
    assertNotEquals(ring(List.of(A, B)).epoch(), ring(List.of(A, B, A)).epoch());
    assertNotEquals(new ConsistentHashRing(new TreeSet<>(List.of(A, B)), List.of(A), 1).epoch(),
        new ConsistentHashRing(new TreeSet<>(List.of(A, C)), List.of(A), 1).epoch());
  }

  /** Never change: nodes of different versions must agree on the ring of one roster. */
  @Test
  void theFoundingRingOfFiveNodesIsTheSameForEver() {
    assertEquals("e2f14a9f19ee9910", Long.toHexString(ConsistentHashRing.founding(nodes(5), 256, 3).epoch()));
  }

  @Test
  void aRingIsRefusedThatNobodyCouldServe() {
    assertThrows(IllegalArgumentException.class, () -> new ConsistentHashRing(nodes(1), List.of(), 3));
    assertThrows(IllegalArgumentException.class, () -> new ConsistentHashRing(nodes(1), List.of(A), 3));
    assertThrows(IllegalArgumentException.class, () -> ConsistentHashRing.founding(nodes(3), 0, 3));
    assertThrows(IllegalArgumentException.class, () -> ConsistentHashRing.founding(nodes(3), 8, 0));
    assertThrows(IllegalStateException.class, () -> ConsistentHashRing.founding(nodes(0), 8, 3));
    assertThrows(IllegalArgumentException.class, () -> ring(List.of(A)).preferenceList(0, 0));
  }

  private static ConsistentHashRing ring(List<NodeId> owners) {
    return new ConsistentHashRing(new TreeSet<>(owners), owners, 3);
  }

  static SortedSet<NodeId> nodes(int count) {
    var nodes = new TreeSet<NodeId>();
    IntStream.rangeClosed(1, count).forEach(i -> nodes.add(NodeId.of("n" + i)));
    return nodes;
  }
}
