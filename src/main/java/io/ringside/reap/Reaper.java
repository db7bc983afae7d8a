package io.ringside.reap;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DeletesConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Scheduler.Timer;
import io.ringside.env.TimeLimit;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Dead;
import io.ringside.message.DiskStart;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Grave;
import io.ringside.message.Request;
import io.ringside.message.Request.StepEra.Step;
import io.ringside.repair.Copies;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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
   * A node that has lost its disk knows less of what was promised than others do. Whoever does not promise says what it has, and
   * the next try begins above that.
   *
   * Every step can fail or be lost; nothing is forgotten then, and one of the next rounds tries again. If only some owners forget,
   * anti-entropy gives them the tombstone again: that does no harm, and it is reaped again.
   *
   * As long as something goes, one round follows the other with a rest between them, once through all there are; whoever deletes much
   * would else be faster than a round in each period. What comes to nothing waits for a period: it would come to nothing again.
   *
   * A record may be as large as all its siblings, and every owner has to read what it confirms. So the keys of a batch are
   * counted, and their bytes too; owners have time by these, and when one of them is silent all the same the next batch is half
   * as large.
   *
   * Time decides when it is tried, and never whether it is safe. A member that is away is waited for, however long.
   */
  private final Env env;
  private final DeletesConfig config;
  private final TimeLimit limit;
  private final ConsistentHashRing ring;
  private final Eras eras;
  private final Graves graves;
  private final Copies copies;
  private final Supplier<ClusterView> view;
  private final Background background;
  private final Handful handful;
  private final SortedMap<Integer, Long> promisedElsewhere = new TreeMap<>();
  private Bytes behind = Bytes.EMPTY;
  private long nextCountMillis;
  private Timer next;
  private boolean running;

  public Reaper(
      Env env, DeletesConfig config, long limitMillis, ConsistentHashRing ring, Copies copies, Eras eras, Graves graves,
      Supplier<ClusterView> view) {
    this.env = env;
    this.config = config;
    this.handful = new Handful(config.batchLimit());
    this.limit = new TimeLimit(limitMillis);
    this.ring = ring;
    this.copies = copies;
    this.eras = eras;
    this.graves = graves;
    this.view = view;
    this.background = new Background(env.events());
  }

  public void start() {
    running = true;
    scheduleRound(config.periodMillis());
  }

  /** No further step is taken; what is on its way may still arrive. */
  public void stop() {
    running = false;
    if (next != null) {
      next.cancel();
    }
  }

  private void scheduleRound(long delayMillis) {
    if (running) {
      next = env.scheduler().after(delayMillis, this::round);
    }
  }

  private void round() {
    long begunMillis = env.scheduler().nowMillis();
    Future<Boolean> tried = counted()
        .compose(some -> some && everybodyIsThere() ? nextGraves() : Future.succeededFuture(false));
    background.run("reap", tried.transform(ended -> {
      scheduleRound(ended.succeeded() && ended.result() ? restMillis(begunMillis) : config.periodMillis());
      return ended.succeeded() ? Future.succeededFuture() : Future.failedFuture(ended.cause());
    }));
  }

  /** Completes with whether there may be any; how many there are is not counted more often than once in a period. */
  private Future<Boolean> counted() {
    long nowMillis = env.scheduler().nowMillis();
    if (nowMillis < nextCountMillis) {
      return Future.succeededFuture(true);
    }
    nextCountMillis = nowMillis + config.periodMillis();
    return graves.count();
  }

  /** So long that rounds which follow each other take no more than their share of the time; but never longer than a period. */
  private long restMillis(long begunMillis) {
    long tookMillis = env.scheduler().nowMillis() - begunMillis;
    return Math.min(config.periodMillis(), Math.max(1, tookMillis * (100 - config.dutyPercent()) / config.dutyPercent()));
  }

  private boolean everybodyIsThere() {
    return ring.members().stream().allMatch(view.get()::isAlive);
  }

  /** Completes with whether it is worth while to go on at once. */
  private Future<Boolean> nextGraves() {
    long since = env.scheduler().wallMillis() - config.reapAfterSeconds() * 1000L;
    return graves.next(behind, since, handful, this::isFirstOwner).compose(ripe -> {
      behind = ripe.behind();
      boolean more = ripe.looked() > 0 && behind.size() > 0;
      if (ripe.graves().isEmpty()) {
        return Future.succeededFuture(more);
      }
      int partition = ring.partitionOf(ripe.keys().get(0));
      List<NodeId> owners = ring.preferenceList(partition, copies.of(ripe.keys().get(0))).primaries();
      return new Attempt(partition, owners, ripe.bytes()).reap(ripe.graves()).map(reaped -> reaped && more);
    });
  }

  private boolean isFirstOwner(int partition) {
    return ring.owner(partition).equals(env.self());
  }

  /** One partition's graves on their way out. */
  private final class Attempt {
    private final int partition;
    private final List<NodeId> owners;
    private final long bytes;
    private final long era;
    private int found;
    private int gone;

    /** @param bytes of the records that each owner has to read */
    Attempt(int partition, List<NodeId> owners, long bytes) {
      this.partition = partition;
      this.owners = owners;
      this.bytes = bytes;
      this.era = Math.max(
          eras.report(partition).promised(), promisedElsewhere.getOrDefault(partition, Request.FIRST_ERA)) + 1;
    }

    /** Completes with whether any of them are gone; never fails. */
    Future<Boolean> reap(List<Grave> candidates) {
      return confirmed(candidates)
          .compose(dead -> dead.isEmpty() ? Future.succeededFuture("the owners do not hold the same") : stepwise(dead))
          .map(why -> {
            handful.answered();
            return why;
          })
          .otherwise(this::whyNot)
          .map(why -> {
            env.events().emit(new Event.ReapEnded(partition, era, found, gone, why));
            return gone > 0;
          });
    }

    private String whyNot(Throwable failure) {
      if (failure instanceof Failure.Unreachable) {
        handful.silence();
      }
      return failure.getMessage();
    }

    /** Completes with why it came to nothing, or with nothing. */
    private Future<String> stepwise(List<Grave> dead) {
      found = dead.size();
      return everyMember(Step.PREPARE).compose(promised -> !allDone(promised) || isAnyBehind(promised) ? notNow("promised")
          : everyMember(Step.RAISE).compose(raised -> !allDone(raised) ? notNow("raised")
          : everyMember(new Request.StepEra(partition, era, Step.MARK, copies.fingerprint(), raisedIn(raised)))
              .compose(marked -> !allDone(marked) ? notNow("marked") : dig(dead))));
    }

    private static boolean allDone(List<EraReport> reports) {
      return reports.stream().allMatch(EraReport::done);
    }

    /** Whoever has not been where another has reaped forgets first: what it has may be what was reaped. */
    private static boolean isAnyBehind(List<EraReport> reports) {
      long reaped = reports.stream().mapToLong(EraReport::reaped).max().orElse(Request.FIRST_ERA);
      return reports.stream().anyMatch(report -> report.era() < reaped);
    }

    private static SortedMap<NodeId, DiskStart> raisedIn(List<EraReport> reports) {
      var starts = new TreeMap<NodeId, DiskStart>();
      reports.forEach(report -> starts.putAll(report.raisedIn()));
      return starts;
    }

    private Future<String> notNow(String step) {
      return Future.succeededFuture("not every member has " + step
          + ": one has hints or leftovers of the partition, is elsewhere, has not met all others, or goes by other"
          + " numbers of copies");
    }

    private Future<String> dig(List<Grave> dead) {
      return confirmed(dead).compose(still -> toAll(owners, new Request.Reap(partition, era, still), bytes).map(done -> {
        gone = still.size();
        return "";
      }));
    }

    /** Completes with those that every owner knows as they are. */
    private Future<List<Grave>> confirmed(List<Grave> candidates) {
      return toAll(owners, new Request.ShowGraves(partition, candidates), bytes).map(answers -> {
        SortedSet<Integer> all = new TreeSet<>(IntStream.range(0, candidates.size()).boxed().toList());
        answers.stream().map(Dead::places).forEach(all::retainAll);
        return all.stream().map(candidates::get).toList();
      });
    }

    private Future<List<EraReport>> everyMember(Step step) {
      return everyMember(new Request.StepEra(partition, era, step, copies.fingerprint()));
    }

    private Future<List<EraReport>> everyMember(Request.StepEra step) {
      return toAll(ring.members(), step, 0).map(reports -> {
        reports.forEach(report -> promisedElsewhere.merge(partition, report.promised(), Math::max));
        return reports;
      });
    }

    /** Completes with all answers; fails, when all have ended, if one did. */
    private <R> Future<List<R>> toAll(Collection<NodeId> nodes, Request<R> request, long bytesToRead) {
      List<Future<R>> sent = nodes.stream()
          .map(node -> env.transport().send(node, request, limit.forBytes(bytesToRead))).toList();
      return Future.join(sent).map(all -> sent.stream().map(Future::result).toList());
    }
  }
}
