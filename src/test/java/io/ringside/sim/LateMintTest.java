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
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Found by a reviewer: the gateway that woke up read the newer value, and deleted that. */
  @ParameterizedTest
  @CsvSource({"1, false, 4", "1, true, 4", "1, true, 2", "5, false, 4", "6, false, 0"})
  void aDeleteThatAGatewayCarriesOutLateDeletesNothingNewer(int overwrites, boolean missed, int gateway) {
    start();
    var writer = cluster.client(walk().get(1));
    cluster.await(writer.put(CART, Content.text("old")), 5_000);
    cluster.runFor(1_000);
    cluster.pause(walk().get(gateway), 8_000);
    if (missed) {
      cluster.nodes().stream().filter(node -> !node.equals(walk().get(1)))
          .forEach(node -> cluster.network().cutKind(node, walk().get(1), "Store"));
    }
    CausalContext seen = cluster.await(cluster.client(walk().get(gateway)).delete(CART), 15_000).context();
    for (int i = 0; i < overwrites; i++) {
      seen = cluster.await(writer.put(CART, Content.text("new-" + i), seen), 5_000).context();
    }
    cluster.network().healKinds();
    cluster.runFor(30_000);

    Found found = cluster.await(writer.get(CART), 5_000);

    assertThat(found.siblings().versions().values()).extracting(Version::content)
        .contains(Optional.of(Content.text("new-" + (overwrites - 1))));
    assertThat(watch.violations()).isEmpty();
  }
}
