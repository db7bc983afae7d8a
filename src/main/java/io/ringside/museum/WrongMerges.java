package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.message.Ack;
import io.ringside.message.Held;
import io.ringside.message.Minted;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.sim.Link;
import io.ringside.sim.Wiring;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.Replaced;
import io.ringside.version.Siblings;
import io.ringside.version.VectorClock;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Replicas that put versions together in a wrong way. */
final class WrongMerges {
  private static final int HOUR_MILLIS = 3_600_000;

  private WrongMerges() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("read-repair-overwrites", List.of(29),
            "Read repair puts the coordinator's snapshot in place of what the replica has meanwhile.",
            "the reason why Riak and Cassandra merge at the replica", "I5", 4, List.of(),
            () -> new Overwriting(Reason.READ_REPAIR), WrongMerges::repairIsLate),
        new Exhibit("hint-overwrites", List.of(17),
            "A hint that comes home late replaces the newer version it finds there.",
            "Riak, basho/riak_kv#847", "I5", 4, List.of(), () -> new Overwriting(Reason.HINT_DELIVERY),
            WrongMerges::hintIsLate),
        new Exhibit("last-write-wins", List.of(24),
            "Of concurrent writes the one with the highest wall clock stays: a node an hour ahead wins for an hour.",
            "Riak and Cassandra, Kingsbury: 71.7 % of acknowledged writes lost", "I1", 3, List.of(),
            () -> Bugs.inRecords(new NewestOnly()), WrongMerges::clockIsAhead),
        new Exhibit("last-write-wins-at-reads", List.of(25),
            "Replicas keep siblings and show only the newest, under a context that covers all: values disappear at a read.",
            "Riak, the dvvlastwritewins advisory", "I7", 3, List.of(), () -> Bugs.inPeers(NewestShown::new), new Crowd()),
        new Exhibit("pruned-vectors", List.of(28),
            "A context is cut to its newest entries, so that an ancestor looks like a stranger and comes back.",
            "Riak's vclock pruning", "I2", 4, List.of(), WrongMerges::pruning, WrongMerges::oneSleepsOverAWrite),
        new Exhibit("merged-version-vectors", List.of(27),
            "One merged version vector per key in place of dots: a stale context supersedes nothing, and siblings explode.",
            "Riak 1.x", "I11", 2, List.of(), () -> Bugs.inRecords(new MergedVectors()), WrongMerges::twoWriteInTurns),
        new Exhibit("late-mint", List.of(),
            "A request is looked for among live versions only: a mint that comes late writes once more what was deleted.",
            "our own, found by a reviewer", "I10", 3, List.of(), ShortMemory::new, WrongMerges::minterStandsStill),
        new Exhibit("an-actor-per-write", List.of(),
            "Each write is minted under an actor of its own, and contexts grow with every write.",
            "Riak's client-side actors", "I12", 2, List.of(), () -> Bugs.inRecords(new EpochForgotten()),
            WrongMerges::oneWritesOften));
  }

  // what happens

  /** Slow is only the way from the coordinator to the replica that it repairs; a write overtakes the repair. */
  private static void repairIsLate(Scene scene) {
    NodeId stale = scene.primary(2);
    Visitor writer = scene.at(scene.primary(0));
    Visitor reader = scene.at(scene.primary(1));
    scene.cutOff(stale);
    CausalContext first = writer.put();
    scene.heal();
    scene.cluster().network().setLink(scene.primary(1), stale, Link.of(50, 50));
    reader.beginGet();
    scene.passes(56);
    writer.put(first);
    scene.passes(400);
    scene.cluster().network().setLink(scene.primary(1), stale, Link.LOCAL);
  }

  private static void hintIsLate(Scene scene) {
    NodeId away = scene.primary(1);
    Visitor visitor = scene.at(scene.primary(0));
    scene.crash(away);
    CausalContext first = visitor.put();
    scene.passes(1500);
    scene.refuseDeliveriesTo(away);
    scene.restart(away);
    scene.passes(4000);
    visitor.put(first);
    scene.passes(300);
    scene.heal();
    scene.passes(3000);
  }

  private static void clockIsAhead(Scene scene) {
    scene.cluster().setSkew(scene.primary(0), HOUR_MILLIS);
    scene.at(scene.primary(0)).put();
    scene.passes(100);
    scene.at(scene.primary(1)).put();
  }

  private static void oneSleepsOverAWrite(Scene scene) {
    CausalContext first = scene.at(scene.primary(0)).put();
    scene.passes(500);
    scene.cutOff(scene.primary(2));
    scene.at(scene.primary(1)).put(first);
    scene.passes(1000);
  }

  private static void twoWriteInTurns(Scene scene) {
    Visitor one = scene.at(scene.primary(0));
    Visitor other = scene.at(scene.primary(1));
    CausalContext ofOne = CausalContext.EMPTY;
    CausalContext ofOther = CausalContext.EMPTY;
    for (int turn = 0; turn < 5; turn++) {
      ofOne = one.put(ofOne);
      ofOther = other.put(ofOther);
    }
  }

  /** The first minter stands still while its request is minted elsewhere, and what was written is deleted. */
  private static void minterStandsStill(Scene scene) {
    Visitor visitor = scene.at(scene.fallback(1));
    scene.passes(2000);
    scene.cluster().pause(scene.primary(0), 8000);
    CausalContext first = visitor.put();
    scene.passes(500);
    visitor.delete(first);
    scene.passes(9000);
  }

  private static void oneWritesOften(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext last = CausalContext.EMPTY;
    for (int i = 0; i < 6; i++) {
      last = visitor.put(last);
    }
  }

  // what is wrong

  /** What is stored for one reason replaces what is there. */
  private static final class Overwriting implements Wiring {
    private final Reason reason;
    private final SortedMap<NodeId, DataStore> stores = new TreeMap<>();

    private Overwriting(Reason reason) {
      this.reason = reason;
    }

    @Override
    public DataStore store(NodeId self, DataStore store) {
      stores.put(self, store);
      return store;
    }

    @Override
    public Peer peer(NodeId self, Peer peer) {
      return new PassingPeer(peer) {
        @Override
        public Future<Ack> store(Request.Store request) {
          return request.reason() == reason ? overwrite(stores.get(self), request) : inner.store(request);
        }
      };
    }

    private static Future<Ack> overwrite(DataStore store, Request.Store request) {
      Bytes address = StoreKeys.data(request.key());
      return store.update(Space.DATA, address, old -> new Change.Outcome<>(Ack.STORED, Batch.put(
          Space.DATA, address, new Record(request.siblings(), Record.decode(old).minting()).encode())));
    }
  }

  private static Siblings newestOf(Siblings siblings) {
    SortedMap<Dot, Version> newest = new TreeMap<>();
    siblings.versions().entrySet().stream()
        .max(Comparator.comparingLong((Map.Entry<Dot, Version> entry) -> entry.getValue().writtenAtMillis())
            .thenComparing(Map.Entry::getKey))
        .ifPresent(entry -> newest.put(entry.getKey(), entry.getValue()));
    return new Siblings(siblings.context(), newest);
  }

  private static final class NewestOnly implements MeddledStore.Meddler {
    @Override
    public Optional<Record> kept(Record old, Record now) {
      return Optional.of(new Record(newestOf(now.siblings()), now.minting()));
    }
  }

  private static final class NewestShown extends PassingPeer {
    private NewestShown(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Held> read(Request.Read request) {
      return inner.read(request).map(held -> new Held(newestOf(held.siblings()), held.synchronised()));
    }
  }

  private static Wiring pruning() {
    return Bugs.inStores(store -> new MeddledStore(store, new Pruned(), Space.DATA, Space.HINTS));
  }

  /** Forgets the actors of whom no version lives. */
  private static final class Pruned implements MeddledStore.Meddler {
    @Override
    public Optional<Record> kept(Record old, Record now) {
      Siblings siblings = now.siblings();
      var living = new TreeSet<Actor>();
      siblings.versions().keySet().forEach(dot -> living.add(dot.actor()));
      var counters = new TreeMap<>(siblings.context().clock().counters());
      counters.keySet().retainAll(living);
      var dots = new TreeSet<>(siblings.context().dots());
      dots.removeIf(dot -> !living.contains(dot.actor()));
      var pruned = new CausalContext(new VectorClock(counters), dots);
      return Optional.of(new Record(new Siblings(pruned, siblings.versions()), now.minting()));
    }
  }

  /** A write replaces what is there only if its writer had seen all of it; else it stands beside all of it. */
  private static final class MergedVectors implements MeddledStore.Meddler {
    @Override
    public Optional<Record> kept(Record old, Record now) {
      var versions = new TreeMap<>(now.siblings().versions());
      old.siblings().versions().forEach((dot, version) -> {
        boolean seenWithAllElse = now.siblings().versions().values().stream()
            .anyMatch(newer -> newer.past().covers(dot) && newer.past().covers(old.siblings().context()));
        if (!seenWithAllElse) {
          versions.put(dot, version);
        }
      });
      return Optional.of(new Record(new Siblings(now.siblings().context(), versions), now.minting()));
    }
  }

  /** No version remembers what it replaced: not on disk, nor in what a minter answers. */
  private static final class ShortMemory implements Wiring, MeddledStore.Meddler {
    @Override
    public DataStore store(NodeId self, DataStore store) {
      return new MeddledStore(store, this, Space.DATA, Space.HINTS);
    }

    @Override
    public Peer peer(NodeId self, Peer peer) {
      return new PassingPeer(peer) {
        @Override
        public Future<Minted> mint(Request.Mint request) {
          return inner.mint(request).map(minted -> new Minted(minted.dot(), forgetful(minted.siblings())));
        }
      };
    }

    @Override
    public Optional<Record> kept(Record old, Record now) {
      return Optional.of(new Record(forgetful(now.siblings()), now.minting()));
    }

    private static Siblings forgetful(Siblings siblings) {
      var versions = new TreeMap<Dot, Version>();
      siblings.versions().forEach((dot, version) -> versions.put(dot, version.replacing(Replaced.NONE)));
      return new Siblings(siblings.context(), versions);
    }
  }

  private static final class EpochForgotten implements MeddledStore.Meddler {
    @Override
    public Record shown(Record old) {
      return new Record(old.siblings(), Optional.empty());
    }
  }
}
