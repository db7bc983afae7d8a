package io.ringside.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringside.Key;
import io.ringside.client.Client;
import io.ringside.client.Resolvers;
import io.ringside.operation.Found;
import io.ringside.operation.Written;
import io.ringside.testkit.RingsideCluster;
import io.ringside.testkit.TestCluster;
import io.ringside.version.Content;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A user's test: docs/testkit.md shows it line by line. */
@RingsideCluster(nodes = 5, n = 3, r = 2, w = 2, seed = 42)
class ShoppingCartTest {
  private static final Key CART = Key.of("cart:42");

  @Test
  void whatIsPutInOnBothSidesOfAPartitionIsBought(TestCluster cluster) {
    Client phone = cluster.client("n1");
    Client laptop = cluster.client("n4");
    Written seen = cluster.await(phone.put(CART, Content.json("[\"milk\"]")));

    cluster.partition("n1 n2 | n3 n4 n5");
    cluster.await(phone.put(CART, Content.json("[\"milk\",\"eggs\"]"), seen.context()));
    cluster.await(laptop.put(CART, Content.json("[\"milk\",\"tea\"]"), seen.context()));

    cluster.heal();
    cluster.awaitConvergence();
    assertEquals(Found.Kind.SIBLINGS, cluster.await(phone.get(CART)).kind());

    Found cart = cluster.await(laptop.resolve(CART, Resolvers.union()));
    assertEquals("[\"eggs\",\"milk\",\"tea\"]", textOf(cart));
  }

  @Test
  void aCartOutlivesItsFirstOwnerForAnHour(TestCluster cluster) {
    cluster.await(cluster.client().put(CART, Content.json("[\"milk\"]")));
    cluster.crash(cluster.owners(CART).firstKey().name());
    cluster.runFor(Duration.ofHours(1));
    assertEquals("[\"milk\"]", textOf(cluster.await(cluster.client().get(CART))));
  }

  @Test
  @RingsideCluster(nodes = 3, world = RingsideCluster.World.LOOPBACK)
  void aRealNodeHasItsCartAgainAfterACrash(TestCluster cluster) {
    cluster.await(cluster.client("n2").put(CART, Content.json("[\"milk\"]")));
    cluster.crash("n2");
    cluster.restart("n2");
    assertEquals("[\"milk\"]", textOf(cluster.await(cluster.client("n2").get(CART))));
  }

  private static String textOf(Found found) {
    return found.value().orElseThrow().getValue().content().orElseThrow().body().utf8();
  }
}
