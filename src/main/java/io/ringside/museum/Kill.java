package io.ringside.museum;

import io.ringside.check.Violation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How soon a bug is noticed, and by what: a row of the kill matrix. Immutable.
 *
 * @param seeds to kill, from each starting point; one more than the bound where it was not noticed
 * @param alsoBy checkers that noticed in the same runs, beside the one that must
 * @param example what the checker said first
 */
public record Kill(Exhibit exhibit, int bound, List<Integer> seeds, SortedSet<String> alsoBy, Optional<Violation> example) {
  /** Seeds are tried one after another from each of these on: a bug that is noticed from one only may have been lucky. */
  static final List<Long> STARTING_POINTS = List.of(1L, 1_001L, 2_001L);

  public Kill {
    seeds = List.copyOf(seeds);
    alsoBy = Collections.unmodifiableSortedSet(new TreeSet<>(alsoBy));
  }

  /** Lets the bug run until its checker notices, from each starting point, with at most {@code bound} seeds. */
  public static Kill of(Exhibit exhibit, int bound) {
    var hunt = new Hunt(exhibit, bound);
    List<Integer> seeds = STARTING_POINTS.stream().map(hunt::from).toList();
    return new Kill(exhibit, bound, seeds, hunt.alsoBy, hunt.example);
  }

  /** True if it was noticed within the bound from every starting point. */
  public boolean isCaught() {
    return seeds.stream().allMatch(count -> count <= bound);
  }

  public int medianSeeds() {
    return seeds.stream().sorted().toList().get(seeds.size() / 2);
  }

  /** One bug's runs. */
  private static final class Hunt {
    private final Exhibit exhibit;
    private final int bound;
    private final TreeSet<String> alsoBy = new TreeSet<>();
    private Optional<Violation> example = Optional.empty();

    private Hunt(Exhibit exhibit, int bound) {
      this.exhibit = exhibit;
      this.bound = bound;
    }

    private int from(long start) {
      for (int tried = 1; tried <= bound; tried++) {
        if (notices(exhibit.run(start + tried - 1))) {
          return tried;
        }
      }
      return bound + 1;
    }

    private boolean notices(List<Violation> violations) {
      Optional<Violation> noticed = violations.stream().filter(one -> one.invariant().equals(exhibit.invariant())).findFirst();
      if (noticed.isPresent()) {
        violations.stream().map(Violation::invariant).filter(other -> !other.equals(exhibit.invariant())).forEach(alsoBy::add);
        example = example.or(() -> noticed);
      }
      return noticed.isPresent();
    }
  }
}
