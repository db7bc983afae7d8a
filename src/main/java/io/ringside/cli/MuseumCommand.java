package io.ringside.cli;

import io.ringside.check.Violation;
import io.ringside.museum.Exhibit;
import io.ringside.museum.Kill;
import io.ringside.museum.Museum;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside sim museum}: lets each known bug loose in a simulated cluster, and shows which checker notices. */
@Command(
    name = "museum",
    description = "Plant bugs that other stores have had, and see which checker notices, and after how many seeds.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every bug was noticed", "1:one was not noticed", "64:no such piece, or wrong numbers"})
final class MuseumCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("piece", "recipe", "noticedBy", "seeds", "also", "millis", "story");
  private static final List<String> JSON_COLUMNS = List.of(
      "piece", "recipe", "invariant", "noticed", "seeds", "also", "millis", "story", "seenAt", "example");
  private static final List<String> WAITING_COLUMNS = List.of("piece", "recipe", "waitsFor", "story");

  /** What one bug's runs showed, and how long they took. */
  private record Row(Kill kill, long millis) {}

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--piece", paramLabel = "NAME", description = "Only this one, and all that is known of it.")
  private String piece;

  @Option(names = "--seeds", paramLabel = "N",
      description = "At most so many seeds per piece and starting point (default: the piece's own bound).")
  private Integer seeds;

  @Option(names = "--markdown", description = "Print the table of the README.")
  private boolean markdown;

  @Override
  public Integer call() {
    if (seeds != null && seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds is at least 1, not " + seeds);
    }
    List<Row> rows = chosen().stream().map(this::rowOf).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      rows.forEach(row -> out.println(markdownOf(row.kill())));
    } else if (piece != null && !output.json()) {
      rows.forEach(row -> tell(out, row));
    } else {
      show(out, rows);
    }
    return rows.stream().allMatch(row -> row.kill().isCaught()) ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private List<Exhibit> chosen() {
    return piece == null ? Museum.exhibits() : List.of(PieceOption.named(piece));
  }

  private Row rowOf(Exhibit exhibit) {
    long begun = System.nanoTime();
    Kill kill = Kill.of(exhibit, seeds == null ? exhibit.bound() : seeds);
    return new Row(kill, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }

  private void show(PrintWriter out, List<Row> rows) {
    List<List<?>> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(output.json() ? allOf(row) : shortOf(row)));
    output.print(out, output.json() ? JSON_COLUMNS : COLUMNS, cells);
    if (piece != null) {
      return;
    }
    if (!output.json()) {
      out.println();
    }
    List<List<?>> waiting = new ArrayList<>();
    Museum.waiting().forEach(one -> waiting.add(List.of(one.name(), one.recipe(), one.waitsFor(), one.story())));
    output.print(out, WAITING_COLUMNS, waiting);
  }

  private static List<?> shortOf(Row row) {
    Kill kill = row.kill();
    String by = (kill.isCaught() ? "" : "NOT by ") + kill.exhibit().invariant();
    return List.of(kill.exhibit().name(), recipes(kill.exhibit()), by, seedsOf(kill), String.join(" ", kill.alsoBy()),
        row.millis(), kill.exhibit().story());
  }

  private static List<?> allOf(Row row) {
    Kill kill = row.kill();
    return List.of(kill.exhibit().name(), kill.exhibit().recipe(), kill.exhibit().invariant(), kill.isCaught(), kill.seeds(),
        List.copyOf(kill.alsoBy()), row.millis(), kill.exhibit().story(), kill.exhibit().seenAt(),
        kill.example().map(Violation::text).orElse(""));
  }

  private static void tell(PrintWriter out, Row row) {
    Kill kill = row.kill();
    Exhibit exhibit = kill.exhibit();
    out.println(exhibit.name() + " (recipe " + recipes(exhibit) + ")");
    out.println("  " + exhibit.story());
    out.println("  seen at: " + exhibit.seenAt());
    out.println("  must be noticed by " + exhibit.invariant() + " within " + kill.bound() + " seeds; it took "
        + seedsOf(kill) + " in " + row.millis() + " ms" + (kill.alsoBy().isEmpty() ? "" : ", also by " + kill.alsoBy()));
    kill.example().ifPresent(violation -> out.println("  " + violation));
  }

  /** A row of the README, without what differs from machine to machine. */
  private static String markdownOf(Kill kill) {
    Exhibit exhibit = kill.exhibit();
    return "| " + String.join(" | ", exhibit.name(), exhibit.seenAt(), exhibit.invariant(), seedsOf(kill)) + " |";
  }

  private static String recipes(Exhibit exhibit) {
    return exhibit.recipe().isEmpty()
        ? "-"
        : exhibit.recipe().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String seedsOf(Kill kill) {
    return kill.medianSeeds() > kill.bound() ? ">" + kill.bound() : String.valueOf(kill.medianSeeds());
  }
}
