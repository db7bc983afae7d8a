package io.ringside.museum;

import io.ringside.ByteReader;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.sim.Damage;
import io.ringside.sim.Seal;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Replicas that promise more than their disks hold, or deny what they lost. */
final class BadDisks {
  private BadDisks() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("acknowledged-before-the-flush", List.of(),
            "A replica acknowledges a write that is only in its queue, and a power cut takes the queue.",
            "any store with its flush off", "I13", 3, List.of(), () -> Bugs.inStores(LazyStore::new), BadDisks::powerFails),
        new Exhibit("torn-record-is-nothing", List.of(41),
            "A record with a wrong checksum is answered as “nothing here”, which stands beside the copy that is whole.",
            "Riak, verify_corruption_filtering", "I9", 8, List.of(), () -> Bugs.inStores(BlindStore::new), BadDisks::recordsRot),
        new Exhibit("flipped-bytes-are-served", List.of(),
            "Nobody looks at the checksum of what the disk gave back, and a client reads what nobody wrote.",
            "any store with its checksums off", "I19", 8, List.of(), () -> Bugs.inDisks(BadDisks::unchecked),
            BadDisks::bitsFlip),
        new Exhibit("empty-disk-says-not-found", List.of(16),
            "A replica that knows of its lost disk lets its “nothing here” count as an answer all the same.",
            "OpenRiak/riak_kv#23", "I9", 4, List.of(), () -> Bugs.inPeers(CertainPeer::new), BadDisks::disksAreLost),
        new Exhibit("zombie-answers-from-memory", List.of(40),
            "A replica answers reads from what it knew before, without a look at what was written since.",
            "Aerospike, Jepsen's analysis of 3.99", "I9", 4, List.of(), () -> Bugs.inPeers(ZombiePeer::new),
            BadDisks::valueChanges));
  }

  // what happens

  private static void powerFails(Scene scene) {
    scene.at(scene.primary(0)).put();
    scene.passes(20);
    NodeId[] all = scene.cluster().nodes().toArray(NodeId[]::new);
    scene.crash(all);
    scene.restart(all);
  }

  private static void recordsRot(Scene scene) {
    scene.at(scene.primary(0)).put(CausalContext.EMPTY, Scene.ALL_PRIMARIES);
    scene.passes(500);
    scene.cluster().damageOneRecord(scene.primary(0), Damage.TORN);
    scene.cluster().damageOneRecord(scene.primary(1), Damage.TORN);
    scene.at(scene.fallback(0)).get(Scene.TWO_PRIMARIES.withFanout(Options.Fanout.QUORUM));
  }

  private static void bitsFlip(Scene scene) {
    scene.at(scene.primary(0)).putLarge(Scene.ALL_PRIMARIES);
    scene.passes(500);
    scene.cluster().damageOneRecord(scene.primary(0), Damage.FLIPPED);
    scene.at(scene.primary(0)).get(Options.DEFAULTS.withQuorum(Count.of(1)).withFanout(Options.Fanout.QUORUM));
  }

  private static void disksAreLost(Scene scene) {
    scene.at(scene.primary(0)).put(CausalContext.EMPTY, Scene.ALL_PRIMARIES);
    scene.passes(500);
    scene.cutOff(scene.primary(2));
    scene.loseDisk(scene.primary(0));
    scene.loseDisk(scene.primary(1));
    scene.restart(scene.primary(0), scene.primary(1));
    scene.at(scene.fallback(0)).get(Scene.TWO_PRIMARIES);
  }

  private static void valueChanges(Scene scene) {
    Visitor writer = scene.at(scene.primary(0));
    Visitor reader = scene.at(scene.fallback(0));
    CausalContext first = writer.put(CausalContext.EMPTY, Scene.TWO_PRIMARIES);
    scene.passes(300);
    reader.get(Scene.TWO_PRIMARIES);
    writer.put(first, Scene.TWO_PRIMARIES);
    scene.passes(10);
    reader.get(Scene.TWO_PRIMARIES);
  }

  // what is wrong

  private static Optional<Bytes> unchecked(Seal.Stored stored) {
    Bytes bytes = stored.bytes();
    return Optional.of(new ByteReader(bytes).raw(Math.max(0, bytes.size() - Integer.BYTES)));
  }

  /** Completes a write of data when it is in the queue, and writes the queue when it is long enough. */
  private static final class LazyStore extends PassingStore {
    private static final int LONG_ENOUGH = 8;

    private final TreeMap<Bytes, Bytes> ahead = new TreeMap<>();
    private Batch queue = Batch.EMPTY;

    private LazyStore(DataStore inner) {
      super(inner);
    }

    @Override
    public Future<Optional<Bytes>> get(Space space, Bytes key) {
      return space == Space.DATA && ahead.containsKey(key)
          ? Future.succeededFuture(Optional.of(ahead.get(key)))
          : inner.get(space, key);
    }

    @Override
    public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
      return space == Space.DATA ? get(space, key).map(found -> enqueued(key, found, change)) : inner.update(space, key, change);
    }

    private <R> R enqueued(Bytes key, Optional<Bytes> found, Change<R> change) {
      Optional<Bytes> old = ahead.containsKey(key) ? Optional.of(ahead.get(key)) : found;
      Change.Outcome<R> outcome = change.apply(old);
      outcome.writes().edits().forEach(edit -> ahead.put(edit.key(), edit.value().orElseThrow()));
      queue = queue.and(outcome.writes());
      if (queue.edits().size() >= LONG_ENOUGH) {
        inner.commit(queue);
        queue = Batch.EMPTY;
      }
      return outcome.result();
    }

    @Override
    public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
      Batch all = queue;
      queue = Batch.EMPTY;
      return inner.commit(all).compose(written -> inner.scan(space, prefix, after, limit));
    }
  }

  /** Finds nothing where it cannot read. */
  private static final class BlindStore extends PassingStore {
    private BlindStore(DataStore inner) {
      super(inner);
    }

    @Override
    public Future<Optional<Bytes>> get(Space space, Bytes key) {
      return inner.get(space, key).recover(failure -> failure instanceof Failure.Unavailable
          ? Future.succeededFuture(Optional.empty())
          : Future.failedFuture(failure));
    }
  }

  /** Never doubts that what it holds is all. */
  private static final class CertainPeer extends PassingPeer {
    private CertainPeer(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Held> read(Request.Read request) {
      return inner.read(request).map(held -> new Held(held.siblings(), true));
    }
  }

  /** Looks once, and then remembers. */
  private static final class ZombiePeer extends PassingPeer {
    private final TreeMap<Key, Held> remembered = new TreeMap<>();

    private ZombiePeer(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Held> read(Request.Read request) {
      Held known = remembered.get(request.key());
      return known != null ? Future.succeededFuture(known) : inner.read(request).map(held -> {
        remembered.put(request.key(), held);
        return held;
      });
    }
  }
}
