package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ScenarioRoutesTest {
  private final List<String> played = new ArrayList<>();
  private boolean busy;
  private boolean virtualOnly;

  private final ScenarioStage stage = new ScenarioStage() {
    @Override
    public boolean playsLive() {
      return true;
    }

    @Override
    public List<Listed> listed() {
      return List.of(new Listed("split", "Both sides are kept.", "# split: Both sides are kept.\nheal\n"));
    }

    @Override
    public Future<String> start(String name) {
      if (virtualOnly) {
        return Future.failedFuture(new IllegalArgumentException("split is not played live"));
      }
      played.add(name);
      return busy
          ? Future.failedFuture(new IllegalStateException("another scenario is being played"))
          : Future.succeededFuture("split-1");
    }

    @Override
    public Future<Simulated> simulate(String name, long seed) {
      var steps = List.of(new Played(2, "heal", true, List.of("every link works"), 3));
      return Future.succeededFuture(new Simulated(seed, "00ff", steps, List.of("I14: 1 hints are left")));
    }

    @Override
    public Future<Void> record(String name, long seed, Consumer<Buffer> pieces) {
      return busy
          ? Future.failedFuture(new IllegalStateException("another scenario is being played"))
          : Future.succeededFuture().map(any -> {
            List.of("{\"seed\":", seed + "}\n").forEach(piece -> pieces.accept(Buffer.buffer(piece)));
            return null;
          });
    }

    @Override
    public Future<Buffer> recordText(String text, long seed) {
      played.add(text);
      return switch (text) {
        case "bad" -> Future.failedFuture(new Unplayable(3, 7, "'hael' is not a verb", "did you mean heal?"));
        case "long" -> Future.failedFuture(new TooMuch("it is not over after 30 s", "bin/ringside scenario run"));
        default -> busy
            ? Future.failedFuture(new IllegalStateException("another scenario is being played"))
            : Future.succeededFuture(Buffer.buffer("{\"seed\":" + seed + "}\n"));
      };
    }
  };

  private Future<HttpFace> start(Vertx vertx, boolean allowed) {
    return HttpFace.start(vertx, backend -> backend.withStage(stage).withFaults(NoFaults.SWITCH), "faults.allowed=" + allowed);
  }

  private static Future<HttpResponse<Buffer>> run(HttpFace face, String query) {
    return face.request(HttpMethod.POST, "/scenarios/" + query).send();
  }

  @Test
  void theListSaysWhatCanBePlayed(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> face.get("/scenarios")).onComplete(test.succeeding(list -> test.verify(() -> {
      JsonObject first = HttpFace.json(list).getJsonArray("scenarios").getJsonObject(0);
      assertThat(first.getString("name")).isEqualTo("split");
      assertThat(first.getString("text")).contains("heal");
      test.completeNow();
    })));
  }

  @Test
  void aLiveRunIsBegun(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> run(face, "split/runs")).onComplete(test.succeeding(begun -> test.verify(() -> {
      assertThat(begun.statusCode()).isEqualTo(202);
      assertThat(HttpFace.json(begun).getString("run")).isEqualTo("split-1");
      test.completeNow();
    })));
  }

  @Test
  void aSimulatedRunIsAnsweredWithItsStepsAndItsHash(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> run(face, "split/runs?mode=sim&seed=9007199254740993"))
        .onComplete(test.succeeding(over -> test.verify(() -> {
          JsonObject json = HttpFace.json(over);
          assertThat(over.statusCode()).isEqualTo(200);
          assertThat(json.getString("seed")).isEqualTo("9007199254740993");
          assertThat(json.getString("hash")).isEqualTo("00ff");
          assertThat(json.getBoolean("ok")).isFalse();
          assertThat(json.getJsonArray("failures")).containsExactly("I14: 1 hints are left");
          assertThat(json.getJsonArray("steps").getJsonObject(0).getJsonArray("details")).containsExactly("every link works");
          test.completeNow();
        })));
  }

  @Test
  void aRunsLogIsALineForEachThing(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> face.get("/scenarios/split/log?seed=7")).onComplete(test.succeeding(log -> test.verify(() -> {
      assertThat(log.getHeader("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(log.bodyAsString()).isEqualTo("{\"seed\":7}\n");
      test.completeNow();
    })));
  }

  @Test
  void aLogHasNoMode(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> face.get("/scenarios/split/log?mode=sim")).onComplete(test.succeeding(refused -> test.verify(() -> {
      assertThat(refused.statusCode()).isEqualTo(400);
      test.completeNow();
    })));
  }

  private static Future<HttpResponse<Buffer>> post(HttpFace face, String query, String text) {
    return face.request(HttpMethod.POST, "/scenarios/log" + query).sendBuffer(Buffer.buffer(text));
  }

  @Test
  void aTextIsPlayedWhereNoFaultsAreAllowed(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> post(face, "?seed=7", "# ä: b")).onComplete(test.succeeding(log -> test.verify(() -> {
      assertThat(log.statusCode()).isEqualTo(200);
      assertThat(log.getHeader("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(log.bodyAsString()).isEqualTo("{\"seed\":7}\n");
      assertThat(played).containsExactly("# ä: b");
      test.completeNow();
    })));
  }

  @Test
  void aTextThatMakesNoSenseIsRefusedWithLineAndColumn(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> post(face, "", "bad")).onComplete(test.succeeding(refused -> test.verify(() -> {
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(refused)).isEqualTo(new JsonObject().put("error", "bad_scenario").put("reason", "'hael' is not a verb")
          .put("hint", "did you mean heal?").put("line", 3).put("column", 7));
      test.completeNow();
    })));
  }

  @Test
  void aRunThatTakesTooMuchIsRefused(Vertx vertx, VertxTestContext test) {
    refusedText(vertx, test, "", "long", 413, "run_too_large");
  }

  @Test
  void aTextThatIsTooLongIsNotPlayed(Vertx vertx, VertxTestContext test) {
    refusedText(vertx, test, "", "x".repeat(RequestBody.SCENARIO_BYTES + 1), 413, "too_large");
  }

  @Test
  void aTextWaitsForNobody(Vertx vertx, VertxTestContext test) {
    busy = true;
    refusedText(vertx, test, "", "# a: b", 409, "busy");
  }

  @Test
  void aNodeThatPlaysNothingPlaysNoTextEither(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).compose(face -> post(face, "", "# a: b")).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo("no_such_scenario");
      test.completeNow();
    })));
  }

  @Test
  void aTextsSeedIsANumber(Vertx vertx, VertxTestContext test) {
    refusedText(vertx, test, "?seed=x", "# a: b", 400, "bad_request");
  }

  private void refusedText(Vertx vertx, VertxTestContext test, String query, String text, int status, String error) {
    start(vertx, false).compose(face -> post(face, query, text)).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo(error);
      test.completeNow();
    })));
  }

  @Test
  void aLogWaitsForNobody(Vertx vertx, VertxTestContext test) {
    busy = true;
    start(vertx, false).compose(face -> face.get("/scenarios/split/log")).onComplete(test.succeeding(refused -> test.verify(() -> {
      assertThat(refused.statusCode()).isEqualTo(409);
      test.completeNow();
    })));
  }

  @Test
  void aLiveRunIsRefusedWhereFaultsAreNotAllowed(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, false, "split/runs", 403, "faults_not_allowed", "mode=sim");
  }

  @Test
  void oneIsPlayedAtATime(Vertx vertx, VertxTestContext test) {
    busy = true;
    refused(vertx, test, true, "split/runs?mode=live", 409, "busy", "wait");
  }

  @Test
  void whatIsPlayedInVirtualTimeOnlyIsNotBegunLive(Vertx vertx, VertxTestContext test) {
    virtualOnly = true;
    refused(vertx, test, true, "split/runs?mode=live", 409, "not_live", "mode=sim");
  }

  @Test
  void aSeedThatIsNoNumberIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, true, "split/runs?mode=sim&seed=x", 400, "bad_request", "seed=42");
  }

  @Test
  void aSeedForRealTimeIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, true, "split/runs?seed=1", 400, "bad_request", "mode=sim");
  }

  @Test
  void anUnknownModeIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, true, "split/runs?mode=dry", 400, "bad_request", "sim");
  }

  @Test
  void anUnknownParameterIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, true, "split/runs?sed=1", 400, "unknown_parameter", "seed");
  }

  @Test
  void anUnknownScenarioIsRefused(Vertx vertx, VertxTestContext test) {
    refused(vertx, test, true, "splat/runs", 404, "no_such_scenario", "GET /scenarios");
  }

  private void refused(Vertx vertx, VertxTestContext test, boolean allowed, String query, int status, String error, String hint) {
    start(vertx, allowed).compose(face -> run(face, query)).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(HttpFace.json(answer).getString("error")).isEqualTo(error);
      assertThat(HttpFace.json(answer).getString("hint")).contains(hint);
      assertThat(played).hasSize(busy ? 1 : 0);
      test.completeNow();
    })));
  }
}
