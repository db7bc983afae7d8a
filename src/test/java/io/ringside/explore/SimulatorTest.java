package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import io.ringside.sim.TraceHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
  private static final int SECONDS = 20;
  private static final int FIXED = 24;

  /** More of them: {@code bin/test -Dseeds=1000}. */
  private static final int FRESH = Integer.getInteger("seeds", 30);
  private static final long HIGHEST = 1_000_000_000;

  /** Always the same, and others that nobody has seen yet. */
  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, FIXED), new Random().longs(FRESH, FIXED + 1, HIGHEST));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyInvariantSurvivesWhateverTheSeedDoes(long seed) {
    Report report = Simulator.run(seed, SECONDS);
    assertThat(report.violations()).as("replay it: bin/ringside sim run --seed %d --seconds %d", seed, SECONDS).isEmpty();
    assertThat(report.operations()).isGreaterThan(20);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(Simulator.run(42, SECONDS).hash()).isEqualTo(Simulator.run(42, SECONDS).hash());
    assertThat(Simulator.run(42, SECONDS).hash()).isNotEqualTo(Simulator.run(43, SECONDS).hash());
  }

  @Test
  void theSameSeedGivesTheSameTraceInAnotherJvm() throws IOException, InterruptedException {
    assertThat(hashInAnotherJvm(7)).isEqualTo(Simulator.run(7, SECONDS).hash());
  }

  private static String hashInAnotherJvm(long seed) throws IOException, InterruptedException {
    Process other = new ProcessBuilder(
        ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), PrintHash.class.getName(), Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    return printed.strip();
  }

  /** What the other JVM runs. */
  static final class PrintHash {
    public static void main(String[] args) {
      System.out.println(Simulator.run(Long.parseLong(args[0]), SECONDS).hash());
    }
  }

  /** The jury is no ornament: replicas that acknowledge a write without storing it are found out. */
  @Test
  void replicasThatAcknowledgeAndDoNotStoreAreFoundOut() {
    Report report = Simulator.run(Swarm.write(3, 20_000), new Forgetful(), new TraceHash());
    assertThat(report.violations()).extracting(Violation::invariant).contains("I1");
  }
}
