package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.message.Failure;
import io.ringside.operation.OperationFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says no in JSON: every failure of a request ends here, once, with a status, a reason and a hint. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  /** When to come back after a failure that may pass by itself. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private Errors() {}

  /** The router's failure handler. */
  static void render(RoutingContext ctx) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      LOG.debug("{} {} ended in the middle of its answer", ctx.request().method(), ctx.request().path(), ctx.failure());
      ctx.request().connection().close();
      return;
    }
    Refusal refusal = refusalOf(ctx.failure(), ctx.statusCode());
    refusal.headers().forEach(response::putHeader);
    if (ctx.failure() instanceof OperationFailure operation && BinaryAnswer.isWanted(ctx)) {
      BinaryAnswer.send(ctx, refusal.status(), operation);
      return;
    }
    Json.send(ctx, refusal.status(), json(refusal, ctx.failure()));
  }

  static ObjectNode json(Refusal refusal, Throwable failure) {
    ObjectNode json = Json.object().put("error", refusal.error()).put("reason", refusal.getMessage());
    if (!refusal.hint().isEmpty()) {
      json.put("hint", refusal.hint());
    }
    if (failure instanceof OperationFailure operation) {
      json.put("outcome", operation.effect().name().toLowerCase(Locale.ROOT)).put("stored", operation.stored());
      operation.explanation().ifPresent(explanation -> json.set("explanation", OperationJson.of(explanation)));
    }
    return json;
  }

  private static Refusal refusalOf(Throwable failure, int status) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (failure instanceof OperationFailure operation) {
      return refusalOf(operation);
    }
    if (failure instanceof Failure silence) {
      return Refusal.of(503, "unreachable", silence.getMessage(), "try another node").with("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (failure instanceof HttpException http) {
      return ofStatus(http.getStatusCode(), http.getPayload());
    }
    if (failure == null) {
      return ofStatus(status, null);
    }
    LOG.error("A request met a bug", failure);
    return Refusal.of(500, "internal", "this node met a bug while answering", "its log says more");
  }

  private static Refusal refusalOf(OperationFailure failure) {
    Refusal refusal = Refusal.of(statusOf(failure.kind()), word(failure.kind()), failure.getMessage(), failure.hint());
    return failure.mayRetry() ? refusal.with("Retry-After", RETRY_AFTER_SECONDS) : refusal;
  }

  /** The error's name on the wire: never change, clients decide by it. */
  static String word(OperationFailure.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static int statusOf(OperationFailure.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case TOO_LARGE -> 413;
      case PRECONDITION_FAILED -> 412;
      case NOT_FOUND -> 404;
      case QUORUM_MISSED, CANNOT_TELL, OVERLOADED, UNREACHABLE -> 503;
      case REFUSED -> 500;
    };
  }

  private static Refusal ofStatus(int status, String reason) {
    return switch (status) {
      case 400 -> Refusal.badRequest(reason == null ? "the request cannot be understood" : reason,
          "a percent sign in a path or a query is written %25");
      case 404 -> notFound();
      default -> Refusal.of(status < 400 ? 500 : status, "http_" + status, reason == null ? "the request failed" : reason, "");
    };
  }

  static Refusal notFound() {
    return Refusal.of(404, "no_such_path", "there is nothing at this path", "/openapi.yaml lists the paths");
  }

  /** Answers what could not even be parsed as HTTP; the connection is of no use after that. */
  static void renderInvalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    Refusal refusal = switch (name) {
      case "TooLongHttpHeaderException" -> Refusal.of(431, "headers_too_large", "the headers exceed limits.headerBytes",
          "send fewer or shorter headers; if it is X-Context that is so long, raise limits.headerBytes on every node");
      case "TooLongHttpLineException" -> Refusal.of(414, "path_too_long", "the path or the query is too long",
          "a key may have limits.keyBytes bytes");
      default -> Refusal.badRequest("this is not HTTP", "");
    };
    refuse(request, refusal);
  }

  /** Ends a request before any route sees it, and its connection. */
  static void refuse(HttpServerRequest request, Refusal refusal) {
    request.response()
        .setStatusCode(refusal.status())
        .putHeader("Content-Type", Json.TYPE)
        .putHeader("Connection", "close")
        .end(json(refusal, null).toString())
        .onComplete(sent -> request.connection().close());
  }
}
