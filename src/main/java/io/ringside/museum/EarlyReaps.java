package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.sim.Wiring;
import io.ringside.storage.DataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.version.CausalContext;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Tombstones that go while something may still come that only they would stop. */
final class EarlyReaps {
  private EarlyReaps() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("tombstone-reaped-early", List.of(7),
            "Tombstones go before every replica has seen them, and one that was away brings the value back.",
            "Cassandra's gc_grace; scylladb#3560, scylladb#15243", "I10", 3, List.of(), () -> Bugs.inRecords(new ReapedAtOnce()),
            EarlyReaps::oneSleepsOverADelete),
        new Exhibit("hint-older-than-a-reaped-tombstone", List.of(8),
            "A hint of the deleted value is delivered when its tombstone is gone.",
            "scylladb#23712", "I10", 3, List.of(), () -> Bugs.inRecords(new ReapedAtOnce()), EarlyReaps::hintSleepsOverADelete),
        new Exhibit("doomstone", List.of(4),
            "A key is created anew with a fresh clock, and a tombstone of its former life comes back and dominates it.",
            "Riak, kv679_tombstone", "I1", 3, List.of(), Doomstone::new, EarlyReaps::tombstoneSleepsOverARebirth));
  }

  // what happens

  private static void oneSleepsOverADelete(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.crash(scene.primary(2));
    visitor.delete(first);
    scene.passes(1500);
    scene.hintHolders().forEach(scene::loseDisk);
  }

  private static void hintSleepsOverADelete(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    scene.crash(scene.primary(1));
    CausalContext first = visitor.put();
    scene.passes(1500);
    scene.crash(scene.hintHolders().toArray(NodeId[]::new));
    scene.restart(scene.primary(1));
    scene.passes(4000);
    visitor.get();
    scene.passes(500);
    visitor.delete(first);
    scene.passes(1500);
  }

  private static void tombstoneSleepsOverARebirth(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    scene.crash(scene.primary(2));
    CausalContext first = visitor.put();
    scene.passes(1500);
    visitor.delete(first);
    scene.passes(1500);
    scene.crash(scene.hintHolders().toArray(NodeId[]::new));
    scene.restart(scene.primary(2));
    scene.passes(4000);
    visitor.put();
    scene.passes(500);
  }

  // what is wrong

  /** A replica keeps no tombstone at all. */
  private static final class ReapedAtOnce implements MeddledStore.Meddler {
    @Override
    public Optional<Record> kept(Record old, Record now) {
      return now.siblings().isDeleted() ? Optional.empty() : Optional.of(now);
    }
  }

  /** A replica reaps the tombstone that it finds when the key is written again, and has but one epoch. */
  private static final class Doomstone implements Wiring {
    @Override
    public DataStore store(NodeId self, DataStore store) {
      return new MeddledStore(store, new MeddledStore.Meddler() {
        @Override
        public Record shown(Record old) {
          return old.siblings().isDeleted() ? Record.NONE : old;
        }
      }, Space.DATA);
    }

    @Override
    public RandomGenerator random(NodeId self, RandomGenerator random) {
      return ReusedDots.withOneEpoch(random);
    }
  }
}
