package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** How far a node's scrub is, in a few words. */
final class ScrubProgress {
  private ScrubProgress() {}

  /** @param node as {@code /cluster/repair} shows it */
  static String of(JsonNode node) {
    JsonNode scrub = node.path("scrub");
    if (!scrub.path("running").asBoolean()) {
      long ended = scrub.path("endedAt").asLong();
      return ended == 0 ? "never" : Instant.ofEpochSecond(ended / 1000).toString();
    }
    return scrub.path("phase").asText().equals("records") ? "records"
        : "digests " + scrub.path("treesDone").asInt() + "/" + scrub.path("trees").asInt();
  }
}
