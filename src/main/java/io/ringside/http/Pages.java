package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The dashboard's files and the contract, from the class path. */
final class Pages {
  private static final String CONTRACT = "openapi.yaml";

  private final Buffer contract = load();

  void mount(Router router, Routes routes) {
    routes.at("/openapi.yaml").get(this::contract).done();
    var files = StaticHandler.create("webroot").setIndexPage("index.html").setIncludeHidden(false).setCachingEnabled(false);
    router.get().handler(files);
    router.head().handler(files);
  }

  private Future<?> contract(RoutingContext ctx) {
    return ctx.response().putHeader("Content-Type", "application/yaml").end(contract);
  }

  private static Buffer load() {
    try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(CONTRACT)) {
      if (in == null) {
        throw new IllegalStateException(CONTRACT + " is not on the class path");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
