package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Minted;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.Wiring;
import io.ringside.version.CausalContext;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Coordinators that count what does not count, or not what does. */
final class FalseQuorums {
  /** Less than a replica is waited for. */
  private static final long LOST_MILLIS = 300;

  private FalseQuorums() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("silence-is-success", List.of(14),
            "A replica that did not answer in time is counted as having stored.",
            "Riak, basho/riak_kv#1754", "I1", 3, List.of(), () -> Bugs.inAnswers(HeardInSilence::new), FalseQuorums::nobodyHears),
        new Exhibit("acknowledged-before-replication", List.of(22),
            "The client is told before the replicas are, and the coordinator's node does not live to tell them.",
            "primary-backup stores with asynchronous replication", "I1", 3, List.of(), () -> Bugs.inAnswers(ToldTooEarly::new),
            FalseQuorums::nobodyHears),
        new Exhibit("a-node-twice-in-a-list", List.of(38),
            "A preference list names one node twice, and its two acknowledgements make W.",
            "Riak, the imperfect tail of a ring", "I1", 3, List.of(), RepeatedNode::new, FalseQuorums::oneDiskIsLost),
        new Exhibit("hint-beside-the-write", List.of(38),
            "A fallback's hint lies on the node that has the write already: two copies, one disk.",
            "Riak, node_confirms", "I1", 3, List.of(), HintAtTheMinter::new, FalseQuorums::ownersAreAway),
        new Exhibit("coordinated-twice", List.of(12),
            "A write that is forwarded is minted at the old place and at the new one.",
            "Riak, basho/riak_kv#1046", "I21", 2, List.of(), DoubleCoordination::new, new Crowd()),
        new Exhibit("refusal-is-silence", List.of(),
            "A replica that refuses is taken for one that is away: the write goes to a fallback, around the limit.",
            "our own first draft", "I11", 2, List.of("limits.siblingsSoft=2", "limits.siblingsHard=3"),
            FalseQuorums::refusalIsSilence, FalseQuorums::siblingsReachTheLimit),
        new Exhibit("unavailable-is-refusal", List.of(),
            "A replica that cannot take a write just now fails the whole write, though others could.",
            "our own first draft", "I17", 2, List.of(), FalseQuorums::unavailableIsRefusal, FalseQuorums::diskIsFull),
        new Exhibit("blocking-read-does-not-wait", List.of(21),
            "A read that is to wait for its repair is answered before, and the next one shows what was there earlier.",
            "Cassandra with read_repair=NONE", "I23", 3, List.of(), () -> Bugs.inAnswers(MendedTooLate::new),
            FalseQuorums::oneOwnerIsAhead));
  }

  // what happens

  private static void nobodyHears(Scene scene) {
    NodeId alone = scene.primary(0);
    scene.cutOff(alone);
    scene.at(alone).put();
    scene.passes(1000);
    scene.loseDisk(alone);
    scene.heal();
    scene.restart(alone);
  }

  private static void oneDiskIsLost(Scene scene) {
    scene.at(scene.primary(0)).put();
    scene.passes(1000);
    scene.loseDisk(scene.primary(0));
    scene.restart(scene.primary(0));
  }

  private static void ownersAreAway(Scene scene) {
    scene.cutOff(scene.primary(0), scene.fallback(0), scene.fallback(1));
    scene.at(scene.primary(0)).put();
    scene.passes(1500);
    scene.loseDisk(scene.primary(0));
    scene.heal();
    scene.restart(scene.primary(0));
  }

  private static void siblingsReachTheLimit(Scene scene) {
    scene.verdicts().allowSiblings(3);
    Visitor visitor = scene.at(scene.primary(0));
    for (int i = 0; i < 5; i++) {
      visitor.put();
      scene.passes(100);
    }
  }

  private static void diskIsFull(Scene scene) {
    NodeId full = scene.primary(0);
    scene.cluster().setDiskFull(full, true);
    scene.at(full).putThatMustSucceed(CausalContext.EMPTY);
    scene.crash(full);
    scene.restart(full);
  }

  /** One owner alone has a write, is read, and is gone; what is to mend the others does not arrive for a while. */
  private static void oneOwnerIsAhead(Scene scene) {
    NodeId ahead = scene.primary(0);
    NodeId reader = scene.fallback(0);
    CausalContext past = scene.at(ahead).put();
    scene.passes(1000);
    scene.cutOff(ahead);
    scene.at(ahead).put(past, Options.DEFAULTS.withQuorum(Count.ONE));
    scene.heal();
    scene.cluster().network().cutKind(reader, scene.primary(1), "Store");
    scene.cluster().network().cutKind(reader, scene.primary(2), "Store");
    scene.cluster().world().after(LOST_MILLIS, scene.cluster().network()::healKinds);
    scene.at(reader).get(Options.DEFAULTS.withQuorum(Count.ALL).withRepair(Options.Repair.BLOCKING));
    scene.cutOff(ahead);
    scene.at(reader).get(Scene.TWO_PRIMARIES);
  }

  // what is wrong

  private static final class HeardInSilence extends PassingPeer {
    private HeardInSilence(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      return request.reason() != Reason.WRITE ? inner.store(request) : inner.store(request).recover(failure ->
          failure instanceof Failure.Unreachable ? Future.succeededFuture(Ack.STORED) : Future.failedFuture(failure));
    }
  }

  private static final class ToldTooEarly extends PassingPeer {
    private ToldTooEarly(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      Future<Ack> sent = inner.store(request);
      return request.reason() == Reason.WRITE ? Future.succeededFuture(Ack.STORED) : sent;
    }
  }

  private static final class MendedTooLate extends PassingPeer {
    private MendedTooLate(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      Future<Ack> sent = inner.store(request);
      return request.reason() == Reason.READ_REPAIR ? Future.succeededFuture(Ack.STORED) : sent;
    }
  }

  /** Knows who minted each key's last write. */
  private abstract static class MinterKnown implements Wiring {
    private final SortedMap<Key, NodeId> minters = new TreeMap<>();

    abstract Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Store store);

    abstract Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Hint hint);

    @Override
    public Transport transport(NodeId self, Transport transport) {
      return Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<Minted> mint(Request.Mint request) {
          minters.put(request.key(), remote.node());
          return inner.mint(request);
        }

        @Override
        public Future<Ack> store(Request.Store request) {
          return request.reason() == Reason.WRITE
              ? place(remote, remote.otherwise(minters.get(request.key())), request)
              : inner.store(request);
        }

        @Override
        public Future<Ack> hint(Request.Hint request) {
          return place(remote, remote.otherwise(minters.get(request.key())), request);
        }
      });
    }
  }

  private static final class RepeatedNode extends MinterKnown {
    @Override
    Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Store store) {
      return minter.store(store);
    }

    @Override
    Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Hint hint) {
      return remote.hint(hint);
    }
  }

  private static final class HintAtTheMinter extends MinterKnown {
    @Override
    Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Store store) {
      return remote.store(store);
    }

    @Override
    Future<Ack> place(RemotePeer remote, RemotePeer minter, Request.Hint hint) {
      return minter.hint(hint);
    }
  }

  /** Sends each write to two owners, as two requests. */
  private static final class DoubleCoordination implements Wiring {
    private ConsistentHashRing ring;

    @Override
    public ConsistentHashRing ring(NodeId self, ConsistentHashRing known) {
      ring = known;
      return known;
    }

    @Override
    public Transport transport(NodeId self, Transport transport) {
      return Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<Minted> mint(Request.Mint request) {
          ring.preferenceList(request.key(), ring.replicas()).primaries().stream()
              .filter(node -> !node.equals(remote.node())).findFirst()
              .ifPresent(other -> remote.otherwise(other).mint(again(request)));
          return inner.mint(request);
        }
      });
    }

    private static Request.Mint again(Request.Mint first) {
      var other = new RequestId(first.request().high() + 1, first.request().low());
      return new Request.Mint(first.key(), first.past(), other, first.content(), Optional.empty());
    }
  }

  private static Wiring refusalIsSilence() {
    return Bugs.inFailures(failure ->
        failure instanceof Failure.Refused ? new Failure.Unreachable(failure.getMessage()) : failure);
  }

  private static Wiring unavailableIsRefusal() {
    return Bugs.inFailures(failure ->
        failure instanceof Failure.Unavailable ? new Failure.Refused(failure.getMessage()) : failure);
  }
}
