package io.ringside.physics;

import io.ringside.http.QuorumLab;
import io.ringside.sim.RunLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The quorum lab of a program: real nodes in virtual time. One thread does all of its work, whoever asks and however many. */
public final class VirtualLab implements QuorumLab {
  /** Questions that are answered at a time, in turns. */
  static final int MAX_OPEN = 4;

  /** Recordings that wait for their turn. */
  static final int MAX_RECORDINGS = 8;

  private static final byte NEW_LINE = '\n';

  private final WorkerExecutor worker;
  private final String build;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger recordings = new AtomicInteger();

  /** @param build which plays: the same seed gives the same run in the same build only */
  public VirtualLab(Vertx vertx, String build) {
    this.worker = vertx.createSharedWorkerExecutor("ringside-lab", 1);
    this.build = build;
  }

  @Override
  public List<Network> networks() {
    return LabQuestion.NETWORKS.stream()
        .map(each -> new Network(each.model().name(), each.title(), LabQuestion.legs(each.model()))).toList();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(LabQuestion.MAX_COPIES, LabQuestion.MAX_TIMES, LabRun.WRITES);
  }

  @Override
  public Future<Trial> open(SortedMap<String, String> question) {
    LabQuestion asked = LabQuestion.of(question);
    return limited(open, MAX_OPEN, "questions are being answered")
        .compose(place -> work(() -> LabForecast.of(asked))
            .<Trial>map(forecast -> new Played(forecast, place))
            .onFailure(refused -> place.leave()));
  }

  @Override
  public Future<Buffer> record(SortedMap<String, String> question, long seed) {
    LabQuestion asked = LabQuestion.of(question);
    return limited(recordings, MAX_RECORDINGS, "runs are being recorded").compose(place -> work(() -> {
      LabQuestion whole = LabForecast.of(asked).question();
      Buffer log = Buffer.buffer();
      LabRun.record(whole, seed, new RunLog.Origin(build, "lab " + whole.query() + " --seed " + seed),
          line -> log.appendString(line).appendByte(NEW_LINE));
      return log;
    }).onComplete(over -> place.leave()));
  }

  private <T> Future<T> work(Callable<T> work) {
    return worker.executeBlocking(work, false);
  }

  private static Future<Place> limited(AtomicInteger taken, int most, String what) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return Future.failedFuture(new IllegalStateException(most + " " + what + " already, and there is one thread for all"));
    }
    return Future.succeededFuture(new Place(taken, new AtomicBoolean()));
  }

  /** Is left once, however often it is said. */
  private record Place(AtomicInteger taken, AtomicBoolean left) {
    void leave() {
      if (left.compareAndSet(false, true)) {
        taken.decrementAndGet();
      }
    }
  }

  private final class Played implements Trial {
    private final LabForecast forecast;
    private final Place place;
    private final LabTally tally;

    private Played(LabForecast forecast, Place place) {
      this.forecast = forecast;
      this.place = place;
      this.tally = new LabTally(forecast.question().timesMillis());
    }

    @Override
    public Prediction prediction() {
      return forecast.told();
    }

    @Override
    public Future<Progress> play(long firstSeed, int runs) {
      return work(() -> {
        var more = new ArrayList<LabRun>();
        for (int i = 0; i < runs; i++) {
          LabRun run = LabRun.play(forecast.question(), firstSeed + i);
          tally.add(run);
          more.add(run);
        }
        return tally.progress(more);
      });
    }

    @Override
    public void close() {
      place.leave();
    }
  }
}
