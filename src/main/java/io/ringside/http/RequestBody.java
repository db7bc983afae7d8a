package io.ringside.http;

import io.ringside.Bytes;
import io.ringside.config.LimitsConfig;
import io.ringside.operation.OperationCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.IntPredicate;

/**
 * Collects one request's body, up to a size, for a time, and while there is room for it. Must be made before the request's first
 * chunk is read.
 */
final class RequestBody {
  /**
   * After a refusal the rest is read and dropped for this long, so that the sender can read the answer before the connection
   * ends.
   */
  private static final long LINGER_MILLIS = 1000;

  /** What a record has beside its values: the key, clocks and dots. */
  private static final long OVERHEAD_BYTES = 1 << 20;

  /** Ten times as long as any that comes with the program. */
  static final int SCENARIO_BYTES = 32 << 10;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final BodyRoom.Place place;
  private final Limit limit;
  private final IntPredicate begin;
  private final Promise<Bytes> body = Promise.promise();
  private Buffer collected = Buffer.buffer();

  /** How long a body may be, what says so, and what can be done about it. */
  private record Limit(long maxBytes, String name, String hint) {}

  private RequestBody(RoutingContext ctx, BodyRoom.Place place, Limit limit, IntPredicate begin) {
    this.vertx = ctx.vertx();
    this.request = ctx.request();
    this.place = place;
    this.limit = limit;
    this.begin = begin;
    ctx.addEndHandler(ended -> place.leave());
  }

  /**
   * Completes with the whole body, or fails with a {@link Refusal}: too large (413), too slow (408), broken off (400), no room now
   * (503). It takes its room until the response has ended.
   */
  static Future<Bytes> read(RoutingContext ctx, LimitsConfig limits, BodyRoom room) {
    var limit = new Limit(limits.valueBytes(), "limits.valueBytes", "split the value over several keys");
    return new RequestBody(ctx, room.enter(), limit, any -> true).start(limits.bodyTimeoutMillis());
  }

  /**
   * The same of an order to restore a record with all its siblings, as large as limits of values and siblings allow and there is
   * room for. What does not begin like one is refused (400) by its first byte.
   */
  static Future<Bytes> readRestore(RoutingContext ctx, LimitsConfig limits, BodyRoom room) {
    long largest = (long) limits.siblingsHard() * limits.valueBytes() + OVERHEAD_BYTES;
    Limit limit = largest <= room.maxBytes()
        ? new Limit(largest, "limits.valueBytes times limits.siblingsHard", "raise them on every node")
        : new Limit(room.maxBytes(), "limits.bodiesMebibytes", "by itself that is a sixteenth of the heap: give the node more memory");
    return new RequestBody(ctx, room.enter(), limit, OperationCodec::isRestore).start(limits.bodyTimeoutMillis());
  }

  /** The same of a scenario's text. */
  static Future<Bytes> readScenario(RoutingContext ctx, LimitsConfig limits, BodyRoom room) {
    var limit = new Limit(SCENARIO_BYTES, "a scenario's text", "bin/ringside scenario run FILE plays a longer one");
    return new RequestBody(ctx, room.enter(), limit, any -> true).start(limits.bodyTimeoutMillis());
  }

  private Future<Bytes> start(long timeoutMillis) {
    try {
      checkSize(announcedBytes(), "the body has " + announcedBytes() + " bytes");
      place.check(announcedBytes());
    } catch (Refusal refusal) {
      refuse(refusal);
      return body.future();
    }
    long timer = vertx.setTimer(timeoutMillis, late -> refuse(Refusal.of(408, "body_too_slow",
        "the body did not arrive within limits.bodyTimeoutMillis, " + timeoutMillis + " ms",
        "send it at once, or in smaller values")));
    request.handler(this::collect)
        .exceptionHandler(broken -> body.tryFail(Refusal.badRequest("the body broke off", "")))
        .endHandler(over -> end());
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
    long length = (long) collected.length() + chunk.length();
    try {
      checkSize(length, "the body has more than " + limit.maxBytes + " bytes");
      if (collected.length() == 0 && chunk.length() > 0 && !begin.test(chunk.getUnsignedByte(0))) {
        throw Refusal.badRequest("this is no record: nothing but a restore is done here",
            "/kv takes puts, gets and deletes; is it from another version of ringside?");
      }
      place.grow(length);
    } catch (Refusal refusal) {
      refuse(refusal);
      return;
    }
    collected.appendBuffer(chunk);
  }

  private void end() {
    byte[] whole = collected.getBytes();
    collected = Buffer.buffer();
    body.tryComplete(Bytes.wrap(whole));
  }

  private void checkSize(long bytes, String what) {
    if (bytes > limit.maxBytes) {
      throw Refusal.of(413, "too_large", what + ", " + limit.name + " allows " + limit.maxBytes, limit.hint);
    }
  }

  private void refuse(Refusal refusal) {
    collected = Buffer.buffer();
    place.leave();
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    if (body.tryFail(refusal)) {
      vertx.setTimer(LINGER_MILLIS, over -> request.connection().close());
    }
  }
}
