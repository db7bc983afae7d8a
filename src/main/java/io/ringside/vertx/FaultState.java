package io.ringside.vertx;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTrouble;
import io.ringside.fault.LinkTroubles;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is broken on purpose in a cluster of several JVMs, as each of them knows it. Immutable. Of two the newer one counts, as
 * a whole: of two orders that nobody gave one after the other one is forgotten.
 *
 * @param number grows with each change
 * @param by who made the last change; decides between two of one number
 * @param links whole but for cuts
 * @param pausedUntilMillis by the clock on the wall
 * @param killed nodes that were told to go and not yet to come back
 * @param full nodes whose disk takes no more
 */
record FaultState(
    long number, String by, FaultPlan links, LinkTroubles troubles, SortedMap<NodeId, Long> pausedUntilMillis, SortedSet<NodeId> killed,
    SortedSet<NodeId> full) {
  static final FaultState NONE =
      new FaultState(0, "", FaultPlan.NONE, LinkTroubles.NONE, new TreeMap<>(), new TreeSet<>(), new TreeSet<>());

  FaultState {
    pausedUntilMillis = Collections.unmodifiableSortedMap(new TreeMap<>(pausedUntilMillis));
    killed = Collections.unmodifiableSortedSet(new TreeSet<>(killed));
    full = Collections.unmodifiableSortedSet(new TreeSet<>(full));
  }

  /** Commutative, associative and idempotent. */
  FaultState newer(FaultState other) {
    int order = number == other.number ? by.compareTo(other.by) : Long.compare(number, other.number);
    return order >= 0 ? this : other;
  }

  /** This, as what {@code node} made of {@code before}. */
  FaultState after(FaultState before, NodeId node) {
    return new FaultState(before.number + 1, node.name(), links, troubles, pausedUntilMillis, killed, full);
  }

  FaultState withLinks(FaultPlan plan) {
    return new FaultState(number, by, plan, troubles, pausedUntilMillis, killed, full);
  }

  FaultState withTroubles(LinkTroubles worse) {
    return new FaultState(number, by, links, worse, pausedUntilMillis, killed, full);
  }

  /** The longer of two pauses counts; those that are over are forgotten. */
  FaultState withPause(NodeId node, long untilMillis, long nowMillis) {
    var pauses = new TreeMap<>(pausedUntilMillis);
    pauses.merge(node, untilMillis, Math::max);
    pauses.values().removeIf(until -> until <= nowMillis);
    return new FaultState(number, by, links, troubles, pauses, killed, full);
  }

  FaultState withKilled(NodeId node) {
    return new FaultState(number, by, links, troubles, pausedUntilMillis, with(killed, node), without(full, node));
  }

  FaultState withFull(NodeId node) {
    return new FaultState(number, by, links, troubles, pausedUntilMillis, killed, with(full, node));
  }

  /** It runs, on a disk that takes what comes. */
  FaultState withRunning(NodeId node) {
    return new FaultState(number, by, links, troubles, pausedUntilMillis, without(killed, node), without(full, node));
  }

  /** No link is broken or bad, and no node is paused. */
  FaultState healed() {
    return new FaultState(number, by, FaultPlan.NONE, LinkTroubles.NONE, new TreeMap<>(), killed, full);
  }

  private static SortedSet<NodeId> with(Collection<NodeId> nodes, NodeId node) {
    var more = new TreeSet<>(nodes);
    more.add(node);
    return more;
  }

  private static SortedSet<NodeId> without(Collection<NodeId> nodes, NodeId node) {
    var fewer = new TreeSet<>(nodes);
    fewer.remove(node);
    return fewer;
  }

  /** What links and pauses come to at that time. */
  FaultPlan planAt(long nowMillis) {
    FaultPlan plan = links;
    for (var pause : pausedUntilMillis.entrySet()) {
      plan = pause.getValue() > nowMillis ? plan.withSilenced(pause.getKey()) : plan;
    }
    return plan;
  }

  /** The name that the event log has for it. */
  static String pauseOf(NodeId node) {
    return FaultNames.of(FaultPlan.NONE.withSilenced(node)).first();
  }

  SortedSet<String> namesAt(long nowMillis) {
    SortedSet<String> names = FaultNames.of(planAt(nowMillis));
    names.addAll(troubles.names());
    killed.forEach(node -> names.add("kill " + node));
    full.forEach(node -> names.add("fill " + node));
    return names;
  }

  Bytes encode() {
    ByteWriter out = new ByteWriter().varLong(number).string(by);
    out.varInt(links.cuts().size());
    links.cuts().forEach(cut -> writeCut(out, cut));
    writeTrouble(out, troubles.usual());
    out.varInt(troubles.named().size());
    troubles.named().forEach((cut, trouble) -> writeTrouble(writeCut(out, cut), trouble));
    out.varInt(pausedUntilMillis.size());
    pausedUntilMillis.forEach((node, until) -> out.string(node.name()).varLong(until));
    writeNodes(out, killed);
    writeNodes(out, full);
    return out.toBytes();
  }

  /** Reads what {@link #encode} wrote; anything else is malformed. */
  static FaultState decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    FaultState state = ByteReader.checked(() -> read(in));
    in.end();
    return state;
  }

  private static FaultState read(ByteReader in) {
    long number = in.varLong();
    String by = in.string();
    SortedSet<Cut> cuts = new TreeSet<>(in.list(() -> readCut(in)));
    LinkTrouble usual = readTrouble(in);
    var named = new TreeMap<Cut, LinkTrouble>();
    for (int left = in.length(); left > 0; left--) {
      named.put(readCut(in), readTrouble(in));
    }
    var pauses = new TreeMap<NodeId, Long>();
    for (int left = in.length(); left > 0; left--) {
      pauses.put(in.node(), in.varLong());
    }
    return new FaultState(number, by, new FaultPlan(new TreeSet<>(), cuts, 0, 0), new LinkTroubles(usual, named), pauses,
        new TreeSet<>(in.list(in::node)), new TreeSet<>(in.list(in::node)));
  }

  private static ByteWriter writeCut(ByteWriter out, Cut cut) {
    return out.string(cut.from().name()).string(cut.to().name());
  }

  private static Cut readCut(ByteReader in) {
    return new Cut(in.node(), in.node());
  }

  private static void writeTrouble(ByteWriter out, LinkTrouble trouble) {
    out.i64(Double.doubleToLongBits(trouble.loss())).varLong(trouble.delayMillis());
  }

  private static LinkTrouble readTrouble(ByteReader in) {
    return LinkTrouble.NONE.withLoss(Double.longBitsToDouble(in.i64())).withDelay(in.varLong());
  }

  private static void writeNodes(ByteWriter out, SortedSet<NodeId> nodes) {
    out.varInt(nodes.size());
    nodes.forEach(node -> out.string(node.name()));
  }
}
