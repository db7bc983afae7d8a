package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import io.ringside.museum.Museum;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkerTest {
  @Test
  void aFailingRunShrinksToWhatAPersonCanRead() {
    Script failing = firstFailing(5000, Forgetful::new);
    var told = new ArrayList<String>();
    Shrinker.Shrunk shrunk = Shrinker.shrink(failing, Forgetful::new, told::add).orElseThrow();
    assertThat(failing.deeds()).hasSizeGreaterThan(30);
    assertThat(shrunk.script().deeds()).hasSizeLessThan(8);
    assertThat(told).hasSize(shrunk.runs());
    Report replayed = Simulator.run(ScriptText.read(ScriptText.write(shrunk.script())), new Forgetful(), new TraceHash());
    assertThat(replayed.violations()).extracting(Violation::invariant).contains(shrunk.invariant());
  }

  /** From the swarm, which knows nothing of the bug, to what a person reads; and the whole file can be played again. */
  @ParameterizedTest
  @ValueSource(strings = {"acknowledged-before-the-flush", "hint-overwrites"})
  void aPieceOfTheMuseumShrinksToAHandfulOfDeeds(String piece) {
    Supplier<Wiring> bug = Museum.exhibit(piece).orElseThrow().bug();
    Script failing = firstFailing(20_000, bug);
    Shrinker.Shrunk shrunk = Shrinker.shrink(failing, bug, run -> {}).orElseThrow();
    assertThat(shrunk.script().deeds()).hasSizeLessThanOrEqualTo(15);
    assertThat(shrunk.runs()).isLessThan(1500);
    assertThat(Simulator.run(ScriptText.read(ScriptText.write(shrunk.script())), bug.get(), new TraceHash()).violations())
        .extracting(Violation::invariant).contains(shrunk.invariant());
  }

  private static Script firstFailing(long millis, Supplier<Wiring> bug) {
    return LongStream.rangeClosed(1, 50).mapToObj(seed -> Swarm.write(seed, millis))
        .filter(script -> !Simulator.run(script, bug.get(), new TraceHash()).ok()).findFirst().orElseThrow();
  }

  @Test
  void aRunThatViolatesNothingIsNotShrunk() {
    assertThat(Shrinker.shrink(Swarm.write(3, 5000), () -> Wiring.PLAIN, line -> {})).isEmpty();
  }
}
