package io.ringside.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question to the quorum lab as it is answered: lines of JSON, first the prediction, then what some more runs came to. */
final class LabStream {
  /** Of real time, whatever was asked for. */
  static final int MAX_SECONDS = 60;

  /** After that a listener who takes nothing is cut off. */
  private static final int GRACE_SECONDS = 5;

  /** Few enough that a page has something new to show several times a second. */
  private static final int RUNS_PER_LINE = 5;

  private static final String LINE_END = "\n";
  private static final Logger LOG = LoggerFactory.getLogger(LabStream.class);

  private final Vertx vertx;
  private final RoutingContext ctx;
  private final HttpServerResponse response;
  private final QuorumLab.Trial trial;
  private final long beganNanos = System.nanoTime();
  private boolean gone;

  LabStream(Vertx vertx, RoutingContext ctx, QuorumLab.Trial trial) {
    this.vertx = vertx;
    this.ctx = ctx;
    this.response = ctx.response();
    this.trial = trial;
  }

  /** Completes when the last line is written. Failures on the way are a line, too, since the head is out. */
  Future<Void> play(long firstSeed, int runs) {
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson").putHeader("Cache-Control", "no-store");
    long limit = vertx.setTimer(TimeUnit.SECONDS.toMillis(MAX_SECONDS + GRACE_SECONDS),
        late -> ctx.request().connection().close());
    ctx.addEndHandler(over -> {
      gone = true;
      vertx.cancelTimer(limit);
      trial.close();
    });
    if (response.closed()) {
      trial.close();
      return Future.succeededFuture();
    }
    return write(predicted(trial.prediction()))
        .compose(sent -> next(firstSeed, runs))
        .recover(this::failed)
        .compose(last -> gone ? Future.succeededFuture() : response.end(last + LINE_END))
        .recover(nobodyListens -> Future.succeededFuture());
  }

  /** Completes with the last line. */
  private Future<ObjectNode> next(long seed, int left) {
    boolean late = System.nanoTime() - beganNanos > TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    if (gone || left == 0 || late) {
      return Future.succeededFuture(Json.object().put("kind", "end").put("complete", left == 0));
    }
    int more = Math.min(left, RUNS_PER_LINE);
    return trial.play(seed, more).compose(progress -> write(measured(progress))).compose(sent -> next(seed + more, left - more));
  }

  /** A question that turns out to be impossible is nobody's bug. */
  private Future<ObjectNode> failed(Throwable failure) {
    if (!gone && !(failure instanceof IllegalArgumentException)) {
      LOG.error("The quorum lab met a bug", failure);
    }
    return Future.succeededFuture(Json.object().put("kind", "failed").put("reason", String.valueOf(failure.getMessage())));
  }

  private Future<Void> write(ObjectNode line) {
    return gone ? Future.succeededFuture() : response.write(line + LINE_END).onFailure(nobodyListens -> gone = true);
  }

  private static ObjectNode predicted(QuorumLab.Prediction prediction) {
    ObjectNode json = Json.object().put("kind", "prediction").put("question", prediction.question())
        .put("n", prediction.n()).put("r", prediction.r()).put("w", prediction.w()).put("overlap", prediction.overlap());
    prediction.delays().forEach(json.putObject("delays")::put);
    prediction.timesMillis().forEach(json.putArray("times")::add);
    ArrayNode curve = json.putArray("curve");
    prediction.curve().forEach(chance -> curve.addObject().put("t", chance.afterMillis()).put("share", chance.share()));
    waits(json.putObject("reads"), prediction.reads());
    waits(json.putObject("writes"), prediction.writes());
    return json.put("trials", prediction.trials());
  }

  private static ObjectNode measured(QuorumLab.Progress progress) {
    ObjectNode json = Json.object().put("kind", "runs").put("runs", progress.runs());
    ArrayNode more = json.putArray("more");
    progress.more().forEach(run -> {
      ObjectNode told = more.addObject().put("seed", Long.toString(run.seed())).put("hash", run.hash());
      run.stale().forEach(told.putArray("stale")::add);
    });
    ArrayNode counts = json.putArray("counts");
    progress.counts().forEach(count -> counts.addObject().put("t", count.afterMillis())
        .put("current", count.current()).put("of", count.reads()).put("low", count.low()).put("high", count.high()));
    waits(json.putObject("reads"), progress.reads());
    waits(json.putObject("writes"), progress.writes());
    return json;
  }

  private static void waits(ObjectNode to, QuorumLab.Waits waits) {
    to.put("p50", waits.p50()).put("p99", waits.p99()).put("p999", waits.p999());
  }
}
