package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.Failure;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several nodes in one JVM and one Vert.x, which need not be clustered, each with its own data, to be killed, restarted and cut
 * off at will: for demonstrations, benchmarks and tests. Safe for any number of threads.
 */
public final class LocalCluster {
  /** Nobody listens there: one JVM has one event bus. The roster wants a port all the same. */
  private static final int FIRST_UNUSED_PORT = 1;

  private final Vertx vertx;
  private final SortedMap<NodeId, NodeConfig> configs;
  private final List<String> settings;
  private final ConsistentHashRing ring;
  private final ConcurrentSkipListMap<NodeId, RingsideNode> running = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<NodeId, Long> pausedUntil = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListSet<NodeId> full = new ConcurrentSkipListSet<>();
  private final AtomicReference<FaultPlan> faults = new AtomicReference<>(FaultPlan.NONE);
  private final AtomicReference<LinkTroubles> troubles = new AtomicReference<>(LinkTroubles.NONE);
  private final LinkFaults links = new LinkFaults(faults::get, troubles::get);
  private final List<Consumer<LoggedEvent>> watchers = new CopyOnWriteArrayList<>();
  private final SortedMap<NodeId, Future<Void>> turns = new TreeMap<>();
  private final Channel outside;
  private final Client client;

  private LocalCluster(Vertx vertx, List<NodeConfig> nodes, List<String> settings) {
    this.vertx = vertx;
    this.settings = settings;
    var byName = new TreeMap<NodeId, NodeConfig>();
    nodes.forEach(config -> byName.put(config.self(), config));
    this.configs = Collections.unmodifiableSortedMap(byName);
    NodeConfig first = byName.firstEntry().getValue();
    this.ring = Node.foundingRing(first);
    var address = new BusAddress(first.self(), BusAddress.OUTSIDE);
    this.outside = new Channel(vertx, address, ClusterTag.of(first.cluster().id()), LinkFaults.NONE, Events.NONE);
    this.client = new BusClient(outside, first);
  }

  /**
   * Completes when {@code nodes} nodes, n1 and so on, serve with their data under {@code directory}; fails, and leaves none
   * running, if one does. {@code settings} are {@code key=value}, as in a configuration file, and hold for all of them.
   */
  public static Future<LocalCluster> start(Vertx vertx, int nodes, Path directory, String... settings) {
    return start(vertx, nodes, directory, List.of(settings), logged -> { });
  }

  /** The same, for a watcher as {@link #watch} takes it, from the first event on. */
  public static Future<LocalCluster> start(
      Vertx vertx, int nodes, Path directory, List<String> settings, Consumer<LoggedEvent> watcher) {
    var cluster = new LocalCluster(vertx, configs(nodes, directory, settings.toArray(String[]::new)), settings);
    cluster.watch(watcher);
    List<Future<Void>> started = cluster.configs.keySet().stream().map(cluster::startNode).toList();
    return Future.join(started)
        .compose(all -> cluster.outside.listen(question -> Future.failedFuture(new Failure.Refused("nobody is asked here"))))
        .map(cluster)
        .recover(failure -> cluster.stop().transform(stopped -> Future.failedFuture(failure)));
  }

  private static List<NodeConfig> configs(int nodes, Path directory, String... settings) {
    List<String> names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    String roster = IntStream.range(0, nodes)
        .mapToObj(i -> names.get(i) + "=127.0.0.1:" + (FIRST_UNUSED_PORT + i))
        .collect(Collectors.joining(","));
    return names.stream()
        .map(name -> NodeConfig.of(Stream.concat(
            Stream.of("faults.allowed=true", "cluster.members=" + roster, "node.name=" + name,
                "data.directory=" + directory.resolve(name)),
            Stream.of(settings)).toArray(String[]::new)))
        .toList();
  }

  private Future<Void> startNode(NodeId node) {
    return outside.home().run(() ->
        RingsideNode.start(vertx, configs.get(node), ring, links, this::tellWatchers).map(started -> {
          running.put(node, started);
          started.mendable().onSuccess(damaged -> mend(node, started));
          return null;
        }));
  }

  private void mend(NodeId node, RingsideNode damaged) {
    inTurn(node, () -> running.remove(node, damaged)
        ? damaged.kill().compose(gone -> startNode(node)) : Future.succeededFuture());
  }

  private void tellWatchers(LoggedEvent logged) {
    watchers.forEach(watcher -> watcher.accept(logged));
  }

  /** All members, running or not. */
  public SortedSet<NodeId> members() {
    return new TreeSet<>(configs.keySet());
  }

  /** What it was started with, as {@code key=value}. */
  public List<String> settings() {
    return settings;
  }

  /** The node, if it runs. */
  public Optional<RingsideNode> node(NodeId node) {
    return Optional.ofNullable(running.get(node));
  }

  /** Members that do not run. */
  public SortedSet<NodeId> down() {
    var down = members();
    down.removeAll(running.keySet());
    return down;
  }

  /** A client outside of all nodes: no fault touches it, and it goes to the next node when the first is down. */
  public Client client() {
    return client;
  }

  /** Asks single nodes from outside: no fault touches it. */
  public Transport transport() {
    return new EventBusTransport(outside);
  }

  /**
   * Calls the watcher with each event of each node from now on, through all restarts, on the thread that emits it: it must be
   * quick, and must not throw.
   */
  public void watch(Consumer<LoggedEvent> watcher) {
    watchers.add(watcher);
  }

  /** Completes when the node is gone without having said goodbye; at once if it is already. */
  public Future<Void> kill(NodeId node) {
    return inTurn(checked(node), () -> killNow(node));
  }

  private Future<Void> killNow(NodeId node) {
    RingsideNode victim = running.remove(node);
    if (victim == null) {
      return Future.succeededFuture();
    }
    tell(new Event.FaultBegan("kill " + node));
    if (full.remove(node)) {
      tell(new Event.FaultEnded("fill " + node));
    }
    return victim.kill();
  }

  /** Completes when the node serves again on the data it had; it is killed first if it runs. */
  public Future<Void> restart(NodeId node) {
    return inTurn(checked(node), () -> killNow(node).compose(gone -> startNode(node)).map(started -> {
      tell(new Event.FaultEnded("kill " + node));
      return null;
    }));
  }

  /** Completes when the node is gone, and all that it had on its disk. */
  public Future<Void> wipe(NodeId node) {
    Path directory = configs.get(checked(node)).data().directory();
    return inTurn(node, () -> killNow(node)
        .compose(gone -> vertx.fileSystem().exists(directory.toString()))
        .compose(there -> there ? vertx.fileSystem().deleteRecursive(directory.toString()) : Future.succeededFuture())
        .map(wiped -> {
          tell(new Event.FaultBegan("wipe " + node));
          tell(new Event.FaultEnded("wipe " + node)); // What is gone is gone; nothing of it lasts.
          return null;
        }));
  }

  /** Completes when the node's store fails its writes, as for want of room, until the node is started again; reads go on. */
  public Future<Void> fillDisk(NodeId node) {
    return inTurn(checked(node), () -> {
      node(node).ifPresent(running -> {
        running.fillDisk();
        if (full.add(node)) {
          tell(new Event.FaultBegan("fill " + node));
        }
      });
      return Future.succeededFuture();
    });
  }

  /** The node runs on, but for that time nothing reaches it nor leaves it, not even to itself: nodes of one JVM share threads. */
  public void pause(NodeId node, long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    pausedUntil.merge(checked(node), until, (one, other) -> one - other > 0 ? one : other);
    changeFaults(plan -> plan.withSilenced(node));
    vertx.setTimer(millis, over -> {
      if (pausedUntil.getOrDefault(node, until) - until <= 0) {
        changeFaults(plan -> plan.withoutSilenced(node));
      }
    });
  }

  /** The nodes whose disk takes no more. */
  public SortedSet<NodeId> full() {
    return new TreeSet<>(full);
  }

  /** What is done to one node is done one after the other: its data can be open only once. */
  private Future<Void> inTurn(NodeId node, Supplier<Future<Void>> change) {
    return outside.home().run(() -> {
      Future<Void> before = turns.getOrDefault(node, Future.succeededFuture());
      Future<Void> changed = before.transform(ended -> change.get());
      turns.put(node, changed);
      return changed;
    });
  }

  /** What is broken between the nodes at the moment. */
  public FaultPlan faults() {
    return faults.get();
  }

  /** Breaks or heals links from now on. */
  public void changeFaults(UnaryOperator<FaultPlan> change) {
    FaultNames.tellChange(FaultNames.of(faults.getAndUpdate(change)), FaultNames.of(faults.get()), this::tell);
  }

  /** What is wrong with links now, besides {@link #faults}. */
  public LinkTroubles troubles() {
    return troubles.get();
  }

  /** From now on links lose messages, and are late, as this says. The event bus delivers nothing twice, whatever it says. */
  public void changeTroubles(UnaryOperator<LinkTroubles> change) {
    FaultNames.tellChange(troubles.getAndUpdate(change).names(), troubles.get().names(), this::tell);
  }

  /** All that is broken on purpose, as the event log has it. */
  public SortedSet<String> faultNames() {
    SortedSet<String> names = FaultNames.of(faults.get());
    names.addAll(troubles.get().names());
    down().forEach(node -> names.add("kill " + node));
    full.forEach(node -> names.add("fill " + node));
    return names;
  }

  /** Nodes of different groups no longer hear each other; what was cut before stays so. */
  public void partition(List<? extends Collection<NodeId>> groups) {
    changeFaults(plan -> plan.partition(groups));
  }

  /** Every link works again, as well as the network is; who is silenced stays so. */
  public void healLinks() {
    changeFaults(FaultPlan::heal);
    changeTroubles(before -> LinkTroubles.NONE);
  }

  /** Completes when all links are whole, no node is paused, and all run on disks that take what comes. */
  public Future<Void> heal() {
    healLinks();
    changeFaults(plan -> FaultPlan.NONE);
    pausedUntil.clear();
    SortedSet<NodeId> unwell = full();
    unwell.addAll(down());
    List<Future<Void>> restarts = unwell.stream().map(this::restart).toList();
    return Future.join(new ArrayList<>(restarts)).mapEmpty();
  }

  /** Completes when every node has stopped cleanly. */
  public Future<Void> stop() {
    return outside.home().run(() -> Future.join(new ArrayList<>(turns.values())).transform(ended -> stopRunning()));
  }

  private Future<Void> stopRunning() {
    var stopped = new ArrayList<Future<Void>>();
    running.values().forEach(node -> stopped.add(node.stop()));
    running.clear();
    stopped.add(outside.close());
    return Future.join(stopped).mapEmpty();
  }

  private NodeId checked(NodeId node) {
    if (!configs.containsKey(node)) {
      throw new IllegalArgumentException("Not a member: " + node + "; the members are " + configs.keySet());
    }
    return node;
  }

  /** Puts an event into some running node's log: any will do, since whoever watches reads them all. */
  public void tell(Event event) {
    running.values().stream().findFirst().ifPresent(node -> node.events().emit(event));
  }
}
