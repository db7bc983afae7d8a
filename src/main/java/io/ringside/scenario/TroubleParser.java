package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.LinkTrouble;
import java.util.List;

/** Reads what makes links worse, and clocks wrong. */
final class TroubleParser {
  private static final String ONE_WAY = "->";
  private static final String BOTH_WAYS = "-";
  private static final String LINKS = "n1 -> n2 is one direction, n1 - n2 is both, and all links are meant if nothing is said";

  private final Words words;
  private final Props props;

  TroubleParser(Words words, Props props) {
    this.words = words;
    this.props = props;
  }

  /** {@code lose 20% n1 -> n2}, {@code slow 200ms n1 - n2}, {@code duplicate 10%} or {@code skew n3 +1h}: after the verb. */
  Action parse(String verb) {
    return switch (verb) {
      case "lose" -> new Action.Lose(words.share(), links());
      case "duplicate" -> new Action.Duplicate(words.share(), links());
      case "slow" -> new Action.Slow(delayMillis(), links());
      default -> new Action.Skew(words.node(props.nodes()), words.offsetMillis());
    };
  }

  private long delayMillis() {
    int column = words.column();
    long millis = words.millis("a delay");
    if (millis < 1 || millis > LinkTrouble.MAX_DELAY_MILLIS) {
      throw new ScenarioException(words.line(), column, "a delay is above 0 and at most " + LinkTrouble.MAX_DELAY_MILLIS + " ms",
          millis == 0 ? "heal ends it" : "what never arrives is cut: cut n1 -> n2");
    }
    return millis;
  }

  /** None if the line ends here, and all are meant. */
  private List<Cut> links() {
    props.disturb();
    if (words.atEnd()) {
      return List.of();
    }
    NodeId from = words.node(props.nodes());
    Token arrow = words.token("the word '" + ONE_WAY + "' or '" + BOTH_WAYS + "'");
    if (!arrow.is(ONE_WAY) && !arrow.is(BOTH_WAYS)) {
      throw words.refused(
          arrow, "here stands '" + arrow.text() + "' in place of '" + ONE_WAY + "' or '" + BOTH_WAYS + "'", LINKS);
    }
    int column = words.column();
    NodeId to = words.node(props.nodes());
    if (from.equals(to)) {
      throw new ScenarioException(words.line(), column, "no link leads from " + from + " to itself", LINKS);
    }
    return arrow.is(ONE_WAY) ? List.of(new Cut(from, to)) : List.of(new Cut(from, to), new Cut(to, from));
  }
}
