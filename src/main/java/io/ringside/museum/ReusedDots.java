package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.sim.Wiring;
import io.ringside.storage.Record;
import io.ringside.storage.Record.Minting;
import io.ringside.version.CausalContext;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Nodes that forget what they minted, and mint it again: the family of kv679. */
final class ReusedDots {
  private static final String INVARIANT = "I4";

  /** A start above all that any run has. */
  private static final long FOR_EVER = Long.MAX_VALUE;

  private ReusedDots() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("one-epoch-for-ever", List.of(1),
            "A node mints under its name alone. With a lost disk it counts from 1 again, and peers drop the new write as old.",
            "Riak, basho/riak_kv#679", INVARIANT, 2, List.of(), () -> epochs(() -> 1L), ReusedDots::diskIsLost),
        new Exhibit("epoch-of-a-repaired-record", List.of(2),
            "A node that lost its record gets an older copy by read repair and counts on from there, over dots that others have.",
            "Riak, kv679_dataloss_fb", INVARIANT, 2, List.of(), () -> Bugs.inRecordsOf(EpochByRepair::new),
            ReusedDots::olderCopyComesBack),
        new Exhibit("amnesia-noticed-at-a-merge", List.of(3),
            "A merge shows a replica that it once minted more than it knows, and it goes on under the same epoch.",
            "Riak, basho/riak_kv#1643", INVARIANT, 2, List.of(), () -> Bugs.inRecords(new EpochForEver()),
            ReusedDots::halfOfThePastComesBack),
        new Exhibit("epochs-begin-with-the-process", List.of(5),
            "Epochs come from a source that begins alike at each start, so that two lives of a node mint the same dots.",
            "Riak, basho/riak_kv#1027, OpenRiak/riak_kv#47", INVARIANT, 2, List.of(), ReusedDots::epochsOfAProcess,
            ReusedDots::diskIsLost),
        new Exhibit("restored-backup-mints-on", List.of(6),
            "A disk restored from a backup goes on counting from where the backup was made.",
            "Riak, basho/riak_kv#1070", INVARIANT, 2, List.of(), () -> Bugs.inRecords(new TrustedEpoch()),
            ReusedDots::backupIsRestored),
        new Exhibit("lost-counter-lease", List.of(23),
            "The counter of acknowledged dots was not on disk: a power cut takes the last ones, and they are minted again.",
            "Riak, basho/riak_kv#1040", INVARIANT, 10, List.of("data.durability=async"),
            () -> Bugs.inRecords(new TrustedEpoch()), ReusedDots::powerCutTakesTheTail));
  }

  // what happens

  private static void diskIsLost(Scene scene) {
    NodeId minter = scene.primary(0);
    Visitor visitor = scene.at(minter);
    for (int i = scene.random().nextInt(3); i >= 0; i--) {
      visitor.put();
    }
    scene.passes(300);
    scene.loseDisk(minter);
    scene.restart(minter);
    visitor.put();
  }

  private static void olderCopyComesBack(Scene scene) {
    NodeId minter = scene.primary(0);
    Visitor visitor = scene.at(minter);
    scene.cutOff(minter, scene.fallback(0), scene.fallback(1));
    CausalContext first = visitor.put();
    scene.passes(1500);
    scene.crash(scene.fallback(0), scene.fallback(1));
    scene.heal();
    scene.passes(6000);
    visitor.put(visitor.put(first));
    scene.passes(1000);
    scene.crash(scene.primary(1), scene.primary(2));
    scene.loseDisk(minter);
    scene.restart(scene.fallback(0), scene.fallback(1), minter);
    scene.passes(1000);
    CausalContext seen = visitor.get();
    scene.passes(1000);
    visitor.put(seen);
  }

  private static void halfOfThePastComesBack(Scene scene) {
    NodeId minter = scene.primary(0);
    NodeId witness = scene.primary(2);
    Visitor visitor = scene.at(minter);
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.cluster().snapshot(minter);
    scene.cutOff(witness);
    CausalContext second = visitor.put(first);
    scene.passes(700);
    scene.cutOff(minter, witness);
    visitor.put(second);
    scene.passes(100);
    scene.crash(witness);
    scene.restoreSnapshot(minter);
    scene.heal();
    scene.restart(minter);
    visitor.get();
    scene.passes(300);
    visitor.put();
  }

  private static void backupIsRestored(Scene scene) {
    NodeId minter = scene.primary(0);
    Visitor visitor = scene.at(minter);
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.cluster().snapshot(minter);
    visitor.put(first);
    scene.passes(500);
    scene.restoreSnapshot(minter);
    scene.restart(minter);
    visitor.put();
  }

  private static void powerCutTakesTheTail(Scene scene) {
    NodeId minter = scene.primary(0);
    Visitor visitor = scene.at(minter);
    CausalContext first = visitor.put();
    scene.passes(1500);
    visitor.put(visitor.put(first));
    scene.crash(minter);
    scene.restart(minter);
    visitor.put();
  }

  // what is wrong

  private static Wiring epochsOfAProcess() {
    return new Wiring() {
      @Override
      public RandomGenerator random(NodeId self, RandomGenerator random) {
        long[] drawn = {0};
        return drawing(random, () -> drawn[0] += 2);
      }
    };
  }

  private static Wiring epochs(LongSupplier epoch) {
    return new Wiring() {
      @Override
      public RandomGenerator random(NodeId self, RandomGenerator random) {
        return drawing(random, epoch);
      }
    };
  }

  /** Always the same epoch. */
  static RandomGenerator withOneEpoch(RandomGenerator random) {
    return drawing(random, () -> 1L);
  }

  /** Epochs are the long numbers that a node draws; for all else it takes shorter ones. */
  private static RandomGenerator drawing(RandomGenerator random, LongSupplier epoch) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return epoch.getAsLong();
      }

      @Override
      public int nextInt() {
        return random.nextInt();
      }

      @Override
      public int nextInt(int bound) {
        return random.nextInt(bound);
      }

      @Override
      public double nextDouble() {
        return random.nextDouble();
      }
    };
  }

  /** Starts are not looked at: whatever a record says of its epoch is believed. */
  private static class TrustedEpoch implements MeddledStore.Meddler {
    @Override
    public Record shown(Record old) {
      return new Record(old.siblings(), old.minting().map(minting -> new Minting(minting.epoch(), FOR_EVER)));
    }
  }

  /** Nor is an epoch given up when a merge shows that it was once further. */
  private static final class EpochForEver extends TrustedEpoch {
    @Override
    public Optional<Record> kept(Record old, Record now) {
      return Optional.of(now.minting().isPresent() ? now : new Record(now.siblings(), old.minting()));
    }
  }

  /** A record without an epoch takes one of its node's own that it finds among its dots. */
  private record EpochByRepair(NodeId self) implements MeddledStore.Meddler {
    @Override
    public Record shown(Record old) {
      if (old.minting().isPresent()) {
        return old;
      }
      return new Record(old.siblings(), old.siblings().context().clock().counters().keySet().stream()
          .filter(actor -> actor.node().equals(self)).findFirst().map(actor -> new Minting(actor.epoch(), FOR_EVER)));
    }
  }
}
