package io.ringside.vertx;

import io.ringside.Bytes;
import io.vertx.core.Future;

/**
 * Answers questions that came over a {@link Channel}. What it fails with or throws reaches the asker as a failure, never as
 * silence.
 */
@FunctionalInterface
interface Responder {
  Future<Bytes> answer(Bytes question);
}
