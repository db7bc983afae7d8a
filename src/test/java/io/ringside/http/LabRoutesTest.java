package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LabRoutesTest {
  private static final QuorumLab.Waits WAITS = new QuorumLab.Waits(1, 2, 3);

  private final List<SortedMap<String, String>> asked = new ArrayList<>();
  private final List<Long> seeds = new ArrayList<>();
  private boolean busy;
  private boolean breaks;
  private int closed;

  /** Plays nothing, and says so. */
  private final QuorumLab lab = new QuorumLab() {
    @Override
    public List<Network> networks() {
      return List.of(new Network("disk", "Spinning disks", new TreeMap<>(Map.of("w", "mean(20)"))));
    }

    @Override
    public Bounds bounds() {
      return new Bounds(7, 12, 10);
    }

    @Override
    public Future<Trial> open(SortedMap<String, String> question) {
      asked.add(question);
      if (question.containsKey("t")) {
        throw new IllegalArgumentException("no times today");
      }
      return busy ? Future.failedFuture(new IllegalStateException("no room")) : Future.succeededFuture(new Nothing());
    }

    @Override
    public Future<Buffer> record(SortedMap<String, String> question, long seed) {
      asked.add(question);
      return busy ? Future.failedFuture(new IllegalStateException("no room"))
          : Future.succeededFuture(Buffer.buffer("{\"seed\":" + seed + "}\n"));
    }
  };

  private final class Nothing implements QuorumLab.Trial {
    private long played;

    @Override
    public QuorumLab.Prediction prediction() {
      return new QuorumLab.Prediction("model=disk&t=0", 3, 1, 2, false, new TreeMap<>(Map.of("w", "mean(20)")), List.of(0.0),
          List.of(new QuorumLab.Chance(0, 0.7)), WAITS, WAITS, 1000);
    }

    @Override
    public Future<QuorumLab.Progress> play(long firstSeed, int runs) {
      if (breaks) {
        return Future.failedFuture(new IllegalArgumentException("a message took for ever"));
      }
      IntStream.range(0, runs).forEach(i -> seeds.add(firstSeed + i));
      played += runs;
      return Future.succeededFuture(new QuorumLab.Progress(
          IntStream.range(0, runs).mapToObj(i -> new QuorumLab.Run(firstSeed + i, "00ff", List.of(3))).toList(),
          played, List.of(new QuorumLab.Count(0, 7 * played, 10 * played, 0.6, 0.8)), WAITS, WAITS));
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private Future<HttpFace> start(Vertx vertx) {
    return HttpFace.start(vertx, backend -> backend.withLab(lab));
  }

  private static List<JsonObject> lines(String body) {
    return body.lines().map(JsonObject::new).toList();
  }

  @Test
  void theLabSaysWhatCanBeAsked(Vertx vertx, VertxTestContext test) {
    start(vertx).compose(face -> face.get("/lab")).onComplete(test.succeeding(offer -> test.verify(() -> {
      JsonObject json = HttpFace.json(offer);
      assertThat(json.getJsonArray("models").getJsonObject(0).getJsonObject("delays").getString("w")).isEqualTo("mean(20)");
      assertThat(json.getJsonObject("most").getInteger("n")).isEqualTo(7);
      assertThat(json.getJsonObject("most").getInteger("runs")).isEqualTo(LabRoutes.MAX_RUNS);
      test.completeNow();
    })));
  }

  @Test
  void anAnswerIsThePredictionAndThenRunsUntilAllArePlayed(Vertx vertx, VertxTestContext test) {
    start(vertx).compose(face -> face.get("/lab/runs?model=disk&n=3&rw=1/2&runs=12&seed=9007199254740993"))
        .onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(answer.getHeader("Content-Type")).isEqualTo("application/x-ndjson");
          List<JsonObject> lines = lines(answer.bodyAsString());
          assertThat(lines).extracting(line -> line.getString("kind")).containsExactly("prediction", "runs", "runs", "runs", "end");
          assertThat(lines.get(0).getString("question")).isEqualTo("model=disk&t=0");
          assertThat(lines.get(1).getJsonArray("more").getJsonObject(0).getString("seed")).isEqualTo("9007199254740993");
          assertThat(lines.get(3).getInteger("runs")).isEqualTo(12);
          assertThat(lines.get(3).getJsonArray("counts").getJsonObject(0).getInteger("of")).isEqualTo(120);
          assertThat(lines.get(4).getBoolean("complete")).isTrue();
          assertThat(seeds).hasSize(12).doesNotHaveDuplicates();
          assertThat(asked.get(0)).containsOnlyKeys("model", "n", "rw");
          assertThat(closed).isPositive();
          test.completeNow();
        })));
  }

  @Test
  void whatBreaksOnTheWayIsTheLastLine(Vertx vertx, VertxTestContext test) {
    breaks = true;
    start(vertx).compose(face -> face.get("/lab/runs")).onComplete(test.succeeding(answer -> test.verify(() -> {
      List<JsonObject> lines = lines(answer.bodyAsString());
      assertThat(lines.get(1).getString("kind")).isEqualTo("failed");
      assertThat(lines.get(1).getString("reason")).contains("for ever");
      assertThat(closed).isPositive();
      test.completeNow();
    })));
  }

  @Test
  void oneRunIsALog(Vertx vertx, VertxTestContext test) {
    start(vertx).compose(face -> face.get("/lab/log?model=disk&t=0&seed=7")).onComplete(test.succeeding(log -> test.verify(() -> {
      assertThat(log.bodyAsString()).isEqualTo("{\"seed\":7}\n");
      assertThat(asked.get(0)).containsOnlyKeys("model", "t");
      test.completeNow();
    })));
  }

  @Test
  void tooManyRunsAreRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, "/lab/runs?runs=1001", 400, "bad_request", "from 1 to 1000");
  }

  @Test
  void noRunsAreRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, "/lab/runs?runs=0", 400, "bad_request", "from 1 to 1000");
  }

  @Test
  void aQuestionThatMakesNoSenseIsRefusedWithAnExample(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, "/lab/runs?t=1", 400, "bad_request", "no times today");
  }

  @Test
  void aSeedThatIsNoNumberIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, "/lab/log?seed=x", 400, "bad_request", "whole number");
  }

  @Test
  void anUnknownParameterIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, "/lab/log?runs=3", 400, "unknown_parameter", "runs");
  }

  @Test
  void whoeverFindsNoRoomIsToldToComeBack(Vertx vertx, VertxTestContext test) {
    busy = true;
    refused(vertx, test, "/lab/runs", 503, "lab_busy", "no room");
  }

  private void refused(Vertx vertx, VertxTestContext test, String path, int status, String error, String reason) {
    start(vertx).compose(face -> face.get(path)).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo(error);
      assertThat(HttpFace.json(answer).getString("reason")).contains(reason);
      assertThat(seeds).isEmpty();
      test.completeNow();
    })));
  }

  @Test
  void aNodeThatSimulatesNothingHasNoLab(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).compose(face -> face.get("/lab/runs")).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo("no_lab");
      assertThat(HttpFace.json(answer).getString("hint")).contains("ringside demo");
      test.completeNow();
    })));
  }
}
