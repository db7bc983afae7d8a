package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HttpRingsideTest {
  private static final Key KEY = new Key("b/1", "k ä/2");
  private static final String NOBODY = "http://127.0.0.1:1";

  private HttpFace face;
  private HttpRingside client;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).onComplete(test.succeeding(started -> {
      face = started;
      client = new HttpRingside(vertx, List.of(NOBODY, started.address()));
      test.completeNow();
    }));
  }

  @Test
  void whatIsFoundOverHttpIsWhatTheNodeFound(VertxTestContext test) {
    var content = new Content("image/png", new TreeMap<>(Map.of("Owner", "Adèle 100%")), Bytes.wrap(new byte[] {0, -1, 13, 10}));
    client.put(KEY, content).compose(put -> client.put(KEY, Content.text("beside it")))
        .compose(put -> client.get(KEY).compose(found -> face.client.get(KEY).map(there -> List.of(found, there))))
        .onComplete(test.succeeding(both -> test.verify(() -> {
          assertThat(both.get(0)).isEqualTo(both.get(1));
          assertThat(both.get(0).kind()).isEqualTo(Found.Kind.SIBLINGS);
          test.completeNow();
        })));
  }

  @Test
  void aPutOverItsContextSupersedes(VertxTestContext test) {
    client.put(KEY, Content.text("1")).compose(first -> client.put(KEY, Content.text("2"), first.context()))
        .compose(second -> client.get(KEY)).onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(found.kind()).isEqualTo(Found.Kind.VALUE);
          assertThat(found.value().orElseThrow().getValue().content().orElseThrow()).isEqualTo(Content.text("2"));
          test.completeNow();
        })));
  }

  @Test
  void siblingsAreResolved(VertxTestContext test) {
    client.put(KEY, Content.text("1")).compose(first -> client.put(KEY, Content.text("2")))
        .compose(second -> client.resolve(KEY, siblings -> Content.text("both of " + siblings.size())))
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(found.value().orElseThrow().getValue().content().orElseThrow()).isEqualTo(Content.text("both of 2"));
          test.completeNow();
        })));
  }

  @Test
  void deletedAndNeverThereAreDifferent(VertxTestContext test) {
    client.get(KEY).compose(before -> client.put(KEY, Content.text("1")).compose(put -> client.delete(KEY))
        .compose(deleted -> client.get(KEY)).map(after -> List.of(before.kind(), after.kind())))
        .onComplete(test.succeeding(kinds -> test.verify(() -> {
          assertThat(kinds).containsExactly(Found.Kind.NOT_FOUND, Found.Kind.DELETED);
          test.completeNow();
        })));
  }

  @Test
  void optionsArriveAsTheyWereMeant(VertxTestContext test) {
    Options options = Options.DEFAULTS.withN(Count.of(3)).withQuorum(Count.ALL).withPrimaries(Count.ONE).withTimeoutMillis(700)
        .withFanout(Options.Fanout.QUORUM).withNotFoundOk(true).withExplain(true);
    client.get(KEY, options).onComplete(test.succeeding(found -> test.verify(() -> {
      assertThat(face.client.executed.get(0)).isEqualTo(new Operation.Get(KEY, options));
      assertThat(found.explanation()).isPresent();
      test.completeNow();
    })));
  }

  @Test
  void aFailureArrivesAsItWas(VertxTestContext test) {
    face.client.failWith(new OperationFailure(OperationFailure.Kind.QUORUM_MISSED, "1 of 2", "wait",
        OperationFailure.Effect.UNKNOWN, 1));
    client.put(KEY, Content.text("1")).onComplete(test.failing(thrown -> test.verify(() -> {
      var failure = (OperationFailure) thrown;
      assertThat(failure.kind()).isEqualTo(OperationFailure.Kind.QUORUM_MISSED);
      assertThat(failure.effect()).isEqualTo(OperationFailure.Effect.UNKNOWN);
      assertThat(failure.stored()).isEqualTo(1);
      assertThat(failure).hasMessage("1 of 2");
      test.completeNow();
    })));
  }

  @Test
  void anOverloadedNodeIsLeftUnderTheSameRequestId(Vertx vertx, VertxTestContext test) {
    face.client.failWith(new OperationFailure(OperationFailure.Kind.OVERLOADED, "too much", "wait"));
    HttpFace.start(vertx).compose(other -> new HttpRingside(vertx, List.of(face.address(), other.address()))
        .put(KEY, Content.text("1")).map(put -> other)).onComplete(test.succeeding(other -> test.verify(() -> {
          var first = (Operation.Put) face.client.executed.get(0);
          var second = (Operation.Put) other.client.executed.get(0);
          assertThat(first.request()).isEqualTo(second.request());
          test.completeNow();
        })));
  }

  @Test
  void aRefusalBeforeTheOperationKeepsItsReason(VertxTestContext test) {
    client.put(Key.of("k".repeat(1025)), Content.text("1")).onComplete(test.failing(thrown -> test.verify(() -> {
      var failure = (OperationFailure) thrown;
      assertThat(failure.kind()).isEqualTo(OperationFailure.Kind.TOO_LARGE);
      assertThat(failure).hasMessageContaining("limits.keyBytes");
      test.completeNow();
    })));
  }

  @Test
  void nobodyThereIsUnreachable(Vertx vertx, VertxTestContext test) {
    new HttpRingside(vertx, List.of(NOBODY)).get(KEY).onComplete(test.failing(thrown -> test.verify(() -> {
      assertThat(((OperationFailure) thrown).kind()).isEqualTo(OperationFailure.Kind.UNREACHABLE);
      test.completeNow();
    })));
  }

  @Test
  void anAnswerWithoutAnEndIsNotWaitedForForever(Vertx vertx, VertxTestContext test) {
    vertx.createHttpServer().requestHandler(request -> {
      if (request.path().equals("/cluster/ring")) {
        request.response().end("{\"cluster\":\"c\"}");
      } else {
        request.response().setChunked(true).write("half an answer");
      }
    }).listen(0, "127.0.0.1")
        .compose(server -> new HttpRingside(vertx, List.of("http://127.0.0.1:" + server.actualPort()))
            .put(KEY, Content.text("1"), CausalContext.EMPTY, Options.DEFAULTS.withTimeoutMillis(100)))
        .onComplete(test.failing(thrown -> test.verify(() -> {
          var failure = (OperationFailure) thrown;
          assertThat(failure.kind()).isEqualTo(OperationFailure.Kind.UNREACHABLE);
          assertThat(failure.effect()).isEqualTo(OperationFailure.Effect.UNKNOWN);
          test.completeNow();
        })));
  }
}
