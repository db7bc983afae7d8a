package io.ringside.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.scenario.Narrator;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flag {@code -o}, and rows printed as it says: a table for people, one JSON object per line for scripts. */
final class OutputOptions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GAP = "  ";

  /** How results are printed. */
  enum Format { TABLE, JSON }

  @Option(names = {"-o", "--output"}, paramLabel = "table|json", defaultValue = "table",
      description = "How to print results: table (default) or json, one object per line.")
  private Format format;

  boolean json() {
    return format == Format.JSON;
  }

  /** Who tells a scenario: in colours where the terminal and the environment want them. */
  Narrator narrator(CommandSpec command) {
    PrintWriter out = command.commandLine().getOut();
    boolean colours = Main.colours(((Main) command.root().userObject()).environment()).enabled();
    return json() ? new JsonNarrator(out) : new TerminalNarrator(out, colours);
  }

  /** Prints rows whose cells may be strings, numbers, booleans or lists; the columns' names are the JSON keys. */
  void print(PrintWriter out, List<String> columns, List<List<?>> rows) {
    if (json()) {
      rows.forEach(row -> out.println(object(columns, row)));
    } else {
      table(out, columns, rows);
    }
  }

  private static String object(List<String> columns, List<?> row) {
    var object = new LinkedHashMap<String, Object>();
    IntStream.range(0, columns.size()).forEach(i -> object.put(columns.get(i), row.get(i)));
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException("A cell that is no JSON value: " + object, impossible);
    }
  }

  private static void table(PrintWriter out, List<String> columns, List<List<?>> rows) {
    int[] widths = IntStream.range(0, columns.size())
        .map(i -> Math.max(columns.get(i).length(), rows.stream().mapToInt(row -> cell(row, i).length()).max().orElse(0)))
        .toArray();
    out.println(line(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList(), widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<?> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> cell(row, i) + " ".repeat(widths[i] - cell(row, i).length()))
        .collect(Collectors.joining(GAP)).stripTrailing();
  }

  private static String cell(List<?> row, int column) {
    return String.valueOf(row.get(column));
  }
}
