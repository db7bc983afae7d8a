package io.ringside.scenario;

import io.ringside.physics.Latencies;
import io.ringside.physics.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads what is measured, and the delays of the messages that are measured with. */
final class MeasureParser {
  /** Minutes of real time. */
  private static final int MAX_READS = 1_000_000;

  private static final long MAX_MILLIS = 60_000;
  private static final List<String> DISTRIBUTIONS = List.of("exponential", "constant");

  private final Words words;
  private final Props props;

  MeasureParser(Words words, Props props) {
    this.words = words;
    this.props = props;
  }

  /** {@code delay read answer exponential 5ms}: after the word {@code delay}. */
  void delay() {
    if (words.nextIsTime()) {
      throw new ScenarioException(words.line(), words.column(), "a delay is that of what is measured, and is no step",
          "slow 200ms n1 - n2 makes a link slow");
    }
    var legs = new TreeSet<String>();
    do {
      legs.add(words.oneOf("what is on its way", Legs.NAMES));
    } while (Legs.NAMES.stream().anyMatch(words::nextIs));
    String distribution = words.oneOf("how a delay is drawn", DISTRIBUTIONS);
    int column = words.column();
    long millis = words.millis("a mean");
    words.end();
    if (millis > MAX_MILLIS || millis == 0 && distribution.equals("exponential")) {
      throw new ScenarioException(words.line(), column, "a delay is above 0 and at most " + MAX_MILLIS + " ms", "");
    }
    Latencies delay = Latencies.parse((distribution.equals("exponential") ? "mean(" : "constant(") + millis + ")");
    legs.forEach(leg -> props.legs().say(leg, delay));
  }

  /** {@code measure staleness r=1 w=1 reads=10000 at 0ms 10ms}: after the word {@code measure}. */
  Action measure() {
    int column = words.column();
    words.expect("staleness");
    props.legs().missing().ifPresent(leg -> {
      throw new ScenarioException(words.line(), column, "nothing has been said of the delay of a " + leg,
          "delay " + leg + " exponential 5ms");
    });
    int quorumsAt = words.column();
    int r = number("r");
    int w = number("w");
    if (r < 1 || w < 1 || r > props.copies() || w > props.copies()) {
      throw new ScenarioException(words.line(), quorumsAt,
          "r and w are from 1 to n=" + props.copies() + ", not r=" + r + " w=" + w, "");
    }
    int readsAt = words.column();
    int reads = number("reads");
    if (reads < 1 || reads > MAX_READS) {
      throw new ScenarioException(words.line(), readsAt, "from 1 to " + MAX_READS + " reads are measured, not " + reads, "");
    }
    var measurement = new Measurement(props.legs().model(), new Quorums(props.copies(), r, w), reads, times());
    props.measure(measurement);
    return new Action.Measure(measurement);
  }

  /** {@code r=1}: of this name and no other. */
  private int number(String name) {
    Token token = words.token(name + "=N");
    if (!token.plain() || !token.text().startsWith(name + "=")) {
      throw words.refused(token, "here stands '" + token.text() + "' in place of " + name + "=N",
          "measure staleness r=1 w=1 reads=10000 at 0ms 10ms");
    }
    return (int) words.number(token, token.text().substring(name.length() + 1));
  }

  private List<Double> times() {
    words.expect("at");
    var times = new ArrayList<Double>();
    do {
      int column = words.column();
      long millis = words.millis("a time after the write");
      if (millis > MAX_MILLIS || !times.isEmpty() && millis <= times.get(times.size() - 1)) {
        throw new ScenarioException(words.line(), column, "times after the write grow, up to " + MAX_MILLIS + " ms", "");
      }
      times.add((double) millis);
    } while (!words.atEnd());
    return times;
  }

  /** {@code staleness within 2 points of pbs} or {@code staleness 0 where r+w>n}: after the word {@code staleness}. */
  Expectation expectation() {
    int column = words.column();
    if (props.measured().isEmpty()) {
      throw new ScenarioException(words.line(), column, "this can never be seen: nothing was measured before",
          "measure staleness r=1 w=1 reads=10000 at 0ms 10ms");
    }
    return words.accept("within") ? withinPoints(column) : none(column);
  }

  private Expectation withinPoints(int column) {
    long points = words.count();
    words.expect("points");
    words.expect("of");
    words.expect("pbs");
    int fewest = props.measured().stream().filter(each -> !each.quorums().overlap()).mapToInt(Measurement::reads).min()
        .orElse(MAX_READS);
    if (points < Expectation.StaleAsPredicted.scatter(fewest)) {
      throw new ScenarioException(words.line(), column,
          "of " + fewest + " reads chance alone makes more than " + points + " points",
          "measure more reads, or allow more points: for 2 points 10000 reads are enough");
    }
    return new Expectation.StaleAsPredicted((int) points);
  }

  private Expectation none(int column) {
    if (words.count() != 0) {
      throw new ScenarioException(words.line(), column, "only of no staleness at all it is known where it must be",
          "expect staleness 0 where r+w>n");
    }
    words.expect("where");
    words.expect("r+w>n");
    if (props.measured().stream().noneMatch(each -> each.quorums().overlap())) {
      throw new ScenarioException(words.line(), column, "this can never be seen: no r+w>n was measured", "");
    }
    return new Expectation.NeverStaleWhereQuorumsMeet();
  }
}
