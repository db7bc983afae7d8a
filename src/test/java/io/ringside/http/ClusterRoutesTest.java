package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ClusterRoutesTest {
  private HttpFace face;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).onComplete(test.succeeding(started -> {
      face = started;
      face.nodes.silent.add(NodeId.of("n2"));
      test.completeNow();
    }));
  }

  private void check(VertxTestContext test, String path, int status, Consumer<JsonObject> that) {
    face.get(path).onComplete(test.succeeding(response -> test.verify(() -> {
      assertThat(response.statusCode()).isEqualTo(status);
      that.accept(HttpFace.json(response));
      test.completeNow();
    })));
  }

  @Test
  void theClusterShowsSilentNodesToo(VertxTestContext test) {
    check(test, "/cluster", 200, json -> {
      assertThat(json.getString("self")).isEqualTo("n1");
      assertThat(json.getString("start")).isEqualTo("3");
      assertThat(json.getJsonArray("nodes")).hasSize(3);
      JsonObject n1 = json.getJsonArray("nodes").getJsonObject(0);
      assertThat(n1.getString("status")).isEqualTo("alive");
      assertThat(n1.getJsonObject("hints").getInteger("n3")).isEqualTo(4);
      JsonObject counts = n1.getJsonObject("hintCounts");
      assertThat(counts.getInteger("found") + counts.getInteger("created"))
          .isEqualTo(counts.getInteger("delivered") + counts.getInteger("rerouted") + 4);
      assertThat(counts.getJsonObject("dropped").getInteger("full: hints.maxCount")).isEqualTo(7);
      assertThat(n1.getString("ringEpoch")).isEqualTo("18446744073709551615");
      JsonObject n2 = json.getJsonArray("nodes").getJsonObject(1);
      assertThat(n2.getBoolean("reachable")).isFalse();
      assertThat(n2.getString("reason")).contains("silent");
    });
  }

  @Test
  void theClusterIsSeenByAnotherNodeWhileThisOneIsSilent(VertxTestContext test) {
    face.nodes.silent.add(NodeId.of("n1"));
    check(test, "/cluster", 200, json -> {
      assertThat(json.getString("self")).isEqualTo("n1");
      assertThat(json.getString("seenBy")).isEqualTo("n3");
      assertThat(json.getJsonArray("nodes").getJsonObject(2).getString("status")).isEqualTo("alive");
    });
  }

  @Test
  void theRingShowsAKeysWalk(VertxTestContext test) {
    check(test, "/cluster/ring?key=cart&bucket=b", 200, json -> {
      assertThat(json.getJsonArray("owners")).hasSize(16);
      JsonObject walk = json.getJsonObject("walk");
      assertThat(walk.getJsonArray("primaries")).hasSize(3);
      assertThat(walk.getJsonArray("steps").getJsonObject(0).getString("role")).isEqualTo("primary");
    });
  }

  @Test
  void repairShowsWhatEachNodeKnowsOfTheOthers(VertxTestContext test) {
    check(test, "/cluster/repair", 200, json -> {
      JsonObject n1 = json.getJsonArray("nodes").getJsonObject(0);
      assertThat(n1.getInteger("quarantined")).isEqualTo(1);
      assertThat(n1.getJsonArray("peers").getJsonObject(0).getMap())
          .containsEntry("node", "n3").containsEntry("verified", 15).containsEntry("differing", 1).containsEntry("keys", 7)
          .containsEntry("bytes", 700).containsEntry("openMillis", 2500).containsEntry("leftMillis", null)
          .containsEntry("tookMillis", 1250);
      assertThat(n1.getJsonObject("scrub").getInteger("corrected")).isEqualTo(3);
      assertThat(n1.getJsonObject("deletes").getMap())
          .containsEntry("counted", true).containsEntry("waiting", 60).containsEntry("oldestMillis", 5000).containsEntry("reaped", 8);
      assertThat(json.getJsonArray("nodes").getJsonObject(1).getString("reason")).contains("silent");
    });
  }

  @Test
  void metricsShowWhatIsNotForgottenYet(VertxTestContext test) {
    face.get("/metrics").onComplete(test.succeeding(response -> test.verify(() -> {
      assertThat(response.bodyAsString())
          .contains("# TYPE ringside_deletes_waiting_records gauge\nringside_deletes_waiting_records{node=\"n1\"} 60\n")
          .contains("ringside_deletes_oldest_seconds{node=\"n1\"} 5\n")
          .contains("ringside_repair_trees_differing{node=\"n1\",peer=\"n3\"} 1\n")
          .contains("ringside_repair_bytes_differing{node=\"n1\",peer=\"n3\"} 700\n")
          .contains("ringside_repair_open_seconds{node=\"n1\",peer=\"n3\"} 2.5\n")
          .contains("ringside_repair_converged_seconds{node=\"n1\",peer=\"n3\"} 1.25\n")
          .doesNotContain("ringside_repair_left_seconds{");
      test.completeNow();
    })));
  }

  @Test
  void membersShowWhoBelievesWhatOfWhom(VertxTestContext test) {
    check(test, "/cluster/members", 200, json -> {
      JsonObject n1 = json.getJsonObject("views").getJsonObject("n1");
      assertThat(n1.getJsonObject("beliefs").getJsonObject("n3").getString("status")).isEqualTo("alive");
      assertThat(json.getJsonObject("views").getJsonObject("n2").getBoolean("reachable")).isFalse();
    });
  }

  @Test
  void aKeysReplicasStandSideBySide(VertxTestContext test) {
    check(test, "/cluster/keys/default/cart", 200, json -> {
      assertThat(json.getString("key")).isEqualTo("cart");
      assertThat(json.getJsonArray("replicas")).hasSize(3);
    });
  }

  @Test
  void keysOfAllNodesAreMergedPageByPage(VertxTestContext test) {
    face.nodes.names.put(NodeId.of("n1"), new TreeSet<>());
    face.nodes.names.put(NodeId.of("n3"), new TreeSet<>());
    for (int i = 1000; i < 2200; i++) {
      face.nodes.names.get(NodeId.of(i % 3 == 0 ? "n1" : "n3")).add("k" + i);
    }
    check(test, "/keys/b?after=k1001&limit=1100", 200, json -> {
      List<?> keys = json.getJsonArray("keys").getList();
      assertThat(keys).hasSize(1100).first().isEqualTo("k1002");
      assertThat(json.getString("next")).isEqualTo("k2101");
      assertThat(json.getBoolean("more")).isTrue();
      assertThat(json.getBoolean("complete")).isTrue();
    });
  }

  @Test
  void aListingGoesOnWhereANodeFoundNothingYetAndLosesNoUnusualName(VertxTestContext test) {
    face.nodes.mostLooks.set(1);
    face.nodes.deleted.addAll(List.of("a", "b", "c"));
    face.nodes.names.put(NodeId.of("n1"), new TreeSet<>(List.of("a", "b", "c", "\ud83c\udf5e")));
    face.nodes.names.put(NodeId.of("n3"), new TreeSet<>(List.of("\uffee", "z")));
    check(test, "/keys/b?limit=2", 200, json -> {
      assertThat(json.getJsonArray("keys")).containsExactly("z", "\uffee");
      assertThat(json.getString("next")).isEqualTo("\uffee");
    });
  }

  @Test
  void bucketsAreCollectedFromManyAnswersAndShownInOrder(VertxTestContext test) {
    face.nodes.mostLooks.set(1);
    face.nodes.names.put(NodeId.of("n1"), new TreeSet<>(List.of("aaa", "c", "\ud83c\udf5e")));
    face.nodes.names.put(NodeId.of("n3"), new TreeSet<>(List.of("bb", "c", "\uffee")));
    check(test, "/keys", 200, json -> {
      assertThat(json.getJsonArray("buckets")).containsExactly("aaa", "bb", "c", "\uffee", "\ud83c\udf5e");
      assertThat(json.getBoolean("complete")).isTrue();
    });
  }

  @Test
  void aListingThatMayLackKeysSaysSo(VertxTestContext test) {
    face.nodes.silent.add(NodeId.of("n3"));
    face.nodes.names.put(NodeId.of("n1"), new TreeSet<>(List.of("a", "b")));
    check(test, "/keys", 200, json -> {
      assertThat(json.getJsonArray("buckets")).containsExactly("a", "b");
      assertThat(json.getBoolean("complete")).isFalse();
    });
  }

  @Test
  void aNodeThatAnswersIsReady(VertxTestContext test) {
    check(test, "/readyz", 200, json -> assertThat(json.getBoolean("ready")).isTrue());
  }

  @Test
  void aNodeThatDoesNotAnswerItselfIsNotReady(VertxTestContext test) {
    face.nodes.silent.add(NodeId.of("n1"));
    check(test, "/readyz", 503, json -> {
      assertThat(json.getBoolean("ready")).isFalse();
      assertThat(json.getJsonArray("checks").getJsonObject(0).getString("reason")).contains("silent");
    });
  }
}
