package io.ringside.physics;

import io.ringside.config.QuorumConfig;
import io.ringside.config.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A model of somebody's own, as flags or a file say it: {@code w}, {@code a}, {@code r} and {@code s} are {@link Latencies},
 * {@code n} a number, {@code rw} pairs of quorums, {@code t} milliseconds, {@code name} a word. Immutable.
 */
public record PbsModel(Model model, List<Quorums> quorums, List<Double> timesMillis) {
  /** Whatever can be said. */
  public static final List<String> KEYS = List.of("name", "w", "a", "r", "s", "n", "rw", "t");

  private static final String USUAL_TIMES = "0 1 2 5 10 20 50 100";
  private static final double LONGEST_MILLIS = 100_000;

  public PbsModel {
    quorums = List.copyOf(quorums);
    timesMillis = List.copyOf(timesMillis);
  }

  /** One thing that was said, and where: a flag, or a line of a file. */
  public record Said(String text, String where) {}

  /** What a file says, one {@code key: value} per line; {@code #} begins a comment. */
  public static SortedMap<String, Said> read(String file, List<String> lines) {
    var said = new TreeMap<String, Said>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      String where = file + ":" + (i + 1);
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(where + ": a line is 'key: value', not '" + line + "'");
      }
      String key = line.substring(0, colon).strip();
      if (!KEYS.contains(key)) {
        String hint = Suggestion.didYouMean(key, KEYS);
        throw new IllegalArgumentException(where + ": there is no '" + key + "'; "
            + (hint.isEmpty() ? "a model has " + String.join(", ", KEYS) : hint));
      }
      Said earlier = said.putIfAbsent(key, new Said(unquoted(line.substring(colon + 1).strip()), where));
      if (earlier != null) {
        throw new IllegalArgumentException(where + ": '" + key + "' is already said at " + earlier.where());
      }
    }
    return said;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2
        && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * The model, or an {@link IllegalArgumentException} that says where and what. Only {@code w} must be said: {@code a} is as
   * {@code w}, {@code r} as {@code a}, {@code s} as {@code r}, if they are not.
   */
  public static PbsModel of(SortedMap<String, Said> said) {
    if (!said.containsKey("w")) {
      throw new IllegalArgumentException("a model needs at least w, the delay of a write on its way to a replica");
    }
    Latencies w = value(said, "w", "", Latencies::parse);
    Latencies a = said.containsKey("a") ? value(said, "a", "", Latencies::parse) : w;
    Latencies r = said.containsKey("r") ? value(said, "r", "", Latencies::parse) : a;
    Latencies s = said.containsKey("s") ? value(said, "s", "", Latencies::parse) : r;
    int n = value(said, "n", "3", PbsModel::copies);
    List<Quorums> quorums = value(said, "rw", "1/1", text -> items(text).stream().map(pair -> Quorums.parse(pair, n)).toList());
    List<Double> times = value(said, "t", USUAL_TIMES,
        text -> items(text).stream().map(PbsModel::millis).sorted().distinct().toList());
    String name = value(said, "name", "own", Function.identity());
    return new PbsModel(new Model(name, w, a, r, s), quorums, times);
  }

  private static <T> T value(SortedMap<String, Said> said, String key, String usual, Function<String, T> reading) {
    Said here = said.getOrDefault(key, new Said(usual, "the default"));
    try {
      return reading.apply(here.text());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(here.where() + ": " + key + ": " + wrong.getMessage(), wrong);
    }
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>(Arrays.asList(text.strip().split("[\\s,]+")));
    items.removeIf(String::isEmpty);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("nothing is said");
    }
    return items;
  }

  private static int copies(String text) {
    try {
      int n = Integer.parseInt(text.strip());
      if (n >= 1 && n <= QuorumConfig.MAX_COPIES) {
        return n;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new IllegalArgumentException("N is 1 to " + QuorumConfig.MAX_COPIES + ", not '" + text.strip() + "'");
  }

  private static double millis(String text) {
    try {
      double millis = Double.parseDouble(text);
      if (millis >= 0 && millis <= LONGEST_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new IllegalArgumentException("a time after the commit is 0 to " + (long) LONGEST_MILLIS + " ms, not '" + text + "'");
  }
}
