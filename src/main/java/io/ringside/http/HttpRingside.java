package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.client.Client;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.version.ContextToken;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.security.SecureRandom;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The {@link Client} of a program outside the cluster. Give it the addresses of several nodes: when one is silent or overloaded,
 * the next is asked, under the same request id. Safe for any number of threads.
 */
public final class HttpRingside implements Client {
  /*
   * A node answers operations in the bytes of OperationCodec to whoever names that media type, so that nothing is lost on the
   * way. The context goes out as the token that every HTTP client sends; making one takes the cluster's id, which any node tells.
   */
  private static final int CONNECT_TIMEOUT_MILLIS = 1000;

  /** Operations at once to one node; more of them wait for a connection. */
  private static final int CONNECTIONS_PER_NODE = 64;

  /** Beyond the operation's own time limit, which the node keeps, for the way there and back. */
  private static final long GRACE_MILLIS = 1000;

  private static final long DEFAULT_TIMEOUT_MILLIS = 10_000;
  private static final String SAFE = "repeat it under the same request id, or read what is there";

  private final HttpClient http;
  private final List<String> nodes;
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger preferred = new AtomicInteger();
  private volatile ContextToken tokens;

  /** {@code addresses} are those of nodes of one cluster, as in {@code http://127.0.0.1:8098}. */
  public HttpRingside(Vertx vertx, List<String> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("A client needs the address of at least one node");
    }
    this.nodes = addresses.stream()
        .map(address -> address.endsWith("/") ? address.substring(0, address.length() - 1) : address)
        .toList();
    this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS),
        new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_NODE));
  }

  @Override
  public RequestId newRequest() {
    return new RequestId(random.nextLong(), random.nextLong());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> Future<R> execute(Operation<R> operation) {
    long asked = operation.options().timeoutMillis();
    long limitMillis = asked > 0 ? asked + GRACE_MILLIS : DEFAULT_TIMEOUT_MILLIS;
    return tokens(nodes.size())
        .compose(made -> send(OperationRequest.of(operation, made), limitMillis, nodes.size(), Effect.NOT_APPLIED))
        .map(answer -> (R) answer);
  }

  /** Completes when all connections are closed. */
  public Future<Void> close() {
    return http.close();
  }

  private Future<ContextToken> tokens(int triesLeft) {
    if (tokens != null) {
      return Future.succeededFuture(tokens);
    }
    int node = preferred.get();
    var ask = new OperationRequest(HttpMethod.GET, "/cluster/ring", new TreeMap<>(), Bytes.EMPTY, true);
    return exchange(node, ask, DEFAULT_TIMEOUT_MILLIS).transform(sent -> {
      String cluster = sent.succeeded() ? Json.read(sent.result().body()).path("cluster").asText("") : "";
      if (!cluster.isEmpty()) {
        tokens = new ContextToken(cluster);
        return Future.succeededFuture(tokens);
      }
      leave(node);
      return triesLeft > 1 ? tokens(triesLeft - 1) : Future.failedFuture(new OperationFailure(Kind.UNREACHABLE,
          "none of " + nodes + " answered", "are these the addresses of running nodes?"));
    });
  }

  /** {@code before} is what earlier tries may have done. */
  private Future<Object> send(OperationRequest request, long limitMillis, int triesLeft, Effect before) {
    int node = preferred.get();
    return exchange(node, request, limitMillis).map(OperationResponse::answer).recover(thrown -> {
      OperationFailure failure = failureOf(thrown, request, node).after(before);
      boolean elsewhere = failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.OVERLOADED;
      boolean repeatable = failure.effect() == Effect.NOT_APPLIED || request.mayRepeat();
      if (elsewhere && repeatable && triesLeft > 1) {
        leave(node);
        return send(request, limitMillis, triesLeft - 1, failure.effect());
      }
      return Future.failedFuture(failure);
    });
  }

  private OperationFailure failureOf(Throwable thrown, OperationRequest request, int node) {
    if (thrown instanceof OperationFailure failure) {
      return failure;
    }
    if (thrown instanceof IllegalArgumentException impossible) {
      return new OperationFailure(Kind.INVALID, impossible.getMessage(), "a content type must fit into a header");
    }
    boolean harmless = request.method() == HttpMethod.GET || thrown instanceof ConnectException;
    return new OperationFailure(Kind.UNREACHABLE, nodes.get(node) + ": " + thrown.getMessage(), SAFE,
        harmless ? Effect.NOT_APPLIED : Effect.UNKNOWN, 0);
  }

  /** The next node is preferred from now on, unless somebody has left this one before. */
  private void leave(int node) {
    preferred.compareAndSet(node, (node + 1) % nodes.size());
  }

  /*
   * The body is asked for inside the composition that sends: that runs on the event loop, in the very turn in which the head
   * arrives. Composed from outside, by a thread that was held up, the question may come after the last byte, and Vert.x then
   * never completes it. The request's own idle timeout ends with the head, so the whole exchange has a limit.
   */
  private Future<OperationResponse> exchange(int node, OperationRequest request, long limitMillis) {
    var options = new RequestOptions().setMethod(request.method()).setAbsoluteURI(nodes.get(node) + request.path())
        .setConnectTimeout(limitMillis);
    return http.request(options).compose(open -> {
      request.headers().forEach(open::putHeader);
      return sendBody(open, request.body()).compose(HttpRingside::whole)
          .timeout(limitMillis, TimeUnit.MILLISECONDS)
          .onFailure(tooLateOrBroken -> open.reset());
    });
  }

  private static Future<HttpClientResponse> sendBody(HttpClientRequest open, Bytes body) {
    return body.size() == 0 ? open.send() : open.send(Buffer.buffer(body.array()));
  }

  private static Future<OperationResponse> whole(HttpClientResponse response) {
    return response.body().map(body -> new OperationResponse(
        response.statusCode(), response.getHeader("Content-Type"), Bytes.wrap(body.getBytes())));
  }
}
