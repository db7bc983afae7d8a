package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.message.Failure;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.Batch;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Page;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.testing.ScriptedTransport;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of some partitions all is forgotten, of the others nothing, whichever way they are looked through. */
class PastTest {
  private static final int KEYS = 6000;
  private static final SortedSet<Integer> TWO = new TreeSet<>(List.of(3, 11));
  private static final NodeConfig CONFIG = NodeConfig.of("node.name=a", "cluster.members=a=h:1,b=h:2", "cluster.partitions=16",
      "quorum.n=2", "quorum.w=1", "quorum.r=1");
  private static final ConsistentHashRing RING = Node.foundingRing(CONFIG);

  private final Forest forest = new Forest(CONFIG, RING);
  private final CountingStore store = new CountingStore();
  private final Past past =
      new Past(new Env(NodeId.of("a"), new ScriptedTransport(), new SimScheduler(), new Random(1), event -> { }), forest, store);

  /** Counts what scans have read, and can have digests that nobody can read. */
  private static final class CountingStore extends PassingStore {
    private long scanned;
    private boolean spoilt;
    private boolean hides;

    CountingStore() {
      super(new MemoryDataStore());
    }

    @Override
    public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
      if (spoilt && space == Space.MERKLE || hides && space == Space.DATA && after.size() > 0) {
        return Future.failedFuture(new Failure.Unreadable("a bad block"));
      }
      return super.scan(space, prefix, after, limit).map(page -> {
        scanned += page.entries().size();
        return page;
      });
    }
  }

  private static Key key(int i) {
    return Key.of("key-" + i);
  }

  private static boolean isForgotten(Key key) {
    return TWO.contains(RING.partitionOf(key));
  }

  @BeforeEach
  void fill() {
    for (int i = 0; i < KEYS; i++) {
      Siblings siblings = Siblings.NONE.put(
          Actor.of("a"), new Version(CausalContext.EMPTY, RequestId.NONE, i, Optional.empty()));
      Place place = forest.placeOf(key(i));
      Place.Move move = place.move(Siblings.NONE, siblings);
      store.commit(Batch.put(Space.DATA, place.address(), new Record(siblings, Optional.empty()).encode()).and(place.write(move)));
      forest.changed(place, move);
    }
  }

  private void onlyTheOthersAreLeft() {
    assertThat(IntStream.range(0, KEYS).mapToObj(PastTest::key)).allSatisfy(key -> assertThat(
        store.get(Space.DATA, forest.placeOf(key).address()).result().isEmpty()).isEqualTo(isForgotten(key)));
  }

  @Test
  void aPassOverAllForgetsThem() {
    assertThat(past.forget(TWO, record -> Record.NONE).succeeded()).isTrue();
    onlyTheOthersAreLeft();
    assertThat(store.scanned).isEqualTo(KEYS);
  }

  @Test
  void byDigestsOnlyTheirOwnRecordsAreLookedAt() {
    long theirs = IntStream.range(0, KEYS).mapToObj(PastTest::key).filter(PastTest::isForgotten).count();
    assertThat(past.forgetByDigests(TWO, record -> Record.NONE).succeeded()).isTrue();
    onlyTheOthersAreLeft();
    assertThat(store.scanned).isEqualTo(theirs);
  }

  @Test
  void whatCannotBeLookedAtIsNotTakenForForgotten() {
    store.hides = true;
    assertThat(past.forget(TWO, record -> Record.NONE).cause()).isInstanceOf(Failure.Unreadable.class);
    store.spoilt = true;
    assertThat(past.forgetByDigests(TWO, record -> Record.NONE).cause()).isInstanceOf(Failure.Unreadable.class);
  }

  @Test
  void whereDigestsCannotBeReadAllIsLookedAt() {
    store.spoilt = true;
    assertThat(past.forgetByDigests(TWO, record -> Record.NONE).succeeded()).isTrue();
    onlyTheOthersAreLeft();
  }
}
