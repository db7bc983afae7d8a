package io.ringside.backup;

import io.ringside.Bytes;
import io.ringside.storage.Space;
import java.util.Optional;

/**
 * Where a snapshot could not be read: all keys of the space after {@code after}, up to and with {@code until}; to the end of the
 * space if that is empty. How many there are it does not know.
 */
public record Gap(Space space, Bytes after, Optional<Bytes> until) {
  boolean covers(Bytes key) {
    return key.compareTo(after) > 0 && until.map(end -> key.compareTo(end) <= 0).orElse(true);
  }
}
