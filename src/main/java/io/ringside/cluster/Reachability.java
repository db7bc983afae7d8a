package io.ringside.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringside.http.JsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks members over HTTP what they think of each other. */
final class Reachability {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final JsonClient http = new JsonClient(LIMIT);

  /** True if each of these members holds at least as many members for alive and ready as there are. */
  boolean agree(List<String> addresses) {
    return addresses.stream().allMatch(address -> seenBy(address) >= addresses.size());
  }

  private long seenBy(String address) {
    try {
      long seen = 0;
      for (JsonNode node : http.get(address + "/cluster").body().path("nodes")) {
        seen += node.path("ready").asBoolean() && node.path("status").asText().equals("alive") ? 1 : 0;
      }
      return seen;
    } catch (IOException notNow) {
      return 0;
    }
  }
}
