package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Checks;
import io.ringside.check.DotLedger;
import io.ringside.check.Write;
import io.ringside.client.Client;
import io.ringside.event.Event;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.testing.Seeds;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What was held once is merged into whatever is held now: in the same cluster, in one that lost it, in a larger one. */
class SimRestoreTest {
  private static final long PATIENT_MILLIS = 5_000;
  private static final Key KEPT = Key.of("kept");
  private static final Key OVERWRITTEN = Key.of("overwritten");
  private static final Key DELETED = Key.of("deleted");
  private static final Key EXPIRING = Key.of("expiring");
  private static final Key SIBLINGS = Key.of("siblings");
  private static final List<Key> KEYS = List.of(KEPT, OVERWRITTEN, DELETED, EXPIRING, SIBLINGS);

  private final DotLedger ledger = new DotLedger();

  private SimCluster cluster(int nodes, long seed, String... settings) {
    var cluster = new SimCluster(nodes, seed, List.of(settings), new TraceHash(), logged -> {
      if (logged.event() instanceof Event.Stored stored) {
        ledger.saw(stored.key(), stored.siblings());
      }
    });
    cluster.start();
    return cluster;
  }

  private static Client at(SimCluster cluster, NodeId node) {
    return cluster.client(node);
  }

  private static Client client(SimCluster cluster) {
    return at(cluster, NodeId.of("n1"));
  }

  private static Written write(SimCluster cluster, Key key, String text) {
    return cluster.await(client(cluster).put(key, Content.text(text)), PATIENT_MILLIS);
  }

  private static Found read(SimCluster cluster, Key key) {
    return cluster.await(client(cluster).get(key), PATIENT_MILLIS);
  }

  private static String textOf(Found found) {
    return found.value().orElseThrow().getValue().content().orElseThrow().body().utf8();
  }

  /** As a backup of every node would have it. */
  private static SortedMap<Key, Siblings> snapshot(SimCluster cluster) {
    var held = new TreeMap<Key, Siblings>();
    KEYS.forEach(key -> held.put(key, cluster.owners(key).values().stream().reduce(Siblings.NONE, Siblings::merge)));
    return held;
  }

  private static void restore(SimCluster cluster, SortedMap<Key, Siblings> snapshot) {
    snapshot.forEach((key, siblings) -> {
      if (!siblings.isEmpty()) {
        cluster.await(client(cluster).execute(new Operation.Restore(key, siblings, Options.DEFAULTS)), PATIENT_MILLIS);
      }
    });
    cluster.runFor(PATIENT_MILLIS);
  }

  private static void fill(SimCluster cluster) {
    write(cluster, KEPT, "a");
    write(cluster, OVERWRITTEN, "b");
    write(cluster, DELETED, "c");
    cluster.await(client(cluster).put(EXPIRING, Content.text("d"), CausalContext.EMPTY,
        Options.DEFAULTS.withTtlMillis(60_000)), PATIENT_MILLIS);
    write(cluster, SIBLINGS, "e");
    cluster.await(at(cluster, NodeId.of("n2")).put(SIBLINGS, Content.text("f")), PATIENT_MILLIS);
    cluster.runFor(PATIENT_MILLIS);
  }

  @Test
  void whatWasDeletedOrOverwrittenSinceStaysSo() {
    SimCluster cluster = cluster(3, 1);
    fill(cluster);
    SortedMap<Key, Siblings> snapshot = snapshot(cluster);
    cluster.await(client(cluster).put(OVERWRITTEN, Content.text("newer"), read(cluster, OVERWRITTEN).context()), PATIENT_MILLIS);
    cluster.await(client(cluster).delete(DELETED), PATIENT_MILLIS);
    cluster.runFor(PATIENT_MILLIS);
    SortedMap<Key, Siblings> before = snapshot(cluster);

    restore(cluster, snapshot);

    assertThat(textOf(read(cluster, OVERWRITTEN))).isEqualTo("newer");
    assertThat(read(cluster, DELETED).kind()).isEqualTo(Found.Kind.DELETED);
    assertThat(snapshot(cluster)).as("nothing has changed at all").isEqualTo(before);
  }

  @Test
  void aWriteBesideTheBackupBecomesItsSibling() {
    SimCluster cluster = cluster(3, 2);
    fill(cluster);
    SortedMap<Key, Siblings> snapshot = snapshot(cluster);
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.crash(NodeId.of(name));
      cluster.wipe(NodeId.of(name));
    }
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.await(cluster.restart(NodeId.of(name)), PATIENT_MILLIS);
    }
    cluster.runFor(PATIENT_MILLIS);
    write(cluster, KEPT, "new life");

    restore(cluster, snapshot);

    assertThat(read(cluster, KEPT).siblings().versions().values())
        .extracting(SimRestoreTest::textOf).containsExactlyInAnyOrder("a", "new life");
    assertThat(textOf(read(cluster, OVERWRITTEN))).isEqualTo("b");
    assertThat(ledger.violations()).as("no dot names two values").isEmpty();
  }

  private static String textOf(Version version) {
    return version.content().orElseThrow().body().utf8();
  }

  @Test
  void aLargerClusterWithMoreCopiesTakesItAll() {
    SimCluster small = cluster(3, 3);
    fill(small);
    assertThatAllOfItIsIn(cluster(7, 4, "quorum.n=5", "quorum.w=3", "quorum.r=3"), snapshot(small), 5);
  }

  @Test
  void aSingleNodeTakesItAll() {
    SimCluster small = cluster(3, 5);
    fill(small);
    assertThatAllOfItIsIn(cluster(1, 6, "quorum.n=1", "quorum.w=1", "quorum.r=1"), snapshot(small), 1);
  }

  private void assertThatAllOfItIsIn(SimCluster cluster, SortedMap<Key, Siblings> snapshot, int copies) {
    restore(cluster, snapshot);
    snapshot.forEach((key, siblings) -> assertThat(cluster.owners(key).values())
        .hasSize(copies).allSatisfy(held -> assertThat(held).isEqualTo(siblings)));
    assertThat(textOf(read(cluster, KEPT))).isEqualTo("a");
    assertThat(read(cluster, SIBLINGS).kind()).isEqualTo(Found.Kind.SIBLINGS);
    assertThat(ledger.violations()).isEmpty();
  }

  /** The instant travels in the value: a restore gives no second life. */
  @Test
  void whatExpiresExpiresWhereverItIsRestored() {
    SimCluster small = cluster(3, 7);
    fill(small);
    SimCluster other = cluster(5, 8);
    restore(other, snapshot(small));
    assertThat(read(other, EXPIRING).kind()).isEqualTo(Found.Kind.VALUE);
    other.runFor(61_000);
    assertThat(read(other, EXPIRING).kind()).isEqualTo(Found.Kind.DELETED);
  }

  @Test
  void aNodeThatIsAwayGetsItsShareWhenItIsBack() {
    SimCluster small = cluster(3, 9);
    fill(small);
    SimCluster other = cluster(5, 10);
    NodeId away = other.owners(KEPT).firstKey();
    other.crash(away);
    SortedMap<Key, Siblings> snapshot = snapshot(small);
    restore(other, snapshot);
    other.await(other.restart(away), PATIENT_MILLIS);
    other.runFor(4 * PATIENT_MILLIS);
    assertThat(other.owners(KEPT)).containsKey(away);
    assertThat(other.owners(KEPT).values()).allSatisfy(held -> assertThat(held).isEqualTo(snapshot.get(KEPT)));
  }

  /** Clients write and delete, disks are lost one at a time, and backups of any age are merged in between. */
  @Test
  void restoresOfAnyAgeBetweenWritesAndLostDisksLoseNothing() {
    Seeds.run(4, seed -> {
      var random = new Random(seed);
      SimCluster cluster = cluster(5, seed);
      var snapshots = new ArrayList<>(List.of(snapshot(cluster)));
      var writes = new ArrayList<Write>();
      for (int step = 0; step < 25; step++) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> writes.add(randomWrite(cluster, random));
          case 3 -> snapshots.add(snapshot(cluster));
          case 4 -> restore(cluster, snapshots.get(random.nextInt(snapshots.size())));
          default -> loseDisk(cluster, NodeId.of("n" + (1 + random.nextInt(5))));
        }
      }
      restore(cluster, snapshots.get(random.nextInt(snapshots.size())));
      cluster.runFor(4 * PATIENT_MILLIS);

      SortedMap<Key, Siblings> finals = snapshot(cluster);
      assertThat(ledger.violations()).isEmpty();
      assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledger, finals)).isEmpty();
      assertThat(Checks.siblingsAreCausalMaxima(finals)).isEmpty();
      KEYS.forEach(key -> assertThat(Checks.ownersAreEqual(key, cluster.owners(key))).isEmpty());
    });
  }

  private static Write randomWrite(SimCluster cluster, Random random) {
    Key key = KEYS.get(random.nextInt(KEYS.size()));
    Client client = at(cluster, NodeId.of("n" + (1 + random.nextInt(5))));
    CausalContext past = random.nextBoolean() ? read(cluster, key).context() : CausalContext.EMPTY;
    RequestId request = client.newRequest();
    cluster.await(random.nextInt(4) == 0
        ? client.execute(new Operation.Delete(key, past, request, Options.DEFAULTS))
        : client.execute(new Operation.Put(key, Content.text(request.toString()), past, request, false, Options.DEFAULTS)),
        PATIENT_MILLIS);
    return new Write(key, request, past, true);
  }

  /** And lets the others give it back what it had, so that no two have lost theirs at a time. */
  private static void loseDisk(SimCluster cluster, NodeId node) {
    cluster.crash(node);
    cluster.wipe(node);
    cluster.await(cluster.restart(node), PATIENT_MILLIS);
    cluster.runFor(12 * PATIENT_MILLIS);
  }
}
