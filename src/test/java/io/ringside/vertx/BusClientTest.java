package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.testing.NoBlockedThread;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, NoBlockedThread.class})
class BusClientTest {
  private static final NodeConfig CONFIG = NodeConfig.of(
      "node.name=n2", "cluster.members=n1=h:1,n2=h:2,n3=h:3,n4=h:4",
      "quorum.operationTimeoutMillis=2000", "quorum.replicaTimeoutMillis=100");
  private static final Key KEY = Key.of("milk");
  private static final Written WRITTEN = new Written(Dot.of("n1", 1), CausalContext.EMPTY, Optional.empty());
  private static final Responder SILENT = question -> Promise.<Bytes>promise().future();
  private static final Responder WRITES = question -> Future.succeededFuture(OperationCodec.encodeAnswer(WRITTEN));

  /** The node and the operation of each question, in the order they came. */
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Operation<?>> operations = new CopyOnWriteArrayList<>();

  @Test
  void theOwnNodeCoordinates(Vertx vertx, VertxTestContext test) {
    var found = new Found(Siblings.NONE, Optional.empty());
    coordinator(vertx, "n2", question -> Future.succeededFuture(OperationCodec.encodeAnswer(found)))
        .compose(up -> client(vertx).get(KEY))
        .onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(answer).isEqualTo(found);
          assertThat(asked).containsExactly("n2");
          test.completeNow();
        })));
  }

  @Test
  void anotherNodeIsAskedFirstIfTheClientGoesInByIt(Vertx vertx, VertxTestContext test) {
    coordinator(vertx, "n2", WRITES)
        .compose(up -> coordinator(vertx, "n4", WRITES))
        .compose(up -> client(vertx).via(NodeId.of("n4")).put(KEY, Content.text("1")))
        .onComplete(test.succeeding(written -> test.verify(() -> {
          assertThat(asked).containsExactly("n4");
          assertThatThrownBy(() -> client(vertx).via(NodeId.of("n9"))).hasMessageContaining("Not a member");
          test.completeNow();
        })));
  }

  @Test
  void whenItIsAwayOrSilentTheNextIsAskedUnderTheSameRequestId(Vertx vertx, VertxTestContext test) {
    coordinator(vertx, "n3", SILENT)
        .compose(up -> coordinator(vertx, "n4", WRITES))
        .compose(up -> client(vertx).put(KEY, Content.text("1")))
        .onComplete(test.succeeding(written -> test.verify(() -> {
          assertThat(written).isEqualTo(WRITTEN);
          assertThat(asked).containsExactly("n3", "n4");
          assertThat(operations.get(0)).isEqualTo(operations.get(1));
          test.completeNow();
        })));
  }

  @Test
  void aWriteWithoutARequestIdIsNotRepeatedAfterSilence(Vertx vertx, VertxTestContext test) {
    var put = new Operation.Put(KEY, Content.text("1"), CausalContext.EMPTY, RequestId.NONE, false, Options.DEFAULTS);
    coordinator(vertx, "n2", SILENT)
        .compose(up -> coordinator(vertx, "n3", WRITES))
        .compose(up -> client(vertx).execute(put))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(asked).containsExactly("n2");
          assertFailed(failure, OperationFailure.Kind.UNREACHABLE, OperationFailure.Effect.UNKNOWN);
          test.completeNow();
        })));
  }

  @Test
  void whenAllAreAwayAReadHasDoneNothingAndAWriteIsUnknown(Vertx vertx, VertxTestContext test) {
    BusClient client = client(vertx);
    client.get(KEY).transform(read -> {
      test.verify(() -> assertFailed(read.cause(), OperationFailure.Kind.UNREACHABLE, OperationFailure.Effect.NOT_APPLIED));
      return client.put(KEY, Content.text("1"));
    }).onComplete(test.failing(failure -> test.verify(() -> {
      assertFailed(failure, OperationFailure.Kind.UNREACHABLE, OperationFailure.Effect.UNKNOWN);
      test.completeNow();
    })));
  }

  /** Found by a simulated run: the first coordinator stored the write and was silent, the second could do nothing. */
  @Test
  void aWriteThatASilentCoordinatorMayHaveMadeIsUnknownWhateverTheNextSays(Vertx vertx, VertxTestContext test) {
    var missed = new OperationFailure(
        OperationFailure.Kind.QUORUM_MISSED, "nobody", "wait", OperationFailure.Effect.NOT_APPLIED, 0);
    coordinator(vertx, "n2", SILENT)
        .compose(up -> coordinator(vertx, "n3", question -> Future.succeededFuture(OperationCodec.encodeFailure(missed))))
        .compose(up -> client(vertx).put(KEY, Content.text("1")))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(asked).containsExactly("n2", "n3");
          assertFailed(failure, OperationFailure.Kind.QUORUM_MISSED, OperationFailure.Effect.UNKNOWN);
          test.completeNow();
        })));
  }

  @Test
  void anAnswerThatIsAFailureIsNotTakenToAnotherCoordinator(Vertx vertx, VertxTestContext test) {
    var missed = new OperationFailure(
        OperationFailure.Kind.QUORUM_MISSED, "1 of 2", "heal the cut", OperationFailure.Effect.UNKNOWN, 1);
    coordinator(vertx, "n2", question -> Future.succeededFuture(OperationCodec.encodeFailure(missed)))
        .compose(up -> coordinator(vertx, "n3", WRITES))
        .compose(up -> client(vertx).put(KEY, Content.text("1")))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(asked).containsExactly("n2");
          assertFailed(failure, OperationFailure.Kind.QUORUM_MISSED, OperationFailure.Effect.UNKNOWN);
          test.completeNow();
        })));
  }

  @Test
  void aRefusalIsFinalAndDidNothing(Vertx vertx, VertxTestContext test) {
    coordinator(vertx, "n2", question -> Future.failedFuture(new Failure.Refused("another cluster")))
        .compose(up -> client(vertx).put(KEY, Content.text("1")))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertFailed(failure, OperationFailure.Kind.REFUSED, OperationFailure.Effect.NOT_APPLIED);
          test.completeNow();
        })));
  }

  @Test
  void theAnswerComesOnTheContextOfItsCaller(Vertx vertx, VertxTestContext test) {
    BusClient client = client(vertx);
    coordinator(vertx, "n2", WRITES).onComplete(test.succeeding(up -> vertx.runOnContext(caller -> {
      var context = Vertx.currentContext();
      client.put(KEY, Content.text("1")).onComplete(test.succeeding(written -> test.verify(() -> {
        assertThat(Vertx.currentContext()).isSameAs(context);
        test.completeNow();
      })));
    })));
  }

  @Test
  void requestIdsDiffer(Vertx vertx) {
    BusClient client = client(vertx);
    assertThat(List.of(client.newRequest(), client.newRequest(), client(vertx).newRequest())).doesNotHaveDuplicates();
  }

  private static void assertFailed(Throwable failure, OperationFailure.Kind kind, OperationFailure.Effect effect) {
    assertThat(failure).isInstanceOfSatisfying(OperationFailure.class, known -> {
      assertThat(known.kind()).isEqualTo(kind);
      assertThat(known.effect()).isEqualTo(effect);
    });
  }

  private Future<Void> coordinator(Vertx vertx, String name, Responder responder) {
    return channel(vertx, BusAddress.coordinator(NodeId.of(name))).listen(question -> {
      asked.add(name);
      operations.add(OperationCodec.decode(question));
      return responder.answer(question);
    });
  }

  private static BusClient client(Vertx vertx) {
    Channel channel = channel(vertx, new BusAddress(CONFIG.self(), "client"));
    channel.listen(SILENT);
    return new BusClient(channel, CONFIG);
  }

  private static Channel channel(Vertx vertx, BusAddress address) {
    return new Channel(vertx, address, ClusterTag.of("test"), LinkFaults.NONE, Events.NONE);
  }
}
