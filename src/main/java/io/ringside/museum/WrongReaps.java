package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.message.Ack;
import io.ringside.message.Dead;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.message.Welcome;
import io.ringside.node.Node;
import io.ringside.operation.Options;
import io.ringside.repair.Copies;
import io.ringside.sim.Link;
import io.ringside.sim.SimCluster;
import io.ringside.sim.Wiring;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A reaper that takes somebody's word for what it should have made sure of. */
final class WrongReaps {
  private static final List<String> SOON = List.of("deletes.reapAfterSeconds=1", "deletes.periodMillis=200");

  private WrongReaps() {}

  /** Some bucket has as many as before, so that the ring stays as it is. */
  private static List<String> copies(int usual) {
    return Stream.concat(SOON.stream(), Stream.of("quorum.n=" + usual, "buckets.wide.n=3")).toList();
  }

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("reap-races-with-the-tombstone", List.of(10),
            "The tombstone is reaped while one replica still has the old value, and repair brings that back.",
            "basho/riak_kv#311, riak_kv#1814", "I10", 3, SOON, () -> Bugs.inPeers(AgreesToAll::new),
            WrongReaps::oneMissesTheDelete),
        new Exhibit("reap-is-not-handed-on", List.of(11),
            "The tombstone was given to all owners, and its reaping to some: these are given it again, for ever.",
            "basho/riak_kv#1850", "I6", 10, SOON, WrongReaps::reapingByTurns, WrongReaps::deleted),
        new Exhibit("late-copy-after-the-reap", List.of(),
            "A copy of the value that was on its way all the time arrives when its tombstone is gone.",
            "any store that reaps by time", "I10", 3, SOON, () -> Bugs.inPeers(TakesWhateverComes::new),
            WrongReaps::aCopyComesLate),
        new Exhibit("restored-disk-is-believed", List.of(),
            "A disk from before the delete is put back, and nobody tells its node that others have reaped since.",
            "any store whose backups are older than its gc_grace", "I10", 3, SOON, () -> Bugs.inPeers(TellsNobody::new),
            WrongReaps::anOldDiskComesBack),
        new Exhibit("reaped-with-the-living", List.of(),
            "A replica that is told to forget a tombstone forgets its record, and what was written beside it since it was asked.",
            "our own, feared by a reviewer", "I10", 3, SOON, DeepGraves::new, WrongReaps::aWriteComesBetween),
        new Exhibit("reaped-between-two-minds", List.of(),
            "Nobody compares numbers of copies: a former owner is not asked what it has, and soon is an owner once more.",
            "our own, found by a reviewer", "I10", 3, copies(3), () -> Bugs.inPeers(GoesAlong::new),
            WrongReaps::aChangeIsTakenBack));
  }

  // what happens

  private static void deleted(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    visitor.delete(first);
    scene.passes(4000);
  }

  private static void oneMissesTheDelete(Scene scene) {
    NodeId deaf = scene.primary(2);
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    isDeafToData(scene, deaf);
    visitor.delete(first);
    scene.passes(1500);
    List<NodeId> holders = scene.hintHolders();
    holders.forEach(scene::loseDisk);
    scene.restart(holders.toArray(NodeId[]::new));
    scene.passes(12_000);
  }

  private static void aCopyComesLate(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    Siblings copy = scene.cluster().owners(scene.key()).get(scene.primary(1));
    visitor.delete(first);
    scene.passes(6000);
    scene.await(scene.cluster().ask(scene.primary(2), new Request.Store(scene.key(), copy, Reason.WRITE)));
  }

  private static void anOldDiskComesBack(Scene scene) {
    NodeId old = scene.primary(1);
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.cluster().snapshot(old);
    visitor.delete(first);
    scene.passes(6000);
    scene.restoreSnapshot(old);
    scene.restart(old);
  }

  /** Links are slow: what is written when the owners are asked for the last time is at all of them before the order to forget. */
  private static void aWriteComesBetween(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    scene.cluster().network().setUsualLink(Link.of(20, 20));
    scene.onceSent(WrongReaps::isMark, () -> scene.onceSent(Request.ShowGraves.class::isInstance,
        () -> visitor.beginPut(scene.key(), CausalContext.EMPTY, Options.DEFAULTS, true)));
    visitor.delete(first);
    scene.passes(4000);
    scene.cluster().network().setUsualLink(Link.LOCAL);
  }

  private static boolean isMark(Request<?> request) {
    return request instanceof Request.StepEra step && step.step() == Request.StepEra.Step.MARK;
  }

  /** Two of the owners are to have fewer copies, and then as many as before; the third hears of neither, nor of the delete. */
  private static void aChangeIsTakenBack(Scene scene) {
    NodeId third = scene.primary(2);
    Visitor visitor = scene.at(scene.primary(0));
    CausalContext first = visitor.put();
    scene.passes(500);
    isDeafToData(scene, third);
    firstTwoRestartWith(scene, copies(2));
    visitor.delete(first);
    scene.passes(12_000);
    firstTwoRestartWith(scene, copies(3));
  }

  private static void firstTwoRestartWith(Scene scene, List<String> settings) {
    for (NodeId node : List.of(scene.primary(0), scene.primary(1))) {
      scene.crash(node);
      scene.cluster().reconfigure(node, settings);
      scene.restart(node);
    }
  }

  private static void isDeafToData(Scene scene, NodeId deaf) {
    scene.cluster().nodes().stream().filter(node -> !node.equals(deaf)).forEach(other -> {
      for (String kind : List.of("Store", "Inspect")) {
        scene.cluster().network().cutKind(other, deaf, kind);
        scene.cluster().network().cutKind(deaf, other, kind);
      }
    });
  }

  // what is wrong

  /** It holds whatever tombstone it is asked for. */
  private static final class AgreesToAll extends PassingPeer {
    private AgreesToAll(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Dead> showGraves(Request.ShowGraves request) {
      return Future.succeededFuture(new Dead(IntStream.range(0, request.graves().size()).boxed().toList()));
    }
  }

  /** Every second order to forget is acknowledged, and forgotten itself. */
  private static Wiring reapingByTurns() {
    var orders = new int[1];
    return Bugs.inPeers(peer -> new PassingPeer(peer) {
      @Override
      public Future<Ack> reap(Request.Reap request) {
        return orders[0]++ % 2 == 0 ? inner.reap(request) : Future.succeededFuture(Ack.STORED);
      }
    });
  }

  /** From whatever era. */
  private static final class TakesWhateverComes extends PassingPeer {
    private TakesWhateverComes(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Ack> store(Request.Store request) {
      return inner.store(request).recover(failure -> failure instanceof Failure.Outdated outdated
          ? inner.store(request.inEra(outdated.era())) : Future.failedFuture(failure));
    }
  }

  /** To a node that asks in which era it was reaped last. */
  private static final class TellsNobody extends PassingPeer {
    private TellsNobody(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Welcome> hello(Request.Hello request) {
      return inner.hello(request).map(welcome -> new Welcome(welcome.rememberedStart(), welcome.view()));
    }

    @Override
    public Future<EraReport> rejoinEra(Request.RejoinEra request) {
      return inner.rejoinEra(request).map(now -> new EraReport(
          now.promised(), now.era(), Request.FIRST_ERA, now.raisedIn(), now.done()));
    }
  }

  /** With whoever asks, by whichever numbers of copies: one of those that are played with is a node's own. */
  private static final class GoesAlong extends PassingPeer {
    private final long many = fingerprint(copies(3));
    private final long few = fingerprint(copies(2));

    private GoesAlong(Peer inner) {
      super(inner);
    }

    private static long fingerprint(List<String> settings) {
      NodeConfig config = SimCluster.config(1, Scene.NODES, settings);
      return new Copies(config, Node.foundingRing(config)).fingerprint();
    }

    @Override
    public Future<EraReport> stepEra(Request.StepEra request) {
      return inner.stepEra(by(many, request)).compose(report ->
          report.done() ? Future.succeededFuture(report) : inner.stepEra(by(few, request)));
    }

    private static Request.StepEra by(long copies, Request.StepEra step) {
      return new Request.StepEra(step.partition(), step.era(), step.step(), copies, step.raisedIn());
    }
  }
}
