package io.ringside.check;

import io.ringside.Key;
import io.ringside.check.Attempt.Outcome;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says whether each key behaved like one register at one place: each operation at one moment between its call and its return.
 * Keys are judged apart, since a history is linearizable if its part for each key is (Herlihy and Wing 1990). Exponential at
 * worst, hence a limit.
 */
public final class Linearizability {
  /** Enough for hundreds of overlapping operations of one key that is linearizable; a second or two when it gives up. */
  public static final long USUAL_STEPS = 1_000_000;

  /** What is found of one key. */
  public enum Verdict {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    /** The limit was met before either was shown, or what a register would not explain, an expiry may. */
    UNDECIDED
  }

  /** @param reason empty if linearizable, else a sentence that names the attempt where the search went no further */
  public record Result(Verdict verdict, String reason) {}

  private Linearizability() {}

  /** For each key of the history, with so many steps for each. */
  public static SortedMap<Key, Result> judge(History history, long stepLimit) {
    var results = new TreeMap<Key, Result>();
    history.byKey().forEach((key, ofKey) -> results.put(key, judgeKey(ofKey, stepLimit)));
    return results;
  }

  private static Result judgeKey(List<Attempt> ofKey, long stepLimit) {
    var values = new Values(ofKey);
    var steps = new ArrayList<LinearSearch.Step>();
    for (Attempt attempt : ofKey) {
      if (attempt.isOkRead()) {
        if (values.of(attempt) == Values.NO_VALUE) {
          return new Result(Verdict.NOT_LINEARIZABLE, attempt + " found what no register holds: " + values.found(attempt));
        }
        steps.add(new LinearSearch.Step(attempt, false, values.of(attempt), true));
      } else if (values.mayMatter(attempt)) {
        steps.add(new LinearSearch.Step(attempt, true, values.of(attempt), attempt.isOk()));
      }
    }
    Result result = new LinearSearch(steps, stepLimit).run();
    return result.verdict() == Verdict.NOT_LINEARIZABLE && ofKey.stream().anyMatch(Linearizability::mayExpire)
        ? new Result(Verdict.UNDECIDED, "values expire, at moments that no client sees; without that " + result.reason())
        : result;
  }

  /** A register's value stays until the next is written. */
  private static boolean mayExpire(Attempt attempt) {
    return attempt.call().ttlMillis() > 0 && attempt.outcome() != Outcome.FAILED;
  }

  /** Values as numbers. A register holds one or none; siblings and phantoms are no value of it. */
  private static final class Values {
    static final int NO_VALUE = -2;

    private final SortedMap<RequestId, Integer> numbers = new TreeMap<>();
    private final TreeSet<Integer> read = new TreeSet<>();

    Values(List<Attempt> ofKey) {
      for (Attempt attempt : ofKey) {
        if (attempt.call().isWrite() && attempt.outcome() != Outcome.FAILED) {
          boolean deletes = attempt.call().verb() == Attempt.Verb.DELETE;
          numbers.put(attempt.call().request(), deletes ? LinearSearch.EMPTY : numbers.size());
        }
      }
      ofKey.stream().filter(Attempt::isOkRead).forEach(attempt -> read.add(of(attempt)));
    }

    int of(Attempt attempt) {
      if (attempt.call().isWrite()) {
        return numbers.get(attempt.call().request());
      }
      List<RequestId> found = found(attempt);
      if (found.isEmpty()) {
        return LinearSearch.EMPTY;
      }
      return found.size() > 1 ? NO_VALUE : numbers.getOrDefault(found.get(0), NO_VALUE);
    }

    List<RequestId> found(Attempt read) {
      return read.answer().found().values().stream().filter(version -> !version.isTombstone()).map(Version::request).toList();
    }

    /** A write of unknown outcome that no read saw can be left out: if there is an order with it, there is one without it. */
    boolean mayMatter(Attempt write) {
      return write.isOk() && write.call().isWrite()
          || numbers.containsKey(write.call().request()) && read.contains(of(write));
    }
  }
}
