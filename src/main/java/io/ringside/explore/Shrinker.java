package io.ringside.explore;

import io.ringside.check.Violation;
import io.ringside.sim.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes a script that violates an invariant as small as it can, while it still violates the same one. Sources: Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (TSE 2002), and Misherghi and Su, "HDD: Hierarchical Delta
 * Debugging" (ICSE 2006): large parts before small ones.
 */
final class Shrinker {
  /*
   * In the order of what a step saves for all that follow: what comes after the violation, the rest of the run's time, whole
   * features (weather, mishaps, kinds of misfortune, clients, keys, nodes), then deeds, in halves down to single ones.
   *
   * Luck (see there) lets what remains happen as before. Where that is not enough, because a step moves the coincidence that a
   * failure hangs on, the step is tried with other seeds: any of them proves that the script can fail without what was left out.
   */

  /** Virtual time in all runs at most: some minutes of real time. */
  private static final long PATIENCE_MILLIS = 60_000_000;

  /** Other seeds that a step is tried with. */
  private static final int OTHER_SEEDS = 4;

  /** With fewer nodes every key lives elsewhere: nothing happens as before. */
  private static final int OTHER_SEEDS_FOR_NODES = 12;

  /** A step that leaves out less than one deed in so many is tried with one seed only, unless few deeds are left. */
  private static final int LARGE_STEP = 16;
  private static final int FEW_DEEDS = 60;

  /** The end of a run is found as exactly as this. */
  private static final long END_MILLIS = 250;

  private final Supplier<Wiring> wiring;
  private final String invariant;
  private final Consumer<String> progress;
  private final Random seeds;
  private Script smallest;
  private int runs;
  private long spentMillis;

  private Shrinker(Script failing, String invariant, Supplier<Wiring> wiring, Consumer<String> progress) {
    this.smallest = failing;
    this.invariant = invariant;
    this.wiring = wiring;
    this.progress = progress;
    this.seeds = new Random(failing.setting().seed());
  }

  /** A script as small as was found, and the invariant that it violates. */
  record Shrunk(Script script, String invariant, int runs) {}

  /**
   * Empty if the script violates nothing.
   *
   * @param wiring of the cluster, made anew for each run
   * @param progress is told of each run
   */
  static Optional<Shrunk> shrink(Script failing, Supplier<Wiring> wiring, Consumer<String> progress) {
    List<Violation> violations = Simulator.runOrBreak(failing, wiring.get()).violations();
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    var shrinker = new Shrinker(failing, violations.get(0).invariant(), wiring, progress);
    shrinker.shrink();
    return Optional.of(new Shrunk(shrinker.smallest, shrinker.invariant, shrinker.runs));
  }

  private void shrink() {
    endSooner();
    cutEnd();
    Script before;
    do {
      before = smallest;
      plainer();
      withoutFeatures();
      fewerNodes();
      without(smallest.deeds().stream().map(List::of).toList());
      cutEnd();
    } while (!smallest.equals(before) && spentMillis < PATIENCE_MILLIS);
  }

  /** No healing, if clients or nodes saw the violation before; else no core, and no watch over the quiet. */
  private void endSooner() {
    for (Ending ending : Ending.values()) {
      if (ending.compareTo(smallest.setting().ending()) >= 0 || tryOut(with(smallest.setting().withEnding(ending)), 0)) {
        return;
      }
    }
  }

  /** Nothing that comes after the violation, which is found by halves. */
  private void cutEnd() {
    long fine = 0;
    while (smallest.setting().millis() - fine > END_MILLIS) {
      long middle = (fine + smallest.setting().millis()) / 2;
      var sooner = new Script(smallest.setting().withMillis(middle),
          smallest.deeds().stream().filter(deed -> deed.atMillis() < middle).toList());
      fine = tryOut(sooner, 0) ? fine : middle;
    }
  }

  /** Good weather, no mishaps, the usual configuration. */
  private void plainer() {
    Setting now = smallest.setting();
    if (!tryOut(with(now.withWeather(0, 0, 0)), OTHER_SEEDS)) {
      tryOut(with(now.withWeather(0, now.duplicationPercent(), now.linkCapacity())), OTHER_SEEDS);
      now = smallest.setting();
      tryOut(with(now.withWeather(now.lossPercent(), 0, now.linkCapacity())), OTHER_SEEDS);
      now = smallest.setting();
      tryOut(with(now.withWeather(now.lossPercent(), now.duplicationPercent(), 0)), OTHER_SEEDS);
    }
    if (!tryOut(with(smallest.setting().withMishaps(new TreeSet<>())), OTHER_SEEDS)) {
      smallest.setting().mishaps().forEach(place -> {
        var fewer = new TreeSet<>(smallest.setting().mishaps());
        fewer.remove(place);
        tryOut(with(smallest.setting().withMishaps(fewer)), OTHER_SEEDS);
      });
    }
    smallest.setting().config().stream().filter(line -> !Setting.isQuorum(line)).forEach(line -> {
      var fewer = new ArrayList<>(smallest.setting().config());
      fewer.remove(line);
      tryOut(with(smallest.setting().withConfig(fewer)), 0);
    });
  }

  private Script with(Setting setting) {
    return smallest.withSetting(setting);
  }

  /** All misfortunes, then each kind of them, and each client, key and node with all that is said of it. */
  private void withoutFeatures() {
    without(List.of(smallest.deeds().stream().filter(deed -> !deed.act().isWork()).toList()));
    without(groupedBy(deed -> deed.act().word()));
    without(groupedBy(deed -> deed.act().isWork() ? deed.word(0) : ""));
    without(groupedBy(deed -> deed.act().isWork() && deed.words().size() > 1 ? deed.word(1) : ""));
    without(groupedBy(deed -> deed.act().isWork() || deed.words().isEmpty() ? "" : deed.word(0)));
  }

  /** Deeds with the same name go together; those without one stay. */
  private List<List<Deed>> groupedBy(Function<Deed, String> name) {
    SortedMap<String, List<Deed>> groups = new TreeMap<>();
    smallest.deeds().forEach(deed -> groups.computeIfAbsent(name.apply(deed), first -> new ArrayList<>()).add(deed));
    groups.remove("");
    return List.copyOf(groups.values());
  }

  private void fewerNodes() {
    int nodes = smallest.setting().nodes();
    boolean smaller = false;
    for (int fewer = 1; fewer < nodes && !smaller; fewer++) {
      int left = fewer;
      List<Deed> possible = smallest.deeds().stream().flatMap(deed -> deed.among(left).stream()).toList();
      smaller = tryOut(new Script(smallest.setting().withNodes(fewer), possible), OTHER_SEEDS_FOR_NODES);
    }
  }

  /** Delta debugging: halves of the groups, quarters and so on, each left out while what remains still fails. */
  private void without(List<List<Deed>> groups) {
    var left = new ArrayList<>(groups);
    for (int size = (left.size() + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2) {
      int from = 0;
      while (from < left.size()) {
        List<List<Deed>> some = left.subList(from, Math.min(from + size, left.size()));
        if (tryOutWithout(some.stream().flatMap(List::stream).toList())) {
          some.clear();
        } else {
          from += size;
        }
      }
    }
  }

  private boolean tryOutWithout(List<Deed> some) {
    var rest = new ArrayList<>(smallest.deeds());
    rest.removeAll(some);
    boolean worthIt = some.size() * LARGE_STEP >= smallest.deeds().size() || rest.size() <= FEW_DEEDS;
    return tryOut(smallest.withDeeds(rest), worthIt ? OTHER_SEEDS : 0);
  }

  /** True if it still fails, with its own seed or one of so many others: then it is the smallest. */
  private boolean tryOut(Script candidate, int otherSeeds) {
    if (candidate.equals(smallest)) {
      return false;
    }
    Script tried = candidate;
    for (int more = otherSeeds; more >= 0 && spentMillis < PATIENCE_MILLIS; more--) {
      if (fails(tried)) {
        smallest = tried;
        return true;
      }
      tried = candidate.withSetting(candidate.setting().withSeed(seeds.nextLong()));
    }
    return false;
  }

  private boolean fails(Script script) {
    Report report = Simulator.runOrBreak(script, wiring.get());
    boolean fails = report.violations().stream().anyMatch(violation -> violation.invariant().equals(invariant));
    runs++;
    spentMillis += Math.max(report.virtualMillis(), script.setting().millis());
    progress.accept("run " + runs + ": " + (fails ? script : smallest).deeds().size() + " deeds left, still " + invariant);
    return fails;
  }
}
