package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.operation.OperationFailure;
import io.ringside.version.CausalContext;
import io.ringside.version.ContextToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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

/** Each kind of bad input gets a clear refusal, and the node still serves. */
@ExtendWith(VertxExtension.class)
class BadInputTest {
  private static final String TEXT = "text/plain";

  private HttpFace face;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx, "limits.keyBytes=16", "limits.valueBytes=1000", "limits.bodyTimeoutMillis=300", "limits.inFlight=1",
        "limits.headerBytes=2048").onComplete(test.succeeding(started -> {
      face = started;
      test.completeNow();
    }));
  }

  /** The answer is as it should be, and the next request is served. */
  private void check(VertxTestContext test, Future<HttpResponse<Buffer>> answer, Consumer<HttpResponse<Buffer>> that) {
    answer.compose(response -> face.get("/livez").map(live -> {
      assertThat(live.statusCode()).isEqualTo(200);
      return response;
    })).onComplete(test.succeeding(response -> test.verify(() -> {
      that.accept(response);
      test.completeNow();
    })));
  }

  private static void refused(HttpResponse<Buffer> response, int status, String error, String reasonPart) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(HttpFace.json(response).getString("error")).isEqualTo(error);
    assertThat(HttpFace.json(response).getString("reason")).contains(reasonPart);
  }

  @Test
  void anOversizedKeyIsRefused(VertxTestContext test) {
    check(test, face.put("/kv/" + "k".repeat(17), TEXT, "1"), put -> refused(put, 413, "too_large", "limits.keyBytes"));
  }

  @Test
  void anEmptyKeyIsRefused(VertxTestContext test) {
    check(test, face.put("/kv/bucket/", TEXT, "1"), put -> refused(put, 400, "bad_request", "the key is empty"));
  }

  @Test
  void aBrokenPercentSignIsRefused(VertxTestContext test) {
    raw(test, "PUT /kv/a%2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 400").contains("bad_request").contains("%25"));
  }

  @Test
  void aKeyThatIsNotUtf8IsRefused(VertxTestContext test) {
    check(test, face.put("/kv/%ff", TEXT, "1"), put -> refused(put, 400, "bad_request", "not UTF-8"));
  }

  @Test
  void anOversizedValueIsRefusedByItsAnnouncedLength(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "x".repeat(1001)), put -> refused(put, 413, "too_large", "limits.valueBytes"));
  }

  @Test
  void anOversizedValueWithoutALengthIsRefusedWhileItArrives(VertxTestContext test) {
    raw(test, "PUT /kv/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001) + "\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 413").contains("limits.valueBytes"));
  }

  @Test
  void aSlowBodyIsCutOff(VertxTestContext test) {
    raw(test, "PUT /kv/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc", answer ->
        assertThat(answer).startsWith("HTTP/1.1 408").contains("limits.bodyTimeoutMillis"));
  }

  @Test
  void aHeaderFloodIsRefused(VertxTestContext test) {
    raw(test, "GET /livez HTTP/1.1\r\nHost: localhost\r\n" + "X-Flood: 0123456789\r\n".repeat(500) + "\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 431").contains("limits.headerBytes"));
  }

  @Test
  void aRequestThatNamesNoHostIsRefused(VertxTestContext test) {
    raw(test, "GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 400").contains("Host header"));
  }

  @Test
  void aForeignNameThatPointsToLoopbackReadsNothing(VertxTestContext test) {
    raw(test, "GET /kv/a HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 403").contains("foreign_host"));
  }

  @Test
  void aPathThatIsTooLongIsRefused(VertxTestContext test) {
    raw(test, "GET /kv/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", answer ->
        assertThat(answer).contains(" 414 ").contains("limits.keyBytes"));
  }

  @Test
  void pathTraversalLeadsNowhere(VertxTestContext test) {
    raw(test, "GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 404").contains("no_such_path").doesNotContain("root:"));
  }

  @Test
  void encodedPathTraversalLeadsNowhere(VertxTestContext test) {
    raw(test, "GET /%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", answer ->
        assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("root:"));
  }

  @Test
  void classesOfTheProgramAreNotServed(VertxTestContext test) {
    check(test, face.get("/..%5c..%5cio/ringside/NodeId.class"), got -> assertThat(got.statusCode()).isEqualTo(404));
  }

  @Test
  void theDashboardIsServedWithoutRightsForOthers(VertxTestContext test) {
    check(test, face.get("/"), got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.getHeader("Content-Type")).startsWith("text/html");
      assertThat(got.getHeader("Content-Security-Policy")).startsWith("default-src 'self'").doesNotContain("unsafe");
      assertThat(got.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(got.getHeader("Access-Control-Allow-Origin")).isNull();
    });
  }

  @Test
  void directoriesAreNotListed(VertxTestContext test) {
    check(test, face.get("/js/"), got -> assertThat(got.statusCode()).isEqualTo(404));
  }

  @Test
  void brokenJsonIsRefusedWhereJsonWasPromised(VertxTestContext test) {
    check(test, face.put("/kv/a", "application/json", "{\"a\":"), put -> refused(put, 400, "broken_json", "not JSON"));
  }

  @Test
  void whatIsNotPromisedToBeJsonNeedNotBe(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "{\"a\":"), put -> assertThat(put.statusCode()).isEqualTo(204));
  }

  @Test
  void anUndecodableContextIsRefused(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("X-Context", "rubbish!").sendBuffer(Buffer.buffer("1")),
        put -> refused(put, 400, "bad_context", "X-Context"));
  }

  @Test
  void aContextOfAnotherClusterIsRefused(VertxTestContext test) {
    String foreign = new ContextToken("staging").encode(Key.of("a"), CausalContext.EMPTY, null);
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("X-Context", foreign).sendBuffer(Buffer.buffer("1")),
        put -> refused(put, 400, "bad_context", "another cluster"));
  }

  @Test
  void aContextOfAnotherKeyIsRefused(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1").compose(put -> face.request(HttpMethod.PUT, "/kv/b")
        .putHeader("X-Context", put.getHeader("X-Context")).sendBuffer(Buffer.buffer("2"))),
        put -> refused(put, 400, "bad_context", "another key"));
  }

  @Test
  void moreAnswersThanReplicasAreRefused(VertxTestContext test) {
    face.client.failWith(new OperationFailure(OperationFailure.Kind.INVALID, "R is 4, but N is 3", "r may be 1 to 3"));
    check(test, face.get("/kv/a?r=4"), got -> refused(got, 400, "invalid", "R is 4"));
  }

  @Test
  void impossibleCountsAreRefusedWhereverTheyStandAndNothingIsWritten(VertxTestContext test) {
    check(test, face.put("/kv/a?return=body&r=4", TEXT, "1").compose(put -> {
      refused(put, 400, "invalid", "r=4");
      return face.put("/kv/a?n=2&pr=3", TEXT, "1");
    }).compose(put -> {
      refused(put, 400, "invalid", "pr=3");
      return face.request(HttpMethod.DELETE, "/kv/a?r=0").send();
    }).compose(deleted -> {
      refused(deleted, 400, "invalid", "r=0");
      return face.get("/kv/a?w=0");
    }), got -> {
      refused(got, 400, "invalid", "w=0");
      assertThat(face.client.executed).isEmpty();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "NaN", "{\"a\":tru}", "{a:1}", "{} {}", "\"\u0001\"", ""})
  void whatIsBrokenInJsonIsSaidWithoutTheParsersOwnNames(String body, VertxTestContext test) {
    check(test, face.put("/kv/a", "application/json", body), put -> {
      refused(put, 400, "broken_json", "not JSON");
      assertThat(HttpFace.json(put).getString("reason")).doesNotContain("`", "Feature", "REDACTED", "Source");
    });
  }

  @Test
  void aCountThatIsNoCountIsRefused(VertxTestContext test) {
    check(test, face.put("/kv/a?w=zero", TEXT, "1"), put -> {
      refused(put, 400, "bad_request", "'zero'");
      assertThat(HttpFace.json(put).getString("hint")).contains("w=quorum");
    });
  }

  @Test
  void anUnknownParameterIsRefusedWithASuggestion(VertxTestContext test) {
    check(test, face.get("/kv/a?timout=5"), got -> {
      refused(got, 400, "unknown_parameter", "'timout'");
      assertThat(HttpFace.json(got).getString("hint")).contains("timeout");
    });
  }

  @Test
  void aRepeatedParameterIsRefused(VertxTestContext test) {
    check(test, face.get("/kv/a?r=1&r=2"), got -> refused(got, 400, "bad_request", "more than once"));
  }

  @Test
  void aWrongMethodIsToldTheRightOnes(VertxTestContext test) {
    check(test, face.request(HttpMethod.POST, "/kv/a").send(), answer -> {
      refused(answer, 405, "method_not_allowed", "POST");
      assertThat(answer.getHeader("Allow")).isEqualTo("DELETE, GET, HEAD, PUT");
    });
  }

  @Test
  void aTypeThatCannotBeGivenIsNotAcceptable(VertxTestContext test) {
    check(test, face.put("/kv/a", TEXT, "1")
        .compose(put -> face.request(HttpMethod.GET, "/kv/a").putHeader("Accept", "image/png").send()),
        got -> refused(got, 406, "not_acceptable", "text/plain"));
  }

  @Test
  void aForeignPageMayNotChangeAnything(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("Origin", "http://evil.example").sendBuffer(Buffer.buffer("1")),
        put -> {
          refused(put, 403, "foreign_origin", "evil.example");
          assertThat(face.client.executed).isEmpty();
        });
  }

  @Test
  void aForeignNameOfOurOwnAddressMayNotEither(VertxTestContext test) {
    String evil = "127.evil.example:" + face.port();
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("Origin", "http://" + evil).putHeader("Host", evil)
        .sendBuffer(Buffer.buffer("1")), put -> refused(put, 403, "foreign_host", "evil"));
  }

  @Test
  void ourOwnPageMay(VertxTestContext test) {
    check(test, face.request(HttpMethod.PUT, "/kv/a").putHeader("Origin", face.address()).sendBuffer(Buffer.buffer("1")),
        put -> assertThat(put.statusCode()).isEqualTo(204));
  }

  @Test
  void oneRequestTooManyIsToldToComeBack(VertxTestContext test) {
    Promise<Void> gate = face.client.hold();
    Future<HttpResponse<Buffer>> first = face.put("/kv/a", TEXT, "1");
    Future<HttpResponse<Buffer>> both = untilOneWaits().compose(waiting -> face.get("/kv/a"));
    both.onComplete(done -> gate.complete());
    check(test, both.compose(second -> first.map(put -> {
      assertThat(put.statusCode()).isEqualTo(204);
      return second;
    })), second -> {
      refused(second, 503, "overloaded", "limits.inFlight");
      assertThat(second.getHeader("Retry-After")).isEqualTo("1");
    });
  }

  private Future<HttpResponse<Buffer>> untilOneWaits() {
    return untilOneWaits(face);
  }

  private static Future<HttpResponse<Buffer>> untilOneWaits(HttpFace face) {
    return face.get("/livez").compose(live -> face.client.executed.isEmpty() ? untilOneWaits(face) : Future.succeededFuture(live));
  }

  @Test
  void bodiesBeyondTheRoomForAllAreRefusedUntilTheOthersHaveTheirAnswer(Vertx vertx, VertxTestContext test) {
    String value = "x".repeat(600_000);
    HttpFace.start(vertx, "limits.bodiesMebibytes=1").compose(full -> {
      Promise<Void> gate = full.client.hold();
      Future<HttpResponse<Buffer>> first = full.put("/kv/a", TEXT, value);
      return untilOneWaits(full)
          .compose(waits -> full.put("/kv/b", TEXT, value))
          .compose(second -> {
            test.verify(() -> refused(second, 503, "overloaded", "limits.bodiesMebibytes allows 1048576"));
            gate.complete();
            return first;
          })
          .compose(answered -> full.put("/kv/b", TEXT, value));
    }).onComplete(test.succeeding(third -> test.verify(() -> {
      assertThat(third.statusCode()).isEqualTo(204);
      test.completeNow();
    })));
  }

  @Test
  void aPortInUseIsNamed(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx, backend -> new Backend(io.ringside.config.NodeConfig.of("http.port=" + face.port()), backend.build(),
        backend.ring(), backend.client(), backend.transport(), backend.metrics(), backend.faults(),
        backend.stage(), backend.lab())).onComplete(test.failing(thrown -> test.verify(() -> {
      assertThat(thrown).hasMessageContaining("Cannot listen on 127.0.0.1:" + face.port()).hasMessageContaining("http.port");
      test.completeNow();
    })));
  }

  /** Sends bytes as they are and collects the answer until the connection ends. */
  private void raw(VertxTestContext test, String bytes, Consumer<String> that) {
    Promise<String> answer = Promise.promise();
    Buffer received = Buffer.buffer();
    face.connect().onFailure(answer::fail).onSuccess(socket -> {
      socket.handler(received::appendBuffer).closeHandler(closed -> answer.complete(received.toString()));
      socket.exceptionHandler(broken -> { });
      socket.write(bytes);
    });
    answer.future().compose(text -> face.get("/livez").map(live -> text)).onComplete(test.succeeding(text -> test.verify(() -> {
      that.accept(text);
      test.completeNow();
    })));
  }
}
