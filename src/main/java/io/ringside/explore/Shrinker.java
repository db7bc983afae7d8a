package io.ringside.explore;

import io.ringside.check.Violation;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes a script that violates an invariant as small as it can, while it still violates the same one. Source: Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (TSE 2002): delta debugging.
 */
final class Shrinker {
  /** Runs at most: each takes a second or so. */
  private static final int PATIENCE = 2000;

  private final Wiring wiring;
  private final String invariant;
  private final Consumer<String> progress;
  private Script smallest;
  private int runs;

  private Shrinker(Script failing, String invariant, Wiring wiring, Consumer<String> progress) {
    this.smallest = failing;
    this.invariant = invariant;
    this.wiring = wiring;
    this.progress = progress;
  }

  /** A script as small as was found, and the invariant that it violates. */
  record Shrunk(Script script, String invariant, int runs) {}

  /** Empty if the script violates nothing. */
  static Optional<Shrunk> shrink(Script failing, Wiring wiring, Consumer<String> progress) {
    List<Violation> violations = Simulator.run(failing, wiring, new TraceHash()).violations();
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    var shrinker = new Shrinker(failing, violations.get(0).invariant(), wiring, progress);
    shrinker.shrink();
    return Optional.of(new Shrunk(shrinker.smallest, shrinker.invariant, shrinker.runs));
  }

  private void shrink() {
    int before;
    do {
      before = smallest.deeds().size();
      withoutWholeGroups();
      withoutPieces();
      plainer();
    } while (smallest.deeds().size() < before && runs < PATIENCE);
  }

  /** Whole kinds of act, clients and keys at once: the largest steps. */
  private void withoutWholeGroups() {
    for (Act act : new TreeSet<>(smallest.deeds().stream().map(Deed::act).toList())) {
      keepIf(deed -> deed.act() != act);
    }
    for (int word = 0; word < 2; word++) {
      int index = word;
      for (String name : smallest.deeds().stream().filter(deed -> deed.words().size() > index)
          .map(deed -> deed.word(index)).collect(Collectors.toCollection(TreeSet::new))) {
        keepIf(deed -> deed.words().size() <= index || !deed.word(index).equals(name));
      }
    }
  }

  private void keepIf(Predicate<Deed> kept) {
    tryOut(smallest.withDeeds(smallest.deeds().stream().filter(kept).toList()));
  }

  /** Delta debugging: halves, quarters and so on, each left out while what remains still fails. */
  private void withoutPieces() {
    int pieces = 2;
    while (smallest.deeds().size() >= 2 && runs < PATIENCE) {
      List<Deed> deeds = smallest.deeds();
      int size = (deeds.size() + pieces - 1) / pieces;
      boolean smaller = false;
      for (int from = 0; from < deeds.size() && !smaller; from += size) {
        var rest = new ArrayList<>(deeds.subList(0, from));
        rest.addAll(deeds.subList(Math.min(from + size, deeds.size()), deeds.size()));
        smaller = tryOut(smallest.withDeeds(rest));
      }
      if (smaller) {
        pieces = Math.max(2, pieces - 1);
      } else if (size == 1) {
        return;
      } else {
        pieces = Math.min(deeds.size(), 2 * pieces);
      }
    }
  }

  /** Good weather, no mishaps, no longer than needed, no more nodes than are named. */
  private void plainer() {
    Setting setting = smallest.setting();
    tryOut(smallest.withSetting(setting.withWeather(0, 0, 0)));
    tryOut(smallest.withSetting(smallest.setting().withMishaps(new TreeSet<>())));
    long last = smallest.deeds().isEmpty() ? 0 : smallest.deeds().get(smallest.deeds().size() - 1).atMillis();
    tryOut(smallest.withSetting(smallest.setting().withMillis(last + 1000)));
  }

  private boolean tryOut(Script candidate) {
    if (candidate.equals(smallest) || runs >= PATIENCE) {
      return false;
    }
    runs++;
    boolean fails = Simulator.run(candidate, wiring, new TraceHash()).violations().stream()
        .anyMatch(violation -> violation.invariant().equals(invariant));
    if (fails) {
      smallest = candidate;
    }
    progress.accept("run " + runs + ": " + smallest.deeds().size() + " deeds left, still " + invariant);
    return fails;
  }
}
