package io.ringside.scenario;

/**
 * One word of a line. Immutable.
 *
 * @param text without its quotes
 * @param column where it begins, from 1
 * @param end how many characters of the line stand before its end
 */
record Token(String text, int column, int end, Kind kind) {
  enum Kind {
    /** As it stands; the only kind that is ever a word of the grammar. */
    PLAIN,
    QUOTED,
    /** Between brackets: JSON, or a {@link Range} that stands alone. */
    BRACKETED
  }

  boolean plain() {
    return kind == Kind.PLAIN;
  }

  boolean is(String word) {
    return plain() && text.equals(word);
  }

  /** The same place in the line with another word. */
  Token reading(String word) {
    return new Token(word, column, end, kind == Kind.BRACKETED ? Kind.PLAIN : kind);
  }
}
