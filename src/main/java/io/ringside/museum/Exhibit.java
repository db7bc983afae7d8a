package io.ringside.museum;

import io.ringside.check.Violation;
import io.ringside.sim.Wiring;
import java.util.List;
import java.util.function.Supplier;

/**
 * One bug of the museum: what it is, who had it, how it is provoked, and what must notice it. Immutable.
 *
 * @param recipe its numbers in the catalogue of known bugs that docs/museum.md speaks of; none if it is not there
 * @param story what goes wrong, in one sentence
 * @param seenAt where it happened
 * @param invariant the checker that must notice
 * @param bound seeds within which it must
 * @param settings what each node is configured with, as {@code key=value}
 * @param bug makes the parts that have it, anew for each run: some of them remember
 */
public record Exhibit(
    String name, List<Integer> recipe, String story, String seenAt, String invariant, int bound, List<String> settings,
    Supplier<Wiring> bug, Visit visit) {
  public Exhibit {
    recipe = List.copyOf(recipe);
    settings = List.copyOf(settings);
    if (bound < 1) {
      throw new IllegalArgumentException(name + " is given at least one seed, not " + bound);
    }
  }

  /** What every checker says of one run with the bug. */
  public List<Violation> run(long seed) {
    return run(seed, bug.get());
  }

  /** What every checker says of the same run without it: nothing, else there is a false alarm, or a bug of our own. */
  public List<Violation> runWithoutBug(long seed) {
    return run(seed, Wiring.PLAIN);
  }

  private List<Violation> run(long seed, Wiring wiring) {
    var scene = new Scene(seed, settings, wiring);
    visit.happen(scene);
    return scene.end();
  }
}
