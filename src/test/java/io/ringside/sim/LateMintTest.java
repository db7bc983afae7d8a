package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Watch;
import io.ringside.event.Event;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mint that was long under way comes when its request was minted elsewhere, and replaced. */
class LateMintTest {
  private static final Key CART = Key.of("cart");

  private final Watch watch = new Watch();
  private final List<Siblings> mintedAtFirst = new ArrayList<>();
  private final SimCluster cluster = new SimCluster(5, 7, List.of("cluster.partitions=8"), new TraceHash(), logged -> {
    watch.saw(logged);
    if (logged.event() instanceof Event.Stored stored && stored.minted().isPresent() && logged.node().equals(first())) {
      mintedAtFirst.add(stored.siblings());
    }
  });

  private NodeId first() {
    return walk().get(0);
  }

  private List<NodeId> walk() {
    return cluster.ring().preferenceList(CART, 3).nodes();
  }

  private void start() {
    cluster.start();
    cluster.runFor(2000);
  }

  /** Found by a reviewer: “milk” came back as a sibling of its tombstone, at all owners, for good. */
  @Test
  void aMinterThatStoodStillDoesNotBringBackWhatWasDeletedMeanwhile() {
    start();
    var client = cluster.client(walk().get(4));
    cluster.pause(first(), 8_000);
    cluster.await(client.put(CART, Content.text("milk")), 5_000);
    assertThat(cluster.await(client.get(CART), 5_000).kind()).isEqualTo(Found.Kind.VALUE);
    cluster.await(client.delete(CART), 5_000);
    cluster.runFor(30_000);
    assertThat(mintedAtFirst).as("what the paused node minted when it went on").hasSize(1);
    assertThat(cluster.await(client.get(CART), 5_000).kind()).isEqualTo(Found.Kind.DELETED);
    assertThat(cluster.owners(CART).values().stream().distinct()).singleElement().satisfies(left -> {
      assertThat(left.isDeleted()).isTrue();
      assertThat(left.context().covers(mintedAtFirst.get(0).context())).isTrue();
    });
    assertThat(watch.violations()).isEmpty();
    assertThat(cluster.bugs()).isEmpty();
  }

  /** Its client was told nothing, somebody else has read and deleted it since, and now it is asked for again. */
  @Test
  void aRetryOfWhatWasDeletedMeanwhileIsAnsweredWithItsFirstDotAndChangesNothing() {
    start();
    for (NodeId node : walk()) {
      var key = Key.of("cart of " + node);
      var client = cluster.client(node);
      var put = new Operation.Put(key, Content.text("milk"), CausalContext.EMPTY, client.newRequest(), false, Options.DEFAULTS);
      Written first = cluster.await(client.execute(put), 5_000);
      cluster.await(client.delete(key), 5_000);
      cluster.runFor(1_000);
      var before = cluster.owners(key);

      Written again = cluster.await(client.execute(put), 5_000);

      assertThat(again.dot()).isEqualTo(first.dot());
      cluster.runFor(1_000);
      assertThat(cluster.owners(key)).isEqualTo(before);
      assertThat(cluster.await(client.get(key), 5_000).kind()).isEqualTo(Found.Kind.DELETED);
    }
    assertThat(watch.violations()).isEmpty();
  }
}
