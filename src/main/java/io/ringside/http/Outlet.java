package io.ringside.http;

import io.vertx.core.Future;

/** Where the frames of one viewer go. */
interface Outlet {
  /** Nobody takes anything there any more. */
  boolean isOver();

  /** Completes when the viewer has taken it. */
  Future<Void> write(String frame);
}
