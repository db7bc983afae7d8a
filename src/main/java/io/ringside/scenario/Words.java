package io.ringside.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.Suggestion;
import io.ringside.version.Content;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one line, read one after the other. What cannot be used is refused with its place. */
final class Words {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern TIME = Pattern.compile("(-?\\d+)(ms|s|m)");
  private static final Pattern OFFSET = Pattern.compile("([+-]\\d+|0)(ms|s|m|h)");
  private static final Pattern SHARE = Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,9})?)%");
  private static final long LONGEST_MILLIS = 86_400_000;
  private static final Pattern JSON_WORD = Pattern.compile("[\\[{].*|-?\\d.*|true|false|null");

  private final int line;
  private final List<Token> tokens;
  private final int endColumn;
  private int next;

  Words(int line, String text) {
    this(line, Tokens.of(line, text), text.stripTrailing().length() + 1, 0);
  }

  private Words(int line, List<Token> tokens, int endColumn, int next) {
    this.line = line;
    this.tokens = tokens;
    this.endColumn = endColumn;
    this.next = next;
  }

  /** The range that a word of this line has in it, if one has; a line has one at most. */
  Optional<Range> range() {
    Optional<Range> found = Optional.empty();
    for (Token token : tokens) {
      Optional<Range> range = Range.in(line, token);
      if (range.isPresent() && found.isPresent() && !range.equals(found)) {
        throw refused(token, "a step counts once, and " + found.get() + " stands here already", "write {} for its number");
      }
      found = range.isPresent() ? range : found;
    }
    return found;
  }

  /** What is left of this line, as it reads for one number of its range. */
  Words readingFor(Range range, int number) {
    return new Words(line, tokens.stream().map(token -> range.replaced(token, number)).toList(), endColumn, next);
  }

  int line() {
    return line;
  }

  /** Where the next word begins, or would. */
  int column() {
    return atEnd() ? endColumn : tokens.get(next).column();
  }

  /** Where the last word ends; a comment may follow. */
  int endOfLast() {
    return tokens.get(tokens.size() - 1).end();
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  boolean nextIs(String word) {
    return !atEnd() && tokens.get(next).is(word);
  }

  /** Whether a time comes next, as {@code 200ms}. */
  boolean nextIsTime() {
    return !atEnd() && TIME.matcher(tokens.get(next).text()).matches();
  }

  /** Steps over the word if it is the next one. */
  boolean accept(String word) {
    boolean there = nextIs(word);
    if (there) {
      next++;
    }
    return there;
  }

  void expect(String word) {
    Token token = token("the word '" + word + "'");
    if (!token.is(word)) {
      throw refused(token, "here stands '" + token.text() + "' in place of '" + word + "'", "");
    }
  }

  /** @param what is missing, if the line ends here */
  Token token(String what) {
    if (atEnd()) {
      throw new ScenarioException(line, endColumn, what + " is missing", "");
    }
    return tokens.get(next++);
  }

  /** One of the words of the grammar. */
  String oneOf(String what, Collection<String> known) {
    Token token = token(what);
    if (!token.plain() || !known.contains(token.text())) {
      String meant = Suggestion.didYouMean(token.text(), known);
      throw refused(token, "'" + token.text() + "' is not " + what,
          meant.isEmpty() ? "there are " + String.join(", ", known) : meant);
    }
    return token.text();
  }

  Key key() {
    Token token = token("a key");
    try {
      return Key.parse(token.text());
    } catch (IllegalArgumentException noKey) {
      throw refused(token, noKey.getMessage(), "");
    }
  }

  NodeId node(SortedSet<NodeId> members) {
    Token token = token("a node");
    return members.stream().filter(node -> node.name().equals(token.text())).findFirst().orElseThrow(() ->
        refused(token, "there is no node '" + token.text() + "'",
            "this cluster has " + members.first() + " to n" + members.size()));
  }

  /** A number with its unit, such as {@code 200ms}, {@code 5s} or {@code 2m}. */
  long millis(String what) {
    Token token = token(what);
    Matcher time = TIME.matcher(token.text());
    if (!time.matches()) {
      throw refused(token, "'" + token.text() + "' is no time", "write 200ms, 5s or 2m");
    }
    long number = number(token, time.group(1));
    if (number < 0) {
      throw refused(token, what + " is not negative, as " + token.text() + " is", "write 200ms, 5s or 2m");
    }
    long unitMillis = unitMillis(time.group(2));
    if (number > LONGEST_MILLIS / unitMillis) {
      throw refused(token, what + " is not longer than a day, as " + token.text() + " is", "write 200ms, 5s or 2m");
    }
    return number * unitMillis;
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1L;
      case "s" -> 1_000L;
      case "m" -> 60_000L;
      default -> 3_600_000L;
    };
  }

  /** How far a clock is ahead, as {@code +1h}, or behind, as {@code -500ms}; it is right at {@code 0s}. */
  long offsetMillis() {
    Token token = token("how far the clock is ahead or behind");
    Matcher offset = OFFSET.matcher(token.text());
    if (!offset.matches()) {
      throw refused(token, "'" + token.text() + "' does not say how far a clock is ahead or behind", "write +1h, -500ms or 0s");
    }
    long number = number(token, offset.group(1));
    long unitMillis = unitMillis(offset.group(2));
    if (Math.abs(number) > LONGEST_MILLIS / unitMillis) {
      throw refused(token, "a clock is at most a day ahead or behind, not " + token.text(), "write +1h, -500ms or 0s");
    }
    return number * unitMillis;
  }

  /** {@code 20%}: something, and at most all; as a chance from 0 to 1. */
  double share() {
    Token token = token("a share");
    Matcher share = SHARE.matcher(token.text());
    if (!share.matches()) {
      throw refused(token, "'" + token.text() + "' is no share", "write 20%");
    }
    double chance = new BigDecimal(share.group(1)).movePointLeft(2).doubleValue();
    if (!(chance > 0 && chance <= 1)) {
      throw refused(
          token, "a share is above 0% and at most 100%, not " + token.text(), chance == 0 ? "heal ends it" : "write 20%");
    }
    return chance;
  }

  /** {@code 3}, {@code at most 3} or {@code at least 3}. */
  Bound bound() {
    if (!accept("at")) {
      return Bound.exactly(count());
    }
    boolean most = oneOf("a bound", List.of("most", "least")).equals("most");
    return most ? Bound.atMost(count()) : Bound.atLeast(count());
  }

  /** A whole number that is not negative. */
  long count() {
    Token token = token("a number");
    long count = number(token, token.text());
    if (count < 0) {
      throw refused(token, "a number is not negative here, as " + count + " is", "write 0 or more");
    }
    return count;
  }

  long number(Token token, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException notANumber) {
      throw refused(token, "'" + digits + "' is no number, or too large", "");
    }
  }

  /** Numbers, {@code true}, {@code false}, {@code null} and what stands in brackets is JSON; the rest is text. */
  Content value() {
    Token token = token("a value");
    boolean bracketed = token.kind() == Token.Kind.BRACKETED;
    if (token.kind() == Token.Kind.QUOTED || !JSON_WORD.matcher(token.text()).matches()) {
      return Content.text(token.text());
    }
    try {
      JSON.readTree(token.text());
      return Content.json(token.text());
    } catch (JsonProcessingException broken) {
      if (!bracketed) {
        return Content.text(token.text());
      }
      throw refused(token, "this is no JSON: " + broken.getOriginalMessage(), "quote it if it is meant as text");
    }
  }

  void end() {
    if (!atEnd()) {
      Token token = tokens.get(next);
      throw refused(token, "'" + token.text() + "' is one word too many", "quote a value that has spaces");
    }
  }

  ScenarioException refused(Token token, String reason, String hint) {
    return new ScenarioException(line, token.column(), reason, hint);
  }
}
