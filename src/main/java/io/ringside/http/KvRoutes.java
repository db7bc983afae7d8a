package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.LimitsConfig;
import io.ringside.config.NodeConfig;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.ContextToken;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.SortedSet;

/** {@code /kv}: put, get and delete. */
final class KvRoutes {
  static final String PREFIX = "/kv/";
  static final String CONTEXT = "X-Context";
  static final String REQUEST_ID = "X-Request-Id";
  private static final int MAX_REQUEST_ID = 128;

  private final Client client;
  private final NodeConfig config;
  private final LimitsConfig limits;
  private final SortedSet<NodeId> members;
  private final ContextToken tokens;
  private final BodyRoom room;

  KvRoutes(Backend backend, ContextToken tokens, BodyRoom room) {
    this.client = backend.client();
    this.config = backend.config();
    this.limits = config.limits();
    this.members = backend.ring().members();
    this.tokens = tokens;
    this.room = room;
  }

  void mount(Routes routes) {
    routes.at(PREFIX + "*", "/kv/{key}", "/kv/{bucket}/{key}").get(this::get).put(this::put).delete(this::delete).done();
  }

  private Future<?> get(RoutingContext ctx) {
    Key key = key(ctx);
    RequestOptions options = RequestOptions.parse(ctx.queryParams());
    options.checkCountsOfWrite(replicas(key));
    requestId(ctx);
    return clientFor(ctx).execute(new Operation.Get(key, options.read())).compose(found -> answer(ctx, key, options, found));
  }

  private Future<?> put(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Key key = key(ctx);
    RequestOptions options = RequestOptions.parsePut(ctx.queryParams());
    options.checkCountsOfRead(replicas(key));
    CausalContext context = context(request, key).orElse(CausalContext.EMPTY);
    boolean onlyIfAbsent = onlyIfAbsent(request);
    RequestId id = requestId(ctx);
    String type = contentType(request);
    Client by = clientFor(ctx);
    return RequestBody.read(ctx, limits, room)
        .map(body -> content(request, type, body))
        .compose(content -> by.execute(new Operation.Put(key, content, context, id, onlyIfAbsent, options.write())))
        .compose(written -> answer(ctx, key, options, written));
  }

  private Future<?> delete(RoutingContext ctx) {
    Key key = key(ctx);
    RequestOptions options = RequestOptions.parse(ctx.queryParams());
    options.checkCountsOfRead(replicas(key));
    Optional<CausalContext> context = context(ctx.request(), key);
    RequestId id = requestId(ctx);
    Client by = clientFor(ctx);
    return context.map(past -> by.execute(new Operation.Delete(key, past, id, options.write())))
        .orElseGet(() -> by.delete(key, id, options.write()))
        .compose(written -> answer(ctx, key, options, written));
  }

  private Client clientFor(RoutingContext ctx) {
    return RequestOptions.via(ctx.queryParams(), members).map(client::via).orElse(client);
  }

  private Key key(RoutingContext ctx) {
    return KeyPath.parse(ctx.request().path(), PREFIX, limits);
  }

  private int replicas(Key key) {
    return Math.min(config.bucket(key.bucket()).n(), members.size());
  }

  private Optional<CausalContext> context(HttpServerRequest request, Key key) {
    String token = request.getHeader(CONTEXT);
    if (token == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(tokens.decode(key, token.strip()));
    } catch (MalformedBytes foreign) {
      throw Refusal.of(400, "bad_context", "X-Context cannot be used here: " + foreign.getMessage(),
          "send back, unchanged, the X-Context that a response for this very key gave");
    }
  }

  /** The sender's name for its request, or a new one; the response repeats it. */
  private RequestId requestId(RoutingContext ctx) {
    String text = ctx.request().getHeader(REQUEST_ID);
    if (text == null) {
      RequestId id = client.newRequest();
      ctx.response().putHeader(REQUEST_ID, id.toString());
      return id;
    }
    if (text.isBlank() || text.length() > MAX_REQUEST_ID) {
      throw Refusal.badRequest("X-Request-Id has 1 to " + MAX_REQUEST_ID + " characters", "a UUID is a good one");
    }
    ctx.response().putHeader(REQUEST_ID, text);
    return RequestId.of(text);
  }

  /** Preconditions that could not be kept are refused, not ignored. */
  private static boolean onlyIfAbsent(HttpServerRequest request) {
    String etag = request.getHeader("If-None-Match");
    if (request.getHeader("If-Match") != null || request.getHeader("If-Unmodified-Since") != null
        || etag != null && !etag.strip().equals("*")) {
      throw Refusal.of(400, "unsupported_precondition", "a write cannot be made to depend on an ETag or a date",
          "X-Context says what the write supersedes; If-None-Match: * writes only if absent");
    }
    return etag != null;
  }

  private static String contentType(HttpServerRequest request) {
    if (request.getHeader("Content-Encoding") != null) {
      throw Refusal.of(415, "unsupported_encoding", "bodies are stored as they come, without Content-Encoding",
          "send it plain; disks compress");
    }
    String type = request.getHeader("Content-Type");
    return type == null || type.isBlank() ? Content.OCTETS : type.strip();
  }

  private static Content content(HttpServerRequest request, String type, Bytes body) {
    var content = new Content(type, VersionHeaders.metadata(request.headers()), body);
    if (content.isJson()) {
      Json.check(body);
    }
    return content;
  }

  private Future<Void> answer(RoutingContext ctx, Key key, RequestOptions options, Found found) {
    String token = tokens.encode(key, found.context(), null);
    return options.explain() && !BinaryAnswer.isWanted(ctx)
        ? Json.send(ctx, 200, OperationJson.of(key, found, token))
        : new FoundAnswer(ctx, key, found, token).send();
  }

  private Future<Void> answer(RoutingContext ctx, Key key, RequestOptions options, Written written) {
    String token = tokens.encode(key, written.context(), written.dot());
    ctx.response().putHeader(CONTEXT, token).putHeader(VersionHeaders.DOT, written.dot().toString());
    if (BinaryAnswer.isWanted(ctx)) {
      return BinaryAnswer.send(ctx, 200, written);
    }
    if (options.explain()) {
      return Json.send(ctx, 200, OperationJson.of(key, written, token));
    }
    return options.returnBody() ? whatIsThereNow(ctx, key, options) : ctx.response().setStatusCode(204).end();
  }

  /** As a get right after the write. If that get fails, the write has succeeded all the same, and 204 says so. */
  private Future<Void> whatIsThereNow(RoutingContext ctx, Key key, RequestOptions options) {
    return clientFor(ctx).execute(new Operation.Get(key, options.read())).transform(read -> read.succeeded()
        ? answer(ctx, key, options, read.result())
        : ctx.response().setStatusCode(204).end());
  }
}
