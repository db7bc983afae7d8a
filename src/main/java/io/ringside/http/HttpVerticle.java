package io.ringside.http;

import io.ringside.config.LimitsConfig;
import io.ringside.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.TimeUnit;

/** Gives one node an HTTP port. Holds no protocol: {@link Api} lists what is answered. */
public final class HttpVerticle extends VerticleBase {
  /** A connection on which nothing moves for this long is closed; the event feed sends a heartbeat more often. */
  private static final int IDLE_SECONDS = 60;

  /** Small, so that a viewer that does not read is noticed here and not in the kernel's buffers. */
  private static final int SEND_BUFFER_BYTES = 64 * 1024;

  /** Bucket and key at three characters per byte, and the query. */
  private static final int PERCENT_ENCODED = 3;
  private static final int QUERY_BYTES = 4096;

  private final Backend backend;
  private HttpServer server;

  public HttpVerticle(Backend backend) {
    this.backend = backend;
  }

  /** Completes when requests are taken; fails with an {@link IllegalStateException} in plain words if the port cannot be had. */
  @Override
  public Future<?> start() {
    NodeConfig config = backend.config();
    server = vertx.createHttpServer(options(config))
        .invalidRequestHandler(Errors::renderInvalid)
        .requestHandler(withHost(new Api(vertx, backend).router()));
    return server.listen().recover(failure -> Future.failedFuture(explain(failure)));
  }

  /** HTTP/1.1 asks for a Host header, and the router counts on it. */
  private static Handler<HttpServerRequest> withHost(Router router) {
    return request -> {
      if (request.version() == HttpVersion.HTTP_1_1 && request.getHeader(HttpHeaders.HOST) == null) {
        Errors.refuse(request, Refusal.badRequest("the Host header is missing", "HTTP/1.1 asks for one, as in Host: localhost:8098"));
      } else {
        router.handle(request);
      }
    };
  }

  private static HttpServerOptions options(NodeConfig config) {
    LimitsConfig limits = config.limits();
    return new HttpServerOptions()
        .setHost(config.http().host())
        .setPort(config.http().port())
        .setMaxHeaderSize(limits.headerBytes())
        .setMaxInitialLineLength(2 * PERCENT_ENCODED * limits.keyBytes() + QUERY_BYTES)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setSendBufferSize(SEND_BUFFER_BYTES);
  }

  private IllegalStateException explain(Throwable failure) {
    var http = backend.config().http();
    String where = http.host() + ":" + http.port();
    if (failure instanceof BindException) {
      return new IllegalStateException("Cannot listen on " + where + ": " + failure.getMessage()
          + ". Is another node running there? Choose another http.port, or 0 for any free one", failure);
    }
    return new IllegalStateException("Cannot listen on " + where + ": " + failure.getMessage(), failure);
  }

  /** The port that is bound, whatever was configured. */
  public int port() {
    return server.actualPort();
  }
}
