package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import io.ringside.message.Request;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

  /** The jury is no ornament: replicas that acknowledge a write without storing it are found out. */
  @Test
  void replicasThatAcknowledgeAndDoNotStoreAreFoundOut() {
    Report report = Simulator.run(Swarm.write(3, 20_000), new Forgetful(), new TraceHash());
    assertThat(report.violations()).extracting(Violation::invariant).contains("I1");
  }

  private static String script(int w, String... deeds) {
    return String.join("\n", "ringside-run 2", "seed 7", "cluster nodes=5 n=3 r=1 w=" + w + " millis=30000",
        "weather delay=500 loss=0 duplication=0 capacity=0 disk=300", "config quorum.n=3", "config quorum.r=1",
        "config quorum.w=" + w, "config cluster.partitions=16", "mishaps", String.join("\n", deeds)) + "\n";
  }

  private static String[] writesWhileOneIsDown(String ending) {
    return Stream.concat(Stream.of(ending, "at 100ms crash n2"),
        IntStream.range(0, 12).mapToObj(i -> "at " + (10_000 + 100 * i) + "ms put c5 key-" + i)).toArray(String[]::new);
  }

  /** I17 is judged while something is broken, too: fallbacks that take nothing are found out. */
  @Test
  void aWriteThatCouldReachEnoughNodesAndFailsIsFoundOut() {
    Script script = ScriptText.read(script(3, writesWhileOneIsDown("end answers")));
    assertThat(Simulator.run(script, Wiring.PLAIN, new TraceHash()).violations()).isEmpty();
    assertThat(Simulator.run(script, new Unhelpful(Request.Hint.class), new TraceHash()).violations())
        .extracting(Violation::invariant).contains("I17");
  }

  /** Nodes that never take what others bring them never become equal; the run ends all the same, and says so. */
  @Test
  void aClusterThatDoesNotComeToRestInTimeIsFoundOut() {
    Script script = ScriptText.read(script(1, writesWhileOneIsDown("end rest")));
    assertThat(Simulator.run(script, Wiring.PLAIN, new TraceHash()).violations()).isEmpty();
    Report report = Simulator.run(script, new Unhelpful(Request.Store.class), new TraceHash());
    assertThat(report.violations()).extracting(Violation::toString)
        .anyMatch(text -> text.contains("has not come to rest within 90 s"));
    assertThat(report.virtualMillis()).isGreaterThan(Simulator.REST_MILLIS);
  }
}
