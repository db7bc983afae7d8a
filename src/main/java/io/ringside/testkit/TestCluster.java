package io.ringside.testkit;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Violation;
import io.ringside.check.Witnesses;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.event.Event;
import io.ringside.event.WorldEvent;
import io.ringside.fault.Cut;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.Journal;
import io.ringside.scenario.Judge;
import io.ringside.scenario.World;
import io.ringside.sim.RunLog;
import io.ringside.sim.Wiring;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * A cluster that belongs to one test, to be used, broken, and looked into. Every method returns when the thing is done. In
 * loopback safe for any number of threads; in virtual time for the test's own alone, and time passes only while one of these
 * methods waits.
 */
public final class TestCluster {
  /** More than any operation takes; never needed in full in a sound cluster. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ClusterShape shape;
  private final long seed;
  private final Arena arena;
  private final World world;
  private final Recording recording;
  private final Journal journal;
  private final Judge judge;

  private TestCluster(ClusterShape shape, long seed, Arena arena, Recording recording) {
    this.shape = shape;
    this.seed = seed;
    this.arena = arena;
    this.world = arena.world();
    this.recording = recording;
    NodeConfig config = NodeConfig.of(shape.allSettings().toArray(String[]::new));
    ToIntFunction<Key> copies = key -> config.bucket(key.bucket()).n();
    this.journal = new Journal(world.scheduler()::nowMicros, copies,
        operation -> Witnesses.of(operation, config, shape.nodes()));
    this.judge = new Judge(world, copies, journal, Optional.of(recording.watch()));
  }

  static TestCluster inVirtualTime(ClusterShape shape, long seed, Recording recording) {
    return inVirtualTime(shape, seed, Wiring.PLAIN, recording);
  }

  /** Of nodes and clients that are wired so. */
  static TestCluster inVirtualTime(ClusterShape shape, long seed, Wiring wiring, Recording recording) {
    return new TestCluster(shape, seed, new VirtualArena(shape, seed, wiring, recording), recording);
  }

  static TestCluster inLoopback(ClusterShape shape, long seed, Recording recording) {
    return new TestCluster(shape, seed, new LoopbackArena(shape, recording), recording);
  }

  /** The seed of this run, also for choices that the test itself leaves to chance. */
  public long seed() {
    return seed;
  }

  /** All members, running or not. */
  public SortedSet<NodeId> nodes() {
    return shape.names();
  }

  /** A client of its own, which asks {@code n1} as long as that answers, else another node. */
  public Client client() {
    return client(nodes().first());
  }

  /** A client of its own, which asks this node as long as that answers, else another. */
  public Client client(String node) {
    return client(member(node));
  }

  private Client client(NodeId node) {
    Client recorded = recording.recording(journal.recording(node, world.client(node)));
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        return arena.run(() -> recorded.execute(operation));
      }

      @Override
      public RequestId newRequest() {
        return recorded.newRequest();
      }
    };
  }

  /**
   * Lets time pass until the future is complete, and returns what it completed with.
   *
   * @throws AssertionError if it failed, with the failure as the cause, or is not complete within a minute of the cluster's time
   */
  public <T> T await(Future<T> future) {
    waitFor(future);
    if (future.failed()) {
      throw new AssertionError("It failed: " + inWords(future.cause()), future.cause());
    }
    return future.result();
  }

  /**
   * Lets time pass until the future is complete, and returns how it failed.
   *
   * @throws AssertionError if it did not fail, or is not complete within a minute of the cluster's time
   */
  public Throwable awaitFailure(Future<?> future) {
    waitFor(future);
    if (future.succeeded()) {
      throw new AssertionError("It should have failed, but completed with " + future.result());
    }
    return future.cause();
  }

  private void waitFor(Future<?> future) {
    arena.waitFor(future, LIMIT.toMillis());
    if (!future.isComplete()) {
      throw new AssertionError("It is not complete within " + LIMIT.toSeconds() + " s of the cluster's time");
    }
  }

  private static String inWords(Throwable failure) {
    return failure instanceof OperationFailure known
        ? known.kind() + ", " + known.getMessage() + " (" + known.hint() + ")"
        : failure.toString();
  }

  /** Lets time pass: virtual time in no time, real time in real time. */
  public void runFor(Duration time) {
    arena.runFor(time.toMillis());
  }

  /**
   * Nothing passes between the groups any more, on top of what is cut already; nodes in no group keep all their links. Clients
   * still reach every node.
   *
   * @param groups as in {@code "n1 n2 | n3 n4 n5"}
   */
  public void partition(String groups) {
    List<SortedSet<NodeId>> parsed = new ArrayList<>();
    for (String group : groups.split("\\|")) {
      var nodes = new TreeSet<NodeId>();
      for (String node : group.strip().split("[\\s,]+")) {
        nodes.add(member(node));
      }
      parsed.add(nodes);
    }
    if (parsed.size() < 2) {
      throw new IllegalArgumentException("A partition has two sides or more, as in 'n1 n2 | n3 n4 n5', not '" + groups + "'");
    }
    act(() -> world.partition(parsed));
  }

  /** What {@code from} sends does not reach {@code to} any more; the other direction still works. */
  public void cut(String from, String to) {
    act(() -> world.cut(new Cut(member(from), member(to))));
  }

  /** The node is gone, in the middle of what it was doing; its disk stays. Nothing happens if it is gone already. */
  public void crash(String node) {
    act(() -> arena.crash(member(node)));
  }

  /** The node serves again, on the disk it had. It is crashed first if it runs. */
  public void restart(String node) {
    if (world.isUp(member(node))) {
      crash(node);
    }
    act(() -> world.restart(member(node)));
  }

  /** Every link works again and every crashed node serves again: all that this test broke is whole. */
  public void heal() {
    act(world::heal);
    nodes().stream().filter(node -> !world.isUp(node)).forEach(node -> restart(node.name()));
  }

  /**
   * Lets time pass until all owners of every key that these clients wrote hold the same, no node keeps a hint, and all believe
   * the same of each other. Reads keys that differ, since a read repairs sooner than trees do.
   *
   * @throws AssertionError with what differs, and where, if a node is down, or after a minute of the cluster's time
   */
  public void awaitConvergence() {
    awaitConvergence(LIMIT);
  }

  /** As {@link #awaitConvergence()}, within this time. */
  public void awaitConvergence(Duration limit) {
    List<NodeId> down = nodes().stream().filter(node -> !world.isUp(node)).toList();
    if (!down.isEmpty()) {
      throw new AssertionError("No convergence while nodes are down: " + down + "; restart them, or heal the cluster");
    }
    Future<Void> converged = arena.run(() -> recording.settled()
        .compose(settled -> judge.converge(journal.written(), world.client(nodes().first()), limit.toMillis())));
    arena.waitFor(converged, limit.plus(LIMIT).toMillis());
    if (!converged.succeeded()) {
      throw new AssertionError("Not converged within " + limit.toMillis() + " ms:\n"
          + (converged.failed() ? converged.cause().getMessage() : "the nodes do not answer"), converged.cause());
    }
  }

  /** What each of a key's owners, its first N nodes on the ring, has on its disk. */
  public SortedMap<NodeId, Siblings> owners(Key key) {
    return await(arena.run(() -> judge.owners(key)));
  }

  /**
   * Judges what these clients were told, and what the nodes hold, by the invariants of docs/protocol.md. Only in a cluster that
   * is healed and has converged nothing is to be found.
   */
  public List<Violation> check() {
    return await(arena.run(() -> judge.judge(journal.written())));
  }

  /** How every test ends: heal, converge, and nothing may be violated. */
  void mustEndWell() {
    heal();
    awaitConvergence();
    List<Violation> violations = check();
    if (!violations.isEmpty()) {
      act(() -> {
        violations.forEach(violation -> recording.happened(world.scheduler().nowMicros(),
            new WorldEvent.InvariantViolated(violation.invariant(), violation.text())));
        return Future.succeededFuture();
      });
      throw new AssertionError("The cluster has broken its promises:\n  "
          + String.join("\n  ", violations.stream().map(Violation::toString).toList()));
    }
  }

  /** All that happened so far, and why that is the end, as docs/events.md describes it: a line of JSON each. */
  List<String> eventLog(RunLog.Origin origin, Event.Note why) {
    return await(arena.run(() -> Future.succeededFuture(lines(origin, why))));
  }

  private List<String> lines(RunLog.Origin origin, Event.Note why) {
    var header = new WorldEvent.RunBegan(origin.build(), origin.flags() + recording.leftOut(), "", List.copyOf(nodes()),
        world.ring().owners(), shape.n(), shape.r(), shape.w());
    var log = new FailureLog(header, recording, world.scheduler());
    log.end(why, recording.isWhole() ? arena.stateHash() : Optional.empty(), arena.traceHash());
    return log.lines();
  }

  Optional<String> traceHash() {
    return arena.traceHash();
  }

  void close() {
    arena.close();
  }

  private void act(Supplier<Future<Void>> change) {
    await(arena.run(change));
  }

  private NodeId member(String name) {
    return nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow(
        () -> new IllegalArgumentException("There is no node '" + name + "'; this cluster has " + nodes()));
  }
}
