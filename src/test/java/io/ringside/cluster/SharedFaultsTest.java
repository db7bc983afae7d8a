package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any member of a cluster of real JVMs breaks and heals all of them, where they were started for it. */
class SharedFaultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static RunningCluster cluster;
  private static String n1;
  private static String n2;
  private static String n3;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path directory) {
    cluster = new RunningCluster(ClusterPlan.onLoopback(directory, 3, List.of("--set", "faults.allowed=true"))).start();
    List<String> addresses = cluster.addressesFrom(0);
    n1 = addresses.get(0);
    n2 = addresses.get(1);
    n3 = addresses.get(2);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void everythingIsHealed() throws Exception {
    JsonNode healed = JSON.readTree(send("DELETE", n1 + "/faults", "").body());
    for (String broken : List.of("killed", "cuts", "silenced", "full", "troubles")) {
      assertThat(healed.path(broken)).as(broken).isEmpty();
    }
    cluster.awaitAlive(n2, 3);
  }

  @Test
  void aSplitIsKnownToAllTakesWritesOnBothSidesAndHeals() throws Exception {
    order(n1, "{\"partition\":[[\"n1\"],[\"n2\",\"n3\"]]}");
    for (String each : List.of(n1, n2, n3)) {
      assertThat(faults(each).path("cuts")).hasSize(2);
    }
    cluster.awaitAlive(n2, 2);
    assertThat(put(n1, "split?via=n1&w=1", "1")).isEqualTo(204);
    assertThat(put(n1, "split?via=n3", "2")).as("the page's own cut is no cut of the page").isEqualTo(204);
    order(n3, "{\"heal\":\"links\"}");
    assertThat(faults(n1).path("cuts")).isEmpty();
    cluster.awaitEqualReplicas(n2, "split");
    assertThat(send("GET", n2 + "/kv/split", "").statusCode()).as("siblings").isEqualTo(300);
  }

  @Test
  void aMemberThatIsKilledComesBackWhenItIsTold() throws Exception {
    long process = cluster.stateOf("n3").pid();
    order(n1, "{\"kill\":\"n3\"}");
    assertThat(faults(n2).path("killed")).hasSize(1);
    assertThat(isHeard(n3)).isFalse();
    cluster.awaitAlive(n2, 2);
    order(n2, "{\"restart\":\"n3\"}");
    assertThat(isHeard(n3)).isTrue();
    assertThat(faults(n1).path("killed")).isEmpty();
    assertThat(cluster.stateOf("n3").pid()).isEqualTo(process);
    order(n2, "{\"kill\":\"n2\"}");
    RunningCluster.await("n2 is answered, and then is gone", () -> !isHeard(n2));
    order(n3, "{\"restart\":\"n2\"}");
    RunningCluster.await("n2 is back", () -> isHeard(n2));
  }

  @Test
  void aWipedDiskIsEmptyAndAFullOneTakesNothing() throws Exception {
    assertThat(put(n1, "kept", "1")).isEqualTo(204);
    order(n1, "{\"wipe\":\"n2\"}");
    order(n1, "{\"restart\":\"n2\"}");
    RunningCluster.await("n2 has back what it lost", () -> send("GET", n2 + "/kv/kept?r=3&pr=3", "").statusCode() == 200);
    order(n2, "{\"fill\":\"n3\"}");
    assertThat(faults(n1).path("full")).hasSize(1);
    assertThat(put(n1, "too-much?w=3&pw=3", "2")).isEqualTo(503);
  }

  @Test
  void whoStartsAgainAsksTheOthersWhatIsBroken() throws Exception {
    order(n1, "{\"slow\":{\"millis\":20}}");
    order(n1, "{\"kill\":\"n3\"}");
    cluster.restart("n3");
    assertThat(faults(n3).path("troubles").toString()).isEqualTo("[\"delay 20ms\"]");
    assertThat(faults(n1).path("killed")).as("its process was started again, and not told to").isEmpty();
  }

  @Test
  void aPauseEndsByItself() throws Exception {
    order(n1, "{\"pause\":{\"node\":\"n3\",\"millis\":1500}}");
    assertThat(faults(n2).path("silenced")).hasSize(1);
    RunningCluster.await("n3 moves again", () -> faults(n2).path("silenced").isEmpty());
  }

  private void order(String at, String fault) {
    HttpResponse<String> answer = send("POST", at + "/faults", fault);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode faults(String at) {
    try {
      return JSON.readTree(send("GET", at + "/faults", "").body());
    } catch (IOException noJson) {
      throw new AssertionError(noJson);
    }
  }

  private int put(String at, String path, String value) {
    return send("PUT", at + "/kv/" + path, value).statusCode();
  }

  private boolean isHeard(String at) {
    try {
      return request("GET", at + "/faults", "").statusCode() == 200;
    } catch (IOException gone) {
      return false;
    }
  }

  private HttpResponse<String> send(String method, String url, String body) {
    try {
      return request(method, url, body);
    } catch (IOException gone) {
      throw new AssertionError(method + " " + url, gone);
    }
  }

  private HttpResponse<String> request(String method, String url, String body) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
