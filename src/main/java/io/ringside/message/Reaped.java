package io.ringside.message;

import java.util.Optional;

/**
 * What one node tells another of a partition that was reaped. Immutable.
 *
 * @param era the last one in which it may have been
 * @param raisedIn in which of its starts the other had raised that era; none if nobody knows
 */
public record Reaped(long era, Optional<DiskStart> raisedIn) {
  /** What two together tell: the later era, for that one says more. */
  public Reaped later(Reaped other) {
    return other.era > era || other.era == era && raisedIn.isEmpty() ? other : this;
  }
}
