package io.ringside.message;

import java.util.List;

/**
 * Some events of one node, as lines of the event log.
 *
 * @param start the node's start that they belong to; when it is not the one asked for, the node has restarted and begins anew
 * @param last the sequence number of the last line, or of the last event asked after if there is none
 * @param missed how many events between the one asked after and the first line are gone from memory
 */
public record EventPage(long start, long last, long missed, List<String> lines) {
  public EventPage {
    lines = List.copyOf(lines);
  }
}
