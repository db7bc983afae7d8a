package io.ringside.scenario;

import java.util.ArrayList;
import java.util.List;

/** Cuts a line into words: at spaces, but not within quotes nor within the brackets of a JSON value. */
final class Tokens {
  private final int line;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(int line, String text) {
    this.line = line;
    this.text = text;
  }

  /** @throws ScenarioException if a quote or a bracket is never closed */
  static List<Token> of(int line, String text) {
    return new Tokens(line, text).cut();
  }

  private List<Token> cut() {
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length() || text.charAt(at) == '#') {
        return tokens;
      }
      switch (text.charAt(at)) {
        case '"' -> quoted();
        case '{', '[' -> json();
        default -> word();
      }
    }
  }

  private void word() {
    int begin = at;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    tokens.add(new Token(text.substring(begin, at), begin + 1, at, Token.Kind.PLAIN));
  }

  private void quoted() {
    int begin = at;
    at++;
    var word = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at++));
    }
    closed(begin, "\"");
    at++;
    tokens.add(new Token(word.toString(), begin + 1, at, Token.Kind.QUOTED));
  }

  /** From a bracket to the one that closes it. */
  private void json() {
    int begin = at;
    int depth = 0;
    boolean inString = false;
    do {
      closed(begin, text.charAt(begin) == '{' ? "}" : "]");
      char c = text.charAt(at++);
      if (inString && c == '\\') {
        at++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
    } while (depth > 0);
    tokens.add(new Token(text.substring(begin, at), begin + 1, at, Token.Kind.BRACKETED));
  }

  private void closed(int begin, String closing) {
    if (at >= text.length()) {
      throw new ScenarioException(line, begin + 1, "what begins here is never closed", "a " + closing + " is missing");
    }
  }
}
