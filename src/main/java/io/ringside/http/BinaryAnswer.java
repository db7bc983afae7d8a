package io.ringside.http;

import io.ringside.operation.OperationCodec;
import io.ringside.operation.OperationFailure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers and failures of operations as {@link OperationCodec} writes them: the form that programs ask for by its media type.
 * JSON shortens epochs and headers have one dot; a client that builds contexts and compares versions needs all of it.
 */
final class BinaryAnswer {
  static final String TYPE = "application/vnd.ringside.answer";

  private BinaryAnswer() {}

  static boolean isWanted(RoutingContext ctx) {
    return Accept.parse(ctx.request().getHeader("Accept")).names(TYPE);
  }

  static Future<Void> send(RoutingContext ctx, int status, Object answer) {
    byte[] bytes = answer instanceof OperationFailure failure
        ? OperationCodec.encodeFailure(failure).array()
        : OperationCodec.encodeAnswer(answer).array();
    return ctx.response().setStatusCode(status).putHeader("Content-Type", TYPE).end(Buffer.buffer(bytes));
  }
}
