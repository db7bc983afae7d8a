package io.ringside.message;

/** What a backup is called: the name of a directory, and by no means a path. Immutable. */
public record BackupName(String text) {
  private static final int MAX_LENGTH = 64;

  public BackupName {
    if (text.length() > MAX_LENGTH || !text.matches("[a-zA-Z0-9][a-zA-Z0-9._-]*")) {
      throw new IllegalArgumentException("A backup's name is 1 to " + MAX_LENGTH
          + " letters, digits, '.', '_' or '-', and starts with a letter or digit, not '" + text + "'");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
