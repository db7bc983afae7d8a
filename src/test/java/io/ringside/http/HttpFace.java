package io.ringside.http;

import io.ringside.config.NodeConfig;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.function.UnaryOperator;

/** A node's HTTP face over stubs, on a free port, and a client to it. */
final class HttpFace {
  final StubClient client = new StubClient();
  final StubNodes nodes = new StubNodes();
  private final Vertx vertx;
  private final WebClient web;
  private int port;

  private HttpFace(Vertx vertx) {
    this.vertx = vertx;
    this.web = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
  }

  static Future<HttpFace> start(Vertx vertx, String... settings) {
    return start(vertx, backend -> backend, settings);
  }

  static Future<HttpFace> start(Vertx vertx, UnaryOperator<Backend> with, String... settings) {
    var face = new HttpFace(vertx);
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "http.port=0";
    NodeConfig config = NodeConfig.of(all);
    var ring = ConsistentHashRing.founding(StubNodes.MEMBERS, 16, 3);
    var backend = Backend.of(config, "test", ring, face.client, face.nodes, () -> "ringside_up 1\n");
    var verticle = new HttpVerticle(with.apply(backend));
    return vertx.deployVerticle(verticle).map(deployed -> {
      face.port = verticle.port();
      return face;
    });
  }

  int port() {
    return port;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  HttpRequest<Buffer> request(HttpMethod method, String path) {
    return web.requestAbs(method, address() + path);
  }

  Future<HttpResponse<Buffer>> get(String path) {
    return request(HttpMethod.GET, path).send();
  }

  Future<HttpResponse<Buffer>> put(String path, String type, String body) {
    return request(HttpMethod.PUT, path).putHeader("Content-Type", type).sendBuffer(Buffer.buffer(body));
  }

  /** A connection for what no well-behaved client sends. */
  Future<NetSocket> connect() {
    return vertx.createNetClient().connect(port, "127.0.0.1");
  }

  static JsonObject json(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject();
  }
}
