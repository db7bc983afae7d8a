package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.check.Watch;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.Cut;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.Request;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.physics.StaleShares;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.RequestId;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The nodes of one JVM as a stage: real time, real disks. To be used on one Vert.x context, where its futures complete. */
public final class LiveWorld implements World {
  private static final long ASK_LIMIT_MILLIS = 1_000;

  private final LocalCluster cluster;
  private final ConsistentHashRing ring;
  private final Scheduler scheduler;
  private final List<String> bugs = new CopyOnWriteArrayList<>();
  private volatile Consumer<LoggedEvent> watcher = event -> {};

  /** @param scheduler the context's own */
  public LiveWorld(LocalCluster cluster, ConsistentHashRing ring, Scheduler scheduler) {
    this.cluster = cluster;
    this.ring = ring;
    this.scheduler = scheduler;
    cluster.watch(logged -> {
      if (logged.event() instanceof Event.Bug bug) {
        bugs.add(logged.node() + ": " + bug.what() + ": " + bug.thrown());
      }
      watcher.accept(logged);
    });
  }

  @Override
  public ConsistentHashRing ring() {
    return ring;
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Goes in by the preferred node while that runs, else by whichever answers. */
  @Override
  public Client client(NodeId preferred) {
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        return cluster.node(preferred)
            .map(node -> node.client().execute(operation).recover(failure -> silent(failure)
                ? cluster.client().execute(operation).recover(last -> bothFailed(failure, last))
                : Future.failedFuture(failure)))
            .orElseGet(() -> cluster.client().execute(operation));
      }

      @Override
      public RequestId newRequest() {
        return cluster.client().newRequest();
      }
    };
  }

  /** What the first try may have done, the second cannot deny. */
  private static <R> Future<R> bothFailed(Throwable first, Throwable last) {
    return Future.failedFuture(first instanceof OperationFailure before && last instanceof OperationFailure known
        ? known.after(before.effect()) : last);
  }

  private static boolean silent(Throwable failure) {
    return failure instanceof OperationFailure known && known.kind() == OperationFailure.Kind.UNREACHABLE;
  }

  @Override
  public <R> Future<R> ask(NodeId node, Request<R> request) {
    return cluster.transport().send(node, request, ASK_LIMIT_MILLIS);
  }

  @Override
  public boolean isUp(NodeId node) {
    return cluster.node(node).isPresent();
  }

  @Override
  public Future<Void> crash(NodeId node) {
    return cluster.kill(node);
  }

  @Override
  public Future<Void> restart(NodeId node) {
    return cluster.restart(node);
  }

  @Override
  public Future<Void> wipe(NodeId node) {
    return cluster.wipe(node);
  }

  /** A shared thread cannot be stopped: the node runs on, but nothing reaches it nor leaves it, not even to itself. */
  @Override
  public void pause(NodeId node, long millis) {
    cluster.pause(node, millis);
  }

  @Override
  public Future<Void> stallDisk(NodeId node, long millis) {
    return Future.failedFuture(new Unexpected(Action.DISKS_NOT_LIVE));
  }

  @Override
  public Future<Void> falterDisk(NodeId node, long millis) {
    return Future.failedFuture(new Unexpected(Action.DISKS_NOT_LIVE));
  }

  @Override
  public Future<Void> fillDisk(NodeId node) {
    return cluster.fillDisk(node);
  }

  @Override
  public Future<Void> cut(Cut link) {
    cluster.changeFaults(plan -> plan.withCut(link.from(), link.to()));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> partition(List<SortedSet<NodeId>> groups) {
    cluster.partition(groups);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> heal() {
    cluster.healLinks();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> worsen(LinkTroubles troubles) {
    if (troubles.duplicates()) {
      return Future.failedFuture(new Unexpected(Action.Duplicate.NOT_LIVE));
    }
    cluster.changeTroubles(before -> troubles);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> skew(NodeId node, long millis) {
    return Future.failedFuture(new Unexpected(Action.Skew.NOT_LIVE));
  }

  @Override
  public Future<Void> rot(NodeId node, int records) {
    return Future.failedFuture(new Unexpected(Action.Rot.NOT_LIVE));
  }

  @Override
  public Future<StaleShares> measure(Measurement measurement) {
    return Future.failedFuture(new Unexpected(Measurement.NOT_LIVE));
  }

  @Override
  public void watch(Consumer<LoggedEvent> next) {
    watcher = next;
  }

  @Override
  public Optional<Watch> watched() {
    return Optional.empty();
  }

  @Override
  public Future<Quiet> quietFor(long millis) {
    return Future.succeededFuture(Quiet.UNSEEN);
  }

  @Override
  public void note(Event.Note note) {
    cluster.tell(note);
  }

  @Override
  public List<String> bugs() {
    return List.copyOf(bugs);
  }
}
