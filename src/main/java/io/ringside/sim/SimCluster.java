package io.ringside.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.env.Mishaps;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.event.WorldEvent.NodeEnded.How;
import io.ringside.fault.FaultPlan;
import io.ringside.membership.ClusterView;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A whole cluster in one thread and in virtual time: the same {@link Node} and coordinator as in real life, on a simulated
 * network and simulated disks. One seed decides everything.
 */
public final class SimCluster {
  private static final long DISK_LATENCY_MICROS = 300;

  /** How long a new cluster gets to come up. */
  private static final long START_LIMIT_MILLIS = 10_000;

  private final SimScheduler world = new SimScheduler();
  private final TraceHash trace;
  private final SimNetwork network;
  private final ConsistentHashRing ring;
  private final SortedMap<NodeId, SimMember> members = new TreeMap<>();
  private final Wiring wiring;
  private final Consumer<LoggedEvent> watcher;
  private final Random clients;
  private final DiskTroubles troubles = new DiskTroubles();
  private final List<String> bugs = new ArrayList<>();
  private long diskLatencyMicros = DISK_LATENCY_MICROS;
  private Consumer<NodeId> givenUp = this::restartMended;
  private long sequence;

  /**
   * @param settings what each node is configured with, as {@code key=value}
   * @param watcher sees every event of every node
   */
  public SimCluster(int nodes, long seed, List<String> settings, TraceHash trace, Consumer<LoggedEvent> watcher) {
    this(nodes, seed, settings, Wiring.PLAIN, trace, watcher);
  }

  /** @param wiring hands out the parts that members are made of */
  public SimCluster(
      int nodes, long seed, List<String> settings, Wiring wiring, TraceHash trace, Consumer<LoggedEvent> watcher) {
    this.trace = trace;
    this.watcher = watcher;
    this.wiring = wiring;
    var random = new Random(seed);
    this.network = new SimNetwork(world, random, trace);
    this.clients = new Luck(random.nextLong(), world);
    List<NodeConfig> configs = configs(nodes, settings);
    this.ring = Node.foundingRing(configs.get(0));
    configs.forEach(config -> members.put(config.self(),
        new SimMember(config, ring, world, network, wiring, troubles, random.nextLong(), this::eventsOf)));
  }

  private static List<NodeConfig> configs(int nodes, List<String> settings) {
    return IntStream.rangeClosed(1, nodes).mapToObj(number -> config(number, nodes, settings)).toList();
  }

  /** How the node of this number, from 1, is configured; throws what {@link NodeConfig#of} throws if no node can be. */
  public static NodeConfig config(int number, int nodes, List<String> settings) {
    String roster = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i + "=sim:" + i).collect(Collectors.joining(","));
    var all = new ArrayList<>(List.of("node.name=n" + number, "cluster.members=" + roster));
    all.addAll(settings);
    return NodeConfig.of(all.toArray(String[]::new));
  }

  private Events eventsOf(NodeId node, Life life) {
    return event -> {
      if (life.isOver()) {
        return;
      }
      if (event instanceof Event.Bug bug) {
        bugs.add(node + ": " + bug.what() + ": " + bug.thrown());
      }
      var logged = new LoggedEvent(node, life.number(), ++sequence, life.wallMillis(), event);
      trace.event(world.nowMicros(), logged);
      watcher.accept(logged);
    };
  }

  /** What unlucky things happen within each node, from its next start on. */
  public void setMishaps(Function<NodeId, Mishaps> unlucky) {
    members.forEach((node, member) -> member.setMishaps(unlucky.apply(node)));
  }

  /** Starts all nodes and waits, in virtual time, until they serve. */
  public void start() {
    var starting = new ArrayList<Future<Long>>();
    members.keySet().forEach(node -> starting.add(begin(node)));
    await(Future.join(starting), START_LIMIT_MILLIS);
  }

  /** Runs the world until the future is complete; what it completed with, or an exception if it failed or time ran out. */
  public <T> T await(Future<T> future, long limitMillis) {
    long until = world.nowMillis() + limitMillis;
    while (!future.isComplete() && world.nowMillis() < until && world.runNext()) {
      // the world moves on by one task
    }
    if (!future.isComplete()) {
      throw new IllegalStateException("Not complete within " + limitMillis + " ms of virtual time");
    }
    if (future.failed()) {
      throw future.cause() instanceof RuntimeException known ? known : new IllegalStateException(future.cause());
    }
    return future.result();
  }

  public void runFor(long millis) {
    world.runFor(millis);
  }

  public SimScheduler world() {
    return world;
  }

  public ConsistentHashRing ring() {
    return ring;
  }

  public List<NodeId> nodes() {
    return List.copyOf(members.keySet());
  }

  public boolean isUp(NodeId node) {
    return members.get(node).isUp();
  }

  /** True if it is up and not paused. */
  public boolean isAwake(NodeId node) {
    return members.get(node).isAwake();
  }

  /** Ends the node in the middle of what it does. What its disk lost by that, {@link #hasAnotherDisk} knows. */
  public void crash(NodeId node) {
    note("crash " + node);
    tellIf(isUp(node), () -> new WorldEvent.NodeEnded(node, How.CRASH));
    changingDisk(node, "crash", () -> {
      members.get(node).crash();
      return null;
    });
  }

  /** Completes when the node serves. */
  public Future<Long> restart(NodeId node) {
    note("restart " + node);
    return begin(node);
  }

  private Future<Long> begin(NodeId node) {
    SimMember member = members.get(node);
    if (member.isToBeMended()) {
      mend(node);
    }
    tellIf(!member.isUp(), () -> new WorldEvent.NodeStarted(node, member.lives() + 1));
    return member.start(diskLatencyMicros, () -> givenUp.accept(node)).recover(failure ->
        failure instanceof Failure.Unreadable && isDamaged(node) ? restartMended(node) : Future.failedFuture(failure));
  }

  private void mend(NodeId node) {
    note("mend " + node);
    changingDisk(node, "mended", () -> {
      members.get(node).mend();
      return null;
    });
  }

  /**
   * The node's process ends, its disk is mended, and it starts, as a process does that finds damage in its store. Completes when
   * the node serves.
   */
  public Future<Long> restartMended(NodeId node) {
    exit(node);
    mend(node);
    return begin(node);
  }

  /** Who is told of a node that has given up its store while it serves, in place of {@link #restartMended}. */
  public void whenGivenUp(Consumer<NodeId> mender) {
    givenUp = mender;
  }

  /**
   * From its next start on the node has these settings, in place of all that it was given; and the ring that they call for.
   * {@link #ring}, {@link #owners} and all that goes by them stay with the cluster's first settings.
   */
  public void reconfigure(NodeId node, List<String> settings) {
    note("reconfigure " + node + " " + settings);
    NodeConfig other = config(Integer.parseInt(node.name().substring(1)), members.size(), settings);
    members.get(node).reconfigure(other, Node.foundingRing(other));
  }

  /** Completes when the node has stopped cleanly. */
  public Future<Void> stop(NodeId node) {
    note("stop " + node);
    return members.get(node).stop(end -> ending(node, How.STOP, end));
  }

  /** The node's process ends by itself, but no power fails: nothing that it has written is lost. */
  public void exit(NodeId node) {
    note("exit " + node);
    ending(node, How.EXIT, members.get(node)::exit);
  }

  private void ending(NodeId node, How how, Runnable end) {
    tellIf(isUp(node), () -> new WorldEvent.NodeEnded(node, how));
    changing(node, end);
  }

  /** Nothing of the node moves for so long; then it goes on as if nothing had been. */
  public void pause(NodeId node, long millis) {
    note("pause " + node + " " + millis);
    members.get(node).pause(millis);
    members.get(node).life().ifPresent(life ->
        trace.remark(world.nowMicros(), () -> new WorldEvent.NodePaused(node, life.asleepUntilMicros())));
  }

  /** The node's wall clock jumps to so far ahead of the world's, or behind. */
  public void setSkew(NodeId node, long millis) {
    note("skew " + node + " " + millis);
    changing(node, () -> members.get(node).setSkew(millis));
  }

  public void stallDisk(NodeId node, long millis) {
    note("stall " + node + " " + millis);
    changing(node, () -> members.get(node).stallDisk(millis));
  }

  /** How long its disk does nothing yet; 0 if it works, or the node is down. */
  public long diskStallsForMillis(NodeId node) {
    return members.get(node).diskStallsForMillis();
  }

  /** Every other access of its disk fails for so long. */
  public void falterDisk(NodeId node, long millis) {
    note("falter " + node + " " + millis);
    changing(node, () -> members.get(node).falterDisk(millis));
  }

  /** A full disk takes no write; the store takes none before a restart once one has failed. */
  public void setDiskFull(NodeId node, boolean full) {
    note("disk full " + node + " " + full);
    changing(node, () -> members.get(node).setDiskFull(full));
  }

  /** From now on a crash of this node may lose writes that it has acknowledged. */
  public void lieOfFlushes(NodeId node) {
    note("lie " + node);
    changing(node, members.get(node)::lieOfFlushes);
  }

  /** Remembers the node's disk as it is now, for {@link #rollBack}. */
  public void snapshot(NodeId node) {
    note("snapshot " + node);
    members.get(node).snapshot();
    touched(node, "snapshot");
  }

  /** Puts the remembered disk into a node that is down, if there is one. */
  public void rollBack(NodeId node) {
    note("roll back " + node);
    changingDisk(node, "rollback", () -> {
      members.get(node).rollBack();
      return null;
    });
  }

  /** Whether a node that is down will start with less than it had when it last served. */
  public boolean hasAnotherDisk(NodeId node) {
    return members.get(node).hasAnotherDisk();
  }

  /** Replaces the disk of a node that is down by an empty one. */
  public void wipe(NodeId node) {
    note("wipe " + node);
    members.get(node).wipe();
    trace.remark(world.nowMicros(), () -> new WorldEvent.NodeWiped(node));
  }

  /** Does this to one record on the node's disk; false if it has none. */
  public boolean damageOneRecord(NodeId node, Damage damage) {
    note(damage + " record " + node);
    touched(node, damage.name().toLowerCase(Locale.ROOT) + " record");
    return members.get(node).damageOneRecord(damage);
  }

  /** Changes bits of what one record adds to the node's Merkle trees, as it stands on its disk; false if it has none. */
  public boolean damageOneDigest(NodeId node) {
    note("damage digest " + node);
    touched(node, "flipped digest");
    return members.get(node).damageOneDigest();
  }

  /**
   * Puts a hint on the disk of a node that is down: of one of its records, for somebody who is none of its owners, as a node
   * finds it that was started with another N. False if it has no record, or everybody is an owner.
   */
  public boolean strayHint(NodeId node) {
    note("stray hint " + node);
    return changingDisk(node, "stray", () -> members.get(node).strayHint(key -> nodes().stream()
        .filter(other -> !ring.preferenceList(key, ring.replicas()).isPrimary(other)).toList()));
  }

  private void touched(NodeId node, String how) {
    trace.remark(world.nowMicros(), () -> new WorldEvent.DiskTouched(node, how));
  }

  private void tellIf(boolean so, Supplier<WorldEvent> event) {
    if (so) {
      trace.remark(world.nowMicros(), event);
    }
  }

  private void changing(NodeId node, Runnable change) {
    trace.breaking(world.nowMicros(), members.get(node)::brokenNow, () -> {
      change.run();
      return null;
    });
  }

  /** A change of what is on a disk, of which its node knows nothing. */
  private <R> R changingDisk(NodeId node, String why, Supplier<R> change) {
    SimMember member = members.get(node);
    if (!trace.isTaped()) {
      return change.get();
    }
    DiskContents before = DiskContents.of(member.platter());
    R result = trace.breaking(world.nowMicros(), member::brokenNow, change);
    before.tellChanges(node, DiskContents.of(member.platter()), why, event -> trace.remark(world.nowMicros(), () -> event));
    return result;
  }

  /** Whether some record on the node's disk is not as it was written. */
  public boolean isDamaged(NodeId node) {
    return members.get(node).platter().isDamaged();
  }

  /** Whether the node can read all that it has written: nothing on its disk is damaged, and nothing was put aside for it. */
  public boolean isWhole(NodeId node) {
    Platter platter = members.get(node).platter();
    return !platter.isDamaged() && platter.entriesOf(Space.QUARANTINE).isEmpty();
  }

  /** Whether the node relies on its Merkle trees, and does not have to make them anew first. */
  public boolean hasWholeTrees(NodeId node) {
    return members.get(node).platter().contents().get(Space.STATE, StoreKeys.TREES).result().isPresent();
  }

  /** How often a node met a full disk or a damaged record. */
  public DiskTroubles troubles() {
    return troubles;
  }

  private void note(String what) {
    trace.add(world.nowMicros(), what);
  }

  public FaultPlan faults() {
    return network.faults();
  }

  public void setFaults(FaultPlan plan) {
    network.setFaults(plan);
  }

  public void setUsualLink(Link link) {
    network.setUsualLink(link);
  }

  /** Cuts, clogs and delays beyond what a {@link FaultPlan} can say. */
  public SimNetwork network() {
    return network;
  }

  /** What one access to a disk takes in the mean, from each node's next start on. */
  public void setDiskLatency(long meanMicros) {
    diskLatencyMicros = meanMicros;
  }

  /** A client of its own, which talks to {@code preferred} as long as that answers, else to the next. */
  public Client client(NodeId preferred) {
    return wiring.client(new SimClient(world, members, preferred, clients));
  }

  /** Completes with a node's own answer, whatever is cut; fails if it is down. */
  public <R> Future<R> ask(NodeId node, Request<R> request) {
    return members.get(node).ask(request);
  }

  /** What each primary of a key has on its disk. */
  public SortedMap<NodeId, Siblings> owners(Key key) {
    SortedMap<NodeId, Siblings> owners = new TreeMap<>();
    ring.preferenceList(key, ring.replicas()).primaries().forEach(node -> owners.put(node, recordAt(node, key)));
    return owners;
  }

  private Siblings recordAt(NodeId node, Key key) {
    return Record.decode(members.get(node).platter().contents().get(Space.DATA, StoreKeys.data(key)).result()).siblings();
  }

  /** Who has a record of the key on its disk and is none of its primaries. */
  public SortedSet<NodeId> strangersWith(Key key) {
    var strangers = new TreeSet<NodeId>();
    members.forEach((node, member) -> {
      if (!ring.preferenceList(key, ring.replicas()).isPrimary(node) && !recordAt(node, key).isEmpty()) {
        strangers.add(node);
      }
    });
    return strangers;
  }

  /** Whom each node that is up believes alive. */
  public SortedMap<NodeId, ClusterView> views() {
    SortedMap<NodeId, ClusterView> views = new TreeMap<>();
    members.forEach((node, member) -> member.view().ifPresent(view -> views.put(node, view)));
    return views;
  }

  /** The epoch of the ring that each node goes by. */
  public SortedMap<NodeId, Long> ringEpochs() {
    SortedMap<NodeId, Long> epochs = new TreeMap<>();
    members.forEach((node, member) -> epochs.put(node, member.ringEpoch()));
    return epochs;
  }

  /** How many hints lie on each node's disk. */
  public SortedMap<NodeId, Long> hints() {
    SortedMap<NodeId, Long> hints = new TreeMap<>();
    members.forEach((node, member) -> hints.put(node, (long) member.platter().contents()
        .scan(Space.HINTS, Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE).result().entries().size()));
    return hints;
  }

  /** All of it that a recorded log tells of nodes and faults, in the log's own words, and read from the cluster itself. */
  public ObjectNode state() {
    return ClusterState.of(members.values(), network);
  }

  /** What nobody expects: exceptions in nodes, in requests or in the background. */
  public List<String> bugs() {
    var all = new ArrayList<>(bugs);
    network.bugs().forEach(bug -> all.add(bug.toString()));
    return all;
  }
}
