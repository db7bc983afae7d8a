package io.ringside.explore;

import io.ringside.env.Mishap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A script as text, and back again without loss: what people read, keep as a regression, and play again. */
final class ScriptText {
  /*
   * ringside-run 2                                        the version of this form; another is refused
   * build 1.0+12ab34cd                                    which build wrote it; perhaps none says so, and any may play it
   * seed 42
   * cluster nodes=5 n=3 r=2 w=2 millis=60000
   * weather delay=500 loss=0 duplication=0 capacity=0 disk=300
   * config cluster.partitions=16                          any number of these
   * mishaps minted impatience                             perhaps none
   * end rest                                              how far the run goes; 'quiet' if nothing is said
   * at 1200ms pause n3 800                                deeds, in the order of time
   *
   * '#' begins a comment.
   */
  static final String FORM = "ringside-run";
  static final int VERSION = 2;
  static final String BUILD = "build";
  static final String WHOLE_ONE = "sim run --seed 1 --print-script shows a whole one";

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

  static String word(Mishap place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  /** Throws {@link MalformedScript} if it cannot be played. */
  static Script read(String text) {
    return new ScriptReader().read(text);
  }

  /** The same script with one line more, right after the first. */
  static String afterHead(String line, String text) {
    int end = text.indexOf('\n') + 1;
    return text.substring(0, end) + line + "\n" + text.substring(end);
  }

  static Optional<String> buildOf(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    return lines.stream().filter(line -> line.startsWith(BUILD + " ")).map(line -> line.substring(BUILD.length()).strip())
        .findFirst();
  }
}
