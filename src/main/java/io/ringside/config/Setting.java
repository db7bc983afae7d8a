package io.ringside.config;

/** One value as somebody wrote it, not yet checked, and where. Immutable. */
public record Setting(String key, String text, Origin origin) {
  @Override
  public String toString() {
    return key + " = '" + text + "' (" + origin + ")";
  }
}
