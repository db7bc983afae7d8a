package io.ringside.backup;

/**
 * What could not be read in one snapshot.
 *
 * @param snapshot its name
 * @param records of it that could not be read
 * @param lost those that no other snapshot had either
 * @param exact false if there may be more: who has the keys could not be read, or they were hints
 */
public record Loss(String snapshot, long records, long lost, boolean exact) {
  /** True if something is not brought back that was there, or may not be. */
  public boolean matters() {
    return lost > 0 || !exact;
  }
}
