package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.era.Eras;
import io.ringside.membership.ClusterView;
import io.ringside.message.Unequal;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.MemoryDataStore;
import io.ringside.testing.ScriptedTransport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that throws records away is not told equal by what was compared before they were gone. */
class VerifyAfterTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeConfig CONFIG = NodeConfig.of(
      "node.name=a", "cluster.members=a=h:1,b=h:2", "cluster.partitions=2", "quorum.n=2", "quorum.w=1", "quorum.r=1");
  private static final ConsistentHashRing RING = Node.foundingRing(CONFIG);

  private final SimScheduler world = new SimScheduler();
  private final List<Promise<Unequal>> asked = new ArrayList<>();
  private AntiEntropy antiEntropy;
  private int verified;

  @BeforeEach
  void start() {
    var transport = new ScriptedTransport().on(B, request -> {
      asked.add(Promise.promise());
      return asked.get(asked.size() - 1).future();
    });
    var store = new MemoryDataStore();
    var env = new Env(A, transport, world, new Random(1), event -> { });
    ClusterView both = ClusterView.founding(List.of(A, B));
    var eras = new Eras(env, 1000, RING, store, () -> both, Eras.Duties.NONE);
    antiEntropy = new AntiEntropy(env, CONFIG.repair(), 1000, RING, new Forest(CONFIG, RING), eras, store, () -> both);
    antiEntropy.start(() -> verified++);
  }

  private void nextIsAsked() {
    int before = asked.size();
    while (asked.size() == before) {
      world.runNext();
    }
  }

  private void allIsEqual() {
    asked.get(asked.size() - 1).complete(new Unequal(List.of()));
  }

  @Test
  void equalTreesAreVerified() {
    nextIsAsked();
    allIsEqual();
    assertThat(verified).isEqualTo(1);
  }

  @Test
  void nothingIsVerifiedWhileRecordsAreThrownAway() {
    Promise<Void> work = Promise.promise();
    Future<Void> after = antiEntropy.verifyAfter(work::future);
    nextIsAsked();
    allIsEqual();
    assertThat(verified).isZero();
    work.complete();
    assertThat(after.succeeded()).isTrue();
    nextIsAsked();
    allIsEqual();
    assertThat(verified).isEqualTo(1);
  }

  @Test
  void whatWasAskedBeforeDoesNotCountAfterwards() {
    nextIsAsked();
    antiEntropy.verifyAfter(Future::succeededFuture);
    allIsEqual();
    assertThat(verified).isZero();
  }
}
