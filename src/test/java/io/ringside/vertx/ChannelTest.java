package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.Failure;
import io.ringside.testing.NoBlockedThread;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, NoBlockedThread.class})
class ChannelTest {
  private static final BusAddress ASKER = BusAddress.coordinator(NodeId.of("n1"));
  private static final BusAddress ANSWERER = BusAddress.replica(NodeId.of("n2"));
  private static final ClusterTag CLUSTER = ClusterTag.of("test");
  private static final Responder ECHO = Future::succeededFuture;
  private static final long LONG_MILLIS = 10_000;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicReference<FaultPlan> plan = new AtomicReference<>(FaultPlan.NONE);

  @Test
  void aQuestionIsAnswered(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, ECHO).compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("milk"), LONG_MILLIS)))
        .onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(answer.utf8()).isEqualTo("milk");
          test.completeNow();
        })));
  }

  @Test
  void questionsOfOneTurnTravelTogether(Vertx vertx, VertxTestContext test) {
    int questions = 100;
    var messages = new AtomicInteger();
    vertx.eventBus().addOutboundInterceptor(delivery -> {
      messages.incrementAndGet();
      delivery.next();
    });
    answering(vertx, CLUSTER, ECHO)
        .compose(answerer -> asking(vertx, asker -> Future.all(IntStream.range(0, questions)
            .mapToObj(i -> asker.ask(ANSWERER, Bytes.utf8("q" + i), LONG_MILLIS).map(Bytes::utf8))
            .toList())))
        .onComplete(test.succeeding(answers -> test.verify(() -> {
          assertThat(answers.<String>list()).containsExactlyElementsOf(
              IntStream.range(0, questions).mapToObj(i -> "q" + i).toList());
          assertThat(messages).hasValue(2);
          test.completeNow();
        })));
  }

  @Test
  void silenceIsUnreachableWhenTheLimitHasPassed(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, question -> Promise.<Bytes>promise().future())
        .compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("anyone?"), 50)))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unreachable.class).hasMessage("n2 did not answer within 50 ms");
          test.completeNow();
        })));
  }

  @Test
  void whereNobodyListensTheFailureComesAtOnce(Vertx vertx, VertxTestContext test) {
    asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("anyone?"), 3_600_000))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unreachable.class).hasMessageStartingWith("n2 cannot be reached");
          test.completeNow();
        })));
  }

  @Test
  void anotherClusterIsRefused(Vertx vertx, VertxTestContext test) {
    answering(vertx, ClusterTag.of("production"), ECHO)
        .compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("let me in"), LONG_MILLIS)))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Refused.class).hasMessageContaining("n2 belongs to cluster 'production'");
          test.completeNow();
        })));
  }

  @Test
  void anExceptionIsARefusalAndNeverSilence(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, question -> {
      throw new IllegalStateException("bug");
    }).compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("?"), LONG_MILLIS)))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Refused.class).hasMessageContaining("bug");
          assertThat(events).hasOnlyElementsOfType(Event.Bug.class).hasSize(1);
          test.completeNow();
        })));
  }

  @Test
  void anAnsweredUnavailableArrivesAsSuch(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, question -> Future.failedFuture(new Failure.Unavailable("disk full")))
        .compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("?"), LONG_MILLIS)))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unavailable.class).hasMessage("disk full");
          assertThat(events).isEmpty();
          test.completeNow();
        })));
  }

  @Test
  void malformedMessagesAreReportedAndTheNextIsHeard(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, ECHO)
        .compose(answerer -> {
          vertx.eventBus().send(ANSWERER.toString(), Buffer.buffer("no frame"));
          vertx.eventBus().send(ANSWERER.toString(), Buffer.buffer());
          vertx.eventBus().send(ANSWERER.toString(), "text");
          return asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("still there?"), LONG_MILLIS));
        })
        .onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(events).hasOnlyElementsOfType(Event.Bug.class).hasSize(3);
          test.completeNow();
        })));
  }

  @Test
  void aLateAnswerIsDropped(Vertx vertx, VertxTestContext test) {
    Promise<Bytes> late = Promise.promise();
    answering(vertx, CLUSTER, question -> question.utf8().equals("slow") ? late.future() : Future.succeededFuture(question))
        .compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.utf8("slow"), 20)
            .recover(silence -> {
              late.complete(Bytes.utf8("too late"));
              return asker.ask(ANSWERER, Bytes.utf8("next"), LONG_MILLIS);
            })))
        .onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(answer.utf8()).isEqualTo("next");
          assertThat(events).isEmpty();
          test.completeNow();
        })));
  }

  @Test
  void aPeerWithTooManyOpenQuestionsIsUnavailable(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, question -> Promise.<Bytes>promise().future())
        .compose(answerer -> asking(vertx, asker -> {
          for (int i = 0; i < Channel.MAX_IN_FLIGHT_PER_PEER; i++) {
            asker.ask(ANSWERER, Bytes.EMPTY, LONG_MILLIS);
          }
          return asker.ask(ANSWERER, Bytes.EMPTY, LONG_MILLIS);
        }))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unavailable.class);
          test.completeNow();
        })));
  }

  @Test
  void aPeerThatTakesNothingIsSentNoMoreThanItsShare(Vertx vertx, VertxTestContext test) {
    vertx.eventBus().addOutboundInterceptor(delivery -> { });
    Bytes large = Bytes.wrap(new byte[(int) (Channel.MAX_UNSENT_BYTES_PER_PEER / 4) + 1]);
    answering(vertx, CLUSTER, ECHO).compose(answerer -> asking(vertx, asker -> {
      for (int i = 0; i < 4; i++) {
        asker.ask(ANSWERER, large, LONG_MILLIS);
      }
      return asker.ask(ANSWERER, large, LONG_MILLIS).recover(refused -> {
        test.verify(() -> assertThat(refused).isInstanceOf(Failure.Unavailable.class).hasMessageContaining("has yet to take"));
        return asker.ask(ANSWERER, Bytes.EMPTY, 50);
      });
    })).onComplete(test.failing(sent -> test.verify(() -> {
      assertThat(sent).isInstanceOf(Failure.Unreachable.class);
      test.completeNow();
    })));
  }

  @Test
  void whatAPeerHasTakenIsNotCountedAnyMore(Vertx vertx, VertxTestContext test) {
    Bytes large = Bytes.wrap(new byte[(int) Channel.MAX_UNSENT_BYTES_PER_PEER / 4 + 1]);
    answering(vertx, CLUSTER, question -> Future.succeededFuture(Bytes.EMPTY)).compose(answerer -> asking(vertx, asker -> {
      Future<?> answered = Future.succeededFuture();
      for (int i = 0; i < 10; i++) {
        answered = answered.compose(before -> asker.ask(ANSWERER, large, LONG_MILLIS));
      }
      return answered;
    })).onComplete(test.succeedingThenComplete());
  }

  @Test
  void aCutLinkIsSilent(Vertx vertx, VertxTestContext test) {
    plan.set(FaultPlan.NONE.withCut(ANSWERER.node(), ASKER.node()));
    var heard = new AtomicInteger();
    answering(vertx, CLUSTER, question -> {
      heard.incrementAndGet();
      return Future.succeededFuture(question);
    }).compose(answerer -> asking(vertx, asker -> asker.ask(ANSWERER, Bytes.EMPTY, 50).recover(silence -> {
      plan.set(plan.get().heal());
      return asker.ask(ANSWERER, Bytes.utf8("healed"), LONG_MILLIS);
    }))).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.utf8()).isEqualTo("healed");
      assertThat(heard).hasValue(2);
      test.completeNow();
    })));
  }

  @Test
  void aClosedChannelFailsWhatIsOpen(Vertx vertx, VertxTestContext test) {
    answering(vertx, CLUSTER, question -> Promise.<Bytes>promise().future())
        .compose(answerer -> asking(vertx, asker -> {
          Future<Bytes> open = asker.ask(ANSWERER, Bytes.EMPTY, LONG_MILLIS);
          return asker.close().compose(closed -> open);
        }))
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unreachable.class);
          test.completeNow();
        })));
  }

  /** A channel at n2 on a context of its own. */
  private Future<Channel> answering(Vertx vertx, ClusterTag cluster, Responder responder) {
    return on(vertx, () -> {
      var channel = new Channel(vertx, ANSWERER, cluster, new LinkFaults(plan::get, () -> LinkTroubles.NONE), events::add);
      return channel.listen(responder).map(channel);
    });
  }

  /** Runs with a channel at n1 on a context of its own. */
  private <R> Future<R> asking(Vertx vertx, Asking<R> body) {
    return on(vertx, () -> {
      var channel = new Channel(vertx, ASKER, CLUSTER, new LinkFaults(plan::get, () -> LinkTroubles.NONE), events::add);
      return channel.listen(ECHO).compose(listening -> body.with(channel));
    });
  }

  private interface Asking<R> {
    Future<R> with(Channel asker);
  }

  private static <R> Future<R> on(Vertx vertx, Supplier<Future<R>> work) {
    Promise<R> done = Promise.promise();
    Context fresh = ((VertxInternal) vertx).createEventLoopContext();
    fresh.runOnContext(here -> work.get().onComplete(done));
    return done.future();
  }
}
