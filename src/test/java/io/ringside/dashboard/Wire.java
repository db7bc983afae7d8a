package io.ringside.dashboard;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The way from a browser to a node, which can be cut and counts its connections. */
final class Wire implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private final int port;
  private volatile boolean cut;

  Wire(String url) throws Exception {
    this.target = URI.create(url).getPort();
    NetServer server = vertx.createNetServer().connectHandler(this::lead);
    this.port = await(server.listen(0, "127.0.0.1")).actualPort();
  }

  private void lead(NetSocket browser) {
    if (cut) {
      browser.close();
      return;
    }
    browser.pause();
    ends.add(browser);
    browser.closeHandler(gone -> ends.remove(browser)); // At once: it may be gone before the node is reached.
    client.connect(target, "127.0.0.1").onFailure(refused -> browser.close()).onSuccess(node -> {
      browser.pipeTo(node).onComplete(ended -> node.close());
      node.pipeTo(browser).onComplete(ended -> browser.close());
      browser.resume();
    });
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  int connections() {
    return ends.size();
  }

  /** Ends what there is, and takes nothing new. */
  void cut() {
    cut = true;
    ends.forEach(NetSocket::close);
  }

  /** To another server, from the next connection on. */
  void leadTo(String url) {
    target = URI.create(url).getPort();
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
