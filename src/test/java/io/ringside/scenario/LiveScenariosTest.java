package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import io.ringside.http.ScenarioStage;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The files that virtual time plays, in real time: five nodes in one JVM, their data on disk, one scenario after the other. */
class LiveScenariosTest {
  /** Two minutes of real time; or as long as all that the others have left takes to come back. */
  private static final List<String> TOO_LONG = List.of("flapping-node", "disk-loss");

  /** So that nobody waits for a suspicion to ripen, nor for hints to be offered again; but a busy machine is not yet a node that fails. */
  private static final String[] HASTE = {
      "gossip.periodMillis=400", "gossip.probeTimeoutMillis=200", "hints.deliverPeriodMillis=200"};

  private static final long LIMIT_SECONDS = 90;

  @TempDir
  private static Path directory;

  private static Vertx vertx;
  private static LocalCluster cluster;
  private static LiveStage stage;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    cluster = await(LocalCluster.start(vertx, 5, directory, HASTE));
    stage = new LiveStage(vertx, cluster, cluster.node(NodeId.of("n1")).orElseThrow().ring(), Narrator.SILENT, 0, "a build");
  }

  @AfterAll
  static void stop() throws Exception {
    await(cluster.stop());
    await(vertx.close());
  }

  @TestFactory
  Stream<DynamicTest> everyScenarioEndsAsItSaysOnRealNodesToo() {
    return ScenarioLibrary.load().all().stream()
        .filter(scenario -> !TOO_LONG.contains(scenario.name()) && scenario.whyNotLive().isEmpty())
        .filter(scenario -> scenario.cluster().settings().isEmpty())
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () ->
            assertEquals(List.of(), await(stage.play(scenario)).failures())));
  }

  @Test
  void aNodeIsPausedByCuttingItOffFromEverybody() throws Exception {
    Scenario pause = Scenario.parse("# pause: a node that does not move.\n"
        + "pause n3 3s\n"
        + "put key-{1..40} value via n1\n"
        + "expect within 5s suspicions of n3 at least 1\n"
        + "expect failed operations 0\n"
        + "expect within 20s every node sees n3 alive\n");

    assertEquals(List.of(), await(stage.play(pause)).failures());
  }

  @Test
  void whatNeedsAModelsDelaysIsRefusedBeforeAnythingHappens() {
    Future<?> refused = stage.start("pbs-sweep");

    assertTrue(refused.failed());
    assertTrue(refused.cause().getMessage().startsWith("pbs-sweep is not played live: it measures with delays"),
        refused.cause().getMessage());
  }

  @Test
  void whatNeedsAClusterOfItsOwnIsRefusedToo() {
    Future<?> refused = stage.start("hints-are-full");

    assertTrue(refused.cause().getMessage().endsWith("is not played in this cluster: it is not set to hints.maxCount=10"),
        refused.cause().getMessage());
  }

  @Test
  void oneScenarioIsPlayedLiveAtATimeAndOneInVirtualTime() throws Exception {
    Future<ScenarioResult> first = stage.play(Scenario.parse("# one: the first.\nwait 500ms\n"));
    Future<ScenarioStage.Simulated> beside = stage.simulate("shopping-cart", 1);

    assertTrue(stage.play(Scenario.parse("# two: the second.\nheal\n")).cause() instanceof IllegalStateException);
    assertTrue(stage.simulate("shopping-cart", 2).cause() instanceof IllegalStateException);
    assertEquals(List.of(), await(beside).failures());
    assertEquals(List.of(), await(first).failures());
  }

  @Test
  void aSimulatedRunBesideTheClusterHasTheHashOfItsSeed() throws Exception {
    ScenarioStage.Simulated run = await(stage.simulate("shopping-cart", 7));
    Scenario scenario = ScenarioLibrary.load().named("shopping-cart").orElseThrow();

    assertEquals(SimWorld.play(scenario, 7, Narrator.SILENT).hash(), run.hash());
    assertEquals(List.of(), run.failures());
    assertEquals(scenario.steps().size(), run.steps().size());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
