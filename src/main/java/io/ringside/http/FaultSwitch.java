package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** Breaks and heals the cluster on purpose. Implemented by whoever runs the nodes, where breaking is allowed at all. */
public interface FaultSwitch {
  /** Two nodes that cannot hear each other. */
  record Cut(NodeId one, NodeId other) {
    /** Each pair once, whichever direction is cut. */
    public static List<Cut> pairsOf(FaultPlan plan) {
      return plan.cuts().stream()
          .map(cut -> cut.from().compareTo(cut.to()) < 0 ? new Cut(cut.from(), cut.to()) : new Cut(cut.to(), cut.from()))
          .distinct().toList();
    }
  }

  /** The node that takes this server with it when it goes, if there is one. */
  default Optional<NodeId> servedBy() {
    return Optional.empty();
  }

  /** The nodes that are down because somebody asked for it. */
  SortedSet<NodeId> killed();

  List<Cut> cuts();

  /** The nodes that are paused: nothing reaches them, and nothing leaves them. */
  SortedSet<NodeId> silenced();

  /** The nodes whose disk takes no more. */
  SortedSet<NodeId> full();

  /** What is wrong with links that are not cut, as the event log has it: {@code loss 20% n1->n2}. */
  SortedSet<String> troubles();

  /** All that is broken, as the event log has it. */
  SortedSet<String> names();

  /** Completes when the node is gone, without having said goodbye. */
  Future<Void> kill(NodeId node);

  /** Completes when the node, killed or not, has been started again on its data. */
  Future<Void> restart(NodeId node);

  /** Completes when the node is gone, and all that it had on its disk. */
  Future<Void> wipe(NodeId node);

  /** Completes when the node's disk has no more room, until the node is started again. */
  Future<Void> fill(NodeId node);

  /** Completes at once; for that time nothing reaches the node, and nothing leaves it. */
  Future<Void> pause(NodeId node, long millis);

  /** Completes when nothing that {@code from} sends reaches {@code to}; the other direction stays as it is. */
  Future<Void> cut(NodeId from, NodeId to);

  /** Completes when nodes of different groups no longer hear each other; what was cut before stays so. */
  Future<Void> partition(List<SortedSet<NodeId>> groups);

  /** Completes when links lose messages, or are late, as this says. Nothing is delivered twice. */
  Future<Void> worsen(UnaryOperator<LinkTroubles> change);

  /** Completes when every link works again; who is down stays down. */
  Future<Void> healLinks();

  /** Completes when every link works, every pause is over, and every node that was killed, or has a full disk, is back. */
  Future<Void> heal();
}
