package io.ringside.museum;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import io.ringside.sim.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each bug of the museum is noticed by the checker that should; in the same runs without the bug none says a word. */
class MuseumTest {
  @TestFactory
  Stream<DynamicTest> eachBugIsNoticedWithinItsBoundAndNothingIsWithoutIt() {
    return Museum.exhibits().stream().map(exhibit -> DynamicTest.dynamicTest(exhibit.name(), () -> {
      boolean noticed = false;
      for (long seed = 1; seed <= exhibit.bound() && !noticed; seed++) {
        assertThat(exhibit.runWithoutBug(seed)).as("without the bug, seed %d", seed).isEmpty();
        noticed = exhibit.run(seed).stream().map(Violation::invariant).anyMatch(exhibit.invariant()::equals);
      }
      assertThat(noticed).as("%s within %d seeds", exhibit.invariant(), exhibit.bound()).isTrue();
    }));
  }

  /** The matrix can say no. */
  @Test
  void whatIsNoBugIsNotNoticed() {
    Kill kill = Kill.of(new Exhibit("harmless", List.of(), "Nothing.", "nowhere", "I1", 1, List.of(), () -> Wiring.PLAIN,
        scene -> scene.at(scene.primary(0)).put()), 1);
    assertThat(kill.isCaught()).isFalse();
    assertThat(kill.medianSeeds()).isEqualTo(2);
    assertThat(kill.example()).isEmpty();
  }

  @Test
  void theSameSeedShowsTheSame() {
    Exhibit exhibit = Museum.exhibit("context-covers-the-unseen").orElseThrow();
    assertThat(exhibit.run(7)).isEqualTo(exhibit.run(7)).isNotEmpty();
  }

  @Test
  void noNameIsGivenTwice() {
    List<String> names = Stream.concat(
        Museum.exhibits().stream().map(Exhibit::name), Museum.waiting().stream().map(Waiting::name)).toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  /** Forty-two recipes, of which each is on show or waits. */
  @Test
  void noRecipeIsForgotten() {
    var recipes = new TreeSet<Integer>();
    Museum.exhibits().forEach(exhibit -> recipes.addAll(exhibit.recipe()));
    Museum.waiting().forEach(waiting -> recipes.add(waiting.recipe()));
    assertThat(recipes).hasSize(42).first().isEqualTo(1);
    assertThat(recipes.last()).isEqualTo(42);
  }

  /** The README says of each what {@code sim museum --markdown} prints; how many seeds it takes is left to that. */
  @Test
  void theReadmeShowsEachWithWhatNoticesIt() throws IOException {
    List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.matches("\\| [^|]+ \\| [^|]+ \\| I\\d+ \\| \\d+ \\|"))
        .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1)).toList();
    assertThat(rows).isEqualTo(Museum.exhibits().stream()
        .map(exhibit -> "| " + String.join(" | ", exhibit.name(), exhibit.seenAt(), exhibit.invariant()) + " |").toList());
  }
}
