package io.ringside.museum;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.AtRest;
import io.ringside.check.Violation;
import io.ringside.check.Witnesses;
import io.ringside.config.NodeConfig;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.FaultPlan;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.ring.PreferenceList;
import io.ringside.sim.SimCluster;
import io.ringside.sim.SimScheduler;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.version.Siblings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A simulated cluster of five for one visit, with a key that the seed chooses, and what befalls it in plain words. Not safe for
 * more than one thread.
 */
final class Scene {
  /** Each primary is asked or told: a read and a write of these surely meet. */
  static final Options ALL_PRIMARIES = Options.DEFAULTS.withQuorum(Count.ALL).withPrimaries(Count.ALL);

  /** Two of the three primaries: two such operations surely meet. */
  static final Options TWO_PRIMARIES = Options.DEFAULTS.withQuorum(Count.of(2)).withPrimaries(Count.of(2));

  /** Long enough for gossip to see everybody again, for hints to come home, and for trees to be compared and merged. */
  private static final long HEAL_MILLIS = 30_000;

  private static final long LIMIT_MILLIS = 60_000;
  private static final long REPAIR_MILLIS = 1_500;
  private static final long QUIET_MILLIS = 3_000;
  static final int NODES = 5;
  private static final int COPIES = 3;

  private final SimCluster cluster;
  private final Verdicts verdicts;
  private final Random random;
  private final Key key;
  private final PreferenceList list;
  private final boolean forgetsAtCrashes;
  private final SortedMap<NodeId, Long> lives = new TreeMap<>();
  private int visitors;
  private int values;

  Scene(long seed, List<String> settings, Wiring wiring) {
    this.random = new Random(seed);
    this.key = Key.of("key-" + random.nextInt(1_000_000));
    NodeConfig config = NodeConfig.of(settings.toArray(String[]::new));
    this.verdicts = new Verdicts(this::nowMicros, new SimScheduler().wallMillis(),
        operation -> Witnesses.of(operation, config, NODES));
    this.cluster = new SimCluster(NODES, random.nextLong(), settings, wiring, new TraceHash(), this::watch);
    this.list = cluster.ring().preferenceList(key, cluster.ring().replicas());
    this.forgetsAtCrashes = settings.contains("data.durability=async");
    cluster.start();
  }

  /** True of reads and writes that meet: PR + PW > N. */
  static boolean isStrict(Options options) {
    return 2 * options.primaries().resolve(COPIES, 0) > COPIES;
  }

  private long nowMicros() {
    return cluster.world().nowMicros();
  }

  /** By the visit's own time. Numbers each node's lives, which a simulated cluster does not. */
  private void watch(LoggedEvent logged) {
    long life = lives.getOrDefault(logged.node(), 1L);
    verdicts.saw(new LoggedEvent(logged.node(), life, logged.sequence(), cluster.world().nowMillis(), logged.event()));
    if (logged.event() instanceof Event.HintDelivered hint) {
      verdicts.delivered(logged.node(), hint, cluster.owners(hint.key()).get(hint.target()));
    } else if (logged.event() instanceof Event.Stored stored) {
      verdicts.sawOwners(stored.key(), cluster.owners(stored.key()));
    } else if (logged.event() instanceof Event.OperationReply reply) {
      verdicts.sawOwners(reply.key(), cluster.owners(reply.key()));
    }
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
        verdicts.lostData(node);
      }
    }
  }

  /** One after the other; each serves before the next begins. */
  void restart(NodeId... nodes) {
    for (NodeId node : nodes) {
      await(beginRestart(node));
    }
  }

  Future<Long> beginRestart(NodeId node) {
    lives.merge(node, 2L, (life, two) -> life + 1);
    return cluster.restart(node);
  }

  /** The node goes, and its disk with it. */
  void loseDisk(NodeId node) {
    cluster.crash(node);
    cluster.wipe(node);
    verdicts.lostData(node);
  }

  /** The node goes, and comes back with the disk that {@link SimCluster#snapshot} remembered. */
  void restoreSnapshot(NodeId node) {
    cluster.crash(node);
    cluster.rollBack(node);
    verdicts.lostData(node);
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

  /** Happens once, just after somebody has sent such a request; only one thing can wait for that at a time. */
  void onceSent(Predicate<Request<?>> such, Runnable happens) {
    cluster.network().watch((from, to, request) -> {
      if (such.test(request)) {
        cluster.network().watch((of, any, other) -> { });
        cluster.world().after(1, happens);
      }
    });
  }

  /** Runs the world until it is over, one way or the other. */
  <T> AsyncResult<T> await(Future<T> future) {
    Future<?> over = future.transform(any -> Future.succeededFuture());
    cluster.await(over, LIMIT_MILLIS);
    return future;
  }

  /** I16: nobody who is up believes this node alive, which is down. */
  void nobodyBelievesAlive(NodeId dead) {
    cluster.nodes().stream().filter(cluster::isUp).forEach(node -> view(node).filter(view -> view.isAlive(dead))
        .ifPresent(view -> verdicts.violated("I16", node + " believes " + dead + " alive, which is down")));
  }

  /** Heals everything, gives it time, looks at it, reads everything twice, and says what is wrong all the same. */
  List<Violation> end() {
    heal();
    cluster.nodes().stream().filter(node -> !cluster.isUp(node)).forEach(this::restart);
    cluster.runFor(HEAL_MILLIS);
    SortedMap<NodeId, Long> hints = cluster.hints();
    verdicts.keys().forEach(this::ownersAgree);
    readAll();
    verdicts.ownersWereRead();
    readAll();
    verdicts.quietFromNow();
    cluster.runFor(QUIET_MILLIS);
    cluster.bugs().forEach(bug -> verdicts.violated("bug", bug));
    return verdicts.judge(atRest(hints));
  }

  /** I6, before any read could help. */
  private void ownersAgree(Key each) {
    if (cluster.owners(each).values().stream().distinct().count() > 1) {
      verdicts.violated("I6", "the owners of " + each + " differ, and nothing brings them together but a read");
    }
  }

  private void readAll() {
    Visitor last = at(cluster.nodes().get(random.nextInt(NODES)));
    verdicts.keys().forEach(each -> await(last.get(each, Options.DEFAULTS.withExplain(true), true)));
    cluster.runFor(REPAIR_MILLIS);
  }

  private AtRest atRest(SortedMap<NodeId, Long> hints) {
    SortedMap<Key, SortedMap<NodeId, Siblings>> owners = new TreeMap<>();
    verdicts.keys().forEach(each -> owners.put(each, cluster.owners(each)));
    SortedMap<NodeId, ClusterView> views = new TreeMap<>();
    SortedMap<NodeId, Long> epochs = new TreeMap<>();
    for (NodeId node : cluster.nodes()) {
      view(node).ifPresent(view -> views.put(node, view));
      var status = await(cluster.ask(node, new Request.ShowStatus()));
      if (status.succeeded()) {
        epochs.put(node, status.result().ringEpoch());
      }
    }
    return AtRest.of(owners).withHints(hints).withViews(views).withRing(cluster.ring(), epochs);
  }

  private Optional<ClusterView> view(NodeId node) {
    AsyncResult<ViewReport> report = await(cluster.ask(node, new Request.ShowView()));
    if (report.failed()) {
      return Optional.empty();
    }
    var members = new TreeMap<NodeId, Member>();
    report.result().beliefs().forEach((about, belief) -> members.put(about, belief.member()));
    return Optional.of(new ClusterView(members));
  }
}
