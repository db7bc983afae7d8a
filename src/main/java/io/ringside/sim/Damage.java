package io.ringside.sim;

/** What a disk can do to bytes that it holds, and say nothing. */
public enum Damage {
  /** Some bits of a record have changed. */
  FLIPPED,
  /** A record ends too early. */
  TORN,
  /** A record was written over another one, and there is nothing where it belongs. */
  MISDIRECTED
}
