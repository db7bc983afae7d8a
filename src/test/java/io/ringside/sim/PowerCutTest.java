package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.DataConfig.Durability;
import io.ringside.event.LoggedEvent;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power goes at every point of a small history: afterwards all is there that was acknowledged, and a prefix of the rest. */
class PowerCutTest {
  private static final int WRITES = 6;
  private static final long LATENCY_MICROS = 1000;

  /** Where a write is when the power goes. */
  private enum Moment {
    BEFORE,
    /** The disk has it and has not said so. */
    WITHIN,
    /** It is flushed, and nobody was told. */
    AFTER
  }

  /** One that says of each access under way whether the cut finds it done: the first so many are, the next is not. */
  private static final class Fate extends Random {
    private static final long serialVersionUID = 1L;
    private int done;
    private int lost;

    @Override
    public boolean nextBoolean() {
      return done-- > 0;
    }

    @Override
    public int nextInt(int bound) {
      return Math.min(lost, bound - 1);
    }

    @Override
    public double nextDouble() {
      return 0.6;
    }
  }

  private static Bytes key(int number) {
    return Bytes.utf8("k" + number);
  }

  /** Every second one writes two keys, which belong together. */
  private static Batch batch(int number) {
    Batch one = Batch.put(Space.DATA, key(number), Bytes.utf8("v"));
    return number % 2 == 0 ? one : one.and(Batch.put(Space.MERKLE, key(number), Bytes.utf8("digest")));
  }

  /** How many of the writes are there, if those are the first ones, and each as a whole. */
  private static int prefixOn(Platter platter) {
    int there = 0;
    boolean ended = false;
    for (int number = 0; number < WRITES; number++) {
      boolean data = platter.contents().get(Space.DATA, key(number)).result().isPresent();
      boolean digest = platter.contents().get(Space.MERKLE, key(number)).result().isPresent();
      assertThat(digest).as("half of write %d", number).isEqualTo(data && number % 2 == 1);
      assertThat(data && ended).as("write %d is there, and one before it is not", number).isFalse();
      ended |= !data;
      there += data ? 1 : 0;
    }
    return there;
  }

  /** At every moment, with every number of writes under way that the cut finds done, and of unsynced ones that it takes. */
  @ParameterizedTest
  @EnumSource(Durability.class)
  void whatADiskKeepsIsAPrefixWithAllThatItPromised(Durability durability) {
    int unacknowledged = 0;
    int taken = 0;
    for (long atMicros = 0; atMicros <= 2 * WRITES * LATENCY_MICROS; atMicros += LATENCY_MICROS / 4) {
      for (int done = 0; done <= WRITES; done++) {
        for (int lost = 0; lost <= (durability == Durability.SYNC ? 0 : WRITES); lost++) {
          var world = new SimScheduler();
          var troubles = new DiskTroubles();
          var platter = new Platter(Seal.CHECKED, troubles);
          var fate = new Fate();
          var disk = new SimDisk(world.of(NodeId.of("n1")), platter, fate, LATENCY_MICROS, durability, troubles);
          var told = new ArrayList<Integer>();
          for (int i = 0; i < WRITES; i++) {
            int number = i;
            world.afterMicros(number * LATENCY_MICROS / 2, () ->
                disk.commit(batch(number)).onSuccess(stored -> told.add(number)));
          }
          world.afterMicros(atMicros, () -> { });
          while (world.nowMicros() < atMicros && world.runNext()) {
            // up to the cut
          }
          fate.done = done;
          fate.lost = lost;
          int lostOnes = disk.crash();
          int there = prefixOn(platter);
          if (durability == Durability.SYNC) {
            assertThat(lostOnes).isZero();
            assertThat(there).isGreaterThanOrEqualTo(told.size());
          }
          unacknowledged += there > told.size() ? 1 : 0;
          taken += there < told.size() ? 1 : 0;
        }
      }
    }
    assertThat(unacknowledged).isPositive();
    assertThat(taken > 0).isEqualTo(durability == Durability.ASYNC);
  }

  /** A store that cuts the power of all nodes when one of them comes to its so many-th write. */
  private static final class Fuse extends PassingStore {
    private final Wires wires;

    private Fuse(DataStore disk, Wires wires) {
      super(disk);
      this.wires = wires;
    }

    @Override
    public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
      return wires.pass(() -> inner.update(space, key, change));
    }

    @Override
    public Future<Void> commit(Batch batch) {
      return wires.pass(() -> inner.commit(batch));
    }

    @Override
    public Future<Void> clear(Space space) {
      return wires.pass(() -> inner.clear(space));
    }
  }

  @FunctionalInterface
  private interface Write<R> {
    Future<R> begin();
  }

  /** Counts the writes of one node, and knows at which of them the power goes. */
  private static final class Wires implements Wiring {
    private final NodeId watched;
    private final int cutAt;
    private final Moment moment;
    private Runnable cut = () -> { };
    private boolean counting;
    private int writes;

    private Wires(NodeId watched, int cutAt, Moment moment) {
      this.watched = watched;
      this.cutAt = cutAt;
      this.moment = moment;
    }

    @Override
    public DataStore store(NodeId self, DataStore store) {
      return self.equals(watched) ? new Fuse(store, this) : store;
    }

    private <R> Future<R> pass(Write<R> write) {
      if (!counting || ++writes != cutAt) {
        return write.begin();
      }
      Promise<R> never = Promise.promise();
      switch (moment) {
        case BEFORE -> cut.run();
        case WITHIN -> {
          write.begin();
          cut.run();
        }
        case AFTER -> write.begin().onComplete(flushed -> cut.run());
      }
      return never.future();
    }
  }

  /** One cluster, whose clients write a few keys at once, twice each, while the power goes. */
  private static final class Story {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final List<String> SETTINGS =
        List.of("quorum.n=3", "quorum.r=2", "quorum.w=2", "cluster.partitions=8", "repair.periodMillis=200");

    private final Wires wires;
    private final SimCluster cluster;
    private final SortedMap<Key, List<Dot>> acknowledged = new TreeMap<>();
    private boolean cut;

    private Story(int cutAt, Moment moment, long seed) {
      wires = new Wires(NodeId.of("n2"), cutAt, moment);
      cluster = new SimCluster(3, seed, SETTINGS, wires, new TraceHash(), (LoggedEvent event) -> { });
      wires.cut = this::cutEverywhere;
    }

    private void cutEverywhere() {
      cut = true;
      cluster.nodes().forEach(cluster::crash);
      cluster.world().after(500, () -> cluster.nodes().forEach(cluster::restart));
    }

    /** Returns how many writes the watched node saw. */
    private int run() {
      cluster.start();
      wires.counting = true;
      for (int i = 0; i < 4; i++) {
        Key key = Key.of("key-" + i);
        Client client = cluster.client(cluster.nodes().get(i % 3));
        client.put(key, Content.text("first"))
            .onSuccess(written -> told(key, written.dot()))
            .compose(written -> client.put(key, Content.text("second"), written.context()))
            .onSuccess(written -> told(key, written.dot()));
      }
      cluster.runFor(2000);
      wires.counting = false;
      return wires.writes;
    }

    private void told(Key key, Dot dot) {
      acknowledged.computeIfAbsent(key, none -> new ArrayList<>()).add(dot);
    }

    private boolean isEqualEverywhere() {
      return acknowledged.keySet().stream().allMatch(key -> cluster.owners(key).values().stream().distinct().count() == 1);
    }

    /** Whether a write that was acknowledged is nowhere. */
    private boolean hasLost() {
      return acknowledged.entrySet().stream().anyMatch(entry -> entry.getValue().stream().anyMatch(dot ->
          cluster.owners(entry.getKey()).values().stream().noneMatch(siblings -> siblings.context().covers(dot))));
    }

    private void judge(String where) {
      long limit = cluster.world().nowMillis() + PATIENCE_MILLIS;
      while (!isEqualEverywhere() && cluster.world().nowMillis() < limit) {
        cluster.runFor(500);
      }
      assertThat(cluster.bugs()).as(where).isEmpty();
      acknowledged.forEach((key, dots) -> cluster.owners(key).forEach((owner, siblings) -> dots.forEach(dot ->
          assertThat(siblings.context().covers(dot)).as("%s: %s of %s at %s", where, dot, key, owner).isTrue())));
      acknowledged.forEach((key, dots) -> assertThat(cluster.owners(key).values().stream().distinct().count())
          .as("%s: what the owners hold of %s", where, key).isEqualTo(1));
    }
  }

  /** All nodes lose power at once, so that nobody is left to bring back what one of them has lost. */
  @ParameterizedTest
  @EnumSource(Moment.class)
  void whereverThePowerGoesWhatWasAcknowledgedIsThere(Moment moment) {
    int writes = new Story(0, moment, 1).run();
    assertThat(writes).isBetween(8, 60);
    int acknowledgedBefore = 0;
    for (int cutAt = 1; cutAt <= writes; cutAt++) {
      for (long seed = 1; seed <= 4; seed++) {
        var story = new Story(cutAt, moment, seed);
        story.run();
        acknowledgedBefore += story.cut && !story.acknowledged.isEmpty() ? 1 : 0;
        story.judge(moment + " write " + cutAt + ", seed " + seed);
      }
    }
    assertThat(acknowledgedBefore).isGreaterThan(writes);
  }

  /** The check is no ornament: nodes that forget what they acknowledged are found out. */
  @Test
  void aDiskThatLiesOfItsFlushesIsFoundOut() {
    int writes = new Story(0, Moment.AFTER, 1).run();
    boolean lost = false;
    for (long seed = 1; seed <= 60 && !lost; seed++) {
      var story = new Story(writes - 2, Moment.AFTER, seed);
      story.cluster.nodes().forEach(story.cluster::lieOfFlushes);
      story.run();
      lost = story.hasLost();
    }
    assertThat(lost).isTrue();
  }
}
