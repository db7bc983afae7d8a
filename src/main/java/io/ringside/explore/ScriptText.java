package io.ringside.explore;

import io.ringside.config.ConfigException;
import io.ringside.config.NodeConfig;
import io.ringside.config.Suggestion;
import io.ringside.env.Mishap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A script as text, and back again without loss: what people read, keep as a regression, and play again. */
final class ScriptText {
  /*
   * ringside-run 2                                        the version of this form; another is refused
   * seed 42
   * cluster nodes=5 n=3 r=2 w=2 millis=60000
   * weather delay=500 loss=0 duplication=0 capacity=0 disk=300
   * config cluster.partitions=16                          any number of these
   * mishaps minted impatience                             perhaps none
   * end rest                                              how far the run goes; 'quiet' if nothing is said
   * at 1200ms pause n3 800                                deeds, in any order
   *
   * '#' begins a comment.
   */
  private static final String FORM = "ringside-run";
  private static final int VERSION = 2;
  private static final String WHOLE_ONE = "sim run --seed 1 --print-script shows a whole one";
  private static final List<String> HEADS = List.of(FORM, "seed", "cluster", "weather", "config", "mishaps", "end", "at");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern CLIENT = Pattern.compile("c[0-9]{1,6}");
  private static final Pattern NODE = Pattern.compile("n[0-9]{1,6}");
  private static final Pattern NODES = Pattern.compile("n[0-9]{1,6}(,n[0-9]{1,6})*");
  private static final Act[] ACTS = Act.values();
  private static final List<String> ACT_WORDS = Stream.of(ACTS).map(Act::word).toList();

  private final TreeMap<String, Long> numbers = new TreeMap<>();
  private final List<String> config = new ArrayList<>();
  private final TreeSet<Mishap> mishaps = new TreeSet<>();
  private Ending ending = Ending.QUIET;
  private final List<Deed> deeds = new ArrayList<>();
  private final List<Integer> lineOfDeed = new ArrayList<>();
  private boolean headed;
  private int line;

  private ScriptText() {}

  static String write(Script script) {
    Setting setting = script.setting();
    var lines = new ArrayList<String>();
    lines.add(FORM + " " + VERSION);
    lines.add("seed " + setting.seed());
    lines.add("cluster nodes=" + setting.nodes() + " n=" + setting.n() + " r=" + setting.r() + " w=" + setting.w()
        + " millis=" + setting.millis());
    lines.add("weather delay=" + setting.meanDelayMicros() + " loss=" + setting.lossPercent() + " duplication="
        + setting.duplicationPercent() + " capacity=" + setting.linkCapacity() + " disk=" + setting.diskMicros());
    setting.config().forEach(one -> lines.add("config " + one));
    lines.add(("mishaps " + String.join(" ", setting.mishaps().stream().map(ScriptText::word).toList())).strip());
    lines.add("end " + setting.ending().word());
    script.deeds().forEach(deed -> lines.add(deed.toString()));
    return String.join("\n", lines) + "\n";
  }

  private static String word(Mishap place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  /** Throws {@link MalformedScript} if it cannot be played. */
  static Script read(String text) {
    return new ScriptText().readAll(text);
  }

  private Script readAll(String text) {
    for (String each : text.split("\n", -1)) {
      line++;
      int comment = each.indexOf('#');
      String[] words = SPACES.split((comment < 0 ? each : each.substring(0, comment)).strip());
      if (!words[0].isEmpty()) {
        readLine(words);
      }
    }
    refuseUnless(headed, "the script is empty", WHOLE_ONE);
    Setting setting = setting();
    for (int i = 0; i < deeds.size(); i++) {
      line = lineOfDeed.get(i);
      checkNodes(deeds.get(i), setting.nodes());
    }
    return new Script(setting, deeds);
  }

  private void readLine(String[] words) {
    if (!headed) {
      readHead(words);
      return;
    }
    switch (words[0]) {
      case "seed" -> numbers.put("seed", number(words.length == 2 ? words[1] : ""));
      case "cluster", "weather" -> Arrays.stream(words).skip(1).forEach(this::readNumber);
      case "config" -> config.add(words.length == 2 ? words[1] : "");
      case "mishaps" -> Arrays.stream(words).skip(1).forEach(place -> mishaps.add(
          oneOf("mishap", place, Stream.of(Mishap.values()).map(ScriptText::word).toList(), Mishap.values())));
      case "end" -> ending = oneOf("end", words.length == 2 ? words[1] : "",
          Stream.of(Ending.values()).map(Ending::word).toList(), Ending.values());
      case "at" -> readDeed(words);
      default -> throw new MalformedScript(line, "'" + words[0] + "' begins no line", Suggestion.didYouMean(words[0], HEADS));
    }
  }

  /** Before anything else: a script of another version may say the same words and mean another run. */
  private void readHead(String[] words) {
    refuseUnless(words[0].equals(FORM) && words.length == 2,
        "a script of a run begins with '" + FORM + " " + VERSION + "'", WHOLE_ONE);
    refuseUnless(words[1].equals(Integer.toString(VERSION)),
        "this is version " + words[1] + " of the form, and this build plays " + VERSION,
        "play it with the build that wrote it");
    headed = true;
  }

  private void readNumber(String setting) {
    int equals = setting.indexOf('=');
    refuseUnless(equals > 0, "'" + setting + "' is no name=number", "");
    numbers.put(setting.substring(0, equals), number(setting.substring(equals + 1)));
  }

  private void readDeed(String[] words) {
    refuseUnless(words.length >= 3, "a deed is 'at 1200ms', then what is done", "");
    refuseUnless(words[1].endsWith("ms"), "'" + words[1] + "' is no time such as 1200ms", "");
    long at = number(words[1].substring(0, words[1].length() - 2));
    refuseUnless(at >= 0, "a time is not negative", "");
    Act act = oneOf("deed", words[2], ACT_WORDS, ACTS);
    List<String> about = Arrays.asList(words).subList(3, words.length);
    refuseUnless(about.size() == act.words().size(), act.word() + " takes " + act.words().size() + " words: "
        + act.words().stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList(), "");
    for (int i = 0; i < about.size(); i++) {
      checkWord(act.words().get(i), about.get(i));
    }
    deeds.add(new Deed(at, act, about));
    lineOfDeed.add(line);
  }

  private void checkWord(Act.Word kind, String word) {
    switch (kind) {
      case MILLIS, PERCENT -> number(word);
      case CLIENT -> refuseUnless(CLIENT.matcher(word).matches(), "'" + word + "' is no client such as c1", "");
      case NODE -> refuseUnless(NODE.matcher(word).matches(), "'" + word + "' is no node such as n1", "");
      case NODES -> refuseUnless(NODES.matcher(word).matches(), "'" + word + "' are no nodes such as n1,n2", "");
      default -> { }
    }
  }

  private void checkNodes(Deed deed, int nodes) {
    for (int i = 0; i < deed.words().size(); i++) {
      Act.Word kind = deed.act().words().get(i);
      if (kind == Act.Word.NODE || kind == Act.Word.NODES) {
        for (String name : deed.word(i).split(",")) {
          refuseUnless(number(name.substring(1)) >= 1 && number(name.substring(1)) <= nodes,
              "there is no " + name, "the nodes are n1 to n" + nodes);
        }
      }
    }
  }

  private Setting setting() {
    try {
      var setting = new Setting(numberOf("seed"), (int) numberOf("nodes"), (int) numberOf("n"), (int) numberOf("r"),
          (int) numberOf("w"), config, numberOf("millis"), numberOf("delay"), (int) numberOf("loss"),
          (int) numberOf("duplication"), (int) numberOf("capacity"), numberOf("disk"), mishaps, ending);
      NodeConfig.of(config.toArray(String[]::new));
      return setting;
    } catch (IllegalArgumentException | ConfigException impossible) {
      throw new MalformedScript(line, impossible.getMessage(), "");
    }
  }

  private long numberOf(String name) {
    refuseUnless(numbers.containsKey(name), "the script says nothing of '" + name + "'", WHOLE_ONE);
    return numbers.get(name);
  }

  private long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException none) {
      throw new MalformedScript(line, "'" + word + "' is no whole number", "");
    }
  }

  private <T> T oneOf(String what, String word, List<String> names, T[] values) {
    int index = names.indexOf(word);
    if (index < 0) {
      throw new MalformedScript(line, "'" + word + "' is no " + what, Suggestion.didYouMean(word, names));
    }
    return values[index];
  }

  private void refuseUnless(boolean right, String reason, String hint) {
    if (!right) {
      throw new MalformedScript(line, reason, hint);
    }
  }
}
