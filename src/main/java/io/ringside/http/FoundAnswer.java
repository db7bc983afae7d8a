package io.ringside.http;

import io.ringside.Key;
import io.ringside.operation.Found;
import io.ringside.version.Dot;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;

/** What a read found as a response: 200, 300, 304 or 404, in the form that the client takes. */
record FoundAnswer(RoutingContext ctx, Key key, Found found, String token) {
  Future<Void> send() {
    HttpServerResponse response = ctx.response().putHeader("Vary", "Accept").putHeader("Cache-Control", "no-cache");
    if (!found.context().isEmpty()) {
      response.putHeader(KvRoutes.CONTEXT, token);
    }
    if (BinaryAnswer.isWanted(ctx)) {
      return BinaryAnswer.send(ctx, status(), found);
    }
    return switch (found.kind()) {
      case VALUE -> value();
      case SIBLINGS -> siblings();
      case DELETED -> nothing("deleted", "the key was deleted");
      case NOT_FOUND -> nothing("not_found", "there is no such key");
    };
  }

  private int status() {
    return switch (found.kind()) {
      case VALUE -> 200;
      case SIBLINGS -> 300;
      case DELETED, NOT_FOUND -> 404;
    };
  }

  private Future<Void> value() {
    Dot dot = found.siblings().versions().firstKey();
    Version version = found.siblings().versions().get(dot);
    String type = version.content().map(VersionHeaders::contentType).orElseThrow();
    String chosen = accept().require(List.of(type, Multipart.TYPE));
    VersionHeaders.of(dot, version).forEach(ctx.response()::putHeader);
    ctx.response().putHeader("ETag", etag(dot));
    if (isKnown(etag(dot))) {
      return ctx.response().setStatusCode(304).end();
    }
    return chosen.equals(type)
        ? ctx.response().setStatusCode(200).end(Buffer.buffer(version.content().orElseThrow().body().array()))
        : multipart();
  }

  static String etag(Dot dot) {
    return '"' + dot.toString() + '"';
  }

  private boolean isKnown(String etag) {
    String known = ctx.request().getHeader("If-None-Match");
    return known != null && Arrays.stream(known.split(","))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
  }

  private Future<Void> siblings() {
    String chosen = accept().require(List.of(Json.TYPE, Multipart.TYPE));
    return chosen.equals(Multipart.TYPE) ? multipart() : Json.send(ctx, status(), OperationJson.of(key, found, token));
  }

  private Future<Void> nothing(String error, String reason) {
    return Json.send(ctx, status(), Errors.json(Refusal.of(status(), error, reason, ""), null));
  }

  private Future<Void> multipart() {
    Multipart parts = Multipart.of(found.siblings());
    return ctx.response().setStatusCode(status()).putHeader("Content-Type", parts.contentType()).end(parts.body());
  }

  private Accept accept() {
    return Accept.parse(ctx.request().getHeader("Accept"));
  }
}
