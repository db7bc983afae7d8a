package io.ringside.bench;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Entries;
import io.ringside.message.MessageCodec;
import io.ringside.message.Request;
import io.ringside.message.Unequal;
import io.ringside.node.Node;
import io.ringside.repair.Descent;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.repair.TreeAnswers;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.rocks.RocksDbDataStore;
import io.ringside.storage.Batch;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures what Merkle trees cost two owners of the same records, which lie on disk: memory, time to add them up at a start, and
 * bytes to find out where the two differ. No cluster runs; the messages are those of a real exchange, encoded and counted.
 */
public final class TreeCost {
  /*
   * One directory is written and then copied, so that the two owners agree; the second has some records changed, more and more.
   * Both call themselves a: a directory belongs to one name, and here only the ring has to know the other.
   */
  private static final int BATCH = 500;
  private static final int PROGRESS = 100_000;
  private static final int BATCHES_UNDER_WAY = 8;
  private static final long LIMIT_MILLIS = 60_000;
  private static final NodeId OTHER = NodeId.of("b");
  private static final List<Integer> DIFFERENCES = List.of(0, 1, 10, 100, 1000);

  private final Path directory;
  private final int count;
  private final byte[] value;
  private final Consumer<String> progress;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final SortedMap<TreeId, Integer> records = new TreeMap<>();

  private TreeCost(Path directory, int count, int partitions, int valueBytes, Consumer<String> progress) {
    this.directory = directory;
    this.count = count;
    this.value = new byte[valueBytes];
    this.progress = progress;
    this.config = NodeConfig.of("node.name=a", "cluster.members=a=h:1,b=h:2", "cluster.partitions=" + partitions,
        "quorum.n=2", "quorum.r=1", "quorum.w=1", "data.durability=async", "data.directory=" + directory.resolve("a"));
    this.ring = Node.foundingRing(config);
    new Random(1).nextBytes(value);
  }

  /**
   * What was measured.
   *
   * @param trees that the two have in common
   * @param treeBytes of heap that the trees of one owner take
   * @param growth how long it takes to add them up from disk
   */
  public record Result(int records, int trees, long treeBytes, Duration writing, Duration growth, List<Round> rounds) {
    public Result {
      rounds = List.copyOf(rounds);
    }
  }

  /**
   * One exchange.
   *
   * @param entries digests of records that the other owner sent
   * @param law how many it should have been: for each tree of n records, d of which differ, these and, of the others, those whose
   *     leaf is dirty: d + (n - d) (1 - (1 - 1/L)^d)
   * @param bytes of all messages, both ways
   */
  public record Round(int differing, int found, long messages, long entries, double law, long bytes) {}

  /** One owner as it runs: its store, and its trees. */
  private record Owner(RocksDbDataStore store, Forest forest) {}

  /** Blocks until all is measured. */
  public static Result run(Path directory, int count, int partitions, int valueBytes, Consumer<String> progress) {
    return new TreeCost(directory, count, partitions, valueBytes, progress).run();
  }

  private Result run() {
    long began = System.nanoTime();
    write();
    Duration writing = since(began);
    copy(directory.resolve("a"), directory.resolve("b"));
    progress.accept("written; now the trees are added up");
    Owner mine = open("a");
    long before = usedBytes();
    began = System.nanoTime();
    settled(mine.forest().grow(mine.store()));
    Duration growth = since(began);
    long treeBytes = Math.max(0, usedBytes() - before);
    Owner theirs = open("b");
    settled(theirs.forest().grow(theirs.store()));
    try {
      var rounds = new ArrayList<Round>();
      int changed = 0;
      for (int differing : DIFFERENCES) {
        if (differing <= count) {
          changed = change(theirs, changed, differing);
          rounds.add(exchange(mine, theirs, differing));
          progress.accept("compared with " + differing + " records that differ");
        }
      }
      return new Result(count, mine.forest().rootsSharedWith(OTHER).size(), treeBytes, writing, growth, rounds);
    } finally {
      mine.store().close().await();
      theirs.store().close().await();
    }
  }

  private RocksDbDataStore store(String name) {
    NodeConfig here = NodeConfig.of("data.durability=async", "data.directory=" + directory.resolve(name));
    return RocksDbDataStore.open(here.data(), config.cluster().id(), config.self(), Runnable::run);
  }

  private Owner open(String name) {
    return new Owner(store(name), new Forest(config, ring));
  }

  private void write() {
    RocksDbDataStore store = store("a");
    var forest = new Forest(config, ring);
    Deque<Future<Void>> underWay = new ArrayDeque<>();
    for (int from = 0; from < count; from += BATCH) {
      var edits = new ArrayList<Batch.Edit>();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        Place place = forest.placeOf(key(i));
        edits.addAll(put(place, 0).edits());
        records.merge(place.tree(), 1, Integer::sum);
      }
      underWay.add(store.commit(new Batch(edits)));
      if (underWay.size() > BATCHES_UNDER_WAY) {
        settled(underWay.poll());
      }
      if (from / PROGRESS != (from + BATCH) / PROGRESS) {
        progress.accept(from + " written");
      }
    }
    underWay.forEach(TreeCost::settled);
    settled(store.close());
  }

  /** Names of equal length, so that all entries of an exchange are of equal size. */
  private static Key key(int number) {
    return new Key("bench", "record-%09d".formatted(number));
  }

  private Siblings record(int version) {
    return Siblings.NONE.put(Actor.of("a"), new Version(
        CausalContext.EMPTY, RequestId.of("r" + version), 0, Optional.of(new Content(Content.OCTETS, Bytes.wrap(value)))));
  }

  private Batch put(Place place, int version) {
    Siblings siblings = record(version);
    return Batch.put(Space.DATA, place.address(), new Record(siblings, Optional.empty()).encode())
        .and(place.write(place.move(Siblings.NONE, siblings)));
  }

  /** The records with these numbers get another version at this owner. */
  private int change(Owner owner, int from, int to) {
    for (int i = from; i < to; i++) {
      Place place = owner.forest().placeOf(key(spread(i)));
      settled(owner.store().commit(put(place, 1)));
      owner.forest().changed(place, place.move(record(0), record(1)));
    }
    return to;
  }

  /** Anywhere among all of them, and no two the same. */
  private int spread(int number) {
    return (int) ((long) number * (count / DIFFERENCES.get(DIFFERENCES.size() - 1) + 1) % count);
  }

  private Round exchange(Owner mine, Owner theirs, int differing) {
    var wire = new Wire(new TreeAnswers(ring, theirs.forest(), theirs.store()));
    Unequal unequal = settled(wire.send(OTHER, new Request.CompareRoots(
        config.self(), ring.epoch(), TreeAnswers.DIGEST_VERSION, mine.forest().rootsSharedWith(OTHER)), LIMIT_MILLIS));
    int found = 0;
    for (var tree : unequal.trees()) {
      var descent = new Descent(wire, LIMIT_MILLIS, mine.store(), mine.forest(), OTHER, tree, Integer.MAX_VALUE);
      found += settled(descent.run()).places().size();
    }
    return new Round(differing, found, wire.messages, wire.entries, law(mine.forest(), differing), wire.bytes);
  }

  private double law(Forest forest, int differing) {
    var dirty = new TreeMap<TreeId, Integer>();
    for (int i = 0; i < differing; i++) {
      dirty.merge(forest.placeOf(key(spread(i))).tree(), 1, Integer::sum);
    }
    double leaves = MerkleTree.LEAVES;
    return dirty.entrySet().stream().mapToDouble(tree -> {
      int d = tree.getValue();
      return d + (records.get(tree.getKey()) - d) * (1 - Math.pow(1 - 1 / leaves, d));
    }).sum();
  }

  /** The other owner at the end of a wire, which counts what passes. */
  private static final class Wire implements Transport {
    private final TreeAnswers answers;
    private long messages;
    private long entries;
    private long bytes;

    private Wire(TreeAnswers answers) {
      this.answers = answers;
    }

    /** Each request has an answer of its own type, as {@link Request} says, so the one cast is safe. */
    @Override
    @SuppressWarnings("unchecked")
    public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
      messages++;
      bytes += MessageCodec.encode(request).size();
      return (Future<R>) answer(request).map(answer -> {
        bytes += MessageCodec.encodeAnswer(answer).size();
        entries += answer instanceof Entries page ? page.entries().size() : 0;
        return answer;
      });
    }

    private Future<?> answer(Request<?> request) {
      if (request instanceof Request.CompareRoots compare) {
        return answers.compareRoots(compare);
      }
      if (request instanceof Request.ShowDigests show) {
        return answers.showDigests(show);
      }
      return answers.showEntries((Request.ShowEntries) request);
    }
  }

  private static <T> T settled(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("The data cannot be copied", failed);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
