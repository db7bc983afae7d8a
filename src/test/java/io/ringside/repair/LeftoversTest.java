package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five real nodes are started again with other numbers of copies, and former owners have what they do not own any more. */
class LeftoversTest {
  private static final Key CART = new Key("carts", "mine");
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int MANY = 500;

  private final List<LoggedEvent> events = new ArrayList<>();
  private SimCluster cluster = cluster(7);
  private final List<NodeId> walk = cluster.ring().preferenceList(CART, 3).nodes();
  private final NodeId former = walk.get(2);

  private SimCluster cluster(long seed) {
    return new SimCluster(5, seed, copies(3), new TraceHash(), events::add);
  }

  private static List<String> copies(int n) {
    return List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500",
        "buckets.carts.n=" + n, "buckets.carts.r=2", "buckets.carts.w=2");
  }

  @BeforeEach
  void start() {
    cluster.start();
  }

  @AfterEach
  void noBugShowed() {
    assertThat(cluster.bugs()).isEmpty();
  }

  private void put(Key key, String text) {
    cluster.await(cluster.client(walk.get(0)).put(key, Content.text(text)), PATIENCE_MILLIS);
  }

  private void delete(Key key) {
    cluster.await(cluster.client(walk.get(0)).delete(key), PATIENCE_MILLIS);
  }

  /** As a client does that is not told whether it worked: it says so again. */
  private void surely(Supplier<Future<?>> attempt) {
    for (int tries = 0; tries < 20; tries++) {
      Future<?> tried = attempt.get();
      long until = cluster.world().nowMillis() + PATIENCE_MILLIS;
      while (!tried.isComplete() && cluster.world().nowMillis() < until) {
        cluster.runFor(10);
      }
      if (tried.succeeded()) {
        return;
      }
      cluster.runFor(500);
    }
    throw new AssertionError("no attempt of 20 has worked");
  }

  private Found get(NodeId node, Key key) {
    return cluster.await(cluster.client(node).get(key), PATIENCE_MILLIS);
  }

  /** All nodes stop, and start with so many copies. */
  private void restartAllWith(int n) {
    cluster.nodes().stream().filter(cluster::isUp).forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    cluster.nodes().forEach(node -> restart(node, n));
    cluster.runFor(10_000);
  }

  private void restart(NodeId node, int n) {
    cluster.reconfigure(node, copies(n));
    cluster.await(cluster.restart(node), PATIENCE_MILLIS);
  }

  private void stopAndRestart(NodeId node, int n) {
    cluster.await(cluster.stop(node), PATIENCE_MILLIS);
    restart(node, n);
  }

  private Siblings at(NodeId owner, Key key) {
    return cluster.owners(key).get(owner);
  }

  private long reaped() {
    return events.stream().filter(logged -> logged.event() instanceof Event.Reaped).count();
  }

  private long handedOverBy(NodeId node) {
    return events.stream().filter(logged -> logged.node().equals(node) && logged.event() instanceof Event.Forgotten).count();
  }

  private static Key cart(int number) {
    return new Key("carts", "cart " + number);
  }

  /** Those of many keys whose third owner a node is. */
  private List<Key> ofWhichThirdIs(NodeId node) {
    return IntStream.range(0, MANY).mapToObj(LeftoversTest::cart)
        .filter(key -> cluster.ring().preferenceList(key, 3).primaries().get(2).equals(node)).toList();
  }

  private void nothingComesBack(Key key) {
    for (int i = 0; i < 10; i++) {
      assertThat(get(walk.get(i % 5), key).kind()).isEqualTo(Found.Kind.NOT_FOUND);
      cluster.runFor(1000);
    }
    assertThat(cluster.owners(key).values()).containsOnly(Siblings.NONE);
    assertThat(cluster.strangersWith(key)).isEmpty();
  }

  private void allTreesAreFoundEqual() {
    for (NodeId node : cluster.nodes()) {
      RepairReport report = cluster.await(cluster.ask(node, new Request.ShowRepair()), PATIENCE_MILLIS);
      assertThat(report.inDoubt()).as("trees of %s in doubt", node).isFalse();
      assertThat(report.peers()).allSatisfy(peer -> assertThat(peer.verified()).isEqualTo(peer.trees()));
    }
  }

  /** Found by a reviewer: the third owner's copy was back, and with it the value, as soon as the third owner was one again. */
  @Test
  void whatWasDeletedWhileThereWereFewerCopiesStaysSo() {
    put(CART, "milk");
    cluster.runFor(5000);
    restartAllWith(2);
    delete(CART);
    cluster.runFor(60_000);
    assertThat(reaped()).isEqualTo(2);
    restartAllWith(3);
    cluster.runFor(60_000);
    nothingComesBack(CART);
    allTreesAreFoundEqual();
  }

  @Test
  void theOwnersThatAreLeftHaveWhatAFormerOneAloneKnew() {
    cluster.crash(walk.get(0));
    cluster.await(cluster.client(former).put(CART, Content.text("milk")), PATIENCE_MILLIS);
    restartAllWith(2);
    cluster.runFor(10_000);
    assertThat(at(former, CART)).isEqualTo(Siblings.NONE);
    assertThat(at(walk.get(0), CART).versions()).hasSize(1);
    assertThat(at(walk.get(0), CART)).isEqualTo(at(walk.get(1), CART));
  }

  @Test
  void nothingIsReapedBetweenNodesThatDisagree() {
    put(CART, "milk");
    for (NodeId node : walk.subList(0, 2)) {
      stopAndRestart(node, 2);
    }
    delete(CART);
    cluster.runFor(60_000);
    assertThat(reaped()).isZero();
    restartAllWith(2);
    cluster.runFor(60_000);
    assertThat(reaped()).isEqualTo(2);
    assertThat(at(former, CART)).isEqualTo(Siblings.NONE);
    nothingComesBack(CART);
  }

  @Test
  void nothingIsReapedWhileAFormerOwnerCannotHandOverWhatItHas() {
    put(CART, "milk");
    cluster.network().cutKind(former, walk.get(0), "Store");
    restartAllWith(2);
    delete(CART);
    cluster.runFor(60_000);
    assertThat(at(former, CART).isEmpty()).isFalse();
    assertThat(reaped()).isZero();
    cluster.network().healKinds();
    cluster.runFor(60_000);
    assertThat(at(former, CART)).isEqualTo(Siblings.NONE);
    assertThat(reaped()).isEqualTo(2);
    restartAllWith(3);
    nothingComesBack(CART);
  }

  @Test
  void aCrashWhileItHandsOverIsNoHarm() {
    List<Key> keys = ofWhichThirdIs(former);
    keys.forEach(key -> put(key, "milk"));
    cluster.setDiskLatency(20_000);
    cluster.nodes().forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    cluster.nodes().forEach(node -> restart(node, 2));
    for (int crashes = 0; crashes < 3; crashes++) {
      long before = handedOverBy(former);
      while (handedOverBy(former) == before) {
        cluster.runFor(10);
      }
      cluster.crash(former);
      restart(former, 2);
    }
    assertThat(handedOverBy(former)).isLessThan(keys.size());
    keys.forEach(key -> surely(() -> cluster.client(walk.get(0)).delete(key)));
    cluster.runFor(120_000);
    restartAllWith(3);
    cluster.runFor(60_000);
    keys.forEach(key -> assertThat(get(former, key).kind()).isEqualTo(Found.Kind.NOT_FOUND));
    keys.forEach(key -> assertThat(cluster.owners(key).values()).containsOnly(Siblings.NONE));
    assertThat(cluster.hints().values()).containsOnly(0L);
  }

  @Test
  void aHintForAFormerOwnerIsNoCopyThatComesBackEither() {
    cluster.crash(former);
    put(CART, "milk");
    cluster.runFor(2000);
    assertThat(cluster.hints().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
    restartAllWith(2);
    delete(CART);
    cluster.runFor(60_000);
    assertThat(cluster.hints().values()).containsOnly(0L);
    assertThat(reaped()).isEqualTo(2);
    restartAllWith(3);
    cluster.runFor(30_000);
    nothingComesBack(CART);
  }

  /** One node after the other, and back, while clients write and delete as they like. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aRollingChangeAndBackLosesNothingAndBringsNothingBack(long seed) {
    cluster = cluster(seed);
    cluster.start();
    List<Key> kept = IntStream.range(0, 40).mapToObj(LeftoversTest::cart).toList();
    List<Key> gone = IntStream.range(40, 80).mapToObj(LeftoversTest::cart).toList();
    kept.forEach(key -> put(key, "early"));
    gone.forEach(key -> put(key, "to be deleted"));
    var last = new TreeMap<Key, Content>();
    int turn = 0;
    for (int n : new int[] {2, 3}) {
      for (NodeId node : cluster.nodes()) {
        stopAndRestart(node, n);
        for (int i = 0; i < 4; i++, turn++) {
          Key put = kept.get(turn % kept.size());
          Key deleted = gone.get(turn % gone.size());
          Content now = Content.text("in turn " + turn);
          surely(() -> cluster.client(cluster.nodes().get(0)).put(put, now));
          last.put(put, now);
          surely(() -> cluster.client(cluster.nodes().get(0)).delete(deleted));
          cluster.runFor(2000);
        }
      }
      cluster.runFor(30_000);
      assertThat(reaped()).as("reaped with %s copies", n).isPositive();
    }
    cluster.runFor(120_000);
    allTreesAreFoundEqual();
    assertThat(cluster.hints().values()).containsOnly(0L);
    for (Key key : kept) {
      Siblings first = cluster.owners(key).values().iterator().next();
      assertThat(cluster.owners(key).values()).containsOnly(first);
      assertThat(get(walk.get(0), key).siblings().versions().values()).extracting(version -> version.content().orElseThrow())
          .contains(Content.text("early"), last.get(key));
    }
    for (Key key : gone) {
      assertThat(get(walk.get(0), key).kind()).as("%s", key).isEqualTo(Found.Kind.NOT_FOUND);
      assertThat(cluster.owners(key).values()).containsOnly(Siblings.NONE);
      assertThat(cluster.strangersWith(key)).isEmpty();
    }
  }

  @Test
  void aNewBucketWithTheUsualNumberChangesNothing() {
    put(CART, "milk");
    cluster.nodes().forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    var same = new ArrayList<>(copies(3));
    same.addAll(List.of("buckets.users.n=3", "buckets.users.r=1"));
    events.clear();
    cluster.nodes().forEach(node -> cluster.reconfigure(node, same));
    cluster.nodes().forEach(node -> cluster.await(cluster.restart(node), PATIENCE_MILLIS));
    assertThat(events).noneMatch(logged -> logged.event() instanceof Event.TreesDoubted);
  }

  private static List<String> usualCopies(int n) {
    return List.of("cluster.partitions=16", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500", "quorum.n=" + n);
  }

  /** The most copies of all decide how the ring is laid out: then even the first owner may be a former one. */
  @Test
  void theSameHoldsWhereTheRingIsAnother() {
    cluster = new SimCluster(3, 7, usualCopies(3), new TraceHash(), events::add);
    cluster.start();
    var before = cluster.ringEpochs();
    List<Key> keys = IntStream.range(0, 50).mapToObj(number -> Key.of("cart " + number)).toList();
    NodeId any = cluster.nodes().get(0);
    keys.forEach(key -> cluster.await(cluster.client(any).put(key, Content.text("milk")), PATIENCE_MILLIS));
    for (int n : new int[] {2, 3}) {
      cluster.nodes().forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
      cluster.nodes().forEach(node -> cluster.reconfigure(node, usualCopies(n)));
      cluster.nodes().forEach(node -> cluster.await(cluster.restart(node), PATIENCE_MILLIS));
      cluster.runFor(10_000);
      assertThat(cluster.ringEpochs().equals(before)).isEqualTo(n == 3);
      if (n == 2) {
        keys.subList(0, 25).forEach(key -> surely(() -> cluster.client(any).delete(key)));
      }
      cluster.runFor(60_000);
    }
    assertThat(reaped()).isGreaterThanOrEqualTo(2 * 25);
    keys.subList(0, 25).forEach(key -> assertThat(get(any, key).kind()).isEqualTo(Found.Kind.NOT_FOUND));
    keys.subList(25, 50).forEach(key -> assertThat(get(any, key).kind()).isEqualTo(Found.Kind.VALUE));
    keys.subList(25, 50).forEach(key -> assertThat(cluster.owners(key).values()).doesNotContain(Siblings.NONE));
    allTreesAreFoundEqual();
  }
}
