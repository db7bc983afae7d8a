package io.ringside.cli;

import io.ringside.config.Suggestion;
import io.ringside.physics.Effort;
import io.ringside.physics.Finding;
import io.ringside.physics.Law;
import io.ringside.physics.PbsModel;
import io.ringside.physics.Physics;
import io.ringside.physics.Plot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside sim physics}: the real code in virtual time, beside what papers have published. */
@Command(name = "physics", description = {
    "Measure the real code in virtual time and print it beside what was published.",
    "Laws: staleness, latency, sweep, versions, detection, accusation, timeouts, slow-members, spread, growth, rumours, ring, "
        + "siblings, merkle.",
    "With a model of your own (--model, or --w and the rest) only that is measured, beside what WARS predicts of it."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every law is within its tolerance", "1:one is not", "64:no such law, or a model that cannot be read"})
final class PhysicsCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("law", "case", "published", "predicted", "measured", "tolerance", "sample", "verdict");
  private static final double NANOS_PER_SECOND = 1e9;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--quick", description = "A small sample, with tolerances to match: ends within a minute.")
  private boolean quick;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
      description = "Decides everything; the same seed gives the same numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--law", paramLabel = "NAME", arity = "1..*", description = "Only these laws.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR", description = "Write the plots there, as SVG files.")
  private Path directory;

  @ArgGroup(validate = false, heading = "A model of your own:%n")
  private Own own = new Own();

  /** The parameters of a WARS model. */
  private static final class Own {
    @Option(names = "--model", paramLabel = "FILE",
        description = "A file with lines such as 'w: mean(20)', its keys being name, w, a, r, s, n, rw, t.")
    private Path file;

    @Option(names = "--w", paramLabel = "DELAYS", description =
        "The write to a replica: '38%% pareto(1.05, 1.51), 62%% exp(0.183)'; also mean(ms) and constant(ms). exp takes a rate.")
    private String w;

    @Option(names = "--a", paramLabel = "DELAYS", description = "Its acknowledgement (default: as --w).")
    private String a;

    @Option(names = "--r", paramLabel = "DELAYS", description = "The read to a replica (default: as --a).")
    private String r;

    @Option(names = "--s", paramLabel = "DELAYS", description = "Its answer (default: as --r).")
    private String s;

    @Option(names = "--n", paramLabel = "N", description = "Replicas (default: 3).")
    private String n;

    @Option(names = "--rw", paramLabel = "R/W", description = "Quorums, as in '1/1 1/2' (default: 1/1).")
    private String rw;

    @Option(names = "--t", paramLabel = "MS", description = "Times after the commit (default: 0 1 2 5 10 20 50 100).")
    private String t;

    private SortedMap<String, PbsModel.Said> said() throws IOException {
      SortedMap<String, PbsModel.Said> said =
          file == null ? new TreeMap<>() : PbsModel.read(file.toString(), Files.readAllLines(file));
      flag(said, "w", w);
      flag(said, "a", a);
      flag(said, "r", r);
      flag(said, "s", s);
      flag(said, "n", n);
      flag(said, "rw", rw);
      flag(said, "t", t);
      return said;
    }

    private static void flag(SortedMap<String, PbsModel.Said> said, String key, String text) {
      if (text != null) {
        said.put(key, new PbsModel.Said(text, "--" + key));
      }
    }
  }

  @Override
  public Integer call() {
    PrintWriter progress = spec.commandLine().getErr();
    Consumer<String> teller = line -> progress.println("ringside: " + line);
    Effort effort = quick ? Effort.quick(seed, teller) : Effort.full(seed, teller);
    List<Law> laws = laws();
    makeDirectory();
    boolean ok = true;
    long began = System.nanoTime();
    for (Law law : laws) {
      Law.Result result = measure(law, effort);
      print(law, result.findings());
      result.plots().forEach(this::write);
      ok &= result.findings().stream().allMatch(Finding::ok);
    }
    progress.printf(Locale.ROOT, "ringside: %s run, seed %d, %.0f s%n",
        quick ? "quick" : "full", seed, (System.nanoTime() - began) / NANOS_PER_SECOND);
    return ok ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private static Law.Result measure(Law law, Effort effort) {
    try {
      return law.measure(effort);
    } catch (IllegalArgumentException impossible) {
      throw new CommandFailure(ExitCode.USAGE, impossible.getMessage());
    }
  }

  private List<Law> laws() {
    SortedMap<String, PbsModel.Said> said = model();
    if (said.isEmpty()) {
      return names.isEmpty() ? Physics.laws() : names.stream().map(PhysicsCommand::law).toList();
    }
    if (!names.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "a model of your own is a law by itself", "leave --law out");
    }
    try {
      return List.of(Physics.own(PbsModel.of(said)));
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE, wrong.getMessage());
    }
  }

  private SortedMap<String, PbsModel.Said> model() {
    try {
      return own.said();
    } catch (IOException unreadable) {
      boolean missing = unreadable instanceof NoSuchFileException;
      throw new CommandFailure(ExitCode.USAGE,
          "the model " + own.file + " cannot be read: " + (missing ? "there is no such file" : unreadable.getMessage()),
          "a model is a text file; docs/physics.md shows one");
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE, wrong.getMessage());
    }
  }

  private static Law law(String name) {
    List<String> known = Physics.laws().stream().map(Law::name).toList();
    return Physics.laws().stream().filter(law -> law.name().equals(name)).findFirst().orElseThrow(() ->
        new CommandFailure(ExitCode.USAGE, "there is no law '" + name + "'; there are " + String.join(", ", known),
            Suggestion.didYouMean(name, known)));
  }

  /** Law by law, as they are measured: a full run takes its time. */
  private void print(Law law, List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.json()) {
      out.println(law.statement());
      out.println();
    }
    output.print(out, COLUMNS, findings.stream().<List<?>>map(finding -> List.of(
        finding.law(), finding.point(), finding.published(), finding.predicted(), finding.measured(), finding.tolerance(),
        finding.sample(), finding.verdict().name().toLowerCase(Locale.ROOT))).toList());
    if (!output.json()) {
      out.println();
    }
    out.flush();
  }

  /** Before anything is measured: nobody wants to hear of it half an hour later. */
  private void makeDirectory() {
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException impossible) {
      throw new CommandFailure(ExitCode.USAGE, "there can be no directory " + directory + ": " + impossible.getMessage());
    }
  }

  private void write(Plot plot) {
    if (directory == null) {
      return;
    }
    try {
      Files.writeString(directory.resolve(plot.file() + ".svg"), plot.svg());
    } catch (IOException impossible) {
      throw new CommandFailure(ExitCode.INTERNAL, "cannot write to " + directory + ": " + impossible.getMessage());
    }
  }
}
