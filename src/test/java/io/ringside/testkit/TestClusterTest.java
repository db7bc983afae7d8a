package io.ringside.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Violation;
import io.ringside.client.Client;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.scenario.ClusterShape;
import io.ringside.testing.ForgetfulReads;
import io.ringside.testing.InventedReads;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@RingsideCluster(seed = 1)
class TestClusterTest {
  private static final Key CART = Key.of("basket");
  private static final Content MILK = Content.text("milk");
  private static final Content EGGS = Content.text("eggs");
  private static final Options ALL = Options.DEFAULTS.withQuorum(Count.ALL);

  @Test
  void everyOwnerHasWhatConverged(TestCluster cluster) {
    cluster.await(cluster.client().put(CART, MILK));
    cluster.awaitConvergence();
    assertThat(cluster.owners(CART)).hasSize(3);
    assertThat(cluster.owners(CART).values()).allSatisfy(siblings -> assertThat(siblings.versions()).hasSize(1));
    assertThat(cluster.check()).isEmpty();
  }

  @Test
  void aPartitionKeepsOwnersApartAndSaysWhere(TestCluster cluster) {
    assertThat(cluster.owners(CART)).as("on both sides").containsKeys(NodeId.of("n1"), NodeId.of("n4"));
    bothSidesWrite(cluster);
    assertThatThrownBy(() -> cluster.awaitConvergence(Duration.ofSeconds(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the owners of basket differ:")
        .hasMessageContaining("holds \"milk\"").hasMessageContaining("holds \"eggs\"");
    assertThat(cluster.check()).extracting(Violation::invariant).contains("I6");
    cluster.heal();
    cluster.awaitConvergence();
    assertThat(cluster.check()).isEmpty();
    assertThat(cluster.await(cluster.client("n5").get(CART)).kind()).isEqualTo(Found.Kind.SIBLINGS);
  }

  @Test
  @RingsideCluster(world = RingsideCluster.World.LOOPBACK)
  void aPartitionOfRealNodesHealsToo(TestCluster cluster) {
    bothSidesWrite(cluster);
    cluster.heal();
    cluster.awaitConvergence();
    assertThat(cluster.await(cluster.client("n5").get(CART)).kind()).isEqualTo(Found.Kind.SIBLINGS);
  }

  private static void bothSidesWrite(TestCluster cluster) {
    cluster.partition("n1 n2 | n3, n4, n5");
    cluster.await(cluster.client("n1").put(CART, MILK));
    cluster.await(cluster.client("n4").put(CART, EGGS));
  }

  @Test
  @RingsideCluster(nodes = 2, n = 2, r = 1, w = 1)
  void aCutWorksInOneDirection(TestCluster cluster) {
    cluster.cut("n1", "n2");
    cluster.await(cluster.client("n1").put(CART, MILK));
    assertThat(cluster.owners(CART).get(NodeId.of("n2"))).isEqualTo(Siblings.NONE);
    cluster.heal();
    cluster.awaitConvergence();
    assertThat(cluster.owners(CART).get(NodeId.of("n2")).versions()).hasSize(1);
  }

  @Test
  @RingsideCluster(nodes = 3)
  void anOperationThatFailsSaysWhy(TestCluster cluster) {
    cluster.crash("n3");
    var everybody = cluster.client("n1").put(CART, MILK, CausalContext.EMPTY, ALL);
    assertThat(cluster.awaitFailure(everybody)).isInstanceOfSatisfying(OperationFailure.class,
        failure -> assertThat(failure.kind()).isEqualTo(OperationFailure.Kind.QUORUM_MISSED));
    assertThatThrownBy(() -> cluster.await(everybody)).isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("It failed: QUORUM_MISSED, ").hasCauseInstanceOf(OperationFailure.class);
    assertThatThrownBy(() -> cluster.awaitFailure(Future.succeededFuture("well"))).isInstanceOf(AssertionError.class)
        .hasMessage("It should have failed, but completed with well");
  }

  /** The verdict at the end is no ornament. */
  @Test
  void aDotThatNamedTwoValuesIsNotForgiven() {
    var recording = new Recording();
    var cluster = TestCluster.inVirtualTime(new ClusterShape(5, 3, 2, 2, List.of()), 1, recording);
    cluster.await(cluster.client().put(CART, MILK));
    cluster.mustEndWell();
    NodeId owner = cluster.owners(CART).firstKey();
    Siblings held = cluster.owners(CART).get(owner);
    SortedMap<Dot, Version> forged = new TreeMap<>();
    held.versions().forEach((dot, version) ->
        forged.put(dot, new Version(version.past(), version.request(), version.writtenAtMillis(), Optional.of(EGGS))));
    recording.said(0, new LoggedEvent(owner, 1, 1, 0,
        new Event.Stored(CART, new Siblings(held.context(), forged), "put")));
    assertThatThrownBy(cluster::mustEndWell).isInstanceOf(AssertionError.class)
        .hasMessageContaining("I4: the dot").hasMessageContaining("of basket names two values");
  }

  @Test
  void whatNeverCompletesIsNotWaitedForForEver(TestCluster cluster) {
    assertThatThrownBy(() -> cluster.await(Promise.promise().future())).isInstanceOf(AssertionError.class)
        .hasMessage("It is not complete within 60 s of the cluster's time");
  }

  @Test
  void nothingConvergesWhileANodeIsDown(TestCluster cluster) {
    cluster.crash("n2");
    cluster.crash("n2");
    assertThatThrownBy(cluster::awaitConvergence).isInstanceOf(AssertionError.class).hasMessageContaining("[n2]");
    cluster.restart("n2");
    cluster.awaitConvergence();
  }

  @Test
  void aWriteThatNobodyWaitedForIsWaitedForInTheEnd(TestCluster cluster) {
    Future<?> written = cluster.client().put(CART, MILK);
    assertThat(written.isComplete()).isFalse();
    cluster.awaitConvergence();
    assertThat(written.succeeded()).isTrue();
    assertThat(cluster.owners(CART).values()).allSatisfy(siblings -> assertThat(siblings.versions()).hasSize(1));
  }

  @Test
  @RingsideCluster(settings = "buckets.precious.n=5", seed = 3)
  void aBucketMayHaveMoreCopies(TestCluster cluster) {
    Key precious = Key.parse("precious/ring");
    cluster.await(cluster.client().put(precious, MILK));
    cluster.awaitConvergence();
    assertThat(cluster.owners(precious)).hasSize(5);
  }

  @Test
  void namesThatAreNoNodesAreRefused(TestCluster cluster) {
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.crash("n9"))
        .withMessage("There is no node 'n9'; this cluster has [n1, n2, n3, n4, n5]");
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.partition("n1 n2"))
        .withMessageStartingWith("A partition has two sides or more");
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.partition("n1 n2 | n2 n3"));
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.partition("n1 | "));
  }

  @Test
  @RingsideCluster(nodes = 3, world = RingsideCluster.World.LOOPBACK)
  void anEventLoopMustNotWait(TestCluster cluster) {
    Promise<Void> begin = Promise.promise();
    Future<?> waitsWithin = begin.future().compose(begun -> cluster.client().put(CART, MILK))
        .map(written -> cluster.await(cluster.client().get(CART)));
    begin.complete(); // Only now: what is attached to a write that has ended already runs in this thread, which may wait.
    assertThat(cluster.awaitFailure(waitsWithin)).hasMessageContaining("compose futures instead");
  }

  @Test
  @RingsideCluster(nodes = 3, world = RingsideCluster.World.LOOPBACK)
  void severalThreadsMayUseRealNodes(TestCluster cluster) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Key key = Key.of("k" + i);
      var thread = new Thread(() -> cluster.await(cluster.client().put(key, MILK)));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    cluster.awaitConvergence();
    for (int i = 0; i < 4; i++) {
      assertThat(cluster.owners(Key.of("k" + i)).values()).allSatisfy(one -> assertThat(one.versions()).hasSize(1));
    }
  }

  @Test
  void aUsersTestFailsByEveryInvariantAndItsNameIsTold() {
    TestCluster broken = TestCluster.inVirtualTime(
        new ClusterShape(3, 3, 2, 2, List.of()), 1, new InventedReads(), new Recording());
    broken.await(broken.client().put(CART, MILK));
    broken.await(broken.client().get(CART));

    assertThatThrownBy(broken::mustEndWell).isInstanceOf(AssertionError.class)
        .hasMessageContaining("The cluster has broken its promises").hasMessageContaining("I3");
  }

  @Test
  void aUsersTestFailsIfAReadGoesBackBehindOneThatWaitedForItsRepair() {
    TestCluster broken = TestCluster.inVirtualTime(
        new ClusterShape(3, 3, 2, 2, List.of()), 1, new ForgetfulReads(), new Recording());
    broken.await(broken.client().put(CART, MILK));
    broken.await(broken.client().get(CART, Options.DEFAULTS.withRepair(Options.Repair.BLOCKING)));
    broken.await(broken.client().get(CART, ALL));
    assertThat(broken.check()).isEmpty();

    broken.await(broken.client().get(CART, ALL.withPrimaries(Count.of(2))));
    assertThat(broken.check()).singleElement().extracting(Violation::invariant).isEqualTo("I23");
  }

  @Test
  void aWriteThatIsTriedAgainUnderItsRequestIdIsOneWrite(TestCluster cluster) {
    Client client = cluster.client();
    var put = new Operation.Put(CART, MILK, CausalContext.EMPTY, client.newRequest(), false, Options.DEFAULTS);
    cluster.await(client.execute(put));
    cluster.await(client.execute(put));
    cluster.await(client.execute(new Operation.Put(CART, EGGS, CausalContext.EMPTY, RequestId.NONE, false, Options.DEFAULTS)));
    cluster.awaitConvergence();

    assertThat(cluster.check()).isEmpty();
  }
}
