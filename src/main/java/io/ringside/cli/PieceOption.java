package io.ringside.cli;

import io.ringside.config.Suggestion;
import io.ringside.explore.Runs;
import io.ringside.museum.Exhibit;
import io.ringside.museum.Museum;
import io.ringside.sim.Wiring;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The flag {@code --piece}: a bug of the museum that is planted into the cluster of a run. */
final class PieceOption {
  @Option(names = "--piece", paramLabel = "NAME", description = "Plant this bug of the museum; 'sim museum' shows all.")
  private String name;

  /** The bug that is asked for; none if none is. */
  Supplier<Wiring> wiring() {
    return name == null ? Runs.PLAIN : named(name).bug();
  }

  boolean isGiven() {
    return name != null;
  }

  /** To be typed again, with a space before it; empty if no bug is asked for. */
  String flag() {
    return name == null ? "" : " --piece " + name;
  }

  /** The piece of this name; says which may have been meant if there is none. */
  static Exhibit named(String name) {
    return Museum.exhibit(name).orElseThrow(() -> {
      List<String> names = Museum.exhibits().stream().map(Exhibit::name).toList();
      String meant = Suggestion.didYouMean(name, names);
      return new CommandFailure(ExitCode.USAGE, "no such piece: " + name, meant.isEmpty() ? "'sim museum' shows all" : meant);
    });
  }
}
