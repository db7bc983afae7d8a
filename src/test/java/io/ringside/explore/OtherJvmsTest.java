package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** I22 across JVMs: one seed gives one hash, whatever the JDK, its heap, its collector and its identity hashes. */
class OtherJvmsTest {
  private static final int SEED = 42;
  private static final int SECONDS = 20;
  private static final int OLDEST = 17;

  @Test
  void theSameSeedGivesTheSameTraceWithOtherFlagsOfThisJdk() throws IOException, InterruptedException {
    assertThat(hashIn(Path.of(System.getProperty("java.home")), "-XX:+UseParallelGC", "-Xmx300m",
        "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2")).isEqualTo(here());
  }

  /** Those that are installed beside this one; where there is no other, the flags of this one differ in another way. */
  @Test
  void theSameSeedGivesTheSameTraceInOtherJdks() throws IOException, InterruptedException {
    SortedMap<String, Path> others = otherJdks();
    if (others.isEmpty()) {
      others.put("this JDK again", Path.of(System.getProperty("java.home")));
    }
    for (var other : others.entrySet()) {
      assertThat(hashIn(other.getValue(), "-XX:+UseSerialGC", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=3"))
          .as("the hash in Java %s", other.getKey()).isEqualTo(here());
    }
  }

  private static String here() {
    return Simulator.run(SEED, SECONDS).hash();
  }

  /** One of each version that can run this program, by version, without that of this JVM. */
  private static SortedMap<String, Path> otherJdks() throws IOException {
    var jdks = new TreeMap<String, Path>();
    Path siblings = Path.of(System.getProperty("java.home")).toRealPath().getParent();
    try (Stream<Path> homes = Files.list(siblings)) {
      for (Path home : homes.sorted().toList()) {
        versionOf(home).filter(version -> Runtime.Version.parse(version).feature() >= OLDEST)
            .ifPresent(version -> jdks.putIfAbsent(version, home));
      }
    }
    versionOf(Path.of(System.getProperty("java.home"))).ifPresent(jdks::remove);
    return jdks;
  }

  private static Optional<String> versionOf(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return Optional.empty();
    }
    return Files.readAllLines(release).stream().filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", "")).findFirst();
  }

  private static String hashIn(Path home, String... flags) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PrintHash.class.getName()));
    Process other = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    return printed.strip();
  }

  /** What the other JVM runs. */
  static final class PrintHash {
    public static void main(String[] args) {
      System.out.println(here());
    }
  }
}
