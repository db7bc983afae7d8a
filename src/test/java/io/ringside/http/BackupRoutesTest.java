package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.Options;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BackupRoutesTest {
  private static final Siblings HELD = Siblings.NONE.put(Actor.of("n7"),
      new Version(CausalContext.EMPTY, RequestId.of("r"), 0, Optional.of(Content.text("milk"))));
  private static final Operation.Restore RESTORE = new Operation.Restore(Key.parse("carts/grün"), HELD, Options.DEFAULTS);

  private HttpFace face;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx, "limits.valueBytes=1000", "limits.siblingsHard=10", "limits.siblingsSoft=5")
        .onComplete(test.succeeding(started -> {
          face = started;
          face.nodes.silent.add(NodeId.of("n2"));
          test.completeNow();
        }));
  }

  private static void check(VertxTestContext test, Future<HttpResponse<Buffer>> sent, int status, Consumer<JsonObject> that) {
    sent.onComplete(test.succeeding(response -> test.verify(() -> {
      assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
      that.accept(HttpFace.json(response));
      test.completeNow();
    })));
  }

  private Future<HttpResponse<Buffer>> post(String path) {
    return face.request(HttpMethod.POST, path).send();
  }

  private Future<HttpResponse<Buffer>> restore(String type, byte[] body) {
    return face.request(HttpMethod.POST, "/cluster/restore").putHeader("Content-Type", type).sendBuffer(Buffer.buffer(body));
  }

  @Test
  void everyNodeIsToldToMakeABackup(VertxTestContext test) {
    check(test, post("/cluster/backups?name=monday"), 202, json -> {
      JsonObject n1 = json.getJsonArray("nodes").getJsonObject(0);
      assertThat(n1.getMap()).containsEntry("node", "n1").containsEntry("state", "running").containsEntry("name", "monday")
          .containsEntry("directory", "/data/n1").containsEntry("taken", "2023-11-14T22:13:20Z");
      assertThat(json.getJsonArray("nodes").getJsonObject(1).getString("reason")).contains("silent");
    });
  }

  @Test
  void oneNodeMayBeMeantAlone(VertxTestContext test) {
    check(test, post("/cluster/backups?name=monday&node=n3"), 202, json ->
        assertThat(json.getJsonArray("nodes").stream().map(node -> ((JsonObject) node).getString("node"))).containsExactly("n3"));
  }

  @Test
  void howFarBackupsAreIsShown(VertxTestContext test) {
    check(test, face.get("/cluster/backups"), 200, json ->
        assertThat(json.getJsonArray("nodes").getJsonObject(2).getMap())
            .containsEntry("state", "done").containsEntry("files", 7).containsEntry("sizeBytes", 9_000));
  }

  @Test
  void noPathIsAName(VertxTestContext test) {
    check(test, post("/cluster/backups?name=..%2F..%2Fetc"), 400, json ->
        assertThat(json.getString("reason")).contains("A backup's name is"));
  }

  @Test
  void aBackupHasAName(VertxTestContext test) {
    check(test, post("/cluster/backups"), 400, json -> assertThat(json.getString("reason")).contains("A backup's name is"));
  }

  @Test
  void anotherPageMayNotAskForBackups(VertxTestContext test) {
    check(test, face.request(HttpMethod.POST, "/cluster/backups?name=monday").putHeader("Origin", "http://evil.example").send(),
        403, json -> assertThat(json.getString("error")).isEqualTo("foreign_origin"));
  }

  @Test
  void whatIsRestoredReachesTheCoordinator(VertxTestContext test) {
    check(test, restore(BackupRoutes.OPERATION, OperationCodec.encode(RESTORE).array()), 200, json -> {
      assertThat(json.getInteger("stored")).isEqualTo(2);
      assertThat(face.client.executed).containsExactly(RESTORE);
    });
  }

  @Test
  void aClientRestoresOverHttp(Vertx vertx, VertxTestContext test) {
    var client = new HttpRingside(vertx, List.of(face.address()));
    client.execute(RESTORE).compose(restored -> client.get(RESTORE.key()))
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(found.siblings()).isEqualTo(HELD);
          test.completeNow();
        })));
  }

  @Test
  void nothingElseIsDoneThere(VertxTestContext test) {
    byte[] get = OperationCodec.encode(new Operation.Get(Key.of("cart"), Options.DEFAULTS)).array();
    check(test, restore(BackupRoutes.OPERATION, get), 400, json ->
        assertThat(json.getString("reason")).contains("nothing but a restore"));
  }

  @Test
  void bytesThatAreNoRecordAreRefused(VertxTestContext test) {
    check(test, restore(BackupRoutes.OPERATION, new byte[] {4, 1, 2, 3}), 400, json ->
        assertThat(json.getString("reason")).contains("no record"));
  }

  @Test
  void whatAFormCanSendIsRefused(VertxTestContext test) {
    check(test, restore("text/plain", OperationCodec.encode(RESTORE).array()), 415, json ->
        assertThat(json.getString("reason")).contains(BackupRoutes.OPERATION));
  }

  @Test
  void aRecordLargerThanAnyCanBeIsRefused(VertxTestContext test) {
    check(test, restore(BackupRoutes.OPERATION, new byte[10 * 1_000 + (1 << 20) + 1]), 413, json ->
        assertThat(json.getString("reason")).contains("limits.siblingsHard"));
  }

  @Test
  void aRecordLargerThanThereIsRoomForIsRefused(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx, "limits.bodiesMebibytes=2").compose(roomy -> roomy.request(HttpMethod.POST, "/cluster/restore")
        .putHeader("Content-Type", BackupRoutes.OPERATION).sendBuffer(Buffer.buffer(new byte[(2 << 20) + 1])))
        .onComplete(test.succeeding(refused -> test.verify(() -> {
          assertThat(refused.statusCode()).isEqualTo(413);
          assertThat(HttpFace.json(refused).getString("reason")).contains("limits.bodiesMebibytes allows 2097152");
          test.completeNow();
        })));
  }

  @Test
  void whatDoesNotBeginLikeARestoreIsRefusedAtOnce(VertxTestContext test) {
    String head = "POST /cluster/restore HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + BackupRoutes.OPERATION
        + "\r\nContent-Length: 10000\r\n\r\n";
    face.connect().onComplete(test.succeeding(socket -> {
      socket.handler(answer -> test.verify(() -> {
        assertThat(answer.toString()).startsWith("HTTP/1.1 400").contains("no record");
        test.completeNow();
      }));
      socket.write(Buffer.buffer(head).appendByte((byte) 0));
    }));
  }
}
