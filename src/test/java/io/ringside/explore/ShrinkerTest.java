package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  @Test
  void aFailingRunShrinksToWhatAPersonCanRead() {
    Script failing = Swarm.write(3, 5000);
    var told = new ArrayList<String>();
    Shrinker.Shrunk shrunk = Shrinker.shrink(failing, Forgetful::new, told::add).orElseThrow();
    assertThat(failing.deeds()).hasSizeGreaterThan(30);
    assertThat(shrunk.script().deeds()).hasSizeLessThan(8);
    assertThat(told).hasSize(shrunk.runs());
    Report replayed = Simulator.run(ScriptText.read(ScriptText.write(shrunk.script())), new Forgetful(), new TraceHash());
    assertThat(replayed.violations()).extracting(Violation::invariant).contains(shrunk.invariant());
  }

  @Test
  void aRunThatViolatesNothingIsNotShrunk() {
    assertThat(Shrinker.shrink(Swarm.write(3, 5000), () -> Wiring.PLAIN, line -> {})).isEmpty();
  }
}
