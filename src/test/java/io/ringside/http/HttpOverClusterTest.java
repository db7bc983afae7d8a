package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.metrics.Metrics;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.version.Content;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP face of a node of a real cluster: three nodes in this JVM, on disk. */
@ExtendWith(VertxExtension.class)
class HttpOverClusterTest {
  private static final NodeId N1 = NodeId.of("n1");

  private LocalCluster cluster;
  private WebClient web;
  private String address;
  private HttpRingside client;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test, @TempDir Path directory) {
    web = WebClient.create(vertx);
    LocalCluster.start(vertx, 3, directory, "http.port=0", "data.durability=async").compose(started -> {
      cluster = started;
      return face(vertx, started.node(N1).orElseThrow());
    }).onComplete(test.succeeding(verticle -> {
      address = "http://127.0.0.1:" + verticle.port();
      client = new HttpRingside(vertx, List.of(address));
      test.completeNow();
    }));
  }

  private static Future<HttpVerticle> face(Vertx vertx, RingsideNode node) {
    var metrics = new Metrics(node.config().self(), node.ring().members());
    node.events().listen(logged -> metrics.emit(logged.event()));
    var verticle = new HttpVerticle(
        Backend.of(node.config(), "test", node.ring(), node.client(), node.transport(), metrics::scrape));
    return vertx.deployVerticle(verticle).map(verticle);
  }

  @AfterEach
  void stop(VertxTestContext test) {
    cluster.stop().onComplete(test.succeedingThenComplete());
  }

  private Future<HttpResponse<Buffer>> get(String path) {
    return web.requestAbs(HttpMethod.GET, address + path).send();
  }

  private Future<HttpResponse<Buffer>> put(String path, String body) {
    return web.requestAbs(HttpMethod.PUT, address + path).putHeader("Content-Type", "text/plain").sendBuffer(Buffer.buffer(body));
  }

  private static <T> void check(VertxTestContext test, Future<T> answer, Consumer<T> that) {
    answer.onComplete(test.succeeding(result -> test.verify(() -> {
      that.accept(result);
      test.completeNow();
    })));
  }

  @Test
  void siblingsAreMadeSeenAndResolved(VertxTestContext test) {
    check(test, put("/kv/counter", "5").compose(put -> put("/kv/counter", "7")).compose(put -> get("/kv/counter")).compose(both -> {
      assertThat(both.statusCode()).isEqualTo(300);
      return web.requestAbs(HttpMethod.PUT, address + "/kv/counter?return=body")
          .putHeader("X-Context", both.getHeader("X-Context")).sendBuffer(Buffer.buffer("7"));
    }), resolved -> {
      assertThat(resolved.statusCode()).isEqualTo(200);
      assertThat(resolved.bodyAsString()).isEqualTo("7");
    });
  }

  @Test
  void impossibleCountsAreRefusedByTheCoordinator(VertxTestContext test) {
    check(test, get("/kv/a?r=4"), answer -> {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.bodyAsJsonObject().getString("error")).isEqualTo("invalid");
    });
  }

  @Test
  void noStoreAtAllIsRefused(VertxTestContext test) {
    check(test, put("/kv/a?w=0", "1"), answer -> assertThat(answer.statusCode()).isEqualTo(400));
  }

  @Test
  void theJavaClientSeesTheSameAsAClientInside(VertxTestContext test) {
    Key key = new Key("b", "k/ä");
    check(test, client.put(key, Content.json("{\"a\":1}")).compose(put -> client.put(key, Content.text("beside")))
        .compose(put -> client.get(key)).compose(outside -> cluster.client().get(key).map(inside -> List.of(outside, inside))), both -> {
      assertThat(both.get(0).kind()).isEqualTo(Found.Kind.SIBLINGS);
      assertThat(both.get(0).siblings()).isEqualTo(both.get(1).siblings());
    });
  }

  @Test
  void explainTellsOfTheStandIn(VertxTestContext test) {
    check(test, cluster.kill(NodeId.of("n3")).compose(gone -> put("/kv/k?explain=true", "1")), answer -> {
      JsonObject explanation = answer.bodyAsJsonObject().getJsonObject("explanation");
      assertThat(explanation.getJsonArray("primaries")).hasSize(3);
      assertThat(explanation.getJsonArray("attempts").stream().map(one -> ((JsonObject) one).getString("outcome")))
          .contains("minted");
    });
  }

  @Test
  void theJavaClientIsToldHowItCameAbout(VertxTestContext test) {
    check(test, client.get(Key.of("k"), Options.DEFAULTS.withExplain(true)),
        found -> assertThat(found.explanation().orElseThrow().attempts()).isNotEmpty());
  }

  @Test
  void theClusterAndAKeysReplicasAreShown(VertxTestContext test) {
    check(test, put("/kv/k?w=all", "1").compose(put -> get("/cluster/keys/default/k")).compose(replicas -> {
      assertThat(replicas.bodyAsJsonObject().getJsonArray("replicas")).hasSize(3)
          .allMatch(one -> ((JsonObject) one).getJsonObject("record").getJsonArray("versions").size() == 1);
      return get("/cluster");
    }), overview -> assertThat(overview.bodyAsJsonObject().getJsonArray("nodes")).hasSize(3)
        .allMatch(one -> ((JsonObject) one).getBoolean("ready")));
  }

  @Test
  void keysAreListed(VertxTestContext test) {
    check(test, put("/kv/b/x", "1").compose(one -> put("/kv/b/y", "2")).compose(two -> get("/keys/b")), listed -> {
      assertThat(listed.bodyAsJsonObject().getJsonArray("keys")).containsExactly("x", "y");
      assertThat(listed.bodyAsJsonObject().getBoolean("complete")).isTrue();
    });
  }

  @Test
  void theEventLogTellsOfAPut(VertxTestContext test) {
    check(test, put("/kv/k", "1").compose(put -> get("/events?once=true")), lines ->
        assertThat(lines.bodyAsString().lines().map(line -> new JsonObject(line).getString("kind"))).contains("op.start", "store.put"));
  }

  @Test
  void aDeleteThatFindsNothingSaysSo(VertxTestContext test) {
    check(test, web.requestAbs(HttpMethod.DELETE, address + "/kv/nobody").send(), answer -> {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.bodyAsJsonObject().getString("error")).isEqualTo("not_found");
    });
  }

  @Test
  void theNodeIsReadyAndCounts(VertxTestContext test) {
    check(test, put("/kv/k", "1").compose(put -> get("/readyz")).compose(ready -> {
      assertThat(ready.statusCode()).isEqualTo(200);
      return get("/metrics");
    }), metrics -> assertThat(metrics.bodyAsString()).contains("ringside_operation_seconds_count"));
  }
}
