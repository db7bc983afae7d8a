package io.ringside.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Which build this is: in another one a seed may be another run. */
public final class Build {
  private Build() {}

  /** The number, and a fingerprint of all classes: two builds of one number that differ anywhere have different ones. */
  public static String name() {
    var crc = new CRC32();
    try {
      Path home = Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(home)) {
        List<Path> code = files.filter(file -> file.equals(home) || file.toString().endsWith(".class"))
            .filter(Files::isRegularFile).sorted().toList();
        for (Path file : code) {
          crc.update(Files.readAllBytes(file));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
    return number() + "+" + HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** As Maven wrote it into {@code ringside.properties}. */
  public static String number() {
    var properties = new Properties();
    try (InputStream resource = Build.class.getResourceAsStream("/ringside.properties")) {
      properties.load(resource);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties.getProperty("version");
  }
}
