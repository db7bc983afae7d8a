package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.client.Client;
import io.ringside.client.Resolvers;
import io.ringside.http.HttpRingside;
import io.ringside.operation.Found;
import io.ringside.testing.OwnNetwork;
import io.ringside.version.Content;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Five JVMs in five network namespaces, and a cable pulled between two of them and the other three. */
@ExtendWith(OwnNetwork.class)
class PartitionTest {
  private static final int LEFT = 2;
  private static final int MEMBERS = 5;
  private static final List<Key> KEYS = IntStream.range(0, 8).mapToObj(i -> Key.of("cart-" + i)).toList();

  @TempDir
  private Path directory;

  @Test
  void bothSidesAcceptWritesAndEveryValueComesBack() {
    Vertx vertx = Vertx.vertx();
    var namespaces = new Namespaces();
    try (var cluster = new RunningCluster(namespaces.lay(directory, LEFT, MEMBERS))) {
      cluster.start();
      var left = new HttpRingside(vertx, cluster.addressesFrom(0).subList(0, LEFT));
      var right = new HttpRingside(vertx, cluster.addressesFrom(LEFT).subList(0, MEMBERS - LEFT));

      namespaces.cut();
      KEYS.forEach(key -> left.put(key, Content.json("[\"milk\"]")).await());
      KEYS.forEach(key -> right.put(key, Content.json("[\"eggs\"]")).await());
      cluster.awaitAlive(cluster.addressesFrom(0).get(0), LEFT);
      cluster.awaitAlive(cluster.addressesFrom(LEFT).get(0), MEMBERS - LEFT);
      KEYS.forEach(key -> assertThat(values(left, key)).containsExactly("[\"milk\"]"));
      KEYS.forEach(key -> assertThat(values(right, key)).containsExactly("[\"eggs\"]"));

      namespaces.heal();
      cluster.awaitAlive(cluster.addressesFrom(0).get(0), MEMBERS);
      cluster.awaitNoHints(cluster.addressesFrom(0).get(0));
      for (Key key : KEYS) {
        assertThat(values(left, key)).containsExactlyInAnyOrder("[\"milk\"]", "[\"eggs\"]");
        assertThat(left.resolve(key, Resolvers.union()).await().kind()).isEqualTo(Found.Kind.VALUE);
        assertThat(values(right, key)).containsExactly("[\"eggs\",\"milk\"]");
        cluster.awaitEqualReplicas(cluster.addressesFrom(0).get(0), key.name());
      }
    } finally {
      vertx.close().await();
    }
  }

  private static List<String> values(Client client, Key key) {
    return client.get(key).await().siblings().versions().values().stream()
        .map(version -> version.content().orElseThrow().body().utf8())
        .collect(Collectors.toList());
  }
}
