package io.ringside.message;

import java.util.Optional;

/**
 * What became of a node's backup: the one that is being made, or the last one. Immutable.
 *
 * @param name empty if none was asked for since the node started
 * @param directory where it lies, on the node's own machine
 * @param takenMillis the node's wall clock when it was asked for: it holds all that was acknowledged before
 * @param files how many there are, as far as that is known
 * @param sizeBytes of all of them
 * @param checkedBytes of these, how many have their checksum
 * @param reason why there is none
 */
public record BackupReport(
    State state, Optional<BackupName> name, String directory, long takenMillis, int files, long sizeBytes, long checkedBytes,
    String reason) {
  /** How far it is. The bytes count from 0: never change their order. */
  public enum State { NONE, RUNNING, DONE, FAILED }

  public static final BackupReport NONE = new BackupReport(State.NONE, Optional.empty(), "", 0, 0, 0, 0, "");

  public BackupReport {
    if (name.isPresent() == (state == State.NONE)) {
      throw new IllegalArgumentException("A backup that is " + state + " cannot be called " + name);
    }
  }

  public static BackupReport running(BackupName name, String directory, long takenMillis) {
    return new BackupReport(State.RUNNING, Optional.of(name), directory, takenMillis, 0, 0, 0, "");
  }

  /** Nothing is left of what was begun. */
  public static BackupReport failed(BackupName name, String reason) {
    return new BackupReport(State.FAILED, Optional.of(name), "", 0, 0, 0, 0, reason);
  }

  /** The same, further on. */
  public BackupReport with(State next, int fileCount, long totalBytes, long doneBytes) {
    return new BackupReport(next, name, directory, takenMillis, fileCount, totalBytes, doneBytes, reason);
  }
}
