package io.ringside.testing;

import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A transport of which the test decides each answer: at once by a script per node, or later, one by one, through {@link #sent()}. A
 * request that has neither stays open until the test answers it.
 */
public final class ScriptedTransport implements Transport {
  private final List<Sent> sent = new ArrayList<>();
  private final SortedMap<NodeId, Script> scripts = new TreeMap<>();

  /** What a node answers; null leaves the request open. */
  @FunctionalInterface
  public interface Script {
    Future<?> answer(Request<?> request);
  }

  /** One request that was sent, and the means to answer it. */
  public record Sent(NodeId to, Request<?> request, long limitMillis, Promise<Object> promise) {
    public void answer(Object answer) {
      promise.complete(answer);
    }

    public void fail(Failure failure) {
      promise.fail(failure);
    }

    public void staySilent() {
      fail(new Failure.Unreachable(to + " is silent"));
    }

    public boolean isOpen() {
      return !promise.future().isComplete();
    }
  }

  /** Requests to this node are answered so from now on. */
  public ScriptedTransport on(NodeId node, Script script) {
    scripts.put(node, script);
    return this;
  }

  public ScriptedTransport silence(NodeId node) {
    return on(node, request -> Future.failedFuture(new Failure.Unreachable(node + " is silent")));
  }

  /** All requests, oldest first. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The requests of one kind, oldest first. */
  public <Q extends Request<?>> List<Q> sent(Class<Q> kind) {
    return sent.stream().map(Sent::request).filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The last request sent to this node. */
  public Sent lastTo(NodeId node) {
    return sent.stream().filter(each -> each.to().equals(node)).reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("Nothing was sent to " + node));
  }

  public void forget() {
    sent.clear();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
    Promise<Object> promise = Promise.promise();
    sent.add(new Sent(to, request, limitMillis, promise));
    Script script = scripts.get(to);
    Future<?> answer = script == null ? null : script.answer(request);
    if (answer != null) {
      answer.onComplete(outcome -> {
        if (outcome.succeeded()) {
          promise.complete(outcome.result());
        } else {
          promise.fail(outcome.cause());
        }
      });
    }
    return (Future<R>) promise.future();
  }
}
