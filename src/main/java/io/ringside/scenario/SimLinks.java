package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.event.WorldEvent;
import io.ringside.fault.LinkTrouble;
import io.ringside.fault.LinkTroubles;
import io.ringside.sim.Link;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import java.util.SortedSet;

/** The links of a simulated cluster, and what is wrong with them on purpose. Not safe for more than one thread. */
final class SimLinks {
  /*
   * The network takes how a link is for its weather, and tells nobody of it. Here it is a fault that somebody has chosen, so it
   * is told as one, begins and ends in the log, and is in the hash.
   */
  private final SimCluster cluster;
  private final TraceHash trace;
  private LinkTroubles troubles = LinkTroubles.NONE;

  SimLinks(SimCluster cluster, TraceHash trace) {
    this.cluster = cluster;
    this.trace = trace;
  }

  /** From now on, for messages that are sent; those under way arrive as they would have. */
  void worsen(LinkTroubles next) {
    if (next.equals(troubles)) {
      return;
    }
    long nowMicros = cluster.world().nowMicros();
    SortedSet<String> before = names();
    troubles = next;
    SortedSet<String> after = names();
    trace.add(nowMicros, "links " + after);
    cluster.nodes().forEach(from -> cluster.nodes().stream().filter(to -> !to.equals(from)).forEach(to ->
        cluster.network().setLink(from, to, link(from, to))));
    before.stream().filter(name -> !after.contains(name))
        .forEach(name -> trace.remark(nowMicros, () -> new WorldEvent.FaultEnded(name)));
    after.stream().filter(name -> !before.contains(name))
        .forEach(name -> trace.remark(nowMicros, () -> new WorldEvent.FaultBegan(name, 0)));
  }

  private Link link(NodeId from, NodeId to) {
    LinkTrouble trouble = troubles.on(from, to);
    return new Link(Link.LOCAL.delay().plus(trouble.delayMillis()), trouble.loss(), trouble.duplication(), Link.UNBOUNDED);
  }

  /** What is broken now, as the log has it. */
  SortedSet<String> names() {
    return troubles.names();
  }
}
