package io.ringside.http;

import io.ringside.Key;
import io.ringside.operation.Found;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.ringside.version.VersionCodec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What a read found as a response: 200, 300, 304 or 404, in the form that the client takes. */
record FoundAnswer(RoutingContext ctx, Key key, Found found, String token) {
  /** Versions as {@link VersionCodec} writes them: what programs read, since nothing is rounded or shortened in it. */
  static final String BINARY = "application/vnd.ringside.siblings";

  Future<Void> send() {
    HttpServerResponse response = ctx.response().putHeader("Vary", "Accept").putHeader("Cache-Control", "no-cache");
    if (!found.context().isEmpty()) {
      response.putHeader(KvRoutes.CONTEXT, token);
    }
    return switch (found.kind()) {
      case VALUE -> value();
      case SIBLINGS -> siblings();
      case DELETED -> nothing("deleted", "the key was deleted");
      case NOT_FOUND -> nothing("not_found", "there is no such key");
    };
  }

  private Future<Void> value() {
    Dot dot = found.siblings().versions().firstKey();
    Version version = found.siblings().versions().get(dot);
    String type = version.content().map(VersionHeaders::contentType).orElseThrow();
    String chosen = accept().require(List.of(type, Multipart.TYPE, BINARY));
    VersionHeaders.of(dot, version).forEach(ctx.response()::putHeader);
    ctx.response().putHeader("ETag", etag(dot));
    if (etag(dot).equals(ctx.request().getHeader("If-None-Match"))) {
      return ctx.response().setStatusCode(304).end();
    }
    if (chosen.equals(type)) {
      return ctx.response().setStatusCode(200).end(Buffer.buffer(version.content().orElseThrow().body().array()));
    }
    return chosen.equals(BINARY) ? binary(200) : multipart(200);
  }

  static String etag(Dot dot) {
    return '"' + dot.toString() + '"';
  }

  private Future<Void> siblings() {
    String chosen = accept().require(List.of(Json.TYPE, Multipart.TYPE, BINARY));
    return switch (chosen) {
      case Multipart.TYPE -> multipart(300);
      case BINARY -> binary(300);
      default -> Json.send(ctx, 300, OperationJson.of(key, found, token));
    };
  }

  private Future<Void> nothing(String error, String reason) {
    String chosen = accept().choose(List.of(Json.TYPE, BINARY)).orElse(Json.TYPE);
    return chosen.equals(BINARY)
        ? binary(404)
        : Json.send(ctx, 404, Errors.json(Refusal.of(404, error, reason, ""), null));
  }

  private Future<Void> multipart(int status) {
    Multipart parts = Multipart.of(found.siblings());
    return ctx.response().setStatusCode(status).putHeader("Content-Type", parts.contentType()).end(parts.body());
  }

  private Future<Void> binary(int status) {
    Siblings siblings = found.siblings();
    return ctx.response().setStatusCode(status).putHeader("Content-Type", BINARY)
        .end(Buffer.buffer(VersionCodec.encode(siblings).array()));
  }

  private Accept accept() {
    return Accept.parse(ctx.request().getHeader("Accept"));
  }
}
