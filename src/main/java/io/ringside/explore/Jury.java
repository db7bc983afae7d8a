package io.ringside.explore;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Agreement;
import io.ringside.check.AtRest;
import io.ringside.check.Attempt;
import io.ringside.check.BlockingReads;
import io.ringside.check.History;
import io.ringside.check.Judge;
import io.ringside.check.Judgement;
import io.ringside.check.Promises;
import io.ringside.check.Quiescence;
import io.ringside.check.Violation;
import io.ringside.check.Watch;
import io.ringside.event.LoggedEvent;
import io.ringside.message.Request;
import io.ringside.operation.OperationFailure;
import io.ringside.sim.SimCluster;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Watches one simulated run, looks at what it leaves, and has {@link Judge} judge it. */
final class Jury {
  private static final String LIVENESS = "liveness";

  /** One round of reaping is over in this. */
  private static final long REAPING_MILLIS = 1000;

  private final SimCluster cluster;
  private final Watch watch;
  private final SortedSet<Key> keys = new TreeSet<>();
  private final List<Violation> seen = new ArrayList<>();
  private final List<LoggedEvent> quietEvents = new ArrayList<>();
  private final List<Request<?>> quietMessages = new ArrayList<>();
  private final SortedSet<String> told = new TreeSet<>();
  private boolean quiet;

  Jury(SimCluster cluster, Script script) {
    this.cluster = cluster;
    this.watch = Watch.ofOneClock(cluster.world().wallMillis() - cluster.world().nowMillis(), script.clocksApartMillis());
    script.deeds().stream().filter(deed -> deed.act().isWork() && deed.act().words().size() > 1 && deed.act() != Act.MOVE)
        .forEach(deed -> keys.add(Key.of(deed.word(1))));
  }

  /** All that clients ever write. */
  SortedSet<Key> keys() {
    return keys;
  }

  /** The checkers are told the run's own time: a node's clock may be hours ahead. */
  void saw(LoggedEvent said) {
    var logged = new LoggedEvent(said.node(), said.start(), said.sequence(), cluster.world().nowMillis(), said.event());
    watch.saw(logged);
    if (quiet) {
      quietEvents.add(logged);
    }
  }

  /** What the events have shown to be violated since this was last called. */
  List<Violation> sinceLastAsked() {
    return watch.violations().stream().filter(violation -> told.add(violation.toString())).toList();
  }

  /** A node's disk loses what it had. */
  void lostData(NodeId node) {
    watch.lostData(node);
  }

  /** To be told of every message. */
  void sent(NodeId from, NodeId to, Request<?> request) {
    if (quiet && !from.equals(to)) {
      quietMessages.add(request);
    }
  }

  /** From now on only heartbeats are right; what was before does not count. */
  void quietFromNowOn() {
    quiet = true;
    quietEvents.clear();
    quietMessages.clear();
  }

  /** Whether nothing else was seen since then. */
  boolean wasQuiet() {
    return Quiescence.judge(quietEvents, quietMessages, cluster.ring()).isEmpty();
  }

  /** I17 of a core: a write that reaches enough nodes succeeds, though the others are gone, unless it is one sibling too many. */
  void coreServed(Key key, List<NodeId> core, Future<?> write) {
    boolean tooMany = write.cause() instanceof OperationFailure known && known.kind() == OperationFailure.Kind.TOO_LARGE;
    if (!write.succeeded() && !tooMany) {
      String why = write.failed() ? String.valueOf(write.cause().getMessage()) : "no answer came";
      seen.add(new Violation("I17", "the healed core " + core + " did not take a write of " + key + ": " + why));
    }
  }

  /** Whether everything healed has settled: all owners agree, no hint is left, everybody believes everybody alive. */
  boolean isAtRest() {
    return owners().values().stream().allMatch(records -> records.values().stream().distinct().count() <= 1)
        && cluster.hints().values().stream().allMatch(left -> left == 0)
        && cluster.views().size() == cluster.nodes().size()
        && cluster.nodes().stream().allMatch(cluster::hasWholeTrees)
        && Agreement.onMembers(cluster.views()).isEmpty();
  }

  /** Whether it is, and a violation if not. */
  boolean shouldBeAtRest() {
    boolean rests = isAtRest();
    if (!rests) {
      seen.add(new Violation(LIVENESS, "the healed cluster has not come to rest within "
          + Simulator.REST_MILLIS / 1000 + " s"));
    }
    return rests;
  }

  /** Owners that agreed do not part again by themselves. While they reap a tombstone some have it still, and others do not. */
  void shouldStillBeAtRest() {
    if (!isAtRest()) {
      cluster.runFor(REAPING_MILLIS);
    }
    if (!isAtRest()) {
      seen.add(new Violation(LIVENESS, "the healed cluster had come to rest, and left it by itself"));
    }
  }

  private SortedMap<Key, SortedMap<NodeId, Siblings>> owners() {
    var owners = new TreeMap<Key, SortedMap<NodeId, Siblings>>();
    keys.forEach(key -> owners.put(key, cluster.owners(key)));
    return owners;
  }

  /** What is violated already, whatever comes: the cluster may be broken, and nothing is said of what is left. */
  List<Violation> judgeSoFar(History history) {
    seen.addAll(new Judge(Promises.NONE).judgeSoFar(history, watch));
    cluster.bugs().forEach(bug -> seen.add(new Violation("bug", bug)));
    return seen;
  }

  List<Violation> judge(History history, RareStates rare) {
    var others = new TreeMap<Key, SortedSet<NodeId>>();
    keys.forEach(key -> others.put(key, cluster.strangersWith(key)));
    var rest = new AtRest(owners(), others, cluster.hints(), cluster.views(), Optional.of(cluster.ring()), cluster.ringEpochs(),
        quietEvents, quietMessages);
    rare.reachedIf(hasExpired(history), RareState.EXPIRED_VALUE_READ);
    history.attempts().stream().filter(attempt -> watch.ledger().dotsOf(attempt.call().request()).size() > 1)
        .forEach(attempt -> rare.reached(RareState.ONE_REQUEST_MINTED_TWICE));
    BlockingReads.of(history, watch).bound().forEach(read -> rare.reached(RareState.BLOCKING_READ_FOLLOWED));
    Judgement judgement = new Judge(Promises.NONE).judge(history, watch, rest);
    seen.addAll(judgement.violations());
    cluster.bugs().forEach(bug -> seen.add(new Violation("bug", bug)));
    return safetyFirst(seen);
  }

  /** What is damaged says more than that it does not come to rest, which often follows from it. */
  private static List<Violation> safetyFirst(List<Violation> found) {
    return found.stream().sorted(Comparator.comparing(violation -> violation.invariant().equals(LIVENESS))).toList();
  }

  /** Whether some read took for deleted what a put had written. */
  private static boolean hasExpired(History history) {
    var puts = new TreeSet<RequestId>();
    history.attempts().stream().map(Attempt::call).filter(call -> call.ttlMillis() > 0).forEach(call -> puts.add(call.request()));
    return history.attempts().stream().flatMap(attempt -> attempt.answer().found().values().stream())
        .anyMatch(version -> version.isTombstone() && puts.contains(version.request()));
  }
}
