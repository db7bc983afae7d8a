package io.ringside.physics;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.coordination.Quorum;
import io.ringside.env.Transport;
import io.ringside.message.Ack;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.sim.Distribution;
import io.ringside.version.Actor;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * By how many versions a read is behind when nothing travels beyond the chosen quorums, which are random. The replicas are real
 * ones, and so is the merging; our coordinator would choose no quorum at random, so the harness chooses.
 */
final class Versions implements Law {
  private static final String NAME = "versions";
  private static final int DEEPEST = 5;
  private static final int TRIALS_PER_WORLD = 2_000;
  private static final int[] DEPTHS = {1, 2, 3, DEEPEST};
  private static final List<Quorums> ALL = List.of(new Quorums(3, 1, 1), new Quorums(3, 1, 2), new Quorums(3, 2, 1));
  private static final List<Siblings> WRITES = writes();

  /** Picks a quorum of so many among the primaries. */
  @FunctionalInterface
  interface Choice {
    List<NodeId> of(List<NodeId> primaries, int count, Random random);
  }

  private final Choice choice;

  Versions() {
    this(Versions::atRandom);
  }

  /** With quorums that are perhaps not random. */
  Versions(Choice choice) {
    this.choice = choice;
  }

  /** Versions that supersede each other in turn: the one with counter i is the i-th. */
  private static List<Siblings> writes() {
    var writes = new ArrayList<Siblings>();
    Siblings newest = Siblings.NONE;
    for (int i = 1; i <= DEEPEST; i++) {
      var version = new Version(newest.context(), RequestId.of("write " + i), 0, Optional.of(Content.text("v" + i)));
      newest = newest.put(Actor.of("writer"), version);
      writes.add(newest);
    }
    return List.copyOf(writes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "PBS: a read is at most k versions behind, 1 - (C(N-W,R)/C(N,R))^k, in percent";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(ALL.parallelStream().map(quorums -> findings(quorums, effort)).flatMap(List::stream).toList());
  }

  private List<Finding> findings(Quorums quorums, Effort effort) {
    effort.tell("versions " + quorums + ": " + effort.trials() + " chains of writes");
    long[] missed = missed(quorums, effort);
    var findings = new ArrayList<Finding>();
    for (int k : DEPTHS) {
      long behind = 0;
      for (int by = k; by <= DEEPEST; by++) {
        behind += missed[by];
      }
      findings.add(Finding.percentage(NAME, quorums + " k=" + k, percentWithin(quorums, k), Double.NaN,
          100.0 * (effort.trials() - behind) / effort.trials(), effort.trials()));
    }
    return findings;
  }

  /** How many reads missed so many of the last versions. */
  private long[] missed(Quorums quorums, Effort effort) {
    var random = effort.random(NAME + quorums);
    var plan = QuorumWorld.Plan.of(quorums.n());
    long[] missed = new long[DEEPEST + 1];
    for (int left = effort.trials(); left > 0; left -= TRIALS_PER_WORLD) {
      var cluster = new QuorumWorld(plan, (from, to, request, answer) -> Distribution.constant(0.1), random.nextLong());
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < Math.min(left, TRIALS_PER_WORLD); i++) {
        all.add(trial(cluster, quorums, Key.of("chain " + i), random).map(seen -> missed[DEEPEST - seen]++));
      }
      cluster.runUntilComplete(Future.all(all));
    }
    return missed;
  }

  /** Completes with the number of the newest version that the read's quorum held; 0 for none. */
  private Future<Integer> trial(QuorumWorld cluster, Quorums quorums, Key key, Random random) {
    Future<?> written = Future.succeededFuture();
    for (Siblings write : WRITES) {
      List<NodeId> chosen = choice.of(cluster.primaries(key), quorums.w(), random);
      written = written.compose(before -> store(cluster.outside(key), key, write, chosen));
    }
    List<NodeId> asked = choice.of(cluster.primaries(key), quorums.r(), random);
    return written.compose(before -> read(cluster.outside(key), key, asked)).map(seen -> (int) seen.versions().keySet().stream()
        .mapToLong(dot -> dot.counter()).max().orElse(0));
  }

  private static Future<?> store(Transport transport, Key key, Siblings write, List<NodeId> replicas) {
    List<Future<Ack>> slots = replicas.stream().map(replica -> transport.send(
        replica, new Request.Store(key, write, Request.Store.Reason.WRITE), QuorumWorld.LIMIT_MILLIS)).toList();
    return Quorum.first(slots.size(), slots);
  }

  private static Future<Siblings> read(Transport transport, Key key, List<NodeId> replicas) {
    List<Future<Held>> slots = replicas.stream()
        .map(replica -> transport.send(replica, new Request.Read(key), QuorumWorld.LIMIT_MILLIS)).toList();
    return Quorum.first(slots.size(), slots)
        .map(answers -> answers.stream().map(Held::siblings).reduce(Siblings.NONE, Siblings::merge));
  }

  private static List<NodeId> atRandom(List<NodeId> primaries, int count, Random random) {
    var left = new ArrayList<>(primaries);
    var chosen = new ArrayList<NodeId>();
    while (chosen.size() < count) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  static double percentWithin(Quorums quorums, int k) {
    double missesOne = choose(quorums.n() - quorums.w(), quorums.r()) / choose(quorums.n(), quorums.r());
    return 100 * (1 - Math.pow(missesOne, k));
  }

  private static double choose(int of, int some) {
    double ways = some > of ? 0 : 1;
    for (int i = 0; i < some; i++) {
      ways = ways * (of - i) / (i + 1);
    }
    return ways;
  }
}
