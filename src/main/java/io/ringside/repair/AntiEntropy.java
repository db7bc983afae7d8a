package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.RepairConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.era.Eras;
import io.ringside.env.Scheduler.Timer;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.DataStore;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds what neither hints nor reads have brought home: compares this node's Merkle trees with those of the other owners, all the
 * time, one owner after the other, and merges where they differ. Not safe for more than one thread.
 *
 * <p>Source: Dynamo (SOSP 2007), section 4.7.
 */
public final class AntiEntropy {
  /*
   * One message says all roots that two nodes share; usually the answer names none, and that was all. For each tree it names, a
   * Descent finds the differing records. Most of those are writes on their way; so they are looked at again, a moment later,
   * record by record, and only what differs then is repaired. Every step can be lost or done twice: the next round begins with
   * the roots again.
   */
  private static final long LONGEST_REST_MILLIS = 3000;

  private final Env env;
  private final RepairConfig config;
  private final long limitMillis;
  private final ConsistentHashRing ring;
  private final Forest forest;
  private final DataStore store;
  private final Supplier<ClusterView> view;
  private final Background background;
  private final KeyRepair repair;
  private final BatchSize batches;
  private Verified verified;
  private Iterator<NodeId> turn = List.<NodeId>of().iterator();
  private Runnable whenAllVerified = () -> { };
  private long repaired;
  private Timer next;
  private int losing;
  private boolean running;

  public AntiEntropy(
      Env env, RepairConfig config, long limitMillis, ConsistentHashRing ring, Forest forest, Eras eras,
      DataStore store, Supplier<ClusterView> view) {
    this.env = env;
    this.config = config;
    this.limitMillis = limitMillis;
    this.ring = ring;
    this.forest = forest;
    this.store = store;
    this.view = view;
    this.background = new Background(env.events());
    this.repair = new KeyRepair(env, limitMillis, eras);
    this.batches = new BatchSize(config);
    this.verified = new Verified(forest, env.scheduler().nowMillis());
  }

  /** @param whenAllVerified runs whenever every tree is known to have been equal to every other owner's at some time */
  public void start(Runnable whenAllVerified) {
    this.whenAllVerified = whenAllVerified;
    running = true;
    scheduleRound(env.random().nextInt(config.periodMillis()));
  }

  /** What is known of each other owner. */
  public List<RepairReport.Peer> report() {
    return verified.report(forest, env.scheduler().nowMillis());
  }

  /** Keys in which two owners differed, since this node started. */
  public long repaired() {
    return repaired;
  }

  /** Nothing is known to be equal any more; what a comparison that is under way says is of before. */
  public void verifyAnew() {
    verified = new Verified(forest, env.scheduler().nowMillis());
  }

  /** Completes as the work does, which throws away records: until then, and by what was compared until then, nothing is verified. */
  public <R> Future<R> verifyAfter(Supplier<Future<R>> work) {
    verifyAnew();
    losing++;
    return Future.succeededFuture().compose(turn -> work.get()).eventually(() -> {
      losing--;
      verifyAnew();
      return Future.succeededFuture();
    });
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
    Optional<NodeId> peer = forest.isInDoubt() ? Optional.empty() : nextPeer();
    Future<Void> compared = peer.map(this::compareWith).orElseGet(Future::succeededFuture);
    background.run("anti-entropy", compared.eventually(() -> {
      scheduleRound(config.periodMillis());
      return Future.succeededFuture();
    }));
  }

  /** The next one that is believed alive, in order, at most once around. */
  private Optional<NodeId> nextPeer() {
    for (int left = forest.peers().size(); left > 0; left--) {
      if (!turn.hasNext()) {
        turn = forest.peers().iterator();
      }
      NodeId peer = turn.next();
      if (view.get().isAlive(peer)) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  /** Completes when all that differs between the two has been looked at once; fails as the other does. */
  private Future<Void> compareWith(NodeId peer) {
    Verified now = verified;
    List<Request.CompareRoots.Root> roots = forest.rootsSharedWith(peer);
    var compare = new Request.CompareRoots(env.self(), ring.epoch(), EntryDigest.VERSION, roots);
    return env.transport().send(peer, compare, limitMillis).compose(unequal -> {
      note(now, peer, roots, unequal.trees());
      if (now == verified && losing == 0 && now.all()) {
        whenAllVerified.run();
      }
      return exchange(peer, unequal.trees());
    });
  }

  private void note(Verified to, NodeId peer, List<Request.CompareRoots.Root> roots, List<TreeId> unequal) {
    long nowMillis = env.scheduler().nowMillis();
    var equal = new ArrayList<>(roots.stream().map(Request.CompareRoots.Root::tree).toList());
    equal.removeAll(new TreeSet<>(unequal)); // Of a list it would be quadratic, on the event loop.
    to.equal(peer, equal, nowMillis).ifPresent(over ->
        env.events().emit(new Event.TreesConverged(peer, over.tookMillis(), over.keys(), over.bytes())));
    unequal.forEach(tree -> to.from(peer).differs(tree, nowMillis));
  }

  /** A record that differed, and how many bytes the larger of the two has. */
  private record Differing(Key key, int bytes) {}

  /** What differs in one tree. */
  private record Difference(TreeId tree, List<Differing> records) {}

  /** First all trees are gone down, then a moment is waited, once, and then what differed is looked at again. */
  private Future<Void> exchange(NodeId peer, List<TreeId> trees) {
    var differences = new ArrayList<Difference>();
    return descend(peer, trees.iterator(), config.keysLimit(), differences).compose(found -> differences.isEmpty()
        ? Future.succeededFuture()
        : pause(config.confirmMillis()).compose(confirmed -> {
          verified.from(peer).settling(env.scheduler().nowMillis());
          return settle(peer, differences.iterator());
        }).eventually(() -> {
          verified.from(peer).settled();
          return Future.succeededFuture();
        }));
  }

  private Future<Void> descend(NodeId peer, Iterator<TreeId> trees, int keysLeft, List<Difference> to) {
    if (!running || !trees.hasNext() || keysLeft == 0) {
      return Future.succeededFuture();
    }
    TreeId tree = trees.next();
    long begunMillis = env.scheduler().nowMillis();
    return new Descent(env.transport(), limitMillis, store, forest, peer, tree, keysLeft).run().compose(found -> {
      int keys = found.places().size();
      long bytes = found.places().values().stream().mapToLong(Integer::longValue).sum();
      verified.from(peer).found(tree, keys, bytes, keys < keysLeft);
      if (keys > 0) {
        env.events().emit(new Event.TreesDiffer(peer, tree, found.leaves(), found.entries(), keys, bytes,
            verified.unverifiedMillis(peer, tree, env.scheduler().nowMillis())));
        to.add(new Difference(tree, found.places().entrySet().stream()
            .map(place -> new Differing(keyAt(place.getKey()), place.getValue())).toList()));
      }
      return pause(restMillis(begunMillis)).compose(rested -> descend(peer, trees, keysLeft - keys, to));
    });
  }

  private Future<Void> settle(NodeId peer, Iterator<Difference> differences) {
    if (!running || !differences.hasNext()) {
      return Future.succeededFuture();
    }
    Difference next = differences.next();
    return settle(peer, next.tree(), next.records(), 0).compose(repaired -> {
      env.events().emit(new Event.TreesMerged(peer, next.tree(), repaired));
      return settle(peer, differences);
    });
  }

  private static Key keyAt(Bytes place) {
    return StoreKeys.dataKey(StoreKeys.merkleAddressOf(place));
  }

  /** Completes with how many of the records had to be repaired; fails when the other takes no more. */
  private Future<Integer> settle(NodeId peer, TreeId tree, List<Differing> records, int repairedBefore) {
    if (!running || records.isEmpty()) {
      return Future.succeededFuture(repairedBefore);
    }
    int size = Math.min(batches.size(), records.size());
    long begunMillis = env.scheduler().nowMillis();
    List<Future<Boolean>> batch = records.subList(0, size).stream().map(differing -> settle(peer, tree, differing)).toList();
    return Future.join(batch).compose(all -> {
      batches.took(size, env.scheduler().nowMillis() - begunMillis);
      int repaired = repairedBefore + (int) batch.stream().filter(Future::result).count();
      List<Differing> rest = records.subList(size, records.size());
      return rest.isEmpty()
          ? Future.succeededFuture(repaired)
          : pause(restMillis(begunMillis)).compose(rested -> settle(peer, tree, rest, repaired));
    });
  }

  /** A key that is refused, or cannot be read, does not hold up the others; silence ends the exchange. */
  private Future<Boolean> settle(NodeId peer, TreeId tree, Differing differing) {
    Divergence divergence = verified.from(peer);
    return repair.settle(peer, differing.key()).map(settled -> {
      repaired += settled.changed() ? 1 : 0;
      divergence.equal(tree, differing.bytes(), settled.changed());
      return settled.changed();
    }).recover(failure -> {
      divergence.diverged(tree);
      if (failure instanceof Failure.Unreachable) {
        return Future.failedFuture(failure);
      }
      background.run("repair " + differing.key(), Future.failedFuture(failure));
      return Future.succeededFuture(false);
    });
  }

  /** So long that work takes no more than its share of the time; but a disk that once stood still does not stop repair for long. */
  private long restMillis(long begunMillis) {
    long tookMillis = env.scheduler().nowMillis() - begunMillis;
    return Math.min(LONGEST_REST_MILLIS, tookMillis * (100 - config.dutyPercent()) / config.dutyPercent());
  }

  private Future<Void> pause(long millis) {
    if (millis == 0) {
      return Future.succeededFuture();
    }
    Promise<Void> over = Promise.promise();
    env.scheduler().after(millis, over::complete);
    return over.future();
  }
}
