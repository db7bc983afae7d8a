package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.HistoryRecorder;
import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** A client whose every question and answer is judged. What it writes was never written before. */
final class Visitor {
  private static final int MOST_TRIES = 5;
  private static final int LARGE = 1000;
  private static final long RETRY_MILLIS = 800;

  private final Scene scene;
  private final String session;
  private final NodeId node;
  private final Client client;

  Visitor(Scene scene, String session, NodeId node) {
    this.scene = scene;
    this.session = session;
    this.node = node;
    this.client = scene.cluster().client(node);
  }

  /** Writes over nothing; what became of it is what it is waited for. */
  CausalContext put() {
    return put(CausalContext.EMPTY);
  }

  /** Writes over {@code past}; the context that came back, or the old one if none did. */
  CausalContext put(CausalContext past) {
    return put(past, Options.DEFAULTS);
  }

  CausalContext put(CausalContext past, Options options) {
    return contextOr(past, beginPut(scene.key(), past, options, false));
  }

  /** A write that has all the nodes it needs, and so must succeed. */
  CausalContext putThatMustSucceed(CausalContext past) {
    return contextOr(past, beginPut(scene.key(), past, Options.DEFAULTS, true));
  }

  CausalContext delete(CausalContext past) {
    return delete(past, Options.DEFAULTS);
  }

  CausalContext delete(CausalContext past, Options options) {
    return contextOr(past, beginDelete(scene.key(), past, options));
  }

  private CausalContext contextOr(CausalContext past, Future<Written> write) {
    var outcome = scene.await(write);
    return outcome.succeeded() ? outcome.result().context() : past;
  }

  /** Reads; the context, empty if that failed. */
  CausalContext get() {
    return get(Options.DEFAULTS);
  }

  /** Reads, and does not wait. */
  Future<Found> beginGet() {
    return get(scene.key(), Options.DEFAULTS, false);
  }

  CausalContext get(Options options) {
    var outcome = scene.await(get(scene.key(), options, false));
    return outcome.succeeded() ? outcome.result().context() : CausalContext.EMPTY;
  }

  Future<Found> get(Key key, Options options, boolean mustSucceed) {
    return judged(new Operation.Get(key, options), mustSucceed);
  }

  Future<Written> beginPut(Key key, CausalContext past, Options options, boolean mustSucceed) {
    return judged(put(key, past, options), mustSucceed);
  }

  /** Writes a value that makes up nearly all of its record. */
  void putLarge(Options options) {
    scene.await(judged(put(scene.key(), CausalContext.EMPTY, options, scene.newValue().repeat(LARGE)), false));
  }

  private Operation.Put put(Key key, CausalContext past, Options options) {
    return put(key, past, options, scene.newValue());
  }

  private Operation.Put put(Key key, CausalContext past, Options options, String value) {
    return new Operation.Put(key, Content.text(value), past, client.newRequest(), false, options);
  }

  Future<Written> beginDelete(Key key, CausalContext past) {
    return beginDelete(key, past, Options.DEFAULTS);
  }

  private Future<Written> beginDelete(Key key, CausalContext past, Options options) {
    return judged(new Operation.Delete(key, past, client.newRequest(), options), false);
  }

  /** One write, tried again under its request id while nobody knows what became of it. */
  Future<Written> beginPersistentPut(CausalContext past, Options options) {
    Operation.Put put = put(scene.key(), past, options);
    return judged(put, false, () -> again(put, MOST_TRIES));
  }

  private Future<Written> again(Operation.Put put, int triesLeft) {
    return client.execute(put).recover(failure -> {
      boolean worthIt = failure instanceof OperationFailure known && known.mayRetry() && triesLeft > 1;
      return worthIt ? pause().compose(over -> again(put, triesLeft - 1)) : Future.failedFuture(failure);
    });
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    scene.cluster().world().after(RETRY_MILLIS, over::complete);
    return over.future();
  }

  private <R> Future<R> judged(Operation<R> operation, boolean mustSucceed) {
    return judged(operation, mustSucceed, () -> client.execute(operation));
  }

  private <R> Future<R> judged(Operation<R> operation, boolean mustSucceed, Supplier<Future<R>> execution) {
    HistoryRecorder.Open question = scene.verdicts().asked(session, node, operation);
    if (mustSucceed) {
      question.entitled();
    }
    return execution.get().transform(outcome -> {
      Verdicts.ended(question, outcome);
      return outcome.succeeded() ? Future.succeededFuture(outcome.result()) : Future.failedFuture(outcome.cause());
    });
  }
}
