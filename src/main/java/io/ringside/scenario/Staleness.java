package io.ringside.scenario;

import io.ringside.physics.StaleShares;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a scenario has measured of stale reads so far. Not safe for more than one thread. */
final class Staleness {
  private final Function<Measurement, Future<StaleShares>> measure;
  private final List<StaleShares> measured = new ArrayList<>();

  Staleness(Function<Measurement, Future<StaleShares>> measure) {
    this.measure = measure;
  }

  Future<List<String>> measure(Measurement measurement) {
    return measure.apply(measurement).map(shares -> {
      measured.add(shares);
      return List.of(inWords(shares));
    });
  }

  Future<List<String>> asPredicted(Expectation.StaleAsPredicted expected) {
    double widest = 0;
    for (StaleShares each : measured) {
      for (StaleShares.Share share : each.shares()) {
        if (share.difference() > expected.points()) {
          return Future.failedFuture(new Unexpected(String.format(Locale.ROOT,
              "expected at most %d points between the nodes and the model, but with %s", expected.points(), inWords(each))));
        }
        widest = Math.max(widest, share.difference());
      }
    }
    return Future.succeededFuture(List.of(String.format(Locale.ROOT, "at most %.2f points apart", widest)));
  }

  Future<List<String>> noneWhereQuorumsMeet() {
    List<StaleShares> meeting = measured.stream().filter(each -> each.quorums().overlap()).toList();
    for (StaleShares each : meeting) {
      if (each.shares().stream().anyMatch(share -> share.measured() > 0)) {
        return Future.failedFuture(new Unexpected("expected no stale read where r+w>n, but with " + inWords(each)));
      }
    }
    long reads = meeting.stream().mapToLong(each -> (long) each.reads() * each.shares().size()).sum();
    return Future.succeededFuture(List.of("none of " + reads + " reads was stale"));
  }

  private static String inWords(StaleShares shares) {
    var words = new StringBuilder(shares.quorums() + ", stale of " + shares.reads() + " reads (pbs):");
    shares.shares().forEach(share -> words.append(String.format(Locale.ROOT, " %.0f ms %.1f%% (%.1f%%)",
        share.afterMillis(), share.measured(), share.predicted())));
    return words.toString();
  }
}
