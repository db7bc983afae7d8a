package io.ringside.explore;

import io.ringside.config.ConfigException;
import io.ringside.config.Problem;
import io.ringside.config.Suggestion;
import io.ringside.env.Mishap;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one script, and refuses what cannot be played at the very word that is wrong. Used once. */
final class ScriptReader {
  private static final List<String> HEADS =
      List.of(ScriptText.FORM, ScriptText.BUILD, "seed", "cluster", "weather", "config", "mishaps", "end", "at");
  private static final Pattern CLIENT = Pattern.compile("c[0-9]{1,6}");
  private static final Pattern NODES = Pattern.compile("n[0-9]{1,6}(,n[0-9]{1,6})*");
  private static final Act[] ACTS = Act.values();
  private static final List<String> ACT_WORDS = Stream.of(ACTS).map(Act::word).toList();
  private static final List<String> KINDS = Stream.of(Request.class.getPermittedSubclasses()).map(Class::getSimpleName).toList();
  private static final List<String> NAMES =
      List.of("nodes", "n", "r", "w", "millis", "delay", "loss", "duplication", "capacity", "disk");
  private static final long DAY_MILLIS = 86_400_000;
  private static final int MOST_NODES = 1000;

  private final TreeMap<String, Word> numbers = new TreeMap<>();
  private final List<Word> config = new ArrayList<>();
  private final TreeSet<Mishap> mishaps = new TreeSet<>();
  private Ending ending = Ending.QUIET;
  private final List<Deed> deeds = new ArrayList<>();
  private final List<List<Word>> wordsOfDeeds = new ArrayList<>();
  private boolean headed;

  /** Some editors begin a text with it, and nobody sees it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A word and its place; both count from 1. */
  private record Word(String text, int line, int column) {
    MalformedScript refused(String reason, String hint) {
      return new MalformedScript(line, column, reason, hint);
    }

    /** The part after so many characters. */
    Word from(int index) {
      return new Word(text.substring(index), line, column + index);
    }
  }

  /** What a number may be. */
  private record Range(long least, long most, String example) {
    static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE, "42");
    static final Range MILLIS = new Range(0, DAY_MILLIS, "800");
    static final Range PERCENT = new Range(0, 100, "20");
    /** A clock may go back. */
    static final Range SKEW = new Range(-365 * DAY_MILLIS, 365 * DAY_MILLIS, "-3600000");
  }

  Script read(String text) {
    int number = 0;
    String visible = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    for (String line : visible.split("\r?\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      List<Word> words = words(comment < 0 ? line : line.substring(0, comment), number);
      if (!words.isEmpty()) {
        readLine(words);
      }
    }
    var end = new Word("", number, 1);
    if (!headed) {
      throw end.refused("the script is empty: it begins with '" + ScriptText.FORM + " " + ScriptText.VERSION + "'",
          ScriptText.WHOLE_ONE);
    }
    Setting setting = setting(end);
    checkDeeds(setting);
    return new Script(setting, deeds);
  }

  /** What stands between blanks. */
  private static List<Word> words(String line, int number) {
    var words = new ArrayList<Word>();
    int begins = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || isBlank(line.charAt(i))) {
        if (i > begins) {
          words.add(new Word(line.substring(begins, i), number, begins + 1));
        }
        begins = i + 1;
      }
    }
    return words;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private void readLine(List<Word> words) {
    Word first = words.get(0);
    if (!headed) {
      readHead(words);
      return;
    }
    switch (first.text()) {
      case ScriptText.BUILD -> { }
      case "seed" -> put("seed", only(words, "seed 42"), Range.ANY);
      case "cluster", "weather" -> words.stream().skip(1).forEach(this::readNumber);
      case "config" -> config.add(only(words, "config quorum.r=2"));
      case "mishaps" -> words.stream().skip(1).forEach(place -> mishaps.add(
          oneOf("mishap", place, Stream.of(Mishap.values()).map(ScriptText::word).toList(), Mishap.values())));
      case "end" -> ending = oneOf("end", only(words, "end rest"), Stream.of(Ending.values()).map(Ending::word).toList(),
          Ending.values());
      case "at" -> readDeed(words);
      default -> throw first.refused("'" + first.text() + "' begins no line",
          orElse(Suggestion.didYouMean(first.text(), HEADS), "a line begins with " + String.join(", ", HEADS)));
    }
  }

  /** Before anything else: a script of another version may say the same words and mean another run. */
  private void readHead(List<Word> words) {
    Word first = words.get(0);
    if (!first.text().equals(ScriptText.FORM) || words.size() != 2) {
      throw first.refused("this is no run script: it begins with '" + ScriptText.FORM + " " + ScriptText.VERSION + "'",
          ScriptText.WHOLE_ONE);
    }
    if (!words.get(1).text().equals(Integer.toString(ScriptText.VERSION))) {
      throw words.get(1).refused("this is version " + words.get(1).text() + " of the form, and this build plays "
          + ScriptText.VERSION, "play it with the build that wrote it");
    }
    headed = true;
  }

  private static Word only(List<Word> words, String example) {
    if (words.size() != 2) {
      throw words.get(words.size() > 2 ? 2 : 0).refused("'" + words.get(0).text() + "' takes one word", "for example " + example);
    }
    return words.get(1);
  }

  private void readNumber(Word setting) {
    int equals = setting.text().indexOf('=');
    if (equals <= 0) {
      throw setting.refused("'" + setting.text() + "' is no name=number", "for example nodes=5");
    }
    String name = setting.text().substring(0, equals);
    Range range = rangeOf(name);
    if (range == null) {
      throw setting.refused("nothing is called '" + name + "' here", orElse(Suggestion.didYouMean(name, NAMES),
          "there are " + String.join(", ", NAMES)));
    }
    put(name, setting.from(equals + 1), range);
  }

  /** Null if nothing has that name. */
  private static Range rangeOf(String name) {
    return switch (name) {
      case "nodes" -> new Range(1, MOST_NODES, "nodes=5");
      case "n" -> new Range(1, MOST_NODES, "n=3");
      case "r", "w" -> new Range(1, MOST_NODES, name + "=2");
      case "millis" -> new Range(1, DAY_MILLIS, "millis=60000");
      case "delay" -> new Range(1, DAY_MILLIS, "delay=500");
      case "loss", "duplication" -> new Range(0, 100, name + "=5");
      case "capacity" -> new Range(0, Integer.MAX_VALUE, "capacity=0, which is no limit");
      case "disk" -> new Range(0, DAY_MILLIS, "disk=300");
      default -> null;
    };
  }

  private void put(String name, Word word, Range range) {
    number(word, range, name);
    numbers.put(name, word);
  }

  private void readDeed(List<Word> words) {
    if (words.size() < 3) {
      throw words.get(0).refused("a deed is a time, then what is done", "for example at 1200ms crash n2");
    }
    Word time = words.get(1);
    if (!time.text().endsWith("ms")) {
      throw time.refused("'" + time.text() + "' is no time", "for example 1200ms");
    }
    var digits = new Word(time.text().substring(0, time.text().length() - 2), time.line(), time.column());
    long at = number(digits, new Range(0, DAY_MILLIS, "1200ms"), "a time");
    if (!deeds.isEmpty() && at < deeds.get(deeds.size() - 1).atMillis()) {
      throw time.refused("a deed at " + at + " ms comes after one at " + deeds.get(deeds.size() - 1).atMillis() + " ms",
          "deeds stand in the order of time");
    }
    Act act = oneOf("deed", words.get(2), ACT_WORDS, ACTS);
    List<Word> about = words.subList(3, words.size());
    if (about.size() != act.words().size()) {
      throw words.get(2).refused(act.word() + " takes " + act.words().size() + (act.words().size() == 1 ? " word" : " words")
          + ", not " + about.size(), "for example " + exampleOf(act));
    }
    for (int i = 0; i < about.size(); i++) {
      checkWord(act, act.words().get(i), about.get(i));
    }
    deeds.add(new Deed(at, act, about.stream().map(Word::text).toList()));
    wordsOfDeeds.add(words);
  }

  private static String exampleOf(Act act) {
    return ("at 1200ms " + act.word() + " " + String.join(" ", act.words().stream().map(kind -> switch (kind) {
      case CLIENT -> "c1";
      case KEY -> "key-0";
      case NODE -> "n2";
      case NODES -> "n1,n2";
      case KIND -> "Store";
      case MILLIS -> Range.MILLIS.example();
      case PERCENT -> Range.PERCENT.example();
    }).toList())).strip();
  }

  private static void checkWord(Act act, Act.Word kind, Word word) {
    switch (kind) {
      case MILLIS -> number(word, act == Act.SKEW ? Range.SKEW : Range.MILLIS, "the milliseconds of " + act.word());
      case PERCENT -> number(word, Range.PERCENT, "the per cent of " + act.word());
      case CLIENT -> refuseUnless(CLIENT.matcher(word.text()).matches(), word, "'" + word.text() + "' is no client", "c1");
      case NODE -> refuseUnless(NODES.matcher(word.text()).matches() && !word.text().contains(","), word,
          "'" + word.text() + "' is no node", "n1");
      case NODES -> refuseUnless(NODES.matcher(word.text()).matches(), word, "'" + word.text() + "' are no nodes", "n1,n2");
      case KIND -> oneOf("kind of message", word, KINDS, KINDS.toArray());
      default -> { }
    }
  }

  private static void refuseUnless(boolean right, Word word, String reason, String example) {
    if (!right) {
      throw word.refused(reason, "for example " + example);
    }
  }

  private void checkDeeds(Setting setting) {
    for (int i = 0; i < deeds.size(); i++) {
      Deed deed = deeds.get(i);
      List<Word> words = wordsOfDeeds.get(i);
      if (deed.atMillis() >= endOf(deed, setting)) {
        throw words.get(1).refused("a deed at " + deed.atMillis() + " ms comes after the end: the run has millis="
            + setting.millis(), "do it sooner, or let the run last longer, for example millis=" + (deed.atMillis() + 1000));
      }
      for (int j = 0; j < deed.words().size(); j++) {
        Act.Word kind = deed.act().words().get(j);
        if (kind == Act.Word.NODE || kind == Act.Word.NODES) {
          checkNodes(words.get(j + 3), setting.nodes());
        }
      }
    }
  }

  /** Clients do nothing after the load; what was broken under it may be mended a little later, until everything heals. */
  private static long endOf(Deed deed, Setting setting) {
    return setting.millis() + (deed.act().isWork() ? 0 : Simulator.LAST_ANSWERS_MILLIS);
  }

  private static void checkNodes(Word word, int nodes) {
    int begins = 0;
    for (String name : word.text().split(",")) {
      int number = Integer.parseInt(name.substring(1));
      if (number < 1 || number > nodes) {
        throw word.from(begins).refused("there is no " + name, "the nodes are n1 to n" + nodes);
      }
      begins += name.length() + 1;
    }
  }

  private Setting setting(Word end) {
    int nodes = count("nodes", end);
    int n = count("n", end);
    atMost("n", nodes, "there are nodes=" + nodes);
    atMost("r", n, "there are n=" + n + " replicas", end);
    atMost("w", n, "there are n=" + n + " replicas", end);
    List<String> lines = wholeConfig();
    checkConfig(nodes, lines);
    return new Setting(number("seed", end), nodes, n, count("r", end), count("w", end), lines,
        number("millis", end), number("delay", end), count("loss", end), count("duplication", end), count("capacity", end),
        number("disk", end), mishaps, ending);
  }

  private void atMost(String name, int most, String why) {
    Word word = numbers.get(name);
    if (Long.parseLong(word.text()) > most) {
      throw word.refused(name + " is at most " + most + ", for " + why, "for example " + name + "=" + most);
    }
  }

  private void atMost(String name, int most, String why, Word end) {
    number(name, end);
    atMost(name, most, why);
  }

  /** The nodes are told N, R and W as the checkers are: who says them twice says the same. */
  private List<String> wholeConfig() {
    var lines = new ArrayList<String>();
    for (String name : List.of("n", "r", "w")) {
      String number = Long.toString(Long.parseLong(numbers.get(name).text()));
      List<Word> repeated = config.stream().filter(line -> line.text().startsWith("quorum." + name + "=")).toList();
      repeated.stream().filter(line -> !line.text().endsWith("=" + number)).findFirst().ifPresent(other -> {
        throw other.refused(other.text() + " contradicts " + name + "=" + number + " of the cluster",
            "leave it out: nodes are told what the line 'cluster' says");
      });
      if (repeated.isEmpty()) {
        lines.add("quorum." + name + "=" + number);
      }
    }
    config.stream().map(Word::text).forEach(lines::add);
    return lines;
  }

  /** Together, for some are only wrong beside others; then the line that is named, or the last. */
  private void checkConfig(int nodes, List<String> lines) {
    Word last = config.isEmpty() ? numbers.get("nodes") : config.get(config.size() - 1);
    try {
      SimCluster.config(1, nodes, lines);
    } catch (ConfigException impossible) {
      Problem problem = impossible.problems().get(0);
      Word named = config.stream().filter(line -> problem.what().contains(line.text().split("=", 2)[0])).findFirst().orElse(last);
      throw named.refused(problem.what(), problem.hint());
    } catch (IllegalArgumentException impossible) {
      throw last.refused(impossible.getMessage(), "for example config quorum.r=2");
    }
  }

  private int count(String name, Word end) {
    return (int) number(name, end);
  }

  private long number(String name, Word end) {
    Word word = numbers.get(name);
    if (word == null) {
      throw end.refused("the script says nothing of '" + name + "'", ScriptText.WHOLE_ONE);
    }
    return Long.parseLong(word.text());
  }

  private static long number(Word word, Range range, String what) {
    long number;
    try {
      number = Long.parseLong(word.text());
    } catch (NumberFormatException none) {
      throw word.refused("'" + word.text() + "' is no whole number", "for example " + range.example());
    }
    if (number < range.least() || number > range.most()) {
      throw word.refused(what + " is from " + range.least() + " to " + range.most() + ", not " + number,
          "for example " + range.example());
    }
    return number;
  }

  private static <T> T oneOf(String what, Word word, List<String> names, T[] values) {
    int index = names.indexOf(word.text());
    if (index < 0) {
      throw word.refused("'" + word.text() + "' is no " + what,
          orElse(Suggestion.didYouMean(word.text(), names), "there are " + String.join(", ", names)));
    }
    return values[index];
  }

  private static String orElse(String suggestion, String all) {
    return suggestion.isEmpty() ? all : suggestion;
  }
}
