package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.message.Names;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.Every;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyListingTest {
  /** In the order of UTF-16 the last two change places; as buckets, the shorter ones come first. */
  private static final List<String> NAMES = List.of("a", "b", "zz", "\uffee", "\ud83c\udf5e");
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final int MOST_ROUNDS = 1000;

  private final StubNodes stub = new StubNodes();
  private final Nodes nodes = new Nodes(N1, StubNodes.MEMBERS, stub, 100);

  @Test
  void noNameIsLostOrTwiceHoweverNamesAreSpreadAndPagesCut() {
    List<List<String>> subsets = Every.subset(NAMES).toList();
    for (List<String> first : subsets) {
      for (List<String> second : subsets) {
        stub.names.put(N1, new TreeSet<>(first));
        stub.names.put(N3, new TreeSet<>(second));
        var all = new TreeSet<>(first);
        all.addAll(second);
        for (int limit = 1; limit <= 3; limit++) {
          assertThat(keys("", limit)).containsExactlyElementsOf(all.stream().sorted(StoreKeys.KEY_ORDER).toList());
          assertThat(buckets(limit)).containsExactlyElementsOf(all.stream().sorted(StoreKeys.BUCKET_ORDER).toList());
        }
      }
    }
  }

  @Test
  void aListingResumedAtEachPlaceThatItNamedIsTheSame() {
    stub.names.put(N1, new TreeSet<>(List.of("a", "\ud83c\udf5e", "\uffee")));
    stub.names.put(N2, new TreeSet<>(List.of("b", "\uffee")));
    var resumed = new ArrayList<String>();
    String after = "";
    Names page;
    do {
      page = KeyListing.ofKeys(nodes, "b", "", after).next(1).result();
      resumed.addAll(page.names());
      after = page.next().orElse(after);
    } while (page.more());
    assertThat(resumed).containsExactly("a", "b", "\uffee", "\ud83c\udf5e");
  }

  @Test
  void bucketsWhoseLengthTakesTwoBytesComeInTheOrderOfTheirBytesOnDisk() {
    var random = new Random(5);
    for (NodeId node : List.of(N1, N2, N3)) {
      stub.names.put(node, new TreeSet<>());
    }
    var all = new TreeSet<String>();
    for (int length : List.of(1, 100, 127, 128, 200, 255, 256, 257, 300, 1000)) {
      all.add("x".repeat(length));
      stub.names.get(List.of(N1, N2, N3).get(random.nextInt(3))).add("x".repeat(length));
    }
    for (int limit = 1; limit <= 10; limit++) {
      assertThat(buckets(limit)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void aNodeThatFoundOnlyDeletedKeysSoFarHoldsNobodyUp() {
    stub.mostLooks.set(2);
    stub.names.put(N1, new TreeSet<>(List.of("a", "b", "c", "d", "e", "f")));
    stub.deleted.addAll(List.of("a", "b", "c", "d", "f"));
    stub.names.put(N2, new TreeSet<>(List.of("z")));
    assertThat(keys("", 10)).containsExactly("e", "z");
  }

  @Test
  void aNodeThatFallsSilentOnTheWayIsCountedOnce() {
    stub.names.put(N1, new TreeSet<>(List.of("a", "c")));
    stub.names.put(N2, new TreeSet<>(List.of("b")));
    KeyListing listing = KeyListing.ofKeys(nodes, "b", "", "");
    assertThat(listing.next(1).result().names()).containsExactly("a");
    stub.silent.add(N2);
    assertThat(listing.next(1).result().names()).containsExactly("c");
    assertThat(listing.silent()).isEqualTo(1);
  }

  private List<String> keys(String after, int limit) {
    return all(KeyListing.ofKeys(nodes, "b", "", after), limit);
  }

  private List<String> buckets(int limit) {
    return all(KeyListing.ofBuckets(nodes), limit);
  }

  private static List<String> all(KeyListing listing, int limit) {
    var names = new ArrayList<String>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Names page = listing.next(limit).result();
      assertThat(page.names().size()).isLessThanOrEqualTo(limit);
      names.addAll(page.names());
      if (!page.more()) {
        return names;
      }
    }
    throw new AssertionError("The listing has no end: " + names);
  }
}
