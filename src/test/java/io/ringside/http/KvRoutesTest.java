package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class KvRoutesTest {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  private HttpFace face;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).onComplete(test.succeeding(started -> {
      face = started;
      test.completeNow();
    }));
  }

  private static void check(VertxTestContext test, Future<HttpResponse<Buffer>> answer, Consumer<HttpResponse<Buffer>> that) {
    answer.onComplete(test.succeeding(response -> test.verify(() -> {
      that.accept(response);
      test.completeNow();
    })));
  }

  @Test
  void aValueComesBackAsItWasPut(VertxTestContext test) {
    check(test, face.put("/kv/user:123", JSON, "{\"name\":\"Ada\"}").compose(put -> face.get("/kv/user:123")), got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.bodyAsString()).isEqualTo("{\"name\":\"Ada\"}");
      assertThat(got.getHeader("Content-Type")).isEqualTo(JSON);
      assertThat(got.getHeader("ETag")).isEqualTo('"' + got.getHeader("X-Dot") + '"');
      assertThat(got.getHeader("Last-Modified")).isEqualTo("Tue, 14 Nov 2023 22:13:20 GMT");
      assertThat(got.getHeader("X-Context")).isNotBlank();
      assertThat(got.getHeader("Content-Security-Policy")).contains("sandbox");
    });
  }

  @Test
  void aClientMayChooseByWhichNodeItGoesIn(VertxTestContext test) {
    check(test, face.put("/kv/a?via=n2", TEXT, "1")
        .compose(put -> face.get("/kv/a?via=n3"))
        .compose(got -> face.request(HttpMethod.DELETE, "/kv/a?via=n1").send()), deleted -> {
      assertThat(deleted.statusCode()).isEqualTo(204);
      assertThat(face.client.wentInBy).extracting(NodeId::name).containsExactly("n2", "n3", "n1");
    });
  }

  @Test
  void aNodeThatIsNoMemberCannotBeGoneInBy(VertxTestContext test) {
    check(test, face.get("/kv/a?via=n9"), got -> {
      assertThat(got.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(got).getString("hint")).contains("n1, n2, n3");
      assertThat(face.client.executed).isEmpty();
    });
  }

  @Test
  void aPutAnswersItsContextAndItsDot(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1"), put -> {
      assertThat(put.statusCode()).isEqualTo(204);
      assertThat(put.getHeader("X-Context")).isNotBlank();
      assertThat(put.getHeader("X-Dot")).matches("n1~.*:1");
      assertThat(put.getHeader("X-Request-Id")).isNotBlank();
    });
  }

  @Test
  void theRequestIdIsUsedAndEchoed(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("X-Request-Id", "order-7").sendBuffer(Buffer.buffer("x")), put -> {
      assertThat(put.getHeader("X-Request-Id")).isEqualTo("order-7");
      var operation = (Operation.Put) face.client.executed.get(0);
      assertThat(operation.request()).isEqualTo(io.ringside.version.RequestId.of("order-7"));
    });
  }

  @Test
  void blindWritesComeBackAsSiblings(VertxTestContext test) {
    check(test, face.put("/kv/c", TEXT, "1").compose(put -> face.put("/kv/c", TEXT, "2")).compose(put -> face.get("/kv/c")), got -> {
      assertThat(got.statusCode()).isEqualTo(300);
      var json = HttpFace.json(got);
      assertThat(json.getString("kind")).isEqualTo("siblings");
      assertThat(json.getString("token")).isEqualTo(got.getHeader("X-Context"));
      assertThat(json.getJsonArray("versions")).hasSize(2);
      assertThat(json.getJsonArray("versions").getJsonObject(0).getString("value")).isEqualTo("1");
    });
  }

  @Test
  void siblingsComeAsMultipartIfThatIsWanted(VertxTestContext test) {
    check(test, face.put("/kv/c", TEXT, "1").compose(put -> face.put("/kv/c", TEXT, "2"))
        .compose(put -> face.request(HttpMethod.GET, "/kv/c").putHeader("Accept", "multipart/mixed").send()), got -> {
      assertThat(got.statusCode()).isEqualTo(300);
      assertThat(got.getHeader("Content-Type")).startsWith("multipart/mixed; boundary=");
      String boundary = got.getHeader("Content-Type").replaceAll(".*boundary=", "");
      assertThat(got.bodyAsString().split("--" + boundary)).hasSize(4);
      assertThat(got.bodyAsString()).contains("X-Dot: n1~").contains("\r\n\r\n2\r\n");
    });
  }

  @Test
  void aPutOverTheContextOfSiblingsLeavesOneValue(VertxTestContext test) {
    check(test, face.put("/kv/c", TEXT, "1").compose(put -> face.put("/kv/c", TEXT, "2")).compose(put -> face.get("/kv/c"))
        .compose(got -> face.request(HttpMethod.PUT, "/kv/c").putHeader("X-Context", got.getHeader("X-Context"))
            .sendBuffer(Buffer.buffer("3")))
        .compose(put -> face.get("/kv/c")), got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.bodyAsString()).isEqualTo("3");
    });
  }

  @Test
  void aDeletedKeyIsNotFoundAndHasAContext(VertxTestContext test) {
    check(test, face.put("/kv/d", TEXT, "1").compose(put -> face.request(HttpMethod.DELETE, "/kv/d").send())
        .compose(deleted -> face.get("/kv/d")), got -> {
      assertThat(got.statusCode()).isEqualTo(404);
      assertThat(HttpFace.json(got).getString("error")).isEqualTo("deleted");
      assertThat(got.getHeader("X-Context")).isNotBlank();
    });
  }

  @Test
  void aKeyNeverWrittenIsNotFound(VertxTestContext test) {
    check(test, face.get("/kv/nobody"), got -> {
      assertThat(got.statusCode()).isEqualTo(404);
      assertThat(HttpFace.json(got).getString("error")).isEqualTo("not_found");
      assertThat(got.getHeader("X-Context")).isNull();
    });
  }

  @Test
  void ifNoneMatchStarWritesOnlyIfAbsent(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1").compose(put -> face.request(HttpMethod.PUT, "/kv/a")
        .putHeader("If-None-Match", "*").sendBuffer(Buffer.buffer("2"))), put -> {
      assertThat(put.statusCode()).isEqualTo(412);
      assertThat(HttpFace.json(put).getString("error")).isEqualTo("precondition_failed");
    });
  }

  @Test
  void anUnchangedValueIsNotSentAgain(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1").compose(put -> face.get("/kv/a"))
        .compose(got -> face.request(HttpMethod.GET, "/kv/a").putHeader("If-None-Match", got.getHeader("ETag")).send()), got -> {
      assertThat(got.statusCode()).isEqualTo(304);
      assertThat(got.body()).isNull();
    });
  }

  @Test
  void explainTellsWhoAnsweredAndWhoStoodIn(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1").compose(put -> face.get("/kv/a?explain=true")), got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      var json = HttpFace.json(got);
      assertThat(json.getString("kind")).isEqualTo("value");
      var attempts = json.getJsonObject("explanation").getJsonArray("attempts");
      assertThat(attempts.getJsonObject(1).getString("standsInFor")).isEqualTo("n2");
      assertThat(attempts.getJsonObject(1).getBoolean("repaired")).isTrue();
    });
  }

  @Test
  void returnBodyAnswersAsAGetWould(VertxTestContext test) {
    check(test, face.put("/kv/a?return=body", TEXT, "1"), put -> {
      assertThat(put.statusCode()).isEqualTo(200);
      assertThat(put.bodyAsString()).isEqualTo("1");
    });
  }

  @Test
  void metadataSurvivesWhateverItHolds(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/m").putHeader("X-Meta-Owner", "Ad%C3%A8le 100%25").sendBuffer(Buffer.buffer("x"))
        .compose(put -> face.get("/kv/m")), got -> {
      var put = (Operation.Put) face.client.executed.get(0);
      assertThat(put.content().metadata()).containsEntry("owner", "Adèle 100%");
      assertThat(got.getHeader("X-Meta-Owner")).isEqualTo("Ad%C3%A8le 100%25");
    });
  }

  @Test
  void aSpaceAroundMetadataIsKept(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/m").putHeader("X-Meta-Padded", "%20a b%20").sendBuffer(Buffer.buffer("x"))
        .compose(put -> face.get("/kv/m")), got -> assertThat(got.getHeader("X-Meta-Padded")).isEqualTo("%20a b%20"));
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsRefusedInPlainWords(VertxTestContext test) {
    check(test, face.put("/kv/a", JSON, "[".repeat(2000) + "]".repeat(2000)), put -> {
      assertThat(put.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(put).getString("reason")).contains("nested too deeply").doesNotContain("`");
    });
  }

  @Test
  void aSlashInAKeyIsPartOfItsName(VertxTestContext test) {
    check(test, face.put("/kv/b%2F1/k%2F%C3%A4+%25", TEXT, "1"), put -> {
      assertThat(put.statusCode()).isEqualTo(204);
      assertThat(face.client.executed.get(0).key()).isEqualTo(new Key("b/1", "k/ä+%"));
    });
  }

  @Test
  void theQuerySaysHowCarefulToBe(VertxTestContext test) {
    check(test, face.put("/kv/a?n=3&w=all&pw=quorum&timeout=700&r=1", TEXT, "1"), put -> {
      var options = face.client.executed.get(0).options();
      assertThat(options.quorum()).isEqualTo(Count.ALL);
      assertThat(options.primaries()).isEqualTo(Count.QUORUM);
      assertThat(options.n()).isEqualTo(Count.of(3));
      assertThat(options.timeoutMillis()).isEqualTo(700);
    });
  }

  @Test
  void aValueSaysUntilWhenItLives(VertxTestContext test) {
    check(test, face.put("/kv/a?ttl=90s", TEXT, "1").compose(put -> face.get("/kv/a")), got -> {
      assertThat(face.client.executed.get(0).options().ttlMillis()).isEqualTo(90_000);
      assertThat(got.getHeader("X-Expires-At")).isEqualTo("2023-11-14T22:14:50Z");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE"})
  void aTimeToLiveBelongsToAPut(String method, VertxTestContext test) {
    check(test, face.request(HttpMethod.valueOf(method), "/kv/a?ttl=5s").send(), refused -> {
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(face.client.executed).isEmpty();
    });
  }

  @Test
  void aLifeThatNothingCanHaveIsRefused(VertxTestContext test) {
    check(test, face.put("/kv/a?ttl=0s", TEXT, "1"), put -> {
      assertThat(put.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(put).getString("reason")).contains("before it is written");
      assertThat(HttpFace.json(put).getString("hint")).contains("ttl=90s");
      assertThat(face.client.executed).isEmpty();
    });
  }

  @Test
  void aMissedQuorumSaysWhatMayHaveHappened(VertxTestContext test) {
    face.client.failWith(new OperationFailure(OperationFailure.Kind.QUORUM_MISSED, "1 of 2 stored it", "try again",
        OperationFailure.Effect.UNKNOWN, 1));
    check(test, face.put("/kv/a", TEXT, "1"), put -> {
      assertThat(put.statusCode()).isEqualTo(503);
      assertThat(put.getHeader("Retry-After")).isEqualTo("1");
      assertThat(HttpFace.json(put).getString("outcome")).isEqualTo("unknown");
      assertThat(HttpFace.json(put).getInteger("stored")).isEqualTo(1);
    });
  }

  @Test
  void headAnswersTheHeadersOnly(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1").compose(put -> face.request(HttpMethod.HEAD, "/kv/a").send()), got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.getHeader("X-Context")).isNotBlank();
      assertThat(got.body()).isNull();
    });
  }
}
