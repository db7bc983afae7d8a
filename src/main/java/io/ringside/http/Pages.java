package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** The dashboard's files and the contract, from the class path. */
final class Pages {
  private static final Pattern SCRIPT = Pattern.compile("(?:/[a-z0-9-]+)+\\.js");
  private static final String CONTRACT = "openapi.yaml";

  private final Buffer contract = load();

  void mount(Router router, Routes routes) {
    routes.at("/openapi.yaml").get(this::contract).done();
    router.get("/js/*").handler(this::script);
    var files = StaticHandler.create("webroot").setIndexPage("index.html").setIncludeHidden(false).setCachingEnabled(false);
    router.get().handler(files);
    router.head().handler(files);
  }

  /** One that is not there is left to those who say so. */
  private void script(RoutingContext ctx) {
    String path = ctx.normalizedPath();
    if (!SCRIPT.matcher(path).matches()) {
      ctx.next();
      return;
    }
    ctx.vertx().fileSystem().readFile("webroot" + path).onComplete(read -> {
      if (read.succeeded()) {
        ctx.response().putHeader("Content-Type", "text/javascript; charset=utf-8").end(Scripts.withoutComments(read.result().toString()));
      } else {
        ctx.next();
      }
    });
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
