package io.ringside.reap;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.DeletesConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Scheduler.Timer;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Dead;
import io.ringside.message.EraReport;
import io.ringside.message.Grave;
import io.ringside.message.Request;
import io.ringside.message.Request.StepEra.Step;
import io.ringside.repair.Copies;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Has tombstones forgotten, and what has expired, once no copy of what they stand for can exist: at all owners, one partition at a
 * time. Not safe for more than one thread.
 *
 * <p>Source: the idea of confirming with everybody before forgetting is that of Riak's and Cassandra's bug reports: see
 * {@code docs/repair.md}; the cut is that of Chandy and Lamport, "Distributed Snapshots" (TOCS 1985).
 */
public final class Reaper {
  /*
   * First every owner says that it holds the same, and nothing alive. From here on no owner has a copy of what was deleted. Then all
   * members step into a new era of the partition, with no hint left (see Eras): a copy that is still on its way, or in the memory
   * of somebody who read it before, cannot be written any more; and whoever reads in the new era does not find one. So when all
   * have taken the step no copy is left, and none can come. Once all have marked the era, a node that has not been in it will
   * be known by that. Then the owners say once more what they hold, and forget it.
   *
   * Every step can fail or be lost; nothing is forgotten then, and one of the next rounds tries again. If only some owners forget,
   * anti-entropy gives them the tombstone again: that does no harm, and it is reaped again.
   *
   * Time decides when it is tried, and never whether it is safe. A member that is away is waited for, however long.
   */
  private final Env env;
  private final DeletesConfig config;
  private final long limitMillis;
  private final ConsistentHashRing ring;
  private final Eras eras;
  private final Graves graves;
  private final Copies copies;
  private final Supplier<ClusterView> view;
  private final Background background;
  private Bytes behind = Bytes.EMPTY;
  private Timer next;
  private boolean running;

  public Reaper(
      Env env, DeletesConfig config, long limitMillis, ConsistentHashRing ring, Copies copies, Eras eras, Graves graves,
      Supplier<ClusterView> view) {
    this.env = env;
    this.config = config;
    this.limitMillis = limitMillis;
    this.ring = ring;
    this.copies = copies;
    this.eras = eras;
    this.graves = graves;
    this.view = view;
    this.background = new Background(env.events());
  }

  public void start() {
    running = true;
    scheduleRound();
  }

  /** No further step is taken; what is on its way may still arrive. */
  public void stop() {
    running = false;
    if (next != null) {
      next.cancel();
    }
  }

  private void scheduleRound() {
    if (running) {
      next = env.scheduler().after(config.periodMillis(), this::round);
    }
  }

  private void round() {
    Future<Void> tried = graves.count()
        .compose(some -> some && everybodyIsThere() ? nextGraves() : Future.succeededFuture());
    background.run("reap", tried.eventually(() -> {
      scheduleRound();
      return Future.succeededFuture();
    }));
  }

  private boolean everybodyIsThere() {
    return ring.members().stream().allMatch(view.get()::isAlive);
  }

  private Future<Void> nextGraves() {
    long since = env.scheduler().wallMillis() - config.reapAfterSeconds() * 1000L;
    return graves.next(behind, since, config.batchLimit()).compose(ripe -> {
      behind = ripe.behind();
      if (ripe.graves().isEmpty()) {
        return Future.succeededFuture();
      }
      int partition = ring.partitionOf(ripe.keys().get(0));
      List<NodeId> owners = ring.preferenceList(partition, copies.of(ripe.keys().get(0))).primaries();
      return owners.get(0).equals(env.self()) ? new Attempt(partition, owners).reap(ripe.graves()) : Future.succeededFuture();
    });
  }

  /** One partition's graves on their way out. */
  private final class Attempt {
    private final int partition;
    private final List<NodeId> owners;
    private final long era;
    private int found;
    private int gone;

    Attempt(int partition, List<NodeId> owners) {
      this.partition = partition;
      this.owners = owners;
      this.era = eras.report(partition).promised() + 1;
    }

    Future<Void> reap(List<Grave> candidates) {
      return confirmed(candidates)
          .compose(dead -> dead.isEmpty() ? Future.succeededFuture("the owners do not hold the same") : stepwise(dead))
          .otherwise(Throwable::getMessage)
          .map(why -> {
            env.events().emit(new Event.ReapEnded(partition, era, found, gone, why));
            return null;
          });
    }

    /** Completes with why it came to nothing, or with nothing. */
    private Future<String> stepwise(List<Grave> dead) {
      found = dead.size();
      return everyMember(Step.PREPARE).compose(promised -> !promised ? notNow("promised")
          : everyMember(Step.RAISE).compose(raised -> !raised ? notNow("raised")
          : everyMember(Step.MARK).compose(marked -> !marked ? notNow("marked") : dig(dead))));
    }

    private Future<String> notNow(String step) {
      return Future.succeededFuture("not every member has " + step
          + ": one has hints or leftovers of the partition, is elsewhere, or goes by other numbers of copies");
    }

    private Future<String> dig(List<Grave> dead) {
      return confirmed(dead).compose(still -> toAll(owners, new Request.Reap(partition, era, still)).map(done -> {
        gone = still.size();
        return "";
      }));
    }

    /** Completes with those that every owner knows as they are. */
    private Future<List<Grave>> confirmed(List<Grave> candidates) {
      return toAll(owners, new Request.ShowGraves(partition, candidates)).map(answers -> {
        SortedSet<Integer> all = new TreeSet<>(IntStream.range(0, candidates.size()).boxed().toList());
        answers.stream().map(Dead::places).forEach(all::retainAll);
        return all.stream().map(candidates::get).toList();
      });
    }

    private Future<Boolean> everyMember(Step step) {
      return toAll(ring.members(), new Request.StepEra(partition, era, step, copies.fingerprint()))
          .map(reports -> reports.stream().allMatch(EraReport::done));
    }

    /** Completes with all answers; fails, when all have ended, if one did. */
    private <R> Future<List<R>> toAll(Collection<NodeId> nodes, Request<R> request) {
      List<Future<R>> sent = nodes.stream().map(node -> env.transport().send(node, request, limitMillis)).toList();
      return Future.join(sent).map(all -> sent.stream().map(Future::result).toList());
    }
  }
}
