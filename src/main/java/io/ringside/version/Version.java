package io.ringside.version;

import java.util.Optional;

/**
 * One write as replicas keep it, under its dot: what was written, over what, by which request. Immutable.
 *
 * @param past what its writer had seen of the key; with the dot it is the version's clock
 * @param writtenAtMillis the minter's wall clock, for people and {@code Last-Modified}; no decision rests on it
 * @param replaced the requests that it replaced where it was minted, so that none of them is taken for new when it comes late
 * @param content empty for a tombstone, the version that says deleted
 */
public record Version(
    CausalContext past, RequestId request, long writtenAtMillis, Replaced replaced, Optional<Content> content) {
  /** One that replaced nothing. */
  public Version(CausalContext past, RequestId request, long writtenAtMillis, Optional<Content> content) {
    this(past, request, writtenAtMillis, Replaced.NONE, content);
  }

  public boolean isTombstone() {
    return content.isEmpty();
  }

  /** As it is to be taken at this time: what has expired says deleted. */
  public Version asOf(long nowMillis) {
    return content.filter(kept -> kept.isExpired(nowMillis)).isEmpty() ? this
        : new Version(past, request, writtenAtMillis, replaced, Optional.empty());
  }

  /** The same, minted where this is known to be replaced. */
  public Version replacing(Replaced known) {
    return replaced.equals(known) ? this : new Version(past, request, writtenAtMillis, known, content);
  }
}
