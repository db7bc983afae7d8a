package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Checks;
import io.ringside.check.Violation;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** How every scenario ends: heal, bring all nodes back, wait until it is quiet, and judge what is left. */
final class Epilogue {
  /** How long a healed cluster may take until all owners are equal. */
  private static final long QUIET_LIMIT_MILLIS = 30_000;

  private final Stage stage;
  private final SortedSet<Key> keys;

  Epilogue(Stage stage, SortedSet<Key> keys) {
    this.stage = stage;
    this.keys = keys;
  }

  /**
   * Completes with what does not hold; empty if all is well. Reads each key once, since reads repair what hints did not bring.
   */
  Future<List<Violation>> play() {
    var scheduler = stage.world().scheduler();
    return stage.breakage().makeWhole()
        .compose(whole -> readAll())
        .compose(read -> Patience.until(scheduler, scheduler.nowMillis() + QUIET_LIMIT_MILLIS, this::mustBeQuiet)
            .otherwiseEmpty())
        .compose(quiet -> judge());
  }

  private Future<Void> readAll() {
    return Turns.aFewAtOnce(List.copyOf(keys), key -> stage.read(key, Manner.USUAL).otherwiseEmpty()).mapEmpty();
  }

  /** Asks for the hints first, since that is cheap. */
  private Future<Void> mustBeQuiet() {
    return stage.look().hints(new Expectation.Hints(Bound.exactly(0))).compose(none -> judge()).map(violations -> {
      if (!violations.isEmpty()) {
        throw new Unexpected(violations.toString());
      }
      return null;
    });
  }

  private Future<List<Violation>> judge() {
    return records().compose(records -> stage.look().hintsPending().map(pending -> {
      var violations = new ArrayList<Violation>();
      SortedMap<Key, Siblings> finals = new TreeMap<>();
      records.forEach((key, owners) -> {
        violations.addAll(Checks.ownersAreEqual(key, owners));
        finals.put(key, owners.values().stream().reduce(Siblings.NONE, Siblings::merge));
      });
      Journal journal = stage.journal();
      violations.addAll(Checks.noHintIsLeft(pending));
      violations.addAll(Checks.siblingsAreCausalMaxima(finals));
      violations.addAll(Checks.noAcknowledgedWriteIsLost(journal.writes(), journal.ledger(), finals));
      violations.addAll(journal.ledger().violations());
      stage.world().bugs().forEach(bug -> violations.add(new Violation("bug", bug)));
      return violations;
    }));
  }

  private Future<SortedMap<Key, SortedMap<NodeId, Siblings>>> records() {
    SortedMap<Key, SortedMap<NodeId, Siblings>> records = new TreeMap<>();
    return Turns.aFewAtOnce(List.copyOf(keys), key -> stage.look().owners(key).map(owners -> records.put(key, owners)))
        .map(all -> records);
  }
}
