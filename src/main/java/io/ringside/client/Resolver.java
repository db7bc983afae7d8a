package io.ringside.client;

import io.ringside.version.Content;
import io.ringside.version.Version;
import java.util.List;

/** Makes one value of several siblings. Should give the same for the same siblings, whoever asks. */
@FunctionalInterface
public interface Resolver {
  /**
   * The value that takes the place of all siblings; at least one is not a tombstone.
   *
   * @throws IllegalArgumentException if it cannot make sense of a value; then nothing is written
   */
  Content resolve(List<Version> siblings);
}
