package io.ringside.config;

import java.nio.file.Path;

/** Where a value came from, in words a person can go and look at. Immutable. */
public record Origin(String description) {
  public static final Origin DEFAULT = new Origin("default");

  static Origin file(Path file, int line) {
    return new Origin(file + ":" + line);
  }

  static Origin environment(String variable) {
    return new Origin("environment " + variable);
  }

  static Origin flag(String flag) {
    return new Origin(flag);
  }

  @Override
  public String toString() {
    return description;
  }
}
