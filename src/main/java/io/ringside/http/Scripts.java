package io.ringside.http;

import java.util.stream.Collectors;

/** A script as it is sent: without the comments that stand on lines of their own, which are a fifth of it. */
public final class Scripts {
  private Scripts() {}

  /** The same script, line by line: what an error says of its place is true of the file too. */
  public static String withoutComments(String script) {
    var comments = new Comments();
    return script.lines().map(line -> comments.has(line) ? "" : line).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Goes through a script's lines, as {@code docs/dashboard.md} says they are written: no template has a line that looks like a comment. */
  private static final class Comments {
    private boolean isOpen;

    private boolean has(String line) {
      String text = line.strip();
      if (isOpen) {
        isOpen = !text.endsWith("*/");
        return true;
      }
      isOpen = text.startsWith("/**") && !text.contains("*/");
      return isOpen || text.startsWith("//") || text.startsWith("/**") && text.endsWith("*/");
    }
  }
}
