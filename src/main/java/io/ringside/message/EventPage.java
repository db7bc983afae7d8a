package io.ringside.message;

import java.util.List;

/**
 * Some events of one node, as lines of the event log. Immutable.
 *
 * @param life names the log that they come from; when it is not the one asked for, the node has restarted and begins anew
 * @param last the sequence number of the last line, or of the last event asked after if there is none
 * @param missed how many events between the one asked after and the first line are gone from memory
 */
public record EventPage(long life, long last, long missed, List<Line> lines) {
  /**
   * One event, or several of which only this is said.
   *
   * @param sequence the number of the event, or of the last of them
   * @param atMillis when it happened, by its node's wall clock
   */
  public record Line(long sequence, long atMillis, String text) {}

  /** A page ends with the line that passes this: where lines are long, there are fewer of them. */
  public static final int FULL_CHARACTERS = 1 << 20;

  public EventPage {
    lines = List.copyOf(lines);
  }

  /** Whether it may have ended for its length, and not for its number of lines. */
  public boolean isFull() {
    return lines.stream().mapToLong(line -> line.text().length()).sum() >= FULL_CHARACTERS;
  }
}
