package io.ringside.physics;

import io.ringside.Key;
import io.ringside.coordination.Coordinator;
import io.ringside.coordination.Quorum;
import io.ringside.env.Transport;
import io.ringside.message.Ack;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.sim.Delays;
import io.ringside.sim.Distribution;
import io.ringside.sim.SimScheduler;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Writes to real replicas, reads through the real coordinator some time after each commit, and counts who saw the write. */
final class StaleReads {
  /*
   * The model has no minting step, so the version exists before the clock starts: it is sent to all N primaries as a write round
   * sends it, and is committed at the W-th acknowledgement. Each write has a key of its own. Its reads, one for each t, do not
   * disturb one another, since nothing repairs; each t thus has as many independent trials as there are writes.
   *
   * A batch has a world of its own, because timers that were cancelled stay in a world's queue until their time.
   */
  private static final int READS_PER_WORLD = 2_000;
  private static final double MICROS_PER_MILLI = 1000;
  private static final int DIGITS = 3;
  private static final Distribution AT_ONCE = Distribution.constant(0);
  private static final Siblings WRITTEN = Siblings.NONE.put(
      Actor.of("writer"), new Version(CausalContext.EMPTY, RequestId.of("write"), 0, Optional.of(Content.text("new"))));

  private final Quorums quorums;
  private final double[] timesMillis;
  private final Options options;
  private final long[] current;
  private final Histogram readMicros = new Histogram(DIGITS);
  private final Histogram writeMicros = new Histogram(DIGITS);
  private long writes;

  private StaleReads(Quorums quorums, double[] timesMillis) {
    this.quorums = quorums;
    this.timesMillis = timesMillis.clone();
    this.current = new long[timesMillis.length];
    this.options = Options.DEFAULTS.withQuorum(Count.of(quorums.r())).withFanout(Options.Fanout.ALL).withNotFoundOk(true);
  }

  /** Measures {@code writes} writes, each read at each of these times after its commit. */
  static StaleReads measure(Model model, Quorums quorums, double[] timesMillis, int writes, long seed) {
    var measured = new StaleReads(quorums, timesMillis);
    var seeds = new Random(seed);
    var plan = QuorumWorld.Plan.of(quorums.n());
    int perWorld = Math.max(1, READS_PER_WORLD / timesMillis.length);
    for (int left = writes; left > 0; left -= perWorld) {
      measured.batch(new QuorumWorld(plan, delays(model), seeds.nextLong()), Math.min(left, perWorld));
    }
    return measured;
  }

  private static Delays delays(Model model) {
    Distribution write = model.w().distribution();
    Distribution acknowledgement = model.a().distribution();
    Distribution read = model.r().distribution();
    Distribution answer = model.s().distribution();
    return (from, to, request, isAnswer) -> switch (request) {
      case "Store" -> isAnswer ? acknowledgement : write;
      case "Read" -> isAnswer ? answer : read;
      default -> AT_ONCE;
    };
  }

  private void batch(QuorumWorld cluster, int count) {
    var all = new ArrayList<Future<?>>();
    for (int i = 0; i < count; i++) {
      all.add(trial(cluster, Key.of("trial " + (writes + i))));
    }
    writes += count;
    cluster.runUntilComplete(Future.all(all));
  }

  private Future<?> trial(QuorumWorld cluster, Key key) {
    long began = cluster.world().nowMicros();
    Transport transport = cluster.outside(key);
    var store = new Request.Store(key, WRITTEN, Request.Store.Reason.WRITE);
    List<Future<Ack>> slots = cluster.primaries(key).stream()
        .map(primary -> transport.send(primary, store, QuorumWorld.LIMIT_MILLIS)).toList();
    return Quorum.first(quorums.w(), slots).compose(committed -> {
      writeMicros.recordValue(cluster.world().nowMicros() - began);
      var reads = new ArrayList<Future<?>>();
      Coordinator coordinator = cluster.coordinator(key);
      for (int t = 0; t < timesMillis.length; t++) {
        reads.add(readLater(cluster.world(), coordinator, key, t));
      }
      return Future.all(reads);
    });
  }

  private Future<Void> readLater(SimScheduler world, Coordinator coordinator, Key key, int t) {
    Promise<Void> done = Promise.promise();
    world.afterMicros(Math.round(timesMillis[t] * MICROS_PER_MILLI), () -> {
      long began = world.nowMicros();
      coordinator.execute(new Operation.Get(key, options)).<Void>map(found -> {
        readMicros.recordValue(world.nowMicros() - began);
        current[t] += found.siblings().versions().isEmpty() ? 0 : 1;
        return null;
      }).onComplete(done);
    });
    return done.future();
  }

  /** How many reads there were for each t, and writes in all. */
  long sample() {
    return writes;
  }

  /** The share of the reads at this time, by its index, that were current. */
  double consistentAt(int index) {
    return (double) current[index] / writes;
  }

  double readMillis(double quantile) {
    return readMicros.getValueAtPercentile(quantile * 100) / MICROS_PER_MILLI;
  }

  double writeMillis(double quantile) {
    return writeMicros.getValueAtPercentile(quantile * 100) / MICROS_PER_MILLI;
  }

  long reads() {
    return readMicros.getTotalCount();
  }
}
