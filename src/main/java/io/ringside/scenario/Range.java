package io.ringside.scenario;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code {1..200}} in a word: its step is done once for each number, which {@code {}} stands for in other words. Immutable. */
record Range(int first, int last) {
  /** More than anybody needs to see something. */
  private static final int MAX_NUMBERS = 10_000;

  /** As many as an int surely holds. */
  private static final int MAX_DIGITS = 9;

  private static final Pattern WORD = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)}");
  private static final String NUMBER = "{}";

  /** The range within a word. JSON has none, but brackets may hold nothing else. */
  static Optional<Range> in(int line, Token token) {
    Matcher range = WORD.matcher(token.text());
    boolean there = token.kind() == Token.Kind.BRACKETED ? range.matches() : range.find();
    if (!there) {
      return Optional.empty();
    }
    if (range.group(1).length() > MAX_DIGITS || range.group(2).length() > MAX_DIGITS) {
      throw new ScenarioException(line, token.column() + range.start(),
          range.group() + " has a number of more than " + MAX_DIGITS + " digits", "write a smaller number, as in {1..200}");
    }
    var found = new Range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    if (found.size() < 1 || found.size() > MAX_NUMBERS) {
      throw new ScenarioException(line, token.column() + range.start(),
          found + " has " + (found.size() < 1 ? "no number in it" : "more than " + MAX_NUMBERS + " numbers"),
          found.size() < 1 ? "write the smaller number first, as in {1..200}" : "write several steps, each with fewer");
    }
    return Optional.of(found);
  }

  int size() {
    return last - first + 1;
  }

  /** The word as it reads for one number. */
  Token replaced(Token token, int number) {
    boolean alone = token.text().equals(NUMBER) || token.text().equals(toString());
    return token.kind() == Token.Kind.BRACKETED && !alone
        ? token
        : token.reading(token.text().replace(toString(), "" + number).replace(NUMBER, "" + number));
  }

  @Override
  public String toString() {
    return "{" + first + ".." + last + "}";
  }
}
