package io.ringside.physics;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.env.Transport;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Inspection;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.repair.AntiEntropy;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.repair.TreeAnswers;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.MemoryDataStore;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What two owners of one tree send each other to find d differing records among n: the real anti-entropy, with nothing else. */
final class Exchange implements Law {
  private static final String NAME = "merkle";
  private static final int TRIALS = 60;
  private static final double SHARE = 0.05;
  private static final List<Integer> DIFFERENCES = List.of(1, 10, 100);
  private static final NodeId ASKER = NodeId.of("a");
  private static final NodeId ANSWERER = NodeId.of("b");
  private static final TreeId TREE = new TreeId(0, 2);

  private static final NodeConfig CONFIG = NodeConfig.of("node.name=a", "cluster.members=a=h:1,b=h:2", "cluster.partitions=2",
      "quorum.n=2", "quorum.r=1", "quorum.w=1", "repair.keysLimit=1000000");
  private static final ConsistentHashRing RING = Node.foundingRing(CONFIG);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Merkle exchange: digests of records sent are n (1 - (1 - 1/L)^d), L = " + MerkleTree.LEAVES;
  }

  @Override
  public Result measure(Effort effort) {
    int records = effort.records();
    var pair = new Pair(records, effort.random(NAME));
    var findings = new ArrayList<Finding>();
    findings.add(Finding.exact(NAME, "in sync: messages", 1, pair.round(List.of()), 1));
    for (int differing : DIFFERENCES) {
      effort.tell(NAME + ": " + differing + " of " + records + " records differ");
      long entries = 0;
      for (int trial = 0; trial < TRIALS; trial++) {
        pair.round(pair.some(differing));
        entries += pair.entries;
      }
      double leaves = MerkleTree.LEAVES;
      double law = records * (1 - Math.pow(1 - 1 / leaves, differing));
      findings.add(Finding.within(NAME, "n=" + records + " d=" + differing + ", digests sent", law,
          (double) entries / TRIALS, SHARE, TRIALS));
    }
    return Result.of(findings);
  }

  /** Two owners with the same records, of which one asks. */
  private static final class Pair {
    private final Random random;
    private final Forest mine = new Forest(CONFIG, RING);
    private final Forest theirs = new Forest(CONFIG, RING);
    private final MemoryDataStore myStore = new MemoryDataStore();
    private final MemoryDataStore theirStore = new MemoryDataStore();
    private final TreeAnswers answers = new TreeAnswers(RING, theirs, theirStore);
    private final List<Place> places = new ArrayList<>();
    private int messages;
    private long entries;

    private Pair(int records, Random random) {
      this.random = random;
      for (long i = 0; places.size() < records; i++) {
        Place place = mine.placeOf(Key.of("key-" + i));
        if (place.tree().equals(TREE)) {
          places.add(place);
          write(mine, myStore, place, Siblings.NONE, record(0));
          write(theirs, theirStore, place, Siblings.NONE, record(0));
        }
      }
    }

    private static Siblings record(long written) {
      return Siblings.NONE.put(Actor.of("a"), new Version(CausalContext.EMPTY, RequestId.NONE, written, Optional.empty()));
    }

    private static void write(Forest forest, MemoryDataStore store, Place place, Siblings before, Siblings after) {
      Place.Move move = place.move(before, after);
      store.commit(place.write(move));
      forest.changed(place, move);
    }

    private List<Place> some(int count) {
      return random.ints(0, places.size()).distinct().limit(count).mapToObj(places::get).toList();
    }

    /** How many messages it took to compare the two once, while these records differed. */
    private int round(List<Place> differing) {
      differing.forEach(place -> write(theirs, theirStore, place, record(0), record(1)));
      messages = 0;
      entries = 0;
      var world = new SimScheduler();
      var env = new Env(ASKER, new Wire(), world, new Random(1), this::saw);
      ClusterView both = ClusterView.founding(List.of(ASKER, ANSWERER));
      var eras = new Eras(env, 1000, RING, myStore, () -> both, Eras.Duties.NONE);
      var antiEntropy = new AntiEntropy(env, CONFIG.repair(), 1000, RING, mine, eras, myStore, () -> both);
      antiEntropy.start(() -> { });
      while (messages == 0) {
        world.runNext();
      }
      antiEntropy.stop();
      differing.forEach(place -> write(theirs, theirStore, place, record(1), record(0)));
      return messages;
    }

    private void saw(Event event) {
      if (event instanceof Event.TreesDiffer differ) {
        entries += differ.entries();
      }
    }

    /** Answers at once. What the records hold is nobody's concern here: they are found equal when they are looked at. */
    private final class Wire implements Transport {
      @Override
      @SuppressWarnings("unchecked") // a request's type names its answer's
      public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
        messages += to.equals(ANSWERER) ? 1 : 0;
        return (Future<R>) answer(request);
      }

      private Future<?> answer(Request<?> request) {
        if (request instanceof Request.CompareRoots compare) {
          return answers.compareRoots(compare);
        }
        if (request instanceof Request.ShowDigests show) {
          return answers.showDigests(show);
        }
        if (request instanceof Request.ShowEntries show) {
          return answers.showEntries(show);
        }
        return request instanceof Request.Inspect
            ? Future.succeededFuture(new Inspection(new Held(Siblings.NONE, true), new TreeMap<>()))
            : Future.failedFuture(new Failure.Refused("nobody asks this here"));
      }
    }
  }
}
