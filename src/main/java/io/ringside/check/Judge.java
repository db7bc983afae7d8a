package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Holds all invariants against one run: what clients were told, what nodes said, and what is left. The same for simulations and
 * real clusters, which only know less. Near-linear: O(n log n) in attempts, contexts and final versions; linearizability, if it
 * was promised, has its own limit.
 */
public final class Judge {
  private final Promises promises;

  public Judge(Promises promises) {
    this.promises = promises;
  }

  /**
   * Judges a run of which everything was watched: {@code watch} was shown all events of all nodes. Once for each watch.
   */
  public Judgement judge(History history, Watch watch, AtRest rest) {
    return judge(history, watch, rest, true);
  }

  /** Judges a run of which only this is known: no events, as from a cluster that nobody can look into. */
  public Judgement judge(History history, AtRest rest) {
    return judge(history, new Watch(), rest, false);
  }

  /** Judges what clients were told, when nothing else is known: no event, and nothing of what is left. */
  public Judgement judge(History history) {
    return judgement(history, judgeSoFar(history, new Watch(), false));
  }

  /** Judges a run that goes on: only what no healing can mend any more, as answers and events show it. Once for each watch. */
  public List<Violation> judgeSoFar(History history, Watch watch) {
    return judgeSoFar(history, watch, true);
  }

  private List<Violation> judgeSoFar(History history, Watch watch, boolean everythingWasSeen) {
    watch.ledger().saw(history);
    var violations = new ArrayList<>(watch.violations());
    violations.addAll(ofAnswers(history, watch, new TreeMap<>(), everythingWasSeen));
    return violations;
  }

  private Judgement judge(History history, Watch watch, AtRest rest, boolean everythingWasSeen) {
    watch.ledger().saw(history);
    rest.owners().forEach((key, owners) -> owners.values().forEach(record -> watch.ledger().saw(key, record)));
    SortedMap<Key, Siblings> finals = rest.finals();
    var violations = new ArrayList<>(watch.violations());
    violations.addAll(ofWhatIsLeft(history, watch, rest, finals, everythingWasSeen));
    if (everythingWasSeen) {
      violations.addAll(watch.hints().judge(rest.hints()));
    }
    violations.addAll(ofTheCluster(rest, watch.reapings().latePartitions()));
    violations.addAll(ofAnswers(history, watch, finals, everythingWasSeen));
    return judgement(history, violations);
  }

  /** With what was promised to these clients. */
  private Judgement judgement(History history, List<Violation> violations) {
    if (!promises.sessions().isEmpty()) {
      var sessions = Sessions.of(history);
      promises.sessions().forEach(guarantee -> violations.addAll(sessions.violations(guarantee)));
    }
    SortedMap<Key, Linearizability.Result> orders = promises.linearizable()
        ? Linearizability.judge(history, Linearizability.USUAL_STEPS)
        : new TreeMap<>();
    orders.forEach((key, result) -> {
      if (result.verdict() == Linearizability.Verdict.NOT_LINEARIZABLE) {
        violations.add(new Violation("linearizability", key + " is no register: " + result.reason()));
      }
    });
    return new Judgement(violations, history, orders);
  }

  private static List<Violation> ofWhatIsLeft(
      History history, Watch watch, AtRest rest, SortedMap<Key, Siblings> finals, boolean everythingWasSeen) {
    var violations = new ArrayList<Violation>();
    for (Provenance each : Checks.provenances(
        history.writes(), watch.ledger(), finals, watch.reapings(), everythingWasSeen)) {
      each.lost().forEach(lost -> violations.add(lost.violation()));
      violations.addAll(watch.durability().judge(each.lost()));
      violations.addAll(each.undead());
    }
    violations.addAll(Checks.siblingsAreCausalMaxima(finals));
    rest.owners().forEach((key, owners) -> violations.addAll(Checks.ownersAreEqual(key, owners)));
    rest.others().forEach((key, others) -> violations.addAll(Checks.nobodyElseHolds(key, others)));
    violations.addAll(Checks.noHintIsLeft(rest.hints()));
    violations.addAll(StrictQuorums.deletedIsNotLeft(history, finals));
    violations.addAll(watch.reapings().judge(finals));
    return violations;
  }

  private static List<Violation> ofTheCluster(AtRest rest, SortedSet<Integer> reaped) {
    var violations = new ArrayList<Violation>();
    rest.ring().ifPresent(ring -> {
      violations.addAll(Agreement.onRing(ring, rest.epochs()));
      violations.addAll(Agreement.balanced(ring));
    });
    violations.addAll(Agreement.onMembers(rest.views()));
    violations.addAll(Quiescence.judge(rest.quietEvents(), rest.quietMessages(), reaped, rest.ring()));
    return violations;
  }

  private static List<Violation> ofAnswers(
      History history, Watch watch, SortedMap<Key, Siblings> finals, boolean everythingWasSeen) {
    var reads = new ReadCheck(history);
    var violations = new ArrayList<Violation>();
    violations.addAll(reads.phantoms(finals));
    violations.addAll(DeniedWrites.judge(history, watch.ledger()));
    violations.addAll(LateMints.judge(history, watch.ledger()));
    violations.addAll(watch.lifetimes().judge(history, watch.ledger()));
    violations.addAll(reads.contexts());
    violations.addAll(reads.requestsTwice(finals));
    if (everythingWasSeen) {
      violations.addAll(HiddenWrites.judge(history, watch.ledger()));
    }
    violations.addAll(StrictQuorums.regular(history, watch.reapings()));
    violations.addAll(StrictQuorums.deletedIsNotRead(history));
    violations.addAll(watch.replacements().judge(history, finals));
    violations.addAll(BlockingReads.of(history, watch).violations());
    violations.addAll(SiblingBound.judge(history, watch.ledger()));
    violations.addAll(Availability.judge(history));
    return violations;
  }
}
