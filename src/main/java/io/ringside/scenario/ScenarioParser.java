package io.ringside.scenario;

import io.ringside.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a scenario, line by line. Refuses what cannot be played, rather than to find out while it plays. */
final class ScenarioParser {
  /** More steps than anybody reads. */
  private static final int MAX_STEPS = 10_000;

  /** More than any machine simulates. */
  private static final int MAX_NODES = 1_000;

  private static final Pattern HEADER = Pattern.compile("#\\s*([a-z0-9][a-z0-9-]*)\\s*:\\s*(\\S.*)");
  private static final Pattern SAY = Pattern.compile("\\s*(?:then\\s+)?say\\s+(\\S.*)");
  private static final Pattern SETTING = Pattern.compile("([A-Za-z.]+)=(\\S+)");
  private static final List<String> SHAPE = List.of("nodes", "n", "r", "w", "partitions");

  /** Some editors begin a text with it, and nobody sees it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String text;
  private final long mostWrittenOut;
  private final List<String> lines;
  private final List<Step> steps = new ArrayList<>();
  private ClusterShape shape = ClusterShape.USUAL;
  private Props props = new Props(ClusterShape.USUAL);
  private boolean shaped;
  private long latestMillis;
  private long beginsMillis;
  private long endsMillis;
  private long writtenOut;

  ScenarioParser(String text) {
    this(text, Long.MAX_VALUE);
  }

  /** @param mostWrittenOut as many characters the steps may have if each number of a range had a line of its own */
  ScenarioParser(String text, long mostWrittenOut) {
    this.text = text;
    this.mostWrittenOut = mostWrittenOut;
    this.lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
  }

  Scenario parse() {
    Matcher header = HEADER.matcher(lines.isEmpty() ? "" : lines.get(0).strip());
    if (!header.matches()) {
      throw new ScenarioException(
          1, 1, "a scenario begins with its name and what it shows", "# split-2-3: a write on each side is kept");
    }
    for (int i = 1; i < lines.size(); i++) {
      line(i + 1, lines.get(i));
    }
    if (steps.isEmpty()) {
      throw new ScenarioException(lines.size(), 1, "nothing happens in this scenario", "put cart milk via n1");
    }
    return new Scenario(header.group(1), header.group(2).strip(), shape, steps, props.keys(), text);
  }

  private void line(int number, String line) {
    Matcher say = SAY.matcher(line);
    if (say.matches()) {
      add(new Step(number, Step.Start.THEN, 0, new Action.Say(unquoted(say.group(1).strip())), line.strip()));
      return;
    }
    var words = new Words(number, line);
    if (words.accept("cluster")) {
      cluster(words);
    } else if (words.accept("delay")) {
      new MeasureParser(words, props).delay();
    } else if (!words.atEnd()) {
      step(words, line);
    }
  }

  private static String unquoted(String words) {
    boolean quoted = words.length() > 1 && words.startsWith("\"") && words.endsWith("\"");
    return quoted ? words.substring(1, words.length() - 1) : words;
  }

  private void step(Words words, String line) {
    Step.Start start = Step.Start.THEN;
    long atMillis = 0;
    if (words.accept("at")) {
      start = Step.Start.AT;
      atMillis = time(words);
    } else if (words.accept("and")) {
      start = Step.Start.AND;
      if (steps.isEmpty()) {
        throw new ScenarioException(
            words.line(), 1, "'and' starts together with the step before it, and there is none", "leave it out");
      }
    } else {
      words.accept("then");
    }
    int begin = words.column() - 1;
    String text = withoutComment(words, line, begin);
    beginsMillis = start == Step.Start.AT ? atMillis : start == Step.Start.AND ? beginsMillis : endsMillis;
    Optional<Range> range = words.range();
    writeOut(words, line, range.map(Range::size).orElse(1));
    Action action = range
        .map(each -> ActionParser.each(words, each, props, beginsMillis))
        .orElseGet(() -> new ActionParser(words, props, beginsMillis).parse());
    long lastsMillis = action instanceof Action.Wait wait ? wait.millis() : 0;
    endsMillis = Math.max(endsMillis, beginsMillis + lastsMillis);
    add(new Step(words.line(), start, atMillis, action, text));
  }

  private void writeOut(Words words, String line, int times) {
    writtenOut += (long) line.length() * times;
    if (writtenOut > mostWrittenOut) {
      throw new ScenarioException(words.line(), 1, "with a line for each number of a range the steps up to here have more than "
          + mostWrittenOut + " characters", "use smaller ranges");
    }
  }

  private static String withoutComment(Words words, String line, int begin) {
    return line.substring(begin, words.endOfLast()).strip().replaceAll(" {2,}", " ");
  }

  private long time(Words words) {
    int column = words.column();
    long millis = words.millis("a time");
    if (millis < latestMillis) {
      throw new ScenarioException(words.line(), column, "this time is before that of an earlier step, " + latestMillis + " ms",
          "write the steps in the order in which they happen");
    }
    latestMillis = millis;
    return millis;
  }

  private void add(Step step) {
    if (steps.size() == MAX_STEPS) {
      throw new ScenarioException(step.line(), 1, "a scenario has at most " + MAX_STEPS + " steps", "split it");
    }
    steps.add(step);
  }

  private void cluster(Words words) {
    if (shaped || !steps.isEmpty()) {
      throw new ScenarioException(words.line(), 1, "the cluster is described once, before the first step", "");
    }
    shaped = true;
    while (!words.atEnd()) {
      setting(words);
    }
    if (shape.n() > shape.nodes() || shape.r() > shape.n() || shape.w() > shape.n() || shape.r() < 1 || shape.w() < 1) {
      throw new ScenarioException(words.line(), 1,
          "r and w are from 1 to n, and n is not more than nodes, but here nodes=" + shape.nodes() + " n=" + shape.n()
              + " r=" + shape.r() + " w=" + shape.w(), "the usual cluster is nodes=5 n=3 r=2 w=2, and smaller numbers must fit");
    }
    if (shape.nodes() > MAX_NODES) {
      throw new ScenarioException(words.line(), 1, "a cluster has at most " + MAX_NODES + " nodes", "");
    }
    props = new Props(shape);
  }

  /** {@code nodes=5}, or any setting of a node by its path, {@code gossip.periodMillis=200}. */
  private void setting(Words words) {
    Token token = words.token("a setting");
    Matcher setting = SETTING.matcher(token.text());
    if (!setting.matches() || !setting.group(1).contains(".") && !SHAPE.contains(setting.group(1))) {
      String name = token.text().replaceAll("=.*", "");
      String meant = Suggestion.didYouMean(name, SHAPE);
      throw words.refused(token, "'" + token.text() + "' says nothing of a cluster",
          meant.isEmpty() ? "write nodes=5 n=3 r=2 w=2" : meant);
    }
    String name = setting.group(1);
    if (name.contains(".")) {
      shape = shape.withSetting(token.text());
    } else {
      shape = shape.with(name, (int) words.number(token, setting.group(2)));
    }
  }
}
