package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final int SECONDS = 3;

  @Test
  void manySeedsAddUp() {
    List<Exploration> told = Collections.synchronizedList(new ArrayList<>());
    Exploration explored = new Explorer(SECONDS, 2, told::add).explore(18, 21);
    assertThat(explored.seeds()).isEqualTo(4);
    assertThat(explored.repeated()).isOne();
    assertThat(explored.failures()).isEmpty();
    assertThat(explored.divergences()).isEmpty();
    assertThat(explored.operations()).isPositive();
    assertThat(explored.rare()).isNotEmpty();
    assertThat(told).hasSize(4);
  }

  @Test
  void aFailureKeepsWhatWasViolatedAndNotTheWholeHistory() {
    Exploration explored = new Explorer(Forgetful::new, 20, 1, sum -> {}).explore(3, 3);
    assertThat(explored.failures()).hasSize(1);
    assertThat(explored.failures().get(0).violations()).isNotEmpty();
    assertThat(explored.failures().get(0).operations()).isPositive();
    assertThat(explored.failures().get(0).history().attempts()).isEmpty();
  }

  @Test
  void statesThatNoSeedReachedAreNamed() {
    Exploration explored = new Explorer(1, 1, sum -> {}).explore(1, 1);
    assertThat(explored.unreached()).isNotEmpty().doesNotContainAnyElementsOf(explored.rare().keySet());
  }

  @Test
  void everyExplorationRepeatsItsFirstSeedAndEachTwentiethAfterIt() {
    assertThat(new Explorer(1, 2, sum -> {}).explore(1, 1).repeated()).isOne();
    assertThat(new Explorer(1, 2, sum -> {}).explore(1, 21).repeated()).isEqualTo(2);
  }

  /** A node that draws chances of its own is found, and where: I22. */
  @Test
  void hiddenChanceIsFoundAndLocated() {
    Exploration explored = new Explorer(HiddenChance::new, SECONDS, 1, sum -> {}).explore(20, 20);
    assertThat(explored.repeated()).isOne();
    assertThat(explored.divergences()).containsOnlyKeys(20L);
    assertThat(explored.divergences().get(20L)).startsWith("I22: Divergence[position=");
  }

  @Test
  void whereTwoRunsOfOneScriptPartIsNamed() {
    Divergence where = Divergence.locate(Swarm.write(3, 2000), HiddenChance::new);
    assertThat(where).isNotNull();
    assertThat(where.first()).isNotEqualTo(where.second());
    assertThat(Divergence.locate(Swarm.write(3, 2000), () -> Wiring.PLAIN)).isNull();
  }

  /** A planted bug: nobody can tell what it draws. */
  private static final class HiddenChance implements Wiring {
    private final Random unseeded = new Random();

    @Override
    public RandomGenerator random(NodeId self, RandomGenerator random) {
      return unseeded;
    }
  }
}
