package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Violation;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.ring.PreferenceList;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A simulated cluster of five for one visit, with a key that the seed chooses, and what befalls it in plain words. Not safe for
 * more than one thread.
 */
final class Scene {
  /** Each primary is asked or told: a read and a write of these surely meet. */
  static final Options ALL_PRIMARIES = Options.DEFAULTS.withQuorum(Count.ALL).withPrimaries(Count.ALL);

  /** Two of the three primaries: two such operations surely meet. */
  static final Options TWO_PRIMARIES = Options.DEFAULTS.withQuorum(Count.of(2)).withPrimaries(Count.of(2));

  /** Long enough for gossip to see everybody again and for hints to come home. */
  private static final long HEAL_MILLIS = 16_000;

  private static final long LIMIT_MILLIS = 60_000;
  private static final long REPAIR_MILLIS = 1_500;
  private static final int NODES = 5;

  private final SimCluster cluster;
  private final Verdicts verdicts;
  private final Random random;
  private final Key key;
  private final PreferenceList list;
  private final boolean forgetsAtCrashes;
  private int visitors;
  private int values;

  Scene(long seed, List<String> settings, Wiring wiring) {
    this.random = new Random(seed);
    this.key = Key.of("key-" + random.nextInt(1_000_000));
    this.verdicts = new Verdicts();
    this.cluster = new SimCluster(NODES, random.nextLong(), settings, wiring, new TraceHash(),
        logged -> watch(logged.node(), logged.event()));
    this.list = cluster.ring().preferenceList(key, cluster.ring().replicas());
    this.forgetsAtCrashes = settings.contains("data.durability=async");
    cluster.start();
  }

  private void watch(NodeId node, Event event) {
    verdicts.heard(node, event);
    if (event instanceof Event.HintDelivered delivered) {
      verdicts.delivered(node, delivered, cluster.owners(delivered.key()).get(delivered.target()));
    }
    keyOf(event).forEach(touched -> verdicts.sawOwners(touched, cluster.owners(touched)));
  }

  private static List<Key> keyOf(Event event) {
    if (event instanceof Event.Stored stored) {
      return List.of(stored.key());
    }
    return event instanceof Event.OperationReply reply ? List.of(reply.key()) : List.of();
  }

  SimCluster cluster() {
    return cluster;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  Random random() {
    return random;
  }

  /** The key that this scene is about. */
  Key key() {
    return key;
  }

  /** One of the key's three owners, from 0. */
  NodeId primary(int index) {
    return list.primaries().get(index);
  }

  /** One of the two that stand in for them, from 0. */
  NodeId fallback(int index) {
    return list.fallbacks().get(index);
  }

  /** A client that talks to this node first. */
  Visitor at(NodeId node) {
    return new Visitor(this, "v" + ++visitors, node);
  }

  /** A value that nobody has written. */
  String newValue() {
    return "value-" + ++values;
  }

  /** So long, and up to a quarter longer. */
  void passes(int millis) {
    cluster.runFor(millis + random.nextInt(millis / 4 + 1));
  }

  /** These hear only each other from now on, and nobody else hears them. */
  void cutOff(NodeId... group) {
    List<NodeId> others = new ArrayList<>(cluster.nodes());
    others.removeAll(List.of(group));
    cluster.setFaults(FaultPlan.NONE.partition(List.of(List.of(group), others)));
  }

  void heal() {
    cluster.setFaults(FaultPlan.NONE);
    cluster.network().healKinds();
    cluster.network().unclogAll();
  }

  void crash(NodeId... nodes) {
    for (NodeId node : nodes) {
      cluster.crash(node);
      if (forgetsAtCrashes) {
        verdicts.lostPast(node);
      }
    }
  }

  void restart(NodeId... nodes) {
    for (NodeId node : nodes) {
      await(cluster.restart(node));
    }
  }

  /** The node goes, and its disk with it. */
  void loseDisk(NodeId node) {
    cluster.crash(node);
    cluster.wipe(node);
    verdicts.lostPast(node);
  }

  /** The node goes, and comes back with the disk that {@link SimCluster#snapshot} remembered. */
  void restoreSnapshot(NodeId node) {
    cluster.crash(node);
    cluster.rollBack(node);
    verdicts.lostPast(node);
  }

  /** Those that keep a hint now. */
  List<NodeId> hintHolders() {
    return cluster.hints().entrySet().stream().filter(entry -> entry.getValue() > 0).map(Map.Entry::getKey).toList();
  }

  /** From now on no delivery of data reaches the node, though all else does. */
  void refuseDeliveriesTo(NodeId target) {
    cluster.nodes().stream().filter(node -> !node.equals(target) && !list.isPrimary(node))
        .forEach(node -> cluster.network().cutKind(node, target, "Store"));
  }

  /** Runs the world until it is over, one way or the other. */
  <T> AsyncResult<T> await(Future<T> future) {
    Future<?> over = future.transform(any -> Future.succeededFuture());
    cluster.await(over, LIMIT_MILLIS);
    return future;
  }

  /** Whom each node that is up believes to be alive must be up. */
  void nobodyBelievesAlive(NodeId dead) {
    for (NodeId node : cluster.nodes()) {
      if (cluster.isUp(node)) {
        AsyncResult<ViewReport> report = await(cluster.ask(node, new Request.ShowView()));
        if (report.succeeded() && report.result().beliefs().get(dead).member().isAlive()) {
          verdicts.violated("I16", node + " believes " + dead + " alive, which is down");
        }
      }
    }
  }

  /** Heals everything, lets everybody read, and says what is wrong all the same. */
  List<Violation> end() {
    heal();
    cluster.nodes().stream().filter(node -> !cluster.isUp(node)).forEach(this::restart);
    cluster.runFor(HEAL_MILLIS);
    verdicts.sawHints(cluster.hints());
    askEverybody();
    readAll();
    cluster.runFor(REPAIR_MILLIS);
    verdicts.repairsAreOver();
    readAll();
    cluster.runFor(REPAIR_MILLIS);
    verdicts.keys(key).forEach(each -> verdicts.sawFinals(each, cluster.owners(each)));
    cluster.bugs().forEach(bug -> verdicts.violated("bug", bug));
    return verdicts.judge();
  }

  private void readAll() {
    Visitor last = at(cluster.nodes().get(random.nextInt(NODES)));
    verdicts.keys(key).forEach(each -> await(last.get(each, Options.DEFAULTS.withExplain(true), true)));
  }

  private void askEverybody() {
    for (NodeId node : cluster.nodes()) {
      AsyncResult<ViewReport> report = await(cluster.ask(node, new Request.ShowView()));
      if (report.succeeded()) {
        report.result().beliefs().values().stream().filter(belief -> !belief.member().isAlive()).forEach(belief ->
            verdicts.violated("I16", node + " does not believe that " + belief.member().node() + " is alive: " + belief.member()));
      }
      var status = await(cluster.ask(node, new Request.ShowStatus()));
      if (status.succeeded() && status.result().ringEpoch() != cluster.ring().epoch()) {
        verdicts.violated("I15", node + " knows another ring than the others");
      }
    }
  }
}
