package io.ringside.http;

import io.ringside.config.LimitsConfig;

/** How many bytes of bodies a node works on at once, so that no number of clients fills its heap. Belongs to one event loop. */
final class BodyRoom {
  /*
   * A body is in memory about ten times while it is worked on: as it came, decoded, and in a message to each owner, some of
   * which may be this node. So all bodies together get a sixteenth of the heap. Of large ones, which no client sends but one that
   * restores, one is taken at a time: of two that came half way neither might find room for its end.
   */
  private static final int HEAP_SHARE = 16;

  /** Of bodies with more bytes than this, there is one at a time. */
  static final long LARGE_BYTES = 4L << 20;

  private final long maxBytes;
  private long takenBytes;
  private Place large;

  /** A body with at most {@code leastBytes} is never too large for it. */
  private BodyRoom(long maxBytes, long leastBytes) {
    this.maxBytes = Math.max(maxBytes, leastBytes);
  }

  static BodyRoom of(LimitsConfig limits) {
    long asked = (long) limits.bodiesMebibytes() << 20;
    return new BodyRoom(asked > 0 ? asked : Runtime.getRuntime().maxMemory() / HEAP_SHARE, limits.valueBytes());
  }

  /** More than this no body may have. */
  long maxBytes() {
    return maxBytes;
  }

  /** The place of one body, which has nothing yet. */
  Place enter() {
    return new Place();
  }

  final class Place {
    private long bytes;

    /** Fails with a {@link Refusal} if there is no room now for a body of so many bytes; takes nothing. */
    void check(long bytesInAll) {
      if (takenBytes - bytes + bytesInAll > maxBytes) {
        throw overloaded("bodies of " + takenBytes + " bytes are being worked on, and limits.bodiesMebibytes allows " + maxBytes);
      }
      if (bytesInAll > LARGE_BYTES && large != null && large != this) {
        throw overloaded("a body of more than " + LARGE_BYTES + " bytes is being worked on, and there is room for one");
      }
    }

    /** The body has so many bytes by now. Fails likewise. */
    void grow(long bytesInAll) {
      check(bytesInAll);
      takenBytes += bytesInAll - bytes;
      bytes = bytesInAll;
      if (bytes > LARGE_BYTES) {
        large = this;
      }
    }

    /** Whatever it took is free again. */
    void leave() {
      takenBytes -= bytes;
      bytes = 0;
      if (large == this) {
        large = null;
      }
    }

    private Refusal overloaded(String reason) {
      return Refusal.of(503, "overloaded", reason, "come back, or try another node").with("Retry-After", "1");
    }
  }
}
