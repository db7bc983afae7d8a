package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.ScriptedTransport;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.ringside.version.VersionCodec;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two owners of one tree, and what it costs to find where they differ. */
class DescentTest {
  private static final NodeId PEER = NodeId.of("b");
  private static final int KEYS = 100_000;
  private static final TreeId TREE = new TreeId(0, 2);

  private static final NodeConfig CONFIG = NodeConfig.of(
      "node.name=a", "cluster.members=a=h:1,b=h:2", "cluster.partitions=2", "quorum.n=2", "quorum.w=1", "quorum.r=1");
  private static final ConsistentHashRing RING = Node.foundingRing(CONFIG);

  private int asked;

  /** One owner's trees and what they are made of. */
  private static final class Owner {
    private final MemoryDataStore store = new MemoryDataStore();
    private final Forest forest = new Forest(CONFIG, RING);

    void put(Key key, int value) {
      Place place = forest.placeOf(key);
      if (place.tree().equals(TREE)) {
        Place.Move move = place.move(Siblings.NONE, record(value));
        store.commit(place.write(move));
        forest.changed(place, move);
      }
    }
  }

  private static Siblings record(int value) {
    return Siblings.NONE.put(Actor.of("a"),
        new Version(CausalContext.EMPTY, RequestId.of("r"), 0, Optional.of(Content.text(String.valueOf(value)))));
  }

  /** n · dirty / L digests of records, where L · (1 − (1 − 1/L)^d) leaves are dirty: those that lie beside what differs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1000})
  void theCostFollowsTheDifferenceNotTheData(int differing) {
    var mine = new Owner();
    var theirs = new Owner();
    var sizes = new int[MerkleTree.LEAVES];
    var dirty = new TreeSet<Integer>();
    int inTree = 0;
    for (int i = 0; i < KEYS; i++) {
      Key key = Key.of("key-" + i);
      Place place = mine.forest.placeOf(key);
      boolean here = place.tree().equals(TREE);
      boolean differs = here && inTree < differing;
      if (here) {
        sizes[place.leaf()]++;
        inTree++;
      }
      if (differs) {
        dirty.add(place.leaf());
      }
      mine.put(key, 0);
      theirs.put(key, differs ? 1 : 0);
    }
    Descent.Found found = descend(mine, theirs);

    assertThat(found.places()).hasSize(differing);
    assertThat(found.places()).allSatisfy((place, bytes) ->
        assertThat(bytes).isEqualTo(encoded(StoreKeys.merkleAddressOf(place), record(0)).size()));
    assertThat(found.leaves()).isEqualTo(dirty.size());
    assertThat(found.entries()).isEqualTo(dirty.stream().mapToLong(leaf -> sizes[leaf]).sum());
    double leaves = MerkleTree.LEAVES;
    double law = inTree * (1 - Math.pow(1 - 1 / leaves, differing));
    double spread = 3 / Math.sqrt(differing * inTree / leaves);
    assertThat(found.entries() / law).isBetween(0.95 - spread, 1.05 + spread);
  }

  /** Counted from the bytes themselves, whichever of the two has more of them, or any. */
  @Test
  void aDifferenceHasTheBytesOfTheLargerRecord() {
    var mine = new Owner();
    var theirs = new Owner();
    mine.put(here(0), 1);
    theirs.put(here(0), 123_456);
    theirs.put(here(1), 7);
    mine.put(here(2), 7);
    Descent.Found found = descend(mine, theirs);
    assertThat(found.places().values().stream().mapToLong(Integer::longValue).sum()).isEqualTo(
        encoded(StoreKeys.data(here(0)), record(123_456)).size() + encoded(StoreKeys.data(here(1)), record(7)).size()
            + encoded(StoreKeys.data(here(2)), record(7)).size());
  }

  private static Bytes encoded(Bytes address, Siblings siblings) {
    var out = new ByteWriter().bytes(address);
    VersionCodec.writeSiblings(out, siblings);
    return out.toBytes();
  }

  /** The how manieth key of the tree. */
  private static Key here(int number) {
    var forest = new Forest(CONFIG, RING);
    return IntStream.range(0, KEYS).mapToObj(i -> Key.of("key-" + i)).filter(key -> forest.placeOf(key).tree().equals(TREE))
        .skip(number).findFirst().orElseThrow();
  }

  /** One look at the branches, and one at what lies below each, whichever of the two has nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoHasNothingIsFoundOutByBranches(boolean mineIsEmpty) {
    var mine = new Owner();
    var theirs = new Owner();
    for (int i = 0; i < 2000; i++) {
      (mineIsEmpty ? theirs : mine).put(Key.of("key-" + i), 0);
    }
    Descent.Found found = descend(mine, theirs);
    long records = resultOf((mineIsEmpty ? theirs : mine).store);
    assertThat(found.places()).hasSize((int) records);
    assertThat(asked).isEqualTo(1 + MerkleTree.FAN_OUT);
  }

  /** Between a few records in wide leaves there is nothing to be looked at. */
  @Test
  void leavesThatAreEmptyAtBothDoNotMakeTwoQuestionsOfOne() {
    var mine = new Owner();
    var theirs = new Owner();
    for (int i = 0; i < 200; i++) {
      mine.put(Key.of("key-" + i), 0);
      theirs.put(Key.of("key-" + i), 1);
    }
    Descent.Found found = descend(mine, theirs);
    assertThat(found.places()).hasSize((int) resultOf(mine.store));
    assertThat(asked).isLessThanOrEqualTo(1 + 2 * MerkleTree.FAN_OUT);
  }

  private static long resultOf(MemoryDataStore store) {
    return store.scan(Space.MERKLE, Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE).result().entries().size();
  }

  private Descent.Found descend(Owner mine, Owner theirs) {
    return descend(mine, new TreeAnswers(RING, theirs.forest, theirs.store));
  }

  private Descent.Found descend(Owner mine, TreeAnswers answers) {
    var transport = new ScriptedTransport().on(PEER, request -> {
      asked++;
      return request instanceof Request.ShowDigests show
          ? answers.showDigests(show) : answers.showEntries((Request.ShowEntries) request);
    });
    return new Descent(transport, 1000, mine.store, mine.forest, PEER, TREE, KEYS).run().result();
  }

  /** Its configuration names no bucket of so many copies, but the ring makes it an owner all the same. */
  @Test
  void aTreeThatAnOwnerLacksIsAnEmptyOne() {
    NodeConfig narrow = NodeConfig.of(
        "node.name=b", "cluster.members=a=h:1,b=h:2", "cluster.partitions=2", "quorum.n=1", "quorum.w=1", "quorum.r=1");
    var mine = new Owner();
    IntStream.range(0, 50).forEach(i -> mine.put(Key.of("key-" + i), i));
    var theirForest = new Forest(narrow, RING);
    assertThat(theirForest.has(TREE)).isFalse();
    var answers = new TreeAnswers(RING, theirForest, new MemoryDataStore());
    var roots = mine.forest.rootsSharedWith(PEER);
    var compare = new Request.CompareRoots(NodeId.of("a"), RING.epoch(), EntryDigest.VERSION, roots);
    assertThat(answers.compareRoots(compare).result().trees()).containsExactly(TREE);
    assertThat(descend(mine, answers).places()).hasSize((int) resultOf(mine.store));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void theForestGrowsBackFromDisk(int keys) {
    var owner = new Owner();
    for (int i = 0; i < keys; i++) {
      owner.put(Key.of("key-" + i), i);
    }
    var regrown = new Forest(CONFIG, RING);
    assertThat(regrown.grow(owner.store).succeeded()).isTrue();
    assertThat(regrown.tree(TREE)).isEqualTo(owner.forest.tree(TREE));
  }
}
