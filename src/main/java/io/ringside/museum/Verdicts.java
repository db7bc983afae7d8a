package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Checks;
import io.ringside.check.DotLedger;
import io.ringside.check.Violation;
import io.ringside.check.Write;
import io.ringside.event.Event;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every checker that looks at a visit, while it lasts and when it is over. Not safe for more than one thread. */
final class Verdicts {
  private static final int COPIES = 3;

  private final DotLedger ledger = new DotLedger();
  private final List<Violation> violations = new ArrayList<>();
  private final List<Asked> questions = new ArrayList<>();
  private final SortedMap<Key, SortedMap<NodeId, CausalContext>> floors = new TreeMap<>();
  private final SortedMap<NodeId, SortedMap<Key, SortedMap<NodeId, CausalContext>>> hinted = new TreeMap<>();
  private final SortedMap<Key, Siblings> finals = new TreeMap<>();
  private int mostSiblings = Integer.MAX_VALUE;
  private int mostActors = Integer.MAX_VALUE;
  private boolean repairsAreOver;

  void violated(String invariant, String text) {
    violations.add(new Violation(invariant, text));
  }

  /** I11: from now on no key may have more siblings than this. */
  void allowSiblings(int most) {
    mostSiblings = most;
  }

  /** I12: from now on no record may speak of more actors than this. */
  void allowActors(int most) {
    mostActors = most;
  }

  /** I18: from now on every read finds its owners equal. */
  void repairsAreOver() {
    repairsAreOver = true;
  }

  // what nodes say and hold

  void heard(NodeId node, Event event) {
    if (event instanceof Event.Stored stored) {
      ledger.saw(stored.key(), stored.siblings());
    } else if (event instanceof Event.HintStored hint) {
      ledger.saw(hint.key(), hint.siblings());
      hinted.computeIfAbsent(node, holder -> new TreeMap<>()).computeIfAbsent(hint.key(), key -> new TreeMap<>())
          .put(hint.target(), hint.siblings().context());
    } else if (event instanceof Event.ReadRepaired repaired && repairsAreOver) {
      violated("I18", "the repair of " + repaired.key() + " at " + repaired.target() + " does not end");
    }
  }

  /** I14: a hint is dropped when its target has it, and not before. */
  void delivered(NodeId holder, Event.HintDelivered delivered, Siblings atTarget) {
    CausalContext hint = hinted.getOrDefault(holder, new TreeMap<>()).getOrDefault(delivered.key(), new TreeMap<>())
        .getOrDefault(delivered.target(), CausalContext.EMPTY);
    if (atTarget != null && !atTarget.context().covers(hint)) {
      violated("I14", holder + " dropped a hint of " + delivered.key() + ", and " + delivered.target() + " has not got it");
    }
  }

  void sawHints(SortedMap<NodeId, Long> pending) {
    violations.addAll(Checks.noHintIsLeft(pending));
  }

  /** I5: what a replica has seen of a key only grows. I11 and I12: there is not too much of it. */
  void sawOwners(Key key, SortedMap<NodeId, Siblings> owners) {
    SortedMap<NodeId, CausalContext> floor = floors.computeIfAbsent(key, first -> new TreeMap<>());
    owners.forEach((node, siblings) -> {
      CausalContext before = floor.put(node, siblings.context());
      if (before != null && !siblings.context().covers(before)) {
        violated("I5", node + " had seen " + before + " of " + key + ", and now " + siblings.context());
      }
      if (siblings.versions().size() > mostSiblings) {
        violated("I11", key + " has " + siblings.versions().size() + " siblings at " + node + ", not at most " + mostSiblings);
      }
      int actors = siblings.context().clock().counters().size() + siblings.context().dots().size();
      if (actors > mostActors) {
        violated("I12", key + " has a context of " + actors + " entries at " + node + ", not at most " + mostActors);
      }
    });
  }

  /** The node has lost data through no fault of its own: what it had seen is not held against it. */
  void lostPast(NodeId node) {
    floors.values().forEach(floor -> floor.remove(node));
  }

  void sawFinals(Key key, SortedMap<NodeId, Siblings> owners) {
    violations.addAll(Checks.ownersAreEqual(key, owners));
    try {
      finals.put(key, owners.values().stream().reduce(Siblings.NONE, Siblings::merge));
    } catch (IllegalStateException twoValues) {
      violated("I4", key + ": " + twoValues.getMessage());
      finals.put(key, owners.get(owners.firstKey()));
    }
  }

  // what clients ask and are told

  /** One question, until its end. */
  final class Asked {
    private final String session;
    private final Operation<?> operation;
    private final long invokedMicros;
    private final boolean mustSucceed;
    private long returnedMicros = Long.MAX_VALUE;
    private boolean acknowledged;
    private boolean certainlyNot;
    private Optional<Found> found = Optional.empty();
    private Optional<Written> written = Optional.empty();

    private Asked(String session, Operation<?> operation, long invokedMicros, boolean mustSucceed) {
      this.session = session;
      this.operation = operation;
      this.invokedMicros = invokedMicros;
      this.mustSucceed = mustSucceed;
    }

    void ended(AsyncResult<?> outcome, long nowMicros) {
      returnedMicros = nowMicros;
      acknowledged = outcome.succeeded();
      if (outcome.failed()) {
        certainlyNot = outcome.cause() instanceof OperationFailure known && known.effect() == Effect.NOT_APPLIED;
        if (mustSucceed) {
          violated("I17", this + " failed with enough nodes: " + outcome.cause().getMessage());
        }
      } else if (outcome.result() instanceof Found read) {
        found = Optional.of(read);
        judgeRead(this, read);
      } else if (outcome.result() instanceof Written done) {
        written = Optional.of(done);
        judgeWrite(this, done);
      }
    }

    private Key key() {
      return operation.key();
    }

    private int primaries() {
      return operation.options().primaries().resolve(COPIES, 0);
    }

    private boolean isWrite() {
      return !(operation instanceof Operation.Get);
    }

    private RequestId request() {
      return operation instanceof Operation.Put put ? put.request() : ((Operation.Delete) operation).request();
    }

    private CausalContext past() {
      return operation instanceof Operation.Put put
          ? put.context()
          : ((Operation.Delete) operation).context().orElse(CausalContext.EMPTY);
    }

    private Optional<Content> content() {
      return operation instanceof Operation.Put put ? Optional.of(put.content()) : Optional.empty();
    }

    private Write asWrite(boolean mayBeLost) {
      return new Write(key(), request(), past(), acknowledged && !mayBeLost);
    }

    @Override
    public String toString() {
      return session + "'s " + operation.getClass().getSimpleName() + " of " + key() + " at " + invokedMicros / 1000 + " ms";
    }
  }

  Asked asked(String session, Operation<?> operation, long nowMicros, boolean mustSucceed) {
    var asked = new Asked(session, operation, nowMicros, mustSucceed);
    questions.add(asked);
    return asked;
  }

  /** All keys that anybody asked for, and this one. */
  SortedSet<Key> keys(Key one) {
    var keys = new TreeSet<>(List.of(one));
    questions.forEach(asked -> keys.add(asked.key()));
    return keys;
  }

  /** I7: the context that a write returns covers what was supplied and its own dot, and nothing unseen. */
  private void judgeWrite(Asked asked, Written written) {
    ledger.named(asked.request(), written.dot());
    if (!written.context().equals(asked.past().with(written.dot()))) {
      violated("I7", asked + " returned " + written.context() + " for " + asked.past() + " and " + written.dot());
    }
  }

  private void judgeRead(Asked asked, Found found) {
    eachIsShownOnce(asked.key(), found.siblings(), asked.toString());
    nothingIsDeniedWithoutEvidence(asked, found);
    acknowledgedBefore(asked).forEach(write -> write.written.ifPresent(done -> {
      boolean seen = found.context().covers(done.dot()) || shows(found.siblings(), write.request());
      if (!seen && asked.primaries() + write.primaries() > COPIES) {
        violated("I9", asked + " found " + found.siblings() + ", and not " + write + ", acknowledged before it");
      }
    }));
  }

  private List<Asked> acknowledgedBefore(Asked read) {
    return questions.stream()
        .filter(asked -> asked.isWrite() && asked.acknowledged && asked.key().equals(read.key())
            && asked.returnedMicros < read.invokedMicros)
        .toList();
  }

  /** I8: “not found” is the word of a primary, where it was told whose word it is. */
  private void nothingIsDeniedWithoutEvidence(Asked asked, Found found) {
    found.explanation().filter(how -> found.kind() == Found.Kind.NOT_FOUND).ifPresent(how -> {
      boolean byPrimary = how.attempts().stream().anyMatch(part -> part.counted() && how.primaries().contains(part.node()));
      if (!byPrimary && !acknowledgedBefore(asked).isEmpty()) {
        violated("I8", asked + " was told that nothing is there, by no primary");
      }
    });
  }

  /** I21: one write is shown once. */
  private void eachIsShownOnce(Key key, Siblings siblings, String where) {
    var requests = new TreeSet<RequestId>();
    var values = new TreeSet<String>();
    for (Version version : siblings.versions().values()) {
      boolean request = version.request().isNone() || requests.add(version.request());
      boolean value = version.content().map(content -> values.add(content.body().utf8())).orElse(true);
      if (!request || !value) {
        violated("I21", where + " shows one write of " + key + " twice");
      }
    }
  }

  // when all is over

  List<Violation> judge() {
    List<Asked> writes = questions.stream().filter(asked -> asked.isWrite() && !asked.certainlyNot).toList();
    List<Write> sent = writes.stream().map(asked -> asked.asWrite(false)).toList();
    violations.addAll(ledger.violations());
    violations.addAll(Checks.noAcknowledgedWriteIsLost(sent, ledger, finals));
    violations.addAll(Checks.siblingsAreCausalMaxima(finals));
    finals.forEach((key, left) -> {
      eachIsShownOnce(key, left, "the end");
      eachWasWritten(key, left, writes, "the end");
      nothingDeletedIsBack(key, left, writes);
    });
    questions.forEach(asked -> asked.found.ifPresent(found -> {
      eachWasWritten(asked.key(), found.siblings(), writes, asked.toString());
      nothingIsHidden(asked, found, writes);
    }));
    return List.copyOf(violations);
  }

  /** I3: each value was written by somebody who was not told that it was not. */
  private void eachWasWritten(Key key, Siblings siblings, List<Asked> writes, String where) {
    siblings.versions().forEach((dot, version) -> {
      boolean known = writes.stream().anyMatch(write -> write.key().equals(key)
          && write.request().equals(version.request()) && write.content().equals(version.content()));
      if (!known) {
        violated("I3", where + " shows " + dot + " of " + key + ", which nobody wrote");
      }
    });
  }

  /** I10: what an acknowledged delete had seen does not live. */
  private void nothingDeletedIsBack(Key key, Siblings left, List<Asked> writes) {
    writes.stream().filter(write -> write.acknowledged && write.content().isEmpty() && write.key().equals(key))
        .forEach(delete -> left.versions().forEach((dot, version) -> {
          if (!version.isTombstone() && delete.past().covers(dot)) {
            violated("I10", dot + " of " + key + " is back, after " + delete);
          }
        }));
  }

  /** I2 of a read: a write that its context covers is shown, or one that had seen it was sent before. */
  private void nothingIsHidden(Asked read, Found found, List<Asked> writes) {
    List<Write> covered = writes.stream()
        .filter(write -> write.key().equals(read.key()) && write.invokedMicros < read.returnedMicros)
        .map(write -> write.asWrite(write.written.map(done -> !found.context().covers(done.dot())).orElse(true)))
        .toList();
    Checks.noAcknowledgedWriteIsLost(covered, ledger, new TreeMap<>(Map.of(read.key(), found.siblings())))
        .forEach(hidden -> violated("I2", read + " hides what its context covers: " + hidden.text()));
  }

  private static boolean shows(Siblings siblings, RequestId request) {
    return siblings.versions().values().stream().map(Version::request).anyMatch(request::equals);
  }

  /** The dots of a key that are left, for those who look. */
  SortedSet<Dot> left(Key key) {
    return new TreeSet<>(finals.getOrDefault(key, Siblings.NONE).versions().keySet());
  }
}
