package io.ringside.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.client.Client;
import io.ringside.client.Resolvers;
import io.ringside.config.NodeConfig;
import io.ringside.http.Backend;
import io.ringside.http.HttpRingside;
import io.ringside.http.HttpVerticle;
import io.ringside.operation.Found;
import io.ringside.version.Content;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README, compiled, run, and compared with the README itself. */
@ExtendWith(VertxExtension.class)
class ReadmeExamplesTest {
  private static final Path SOURCE = Path.of("src/test/java/io/ringside/examples/ReadmeExamplesTest.java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir
  private Path directory;

  @Test
  void aClientInsideAnApplicationReadsWhatItWrote(Vertx vertx, VertxTestContext test) {
    NodeConfig config = NodeConfig.of("data.directory=" + directory.resolve("n1"));
    Future<Found> found =
        RingsideNode.start(vertx, config)
            .compose(node -> {
              Client client = node.client();
              Key cart = Key.of("cart:42");
              return client.put(cart, Content.json("[\"milk\"]"))
                  .compose(written -> client.put(cart, Content.json("[\"milk\",\"eggs\"]"), written.context()))
                  .compose(written -> client.get(cart));
            });
    found.onComplete(test.succeeding(read -> test.verify(() -> {
      assertThat(read.value().orElseThrow().getValue().content().orElseThrow().body().utf8()).isEqualTo("[\"milk\",\"eggs\"]");
      test.completeNow();
    })));
  }

  @Test
  void aClientOutsideResolvesTheSiblingsItMade(Vertx vertx, VertxTestContext test) {
    NodeConfig config = NodeConfig.of("http.port=0", "data.directory=" + directory.resolve("n1"));
    RingsideNode.start(vertx, config)
        .compose(node -> serve(vertx, node))
        .compose(port -> resolve(vertx, List.of("http://127.0.0.1:" + port)))
        .onComplete(test.succeeding(read -> test.verify(() -> {
          assertThat(read.value().orElseThrow().getValue().content().orElseThrow().body().utf8()).isEqualTo("7");
          test.completeNow();
        })));
  }

  private static Future<Integer> serve(Vertx vertx, RingsideNode node) {
    var face = new HttpVerticle(
        Backend.of(node.config(), "test", node.ring(), node.client(), node.transport(), () -> ""));
    return vertx.deployVerticle(face).map(deployed -> face.port());
  }

  /** The second example, with the addresses left open. */
  private static Future<Found> resolve(Vertx vertx, List<String> addresses) {
    Client client = new HttpRingside(vertx, addresses);
    Key counter = Key.of("counter");
    return
        client.put(counter, Content.json("5"))
            .compose(blind -> client.put(counter, Content.json("7")))
            .compose(blind -> client.get(counter))
            .compose(found -> found.kind() == Found.Kind.SIBLINGS
                ? client.resolve(counter, Resolvers.max())
                : Future.succeededFuture(found));
  }

  @Test
  void everyLineOfJavaInTheReadmeStandsInThisTest() throws IOException {
    String source = Files.readString(SOURCE);
    Matcher blocks = JAVA_BLOCK.matcher(Files.readString(Path.of("README.md")));
    int lines = 0;
    while (blocks.find()) {
      for (String line : blocks.group(1).lines().map(String::strip).filter(text -> !text.isEmpty()).toList()) {
        assertThat(source).contains(line.replace(
            "List.of(\"http://127.0.0.1:8098\", \"http://127.0.0.1:8099\")", "addresses"));
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(10);
  }
}
