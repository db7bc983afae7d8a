package io.ringside.env;

import io.ringside.NodeId;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.vertx.core.Future;

/** Carries requests to nodes, one's own among them. */
public interface Transport {
  /**
   * Completes with the answer; or fails with {@link Failure.Unreachable} when none came within the limit, which may mean that the
   * request was carried out all the same, or with the {@link Failure.Unavailable} or {@link Failure.Refused} that the node
   * answered. Always completes. A request may arrive late, twice, or out of order.
   */
  <R> Future<R> send(NodeId to, Request<R> request, long limitMillis);
}
