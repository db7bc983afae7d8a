package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.AtRest;
import io.ringside.check.Attempt;
import io.ringside.check.Guarantee;
import io.ringside.check.History;
import io.ringside.check.HistoryRecorder;
import io.ringside.check.Judge;
import io.ringside.check.Promises;
import io.ringside.check.Violation;
import io.ringside.check.Watch;
import io.ringside.check.Witnesses;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.operation.Operation;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Everything that looks at a visit: the judge of all runs, and what only somebody can check who sees into disks and knows what is
 * played. Not safe for more than one thread.
 */
final class Verdicts {
  private final Watch watch;
  private final HistoryRecorder recorder;
  private final TreeSet<Guarantee> promised = new TreeSet<>();
  private final TreeSet<Key> keys = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private final TreeMap<Key, TreeMap<NodeId, CausalContext>> onDisk = new TreeMap<>();
  private final TreeMap<NodeId, TreeMap<Key, TreeMap<NodeId, CausalContext>>> hinted = new TreeMap<>();
  private final List<LoggedEvent> quietEvents = new ArrayList<>();
  private final TreeMap<Replica, List<Violation>> vanished = new TreeMap<>();
  private final TreeSet<Replica> reaped = new TreeSet<>();
  private int mostSiblings = Integer.MAX_VALUE;
  private boolean ownersWereEqual;
  private boolean quiet;

  /** One node's record of one key. What is gone from a disk may have been reaped, which its node says a moment later. */
  private record Replica(NodeId node, Key key) implements Comparable<Replica> {
    @Override
    public int compareTo(Replica other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : key.compareTo(other.key);
    }
  }

  /**
   * @param clockMicros the visit's own time, by which events are told, too
   * @param zeroMillis what each node's wall clock shows when that begins
   * @param witnesses those that an operation asks for
   */
  Verdicts(LongSupplier clockMicros, long zeroMillis, Function<Operation<?>, Witnesses> witnesses) {
    this.watch = Watch.ofOneClock(zeroMillis, 0);
    this.recorder = new HistoryRecorder(clockMicros, witnesses);
  }

  // what is known of the visit

  /** Something that only the visit knows to be wrong. */
  void violated(String invariant, String text) {
    violations.add(new Violation(invariant, text));
  }

  /** I8: in this visit the guarantee holds, or the read fails. */
  void promise(Guarantee guarantee) {
    promised.add(guarantee);
  }

  /** I11: no record may have more siblings than this. */
  void allowSiblings(int most) {
    mostSiblings = most;
  }

  /** I18: every owner has been read, so from now on no read finds anything to repair. */
  void ownersWereRead() {
    ownersWereEqual = true;
  }

  /** I18: from now on nobody asks for anything. */
  void quietFromNow() {
    quiet = true;
  }

  /** The node has lost data through no fault of its own: what it knew is not held against it. */
  void lostData(NodeId node) {
    watch.lostData(node);
    onDisk.values().forEach(ofKey -> ofKey.remove(node));
  }

  // what nodes say, and what their disks hold

  void saw(LoggedEvent logged) {
    watch.saw(logged);
    if (quiet) {
      quietEvents.add(logged);
    }
    if (logged.event() instanceof Event.Reaped gone) {
      reaped.add(new Replica(logged.node(), gone.key()));
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      onDisk.getOrDefault(quarantined.key(), new TreeMap<>()).remove(logged.node());
    } else if (logged.event() instanceof Event.HintStored hint) {
      hinted.computeIfAbsent(logged.node(), holder -> new TreeMap<>()).computeIfAbsent(hint.key(), key -> new TreeMap<>())
          .put(hint.target(), hint.siblings().context());
    } else if (logged.event() instanceof Event.ReadRepaired repaired && ownersWereEqual) {
      violated("I18", "the repair of " + repaired.key() + " at " + repaired.target() + " does not end");
    }
  }

  /** I14: a hint is dropped when its target has it, and not before. */
  void delivered(NodeId holder, Event.HintDelivered hint, Siblings atTarget) {
    CausalContext dropped = hinted.getOrDefault(holder, new TreeMap<>()).getOrDefault(hint.key(), new TreeMap<>())
        .getOrDefault(hint.target(), CausalContext.EMPTY);
    if (!atTarget.context().covers(dropped)) {
      violated("I14", holder + " dropped its hint of " + hint.key() + " for " + hint.target() + ", which has not got it");
    }
  }

  /** I5 as disks tell it: what a replica holds of a key only grows, whatever it says of it. */
  void sawOwners(Key key, SortedMap<NodeId, Siblings> owners) {
    owners.forEach((node, siblings) -> {
      CausalContext before = onDisk.computeIfAbsent(key, first -> new TreeMap<>()).put(node, siblings.context());
      if (before != null && !siblings.context().covers(before)) {
        var shrunk = new Violation("I5", node + " had " + before + " of " + key + " on its disk, and has " + siblings.context());
        if (siblings.isEmpty()) {
          vanished.computeIfAbsent(new Replica(node, key), first -> new ArrayList<>()).add(shrunk);
        } else {
          violations.add(shrunk);
        }
      }
      if (siblings.versions().size() > mostSiblings) {
        violated("I11", key + " has " + siblings.versions().size() + " siblings at " + node + ", of at most " + mostSiblings);
      }
    });
  }

  // what clients ask, and are told

  /** To be told when a client asks. */
  HistoryRecorder.Open asked(String session, NodeId node, Operation<?> operation) {
    keys.add(operation.key());
    return recorder.begin(session, node, operation, Scene.isStrict(operation.options()));
  }

  static void ended(HistoryRecorder.Open question, AsyncResult<?> outcome) {
    if (outcome.succeeded()) {
      question.succeeded(outcome.result());
    } else {
      question.failed(outcome.cause());
    }
  }

  /** All keys that anybody asked for. */
  SortedSet<Key> keys() {
    return new TreeSet<>(keys);
  }

  // when all is over

  List<Violation> judge(AtRest rest) {
    History history = recorder.history();
    vanished.forEach((replica, violation) -> violations.addAll(reaped.contains(replica) ? List.of() : violation));
    AtRest whole = rest.withQuietWhile(quietEvents, List.of());
    violations.addAll(new Judge(new Promises(promised, false)).judge(history, watch, whole).violations());
    rest.finals().forEach((key, left) -> eachValueIsShownOnce(left.versions().values(), "what is left of " + key));
    history.attempts().stream().filter(Attempt::isOkRead)
        .forEach(read -> eachValueIsShownOnce(read.answer().found().values(), read.toString()));
    return List.copyOf(violations);
  }

  /** I21 for clients that name one write twice: no visitor writes a value twice. */
  private void eachValueIsShownOnce(Collection<Version> versions, String where) {
    var values = new TreeSet<String>();
    versions.forEach(version -> version.content().ifPresent(content -> {
      if (!values.add(content.body().utf8())) {
        violated("I21", where + " shows " + content.body().utf8() + " twice");
      }
    }));
  }
}
