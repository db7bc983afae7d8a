package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.config.LimitsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Collects one request's body, up to a size and for a time. Must be made before the request's first chunk is read. */
final class RequestBody {
  /**
   * After a refusal the rest is read and dropped for this long, so that the sender can read the answer before the connection
   * ends.
   */
  private static final long LINGER_MILLIS = 1000;

  /** No record is larger, whatever the limits of values and siblings allow. */
  private static final long MAX_RECORD_BYTES = 256L << 20;

  /** What a record has beside its values: the key, clocks and dots. */
  private static final long OVERHEAD_BYTES = 1 << 20;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final int maxBytes;
  private final String limit;
  private final Promise<Bytes> body = Promise.promise();
  private final Buffer collected = Buffer.buffer();

  private RequestBody(Vertx vertx, HttpServerRequest request, int maxBytes, String limit) {
    this.vertx = vertx;
    this.request = request;
    this.maxBytes = maxBytes;
    this.limit = limit;
  }

  /** Completes with the whole body, or fails with a {@link Refusal}: too large (413), too slow (408), broken off (400). */
  static Future<Bytes> read(Vertx vertx, HttpServerRequest request, LimitsConfig limits) {
    return new RequestBody(vertx, request, limits.valueBytes(), "limits.valueBytes").start(limits.bodyTimeoutMillis());
  }

  /** The same of a record with all its siblings, as large as limits of values and siblings allow. */
  static Future<Bytes> readRecord(Vertx vertx, HttpServerRequest request, LimitsConfig limits) {
    long most = Math.min(MAX_RECORD_BYTES, (long) limits.siblingsHard() * limits.valueBytes() + OVERHEAD_BYTES);
    return new RequestBody(vertx, request, (int) most, "limits.valueBytes times limits.siblingsHard")
        .start(limits.bodyTimeoutMillis());
  }

  private Future<Bytes> start(long timeoutMillis) {
    if (announcedBytes() > maxBytes) {
      refuse(tooLarge("the body has " + announcedBytes() + " bytes"));
      return body.future();
    }
    long timer = vertx.setTimer(timeoutMillis, late -> refuse(Refusal.of(408, "body_too_slow",
        "the body did not arrive within limits.bodyTimeoutMillis, " + timeoutMillis + " ms",
        "send it at once, or in smaller values")));
    request.handler(this::collect)
        .exceptionHandler(broken -> body.tryFail(Refusal.badRequest("the body broke off", "")))
        .endHandler(end -> body.tryComplete(Bytes.wrap(collected.getBytes())));
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    return body.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private long announcedBytes() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }

  private void collect(Buffer chunk) {
    if (body.future().isComplete()) {
      return;
    }
    if (collected.length() + chunk.length() > maxBytes) {
      refuse(tooLarge("the body has more than " + maxBytes + " bytes"));
      return;
    }
    collected.appendBuffer(chunk);
  }

  private Refusal tooLarge(String what) {
    return Refusal.of(413, "too_large", what + ", " + limit + " allows " + maxBytes, "split the value over several keys");
  }

  private void refuse(Refusal refusal) {
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    if (body.tryFail(refusal)) {
      vertx.setTimer(LINGER_MILLIS, over -> request.connection().close());
    }
  }
}
