package io.ringside.explore;

import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plays many seeds, each in one thread, and adds up what they came to. Blocks until all are played. */
public final class Explorer {
  /** The first seed and each so many'th after it are played twice, and both runs must have one hash (FoundationDB's "unseed"). */
  private static final int REPEAT_ONE_IN = 20;

  private final Supplier<Wiring> wiring;
  private final int seconds;
  private final int jobs;
  private final Consumer<Exploration> progress;
  private final Object lock = new Object();
  private final EnumMap<RareState, Long> rare = new EnumMap<>(RareState.class);
  private final List<Report> failures = new ArrayList<>();
  private final TreeMap<Long, String> divergences = new TreeMap<>();
  private long seeds;
  private long operations;
  private long acknowledged;
  private long faults;
  private long messages;
  private long virtualMillis;
  private long repeated;
  private long begunNanos;

  /**
   * @param seconds of virtual time under load and faults, for each seed
   * @param progress is shown the sum after each seed, from any thread, one at a time
   */
  public Explorer(int seconds, int jobs, Consumer<Exploration> progress) {
    this(() -> Wiring.PLAIN, seconds, jobs, progress);
  }

  /** @param wiring of the cluster, made anew for each run: perhaps one with a bug, to see how soon it is noticed */
  public Explorer(Supplier<Wiring> wiring, int seconds, int jobs, Consumer<Exploration> progress) {
    if (seconds < 1 || jobs < 1) {
      throw new IllegalArgumentException("At least one second and one job, not " + seconds + " and " + jobs);
    }
    this.wiring = wiring;
    this.seconds = seconds;
    this.jobs = jobs;
    this.progress = progress;
  }

  /** All seeds from the first to the last, both included; once only. */
  public Exploration explore(long first, long last) {
    begunNanos = System.nanoTime();
    var next = new AtomicLong(first);
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      Callable<Void> worker = () -> {
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
          play(seed, Math.floorMod(seed - first, REPEAT_ONE_IN) == 0);
        }
        return null;
      };
      var working = new ArrayList<Future<Void>>();
      for (int job = 0; job < jobs; job++) {
        working.add(threads.submit(worker));
      }
      for (Future<Void> one : working) {
        one.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException bug) {
      throw new IllegalStateException("An exploration broke", bug.getCause());
    } finally {
      threads.shutdownNow();
    }
    return sum();
  }

  private void play(long seed, boolean twice) {
    Script script = Swarm.write(seed, seconds * 1000L);
    Report report = Simulator.runOrBreak(script, wiring.get()).seededBy(seed);
    String divergence = twice ? divergence(script, report.hash()) : null;
    synchronized (lock) {
      add(report, twice, divergence);
      progress.accept(sum());
    }
  }

  /** I22: the same script gives the same trace; null if it does. */
  private String divergence(Script script, String hash) {
    if (Simulator.runOrBreak(script, wiring.get()).hash().equals(hash)) {
      return null;
    }
    Divergence where = Divergence.locate(script, wiring);
    return "I22: " + (where == null ? "two runs had different hashes, and two others had not" : where.toString());
  }

  private void add(Report report, boolean twice, String divergence) {
    seeds++;
    operations += report.operations();
    acknowledged += report.acknowledged();
    faults += report.faults();
    messages += report.messages();
    virtualMillis += report.virtualMillis();
    repeated += twice ? 1 : 0;
    report.rare().forEach((state, count) -> rare.merge(state, count, Long::sum));
    if (!report.ok()) {
      failures.add(report.withoutHistory());
    }
    if (divergence != null) {
      divergences.put(report.seed(), divergence);
    }
  }

  private Exploration sum() {
    return new Exploration(seeds, operations, acknowledged, faults, messages, virtualMillis,
        (System.nanoTime() - begunNanos) / 1_000_000, repeated, new TreeMap<>(rare),
        failures.stream().sorted(Comparator.comparingLong(Report::seed)).toList(), new TreeMap<>(divergences));
  }
}
