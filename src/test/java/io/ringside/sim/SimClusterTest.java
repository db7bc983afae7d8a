package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Checks;
import io.ringside.check.DotLedger;
import io.ringside.check.Violation;
import io.ringside.check.Write;
import io.ringside.event.Event;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimClusterTest {
  /** The checkers of a run are no ornament: with a single copy, a lost disk is a lost write, and they say so. */
  @Test
  void aLostDiskThatHeldTheOnlyCopyIsReported() {
    var ledger = new DotLedger();
    var cluster = new SimCluster(5, 1, List.of("quorum.n=1", "quorum.r=1", "quorum.w=1"), new TraceHash(), logged -> {
      if (logged.event() instanceof Event.Stored stored) {
        ledger.saw(stored.key(), stored.siblings());
      }
    });
    cluster.start();
    Key key = Key.of("only");
    var client = cluster.client(NodeId.of("n1"));
    RequestId request = client.newRequest();
    cluster.await(client.execute(new Operation.Put(
        key, Content.text("copy"), CausalContext.EMPTY, request, false, Options.DEFAULTS)), 1000);
    NodeId owner = cluster.owners(key).firstKey();
    cluster.crash(owner);
    cluster.wipe(owner);
    cluster.await(cluster.restart(owner), 5000);
    var finals = new TreeMap<Key, Siblings>();
    finals.put(key, cluster.owners(key).get(owner));
    var writes = List.of(new Write(key, request, CausalContext.EMPTY, true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledger, finals)).extracting(Violation::invariant).containsExactly("I1");
  }

  /** A wiped node must not mint what it has minted before: recipe kv679. */
  @Test
  void aNodeThatLostItsDiskNeverReusesADot() {
    var ledger = new DotLedger();
    var amnesia = new ArrayList<Event>();
    var cluster = new SimCluster(5, 3, List.of(), new TraceHash(), logged -> {
      if (logged.event() instanceof Event.Stored stored) {
        ledger.saw(stored.key(), stored.siblings());
      } else if (logged.event() instanceof Event.Amnesia) {
        amnesia.add(logged.event());
      }
    });
    cluster.start();
    Key key = Key.of("cart");
    NodeId owner = cluster.owners(key).firstKey();
    var client = cluster.client(owner);
    for (int i = 0; i < 3; i++) {
      cluster.await(client.put(key, Content.text("before-" + i)), 1000);
    }
    cluster.crash(owner);
    cluster.wipe(owner);
    cluster.await(cluster.restart(owner), 5000);
    cluster.await(client.put(key, Content.text("after")), 3000);
    cluster.await(client.get(key), 3000);
    cluster.runFor(3000);
    assertThat(amnesia).hasSize(1);
    assertThat(ledger.violations()).isEmpty();
    assertThat(cluster.owners(key).values()).allSatisfy(siblings -> assertThat(siblings.versions()).hasSize(4));
  }

  /** What a disk could not note of another's start is noted once the disk is well again, and views are exchanged as before. */
  @Test
  void aStartThatCouldNotBeRememberedIsRememberedLater() {
    var failures = new ArrayList<String>();
    var cluster = new SimCluster(3, 1, List.of("gossip.syncPeriodMillis=1000"), new TraceHash(), logged -> {
      if (logged.event() instanceof Event.BackgroundFailed failed) {
        failures.add(failed.what());
      }
    });
    cluster.start();
    NodeId n1 = NodeId.of("n1");
    NodeId n2 = NodeId.of("n2");
    for (int restart = 0; restart < 20 && !failures.contains("remember a peer's start"); restart++) {
      cluster.falterDisk(n1, 2000);
      cluster.crash(n2);
      cluster.await(cluster.restart(n2), 10_000);
      cluster.runFor(2500);
    }
    assertThat(failures).contains("remember a peer's start");
    cluster.runFor(5000);
    failures.clear();
    cluster.runFor(20_000);
    assertThat(failures).isEmpty();
  }

  @Test
  void aNodeWhoseDiskDoesNotLetItStopIsDownAllTheSame() {
    var cluster = new SimCluster(3, 1, List.of(), new TraceHash(), logged -> { });
    cluster.start();
    NodeId n1 = NodeId.of("n1");
    cluster.setDiskFull(n1, true);
    Future<Void> stopped = cluster.stop(n1);
    cluster.runFor(1000);
    assertThat(stopped.failed()).isTrue();
    assertThat(cluster.isUp(n1)).isFalse();
    cluster.await(cluster.restart(n1), 10_000);
  }
}
