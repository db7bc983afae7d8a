package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.fault.LinkTroubles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class FaultRoutesTest {
  private final SortedSet<NodeId> killed = new TreeSet<>();
  private final List<FaultSwitch.Cut> cuts = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();
  private LinkTroubles troubles = LinkTroubles.NONE;

  private final FaultSwitch faults = new FaultSwitch() {
    @Override
    public SortedSet<NodeId> killed() {
      return killed;
    }

    @Override
    public List<Cut> cuts() {
      return cuts;
    }

    @Override
    public Future<Void> kill(NodeId node) {
      killed.add(node);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> restart(NodeId node) {
      killed.remove(node);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> wipe(NodeId node) {
      orders.add("wipe " + node);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> fill(NodeId node) {
      orders.add("fill " + node);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> pause(NodeId node, long millis) {
      orders.add("pause " + node + " " + millis);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> cut(NodeId from, NodeId to) {
      orders.add("cut " + from + " " + to);
      return Future.succeededFuture();
    }

    @Override
    public SortedSet<NodeId> silenced() {
      return new TreeSet<>();
    }

    @Override
    public SortedSet<NodeId> full() {
      return new TreeSet<>();
    }

    @Override
    public SortedSet<String> names() {
      return troubles.names();
    }

    @Override
    public SortedSet<String> troubles() {
      return troubles.names();
    }

    @Override
    public Future<Void> worsen(UnaryOperator<LinkTroubles> change) {
      troubles = change.apply(troubles);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> healLinks() {
      orders.add("heal links");
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> partition(List<SortedSet<NodeId>> groups) {
      groups.get(0).forEach(one -> groups.get(1).forEach(other -> cuts.add(new Cut(one, other))));
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> heal() {
      killed.clear();
      cuts.clear();
      return Future.succeededFuture();
    }
  };

  private Future<HttpFace> start(Vertx vertx, boolean allowed) {
    return HttpFace.start(vertx, backend -> backend.withFaults(faults), "faults.allowed=" + allowed);
  }

  private static Future<HttpResponse<Buffer>> order(HttpFace face, String json) {
    return face.request(HttpMethod.POST, "/faults").sendBuffer(Buffer.buffer(json));
  }

  @Test
  void aNodeIsKilledAndRestarted(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"kill\":\"n3\"}").compose(kill -> {
      assertThat(HttpFace.json(kill).getJsonArray("killed")).containsExactly("n3");
      return order(face, "{\"restart\":\"n3\"}");
    })).onComplete(test.succeeding(restart -> test.verify(() -> {
      assertThat(HttpFace.json(restart).getJsonArray("killed")).isEmpty();
      test.completeNow();
    })));
  }

  @Test
  void theNetworkIsCutAndHealed(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"partition\":[[\"n1\"],[\"n2\",\"n3\"]]}").compose(cut -> {
      JsonObject json = HttpFace.json(cut);
      assertThat(json.getJsonArray("cuts")).hasSize(2);
      return face.request(HttpMethod.DELETE, "/faults").send();
    })).onComplete(test.succeeding(healed -> test.verify(() -> {
      assertThat(HttpFace.json(healed).getJsonArray("cuts")).isEmpty();
      test.completeNow();
    })));
  }

  @Test
  void theOthersAreGivenAsTheyAreOrdered(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"wipe\":\"n3\"}")
        .compose(wiped -> order(face, "{\"fill\":\"n2\"}"))
        .compose(filled -> order(face, "{\"pause\":{\"node\":\"n1\",\"millis\":250}}"))
        .compose(paused -> order(face, "{\"cut\":[\"n1\",\"n2\"]}"))
        .compose(cut -> order(face, "{\"heal\":\"links\"}"))).onComplete(test.succeeding(healed -> test.verify(() -> {
      assertThat(healed.statusCode()).isEqualTo(200);
      assertThat(orders).containsExactly("wipe n3", "fill n2", "pause n1 250", "cut n1 n2", "heal links");
      test.completeNow();
    })));
  }

  @Test
  void whoIsDownIsNeitherPausedNorFilled(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"kill\":\"n3\"}")
        .compose(killed -> order(face, "{\"fill\":\"n3\"}"))).onComplete(test.succeeding(answer -> test.verify(() -> {
          assertThat(answer.statusCode()).isEqualTo(409);
          assertThat(HttpFace.json(answer).getString("hint")).contains("restart");
          assertThat(orders).isEmpty();
          test.completeNow();
        })));
  }

  @Test
  void linksAreMadeBad(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"lose\":{\"percent\":12.5}}")
        .compose(lossy -> order(face, "{\"slow\":{\"millis\":200,\"links\":[[\"n1\",\"n2\"],[\"n2\",\"n1\"]]}}")))
        .onComplete(test.succeeding(slow -> test.verify(() -> {
          assertThat(HttpFace.json(slow).getJsonArray("names")).as("as the event log has it").isNotEmpty();
          assertThat(HttpFace.json(slow).getJsonArray("troubles"))
              .containsExactly("delay 200ms n1->n2", "delay 200ms n2->n1", "loss 12.5%");
          test.completeNow();
        })));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"pause\":\"n3\"}", "{\"pause\":{\"node\":\"n3\",\"millis\":0}}", "{\"pause\":{\"node\":\"n3\",\"millis\":1.5}}",
      "{\"cut\":\"n1\"}", "{\"cut\":[\"n1\"]}", "{\"cut\":[\"n1\",\"n1\"]}", "{\"cut\":[\"n1\",7]}",
      "{\"cut\":{\"a\":\"n1\",\"b\":\"n2\"}}", "{\"slow\":{\"millis\":5,\"link\":[[\"n1\",\"n2\"]]}}",
      "{\"slow\":{\"millis\":5,\"links\":[{\"a\":\"n1\",\"b\":\"n2\"}]}}", "{\"slow\":{\"millis\":18446744073709551617}}",
      "{\"lose\":{\"percent\":0}}", "{\"lose\":{\"percent\":101}}", "{\"lose\":20}", "{\"slow\":{\"millis\":60001}}",
      "{\"slow\":{\"millis\":5,\"links\":[]}}", "{\"slow\":{\"millis\":5,\"links\":[[\"n1\",\"n9\"]]}}",
      "{\"heal\":\"n1\"}", "{\"wipe\":[]}", "{}"})
  void whatIsNoFaultIsRefused(String json, Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, json)).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(orders).isEmpty();
      assertThat(troubles).isEqualTo(LinkTroubles.NONE);
      test.completeNow();
    })));
  }

  @Test
  void faultsThatAreNotAllowedAreRefused(Vertx vertx, VertxTestContext test) {
    start(vertx, false).compose(face -> order(face, "{\"kill\":\"n3\"}")).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(HttpFace.json(answer).getString("hint")).contains("faults.allowed");
      assertThat(killed).isEmpty();
      test.completeNow();
    })));
  }

  @Test
  void aFaultOfNobodyIsRefused(Vertx vertx, VertxTestContext test) {
    start(vertx, true).compose(face -> order(face, "{\"kill\":\"n9\"}")).onComplete(test.succeeding(answer -> test.verify(() -> {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(HttpFace.json(answer).getString("hint")).contains("n1, n2, n3");
      test.completeNow();
    })));
  }
}
