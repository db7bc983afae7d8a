package io.ringside.museum;

/** What provokes a bug: the faults and the clients, of which the seed decides keys and timing. Without the bug it is harmless. */
@FunctionalInterface
interface Visit {
  void happen(Scene scene);
}
