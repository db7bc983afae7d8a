package io.ringside.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Asks members over HTTP what they think of each other. */
final class Reachability {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /** True if each of these members holds at least as many members for alive and ready as there are. */
  boolean agree(List<String> addresses) {
    return addresses.stream().allMatch(address -> seenBy(address) >= addresses.size());
  }

  private long seenBy(String address) {
    var request = HttpRequest.newBuilder(URI.create(address + "/cluster")).timeout(LIMIT).build();
    try {
      JsonNode cluster = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      long seen = 0;
      for (JsonNode node : cluster.path("nodes")) {
        seen += node.path("ready").asBoolean() && node.path("status").asText().equals("alive") ? 1 : 0;
      }
      return seen;
    } catch (IOException notNow) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
