package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The dashboard's files and the contract, from the class path. */
final class Pages {
  private static final Pattern TEXT = Pattern.compile("(?:/[a-z0-9-]+)+\\.(js|css|html|svg)");
  private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css", "html", "text/html", "svg", "image/svg+xml");
  private static final String GZIP = "gzip";
  private static final String INDEX = "/index.html";
  private static final String CONTRACT = "openapi.yaml";

  private final Buffer contract = load();

  void mount(Router router, Routes routes) {
    routes.at("/openapi.yaml").get(this::contract).done();
    router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> text(ctx, INDEX));
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> text(ctx, ctx.normalizedPath()));
    var files = StaticHandler.create("webroot").setIndexPage(INDEX).setIncludeHidden(false).setCachingEnabled(false);
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(files);
  }

  /** Gzipped for whoever takes it so. What is no text of a page, or not there, is left to those who know what to say. */
  private void text(RoutingContext ctx, String path) {
    Matcher named = TEXT.matcher(path);
    if (!named.matches()) {
      ctx.next();
      return;
    }
    String ending = named.group(1);
    ctx.vertx().fileSystem().readFile("webroot" + path).onComplete(read -> {
      if (read.failed()) {
        ctx.next();
        return;
      }
      Buffer sent = ending.equals("js") ? Buffer.buffer(Scripts.withoutComments(read.result().toString())) : read.result();
      HttpServerResponse response = ctx.response().putHeader("Content-Type", TYPES.get(ending) + "; charset=utf-8").putHeader("Vary", "Accept-Encoding");
      if (takesGzip(ctx.request().getHeader("Accept-Encoding"))) {
        response.putHeader("Content-Encoding", GZIP);
        sent = gzipped(sent);
      }
      response.putHeader("Content-Length", Integer.toString(sent.length())).end(sent);
    });
  }

  /** RFC 9110, section 12.5.3; who says nothing may have any coding, but is given none. */
  private static boolean takesGzip(String header) {
    return header != null && Stream.of(header.toLowerCase(Locale.ROOT).split(","))
        .map(coding -> coding.replace(" ", "").replace("\t", ""))
        .anyMatch(coding -> coding.equals(GZIP) || coding.startsWith(GZIP + ";") && !coding.matches(".*;q=0(\\.0*)?"));
  }

  private static Buffer gzipped(Buffer plain) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain.getBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
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
