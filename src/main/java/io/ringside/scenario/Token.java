package io.ringside.scenario;

/**
 * One word of a line. Immutable.
 *
 * @param text without its quotes
 * @param column where it begins, from 1
 * @param end how many characters of the line stand before its end
 * @param plain false if it was quoted, and so is never a word of the grammar
 */
record Token(String text, int column, int end, boolean plain) {
  boolean is(String word) {
    return plain && text.equals(word);
  }
}
