package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Peer;
import io.ringside.message.Request.Store.Reason;
import io.ringside.message.Request;
import io.ringside.sim.Wiring;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Page;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Hints that never come home. */
final class LostHints {
  private LostHints() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("failed-replay-counts", List.of(9),
            "A hint whose delivery was not acknowledged is dropped as delivered.",
            "scylladb#24415", "I14", 10, List.of(), () -> Bugs.inAnswers(DeliveredAnyway::new), new Crowd()),
        new Exhibit("handoff-gives-up", List.of(17),
            "After one failed delivery the hints for that node wait until their keeper restarts.",
            "Riak, basho/riak_kv#847", "I14", 3, List.of(), LostHints::givingUp, LostHints::deliveriesFail),
        new Exhibit("hints-in-memory", List.of(),
            "A hint counts toward W and is gone with its keeper's next restart.",
            "any store that keeps hints in memory", "I1", 3, List.of(), () -> Bugs.inStores(VolatileHints::new),
            LostHints::onlyHintsAreLeft));
  }

  // what happens

  private static void deliveriesFail(Scene scene) {
    NodeId away = scene.primary(1);
    scene.crash(away);
    scene.at(scene.primary(0)).put();
    scene.passes(1500);
    scene.refuseDeliveriesTo(away);
    scene.restart(away);
    scene.passes(6000);
  }

  private static void onlyHintsAreLeft(Scene scene) {
    NodeId minter = scene.primary(0);
    scene.cutOff(minter, scene.fallback(0), scene.fallback(1));
    scene.at(minter).put();
    scene.passes(1500);
    scene.loseDisk(minter);
    scene.crash(scene.fallback(0), scene.fallback(1));
    scene.heal();
    scene.restart(scene.fallback(0), scene.fallback(1), minter);
  }

  // what is wrong

  private static final class DeliveredAnyway extends PassingPeer {
    private DeliveredAnyway(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      return request.reason() == Reason.HINT_DELIVERY ? inner.store(request).otherwise(Ack.STORED) : inner.store(request);
    }
  }

  private static Wiring givingUp() {
    return new Wiring() {
      @Override
      public Transport transport(NodeId self, Transport transport) {
        var givenUp = new TreeSet<NodeId>();
        return Bugs.through(transport, remote -> new Impatient(remote, givenUp));
      }
    };
  }

  /** Offers nothing more to a node that was silent once. */
  private static final class Impatient extends PassingPeer {
    private final NodeId target;
    private final TreeSet<NodeId> givenUp;

    private Impatient(RemotePeer remote, TreeSet<NodeId> givenUp) {
      super(remote);
      this.target = remote.node();
      this.givenUp = givenUp;
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      if (request.reason() != Reason.HINT_DELIVERY) {
        return inner.store(request);
      }
      if (givenUp.contains(target)) {
        return Future.failedFuture(new Failure.Unreachable(target + " was silent once"));
      }
      return inner.store(request).recover(failure -> {
        givenUp.add(target);
        return Future.failedFuture(failure);
      });
    }
  }

  /** Keeps hints as long as the process lives. */
  private static final class VolatileHints extends PassingStore {
    private final DataStore hints = new MemoryDataStore();

    private VolatileHints(DataStore inner) {
      super(inner);
    }

    private DataStore of(Space space) {
      return space == Space.HINTS ? hints : inner;
    }

    @Override
    public Future<Optional<Bytes>> get(Space space, Bytes key) {
      return of(space).get(space, key);
    }

    @Override
    public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
      return of(space).getAll(space, keys);
    }

    @Override
    public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
      return of(space).update(space, key, change);
    }

    @Override
    public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
      return of(space).scan(space, prefix, after, limit);
    }
  }
}
