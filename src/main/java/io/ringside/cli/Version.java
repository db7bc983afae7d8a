package io.ringside.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which build this is; Maven writes the number into {@code ringside.properties}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"ringside " + number(), "Java " + Runtime.version()};
  }

  static String number() {
    var properties = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream("/ringside.properties")) {
      properties.load(resource);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version");
  }
}
