package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Ack;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.Wiring;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A disk from before a reaping is put back, its node starts first, and what it has is taken for what there is. */
final class OldDisks {
  private static final List<String> SOON = List.of("deletes.reapAfterSeconds=1", "deletes.periodMillis=200");
  private static final List<String> SOON_AND_OFTEN = Stream.concat(
      SOON.stream(), Stream.of("hints.deliverPeriodMillis=200", "hints.backOffMillis=200")).toList();
  private static final long SLOW_MICROS = 200_000;
  private static final long USUAL_MICROS = 300;

  private OldDisks() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("read-from-before-the-reap", List.of(),
            "Who has reaped answers a read that begins in an earlier era, and a disk put back says what had been deleted.",
            "our own, found by a reviewer", "I10", 3, SOON, () -> Bugs.inPeers(AnswersWhoeverAsks::new),
            OldDisks::anOldDiskIsRead),
        new Exhibit("hint-ahead-of-its-disk", List.of(),
            "A node learns of a later era, and while its disk still forgets, a hint from before goes out in the new era's name.",
            "our own, found by a reviewer", "I10", 3, SOON_AND_OFTEN, HastyHints::new, OldDisks::anOldHintIsForgottenSlowly));
  }

  // what happens

  private static void anOldDiskIsRead(Scene scene) {
    NodeId old = scene.primary(1);
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.cluster().snapshot(old);
    visitor.delete(first, Scene.TWO_PRIMARIES);
    scene.passes(6000);
    allRestartWith(scene, old, USUAL_MICROS);
    visitor.get(Scene.ALL_PRIMARIES);
  }

  /** The disk with the hint is slow as well as old. */
  private static void anOldHintIsForgottenSlowly(Scene scene) {
    NodeId away = scene.primary(2);
    Visitor visitor = scene.at(scene.primary(0));
    scene.crash(away);
    CausalContext first = visitor.put();
    scene.passes(1500);
    NodeId keeper = scene.hintHolders().get(0);
    scene.cluster().snapshot(keeper);
    scene.restart(away);
    scene.passes(8000);
    visitor.delete(first);
    scene.passes(6000);
    allRestartWith(scene, keeper, SLOW_MICROS);
    scene.passes(20_000);
    scene.crash(keeper);
    scene.restart(keeper);
  }

  /** Its disk is an old one, and nobody is there to tell it. So long takes an access to that in the mean. */
  private static void allRestartWith(Scene scene, NodeId old, long latencyMicros) {
    List<NodeId> others = scene.cluster().nodes().stream().filter(node -> !node.equals(old)).toList();
    scene.crash(others.toArray(NodeId[]::new));
    scene.restoreSnapshot(old);
    scene.cluster().setDiskLatency(latencyMicros);
    scene.restart(old);
    scene.cluster().setDiskLatency(USUAL_MICROS);
    scene.restart(others.toArray(NodeId[]::new));
  }

  // what is wrong

  /** Also one who asks in an era before that in which it has reaped. */
  private static final class AnswersWhoeverAsks extends PassingPeer {
    private AnswersWhoeverAsks(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Held> read(Request.Read request) {
      return inner.read(request).recover(failure -> failure instanceof Failure.Outdated outdated
          ? inner.read(request.inEra(outdated.era())) : Future.failedFuture(failure));
    }
  }

  /** What a node is told when it asks where the others are is the era of its hints from then on. */
  private static final class HastyHints implements Wiring {
    private final SortedMap<NodeId, ConsistentHashRing> rings = new TreeMap<>();

    @Override
    public ConsistentHashRing ring(NodeId self, ConsistentHashRing ring) {
      rings.put(self, ring);
      return ring;
    }

    @Override
    public Transport transport(NodeId self, Transport transport) {
      var told = new TreeMap<Integer, Long>();
      return Bugs.through(transport, remote -> new PassingPeer(remote) {
        @Override
        public Future<EraReport> rejoinEra(Request.RejoinEra request) {
          return inner.rejoinEra(request).map(report -> {
            told.merge(request.partition(), report.era(), Math::max);
            return report;
          });
        }

        @Override
        public Future<Ack> store(Request.Store request) {
          long latest = told.getOrDefault(rings.get(self).partitionOf(request.key()), Request.FIRST_ERA);
          return inner.store(request.reason() == Reason.HINT_DELIVERY
              ? request.inEra(Math.max(latest, request.era())) : request);
        }
      });
    }
  }
}
