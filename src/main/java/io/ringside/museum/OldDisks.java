package io.ringside.museum;

import io.ringside.NodeId;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.List;

/** A disk from before a reaping is put back, its node starts first, and what it has is taken for what there is. */
final class OldDisks {
  private static final List<String> SOON = List.of("deletes.reapAfterSeconds=1", "deletes.periodMillis=200");

  private OldDisks() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("read-from-before-the-reap", List.of(),
            "Who has reaped answers a read that begins in an earlier era, and a disk put back says what had been deleted.",
            "our own, found by a reviewer", "I10", 3, SOON, () -> Bugs.inPeers(AnswersWhoeverAsks::new),
            OldDisks::anOldDiskIsRead));
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
    allRestartWith(scene, old);
    visitor.get(Scene.ALL_PRIMARIES);
  }

  /** Its disk is an old one, and nobody is there to tell it. */
  private static void allRestartWith(Scene scene, NodeId old) {
    List<NodeId> others = scene.cluster().nodes().stream().filter(node -> !node.equals(old)).toList();
    scene.crash(others.toArray(NodeId[]::new));
    scene.restoreSnapshot(old);
    scene.restart(old);
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
}
