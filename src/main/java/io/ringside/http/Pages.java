package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The dashboard's files and the contract, from the class path. */
final class Pages {
  private static final Pattern FILE = Pattern.compile("(?:/[A-Za-z0-9-]+)+\\.([a-z]+)");
  private static final Map<String, String> TYPES = Map.of("js", "text/javascript", "css", "text/css", "html", "text/html", "svg", "image/svg+xml",
      "json", "application/json", "txt", "text/plain");
  private static final int NOT_MODIFIED = 304;
  private static final String GZIP = "gzip";
  private static final String INDEX = "/index.html";
  private static final String CONTRACT = "openapi.yaml";

  private final Buffer contract = load();

  void mount(Router router, Routes routes) {
    routes.at("/openapi.yaml").get(this::contract).done();
    router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> file(ctx, INDEX));
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> file(ctx, ctx.normalizedPath()));
  }

  /** Gzipped for whoever takes it so, and not at all if it is what they have already. What is not there is left to those who know what to say. */
  private void file(RoutingContext ctx, String path) {
    Matcher named = FILE.matcher(path);
    if (!named.matches() || !TYPES.containsKey(named.group(1))) {
      ctx.next();
      return;
    }
    String ending = named.group(1);
    ctx.vertx().fileSystem().readFile("webroot" + path).onComplete(read -> {
      if (read.failed()) {
        ctx.next();
        return;
      }
      HttpServerResponse response = ctx.response().putHeader("Vary", "Accept-Encoding").putHeader("Cache-Control", "no-cache");
      if (ctx.etag(tagOf(read.result())).isFresh()) {
        response.setStatusCode(NOT_MODIFIED).end();
        return;
      }
      Buffer sent = ending.equals("js") ? Buffer.buffer(Scripts.withoutComments(read.result().toString())) : read.result();
      response.putHeader("Content-Type", TYPES.get(ending) + "; charset=utf-8");
      if (takesGzip(ctx.request().getHeader("Accept-Encoding"))) {
        response.putHeader("Content-Encoding", GZIP);
        sent = gzipped(sent);
      }
      response.putHeader("Content-Length", Integer.toString(sent.length())).end(sent);
    });
  }

  /** Of the file, whatever coding it is sent in: hence weak (RFC 9110, section 8.8.3). */
  private static String tagOf(Buffer file) {
    return "W/\"" + UUID.nameUUIDFromBytes(file.getBytes()) + "\"";
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
