package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.http.HttpRingside;
import io.ringside.operation.Found;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Five JVMs under load, one of which is frozen, then killed: Hazelcast's oldest, on which its registry would wait. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadAndFrozenMemberTest {
  private static final int MEMBERS = 5;
  private static final String OLDEST = "n1";
  private static final int CLIENT_OF_OLDEST = 0;

  /** Hazelcast's own lookups would hang for 15 s here; a client that waits for a frozen coordinator goes elsewhere after 3 s. */
  private static final Duration BOUND = Duration.ofSeconds(12);

  /** A write and a read at another coordinator wait for the frozen replica at most once each, for a second. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static RunningCluster cluster;

  @BeforeAll
  static void start(@TempDir Path directory) {
    cluster = new RunningCluster(ClusterPlan.onLoopback(directory, MEMBERS, List.of()));
    cluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  @Order(1)
  void aFrozenMemberStopsNobody() throws Exception {
    try (var load = new Load(cluster)) {
      load.awaitOperations(200);
      load.sinceLastAsked();
      cluster.signal(OLDEST, "STOP");
      try {
        load.awaitOperations(400);
        // What lay at the frozen member must be over: thawed sooner, it answers that its time ran out, and rightly so.
        load.awaitRoundOf(CLIENT_OF_OLDEST);
      } finally {
        cluster.signal(OLDEST, "CONT");
      }
      load.awaitOperations(200);
      Load.Progress progress = load.sinceLastAsked();
      assertThat(progress.failures()).isEmpty();
      assertThat(progress.slowestOfAll()).isLessThan(BOUND.toMillis());
      assertThat(progress.slowestElsewhere()).isLessThan(AT_ONCE.toMillis());
    }
  }

  @Test
  @Order(2)
  void aKilledMemberStopsNobodyAndGetsItsHints() throws Exception {
    Map<String, String> promised;
    try (var load = new Load(cluster)) {
      load.awaitOperations(200);
      load.sinceLastAsked();
      cluster.signal(OLDEST, "KILL");
      load.awaitOperations(400);
      assertThat(cluster.stateOf(OLDEST).state()).isEqualTo("was ended by signal 9");
      cluster.restart(OLDEST);
      load.awaitOperations(200);
      Load.Progress progress = load.sinceLastAsked();
      assertThat(progress.failures()).isEmpty();
      assertThat(progress.slowestOfAll()).isLessThan(BOUND.toMillis());
      assertThat(progress.slowestElsewhere()).isLessThan(AT_ONCE.toMillis());
      promised = load.acknowledged();
    }
    String oldest = cluster.addressesFrom(0).get(0);
    cluster.awaitNoHints(oldest);
    everyPromiseIsKept(promised);
    promised.keySet().forEach(key -> cluster.awaitEqualReplicas(oldest, key));
  }

  private static void everyPromiseIsKept(Map<String, String> promised) {
    Vertx vertx = Vertx.vertx();
    try {
      var client = new HttpRingside(vertx, cluster.addressesFrom(0));
      promised.forEach((key, value) -> {
        Found found = client.get(Key.of(key)).await();
        assertThat(found.siblings().versions().values())
            .as(key)
            .anyMatch(version -> version.content().orElseThrow().body().utf8().equals(value));
      });
    } finally {
      vertx.close().await();
    }
  }
}
