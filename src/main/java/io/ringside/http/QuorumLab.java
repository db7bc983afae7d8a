package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where N, R, W and the delays of a network are tried out, in virtual time: what a model predicts of stale reads and waits, and
 * what real nodes do. Safe for any number of threads.
 */
public interface QuorumLab {
  /** Delays that have a name: of a write on its way, its acknowledgement, a read, its answer, under {@code w a r s}. */
  record Network(String name, String title, SortedMap<String, String> delays) {
    public Network {
      delays = Collections.unmodifiableSortedMap(new TreeMap<>(delays));
    }
  }

  /** The most that one question may ask for: copies of a key, and times after the commit. */
  record Bounds(int copies, int times, int writesPerRun) {}

  /** How long half, 99 and 99.9 of a hundred operations take at most, in milliseconds. */
  record Waits(double p50, double p99, double p999) {}

  /** The chance that a read issued so long after the commit finds the write. */
  record Chance(double afterMillis, double share) {}

  /**
   * What the model says.
   *
   * @param question all that was asked, as a query that asks the same again: the times are in it
   * @param overlap whether every read quorum meets every write quorum
   * @param trials that it was calculated from
   */
  record Prediction(
      String question, int n, int r, int w, boolean overlap, SortedMap<String, String> delays, List<Double> timesMillis,
      List<Chance> curve, Waits reads, Waits writes, int trials) {
    public Prediction {
      delays = Collections.unmodifiableSortedMap(new TreeMap<>(delays));
      timesMillis = List.copyOf(timesMillis);
      curve = List.copyOf(curve);
    }
  }

  /**
   * What nodes answered to reads that were issued so long after the commit.
   *
   * @param current how many of these reads found the write
   * @param low of an interval that has the true share in it 95 times of 100
   */
  record Count(double afterMillis, long current, long reads, double low, double high) {}

  /**
   * One run.
   *
   * @param hash of all that happened in it: a recording of the same seed ends with it
   * @param stale how many reads missed the write, for each of the times
   */
  record Run(long seed, String hash, List<Integer> stale) {
    public Run {
      stale = List.copyOf(stale);
    }
  }

  /**
   * Some more runs, and what all runs so far amount to.
   *
   * @param more only those that were not told of before
   */
  record Progress(List<Run> more, long runs, List<Count> counts, Waits reads, Waits writes) {
    public Progress {
      more = List.copyOf(more);
      counts = List.copyOf(counts);
    }
  }

  /** A question that is being answered. To be closed, by whoever opened it. Belongs to one thread. */
  interface Trial {
    Prediction prediction();

    /** Completes when so many more runs were played, from this seed on; not to be called before the last call has completed. */
    Future<Progress> play(long firstSeed, int runs);

    /** Makes room for others. More than once is as good as once. */
    void close();
  }

  List<Network> networks();

  Bounds bounds();

  /**
   * Completes when the model has been calculated. Fails with an {@link IllegalArgumentException} that says what is wrong with the
   * question, with an {@link IllegalStateException} if too many are open.
   */
  Future<Trial> open(SortedMap<String, String> question);

  /** Completes with the event log of one run, a line of JSON for each thing that happened; fails like {@link #open}. */
  Future<Buffer> record(SortedMap<String, String> question, long seed);
}
