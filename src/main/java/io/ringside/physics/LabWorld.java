package io.ringside.physics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.coordination.Coordinator;
import io.ringside.coordination.Quorum;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Mishaps;
import io.ringside.env.Transport;
import io.ringside.event.Events;
import io.ringside.event.WorldEvent;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.ring.PreferenceList;
import io.ringside.sim.Delays;
import io.ringside.sim.Distribution;
import io.ringside.sim.RunLog;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A whole cluster of N replicas and one node more, in which writes are read a while after their commit. Plays once. */
final class LabWorld {
  /*
   * The experiment is that of StaleReads, and so is what is switched off for it. What is different serves the eye: the world is a
   * SimCluster, so that its log can be recorded and replayed, and one write follows the other, so that a person can follow. What
   * happens is the same with and without a recorder.
   */
  private static final int PARTITIONS = 64;

  /** More than any delay, so that no slot goes to a fallback: the model knows none. */
  private static final long LIMIT_MILLIS = 599_999;

  /** Virtual time; a run takes seconds of it. */
  private static final long RUN_LIMIT_MILLIS = 24 * 3_600_000L;

  private static final double MICROS_PER_MILLI = 1000;
  private static final String WRITER = "writer";
  private static final Distribution AT_ONCE = Distribution.constant(0);

  /** Else a read would mend what the next one is to find as it is. */
  private static final Mishaps NO_REPAIR = place -> place == Mishap.REPAIR_FORGOTTEN;

  private final LabQuestion question;
  private final TraceHash trace;
  private final RunLog log;
  private final Parts parts = new Parts();
  private final SimCluster cluster;
  private final Options options;
  private final SortedMap<NodeId, Coordinator> coordinators = new TreeMap<>();
  private final SortedMap<String, WorldEvent.ClientAsked> asked = new TreeMap<>();
  private final int[] stale;
  private final List<Long> readMicros = new ArrayList<>();
  private final List<Long> writeMicros = new ArrayList<>();

  /** How nodes send and tell, taken as they are put together: the experiment does both in their names. */
  private static final class Parts implements Wiring {
    private final SortedMap<NodeId, Transport> transports = new TreeMap<>();
    private final SortedMap<NodeId, Events> events = new TreeMap<>();
    private final SortedMap<NodeId, RandomGenerator> randoms = new TreeMap<>();

    @Override
    public Transport transport(NodeId self, Transport transport) {
      transports.put(self, transport);
      return transport;
    }

    @Override
    public Events events(NodeId self, Events own) {
      events.put(self, own);
      return own;
    }

    @Override
    public RandomGenerator random(NodeId self, RandomGenerator random) {
      randoms.put(self, random);
      return random;
    }
  }

  /** @param log null if the run is not recorded */
  LabWorld(LabQuestion question, long seed, RunLog log) {
    this.question = question;
    this.log = log;
    this.trace = new TraceHash(null, log);
    this.stale = new int[question.timesMillis().size()];
    Quorums quorums = question.quorums();
    this.options = Options.DEFAULTS.withQuorum(Count.of(quorums.r())).withFanout(Options.Fanout.ALL).withNotFoundOk(true);
    this.cluster = new SimCluster(quorums.n() + 1, scattered(seed), settings(quorums), parts, trace, event -> {});
    cluster.setMishaps(node -> NO_REPAIR);
    cluster.setDiskLatency(0);
    cluster.network().setDelays(delays(question.model()));
  }

  /** Neighbours among seeds, as a lab takes them, begin alike in {@link java.util.Random}; SplitMix64's finalizer parts them. */
  private static long scattered(long seed) {
    long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private static List<String> settings(Quorums quorums) {
    return List.of("cluster.partitions=" + PARTITIONS, "quorum.n=" + quorums.n(), "quorum.r=" + quorums.r(),
        "quorum.w=" + quorums.w(),
        "quorum.replicaTimeoutMillis=" + LIMIT_MILLIS, "quorum.operationTimeoutMillis=" + (LIMIT_MILLIS + 1),
        "gossip.periodMillis=60000", "gossip.syncPeriodMillis=3600000");
  }

  private static Delays delays(Model model) {
    return (from, to, request, isAnswer) -> switch (request) {
      case "Store" -> isAnswer ? model.a().distribution() : model.w().distribution();
      case "Read" -> isAnswer ? model.s().distribution() : model.r().distribution();
      default -> AT_ONCE;
    };
  }

  /** Plays so many writes and the reads of each. */
  LabRun play(long seed, int writes, RunLog.Origin origin) {
    if (log != null) {
      Quorums quorums = question.quorums();
      log.begin(origin, question.file(), cluster, new RunLog.Quorums(quorums.n(), quorums.r(), quorums.w()), this::state);
    }
    cluster.start();
    Future<Void> all = Future.succeededFuture();
    for (int i = 1; i <= writes; i++) {
      var key = Key.of("trial-" + i);
      all = all.compose(before -> trial(key));
    }
    awaited(all, seed);
    if (log != null) {
      log.end(trace.toString(), cluster.bugs().isEmpty());
    }
    return new LabRun(seed, trace.toString(), stale, readMicros, writeMicros);
  }

  /** The model has no time limits, and delays that meet one are no question for this lab. */
  private void awaited(Future<Void> all, long seed) {
    try {
      cluster.await(all, RUN_LIMIT_MILLIS);
    } catch (Failure | OperationFailure tooSlow) {
      throw new IllegalArgumentException(
          "in the run of seed " + seed + " a message took longer than any coordinator waits", tooSlow);
    }
  }

  private ObjectNode state() {
    ObjectNode state = cluster.state();
    ObjectNode clients = state.putObject("clients");
    asked.forEach((name, ask) -> clients.putObject(name).put("verb", ask.verb()).put("bucket", ask.key().bucket())
        .put("key", ask.key().name()).put("via", ask.via().name()));
    return state;
  }

  private long now() {
    return cluster.world().nowMicros();
  }

  /** One write to all primaries, and after its commit the reads, each in its time. Completes when all copies are there, too. */
  private Future<Void> trial(Key key) {
    PreferenceList list = cluster.ring().preferenceList(key, question.quorums().n());
    NodeId outside = list.fallbacks().get(0);
    Transport transport = parts.transports.get(outside);
    var store = new Request.Store(key, written(key, list.primaries().get(0)), Request.Store.Reason.WRITE);
    int needed = question.quorums().w();
    long began = now();
    ask(WRITER, "put", key, outside, "put " + key + " = \"new\" to its " + list.primaries().size() + " owners, W=" + needed);
    List<Future<Ack>> slots = list.primaries().stream()
        .map(primary -> transport.send(primary, store, LIMIT_MILLIS)).toList();
    return Quorum.first(needed, slots).compose(committed -> {
      writeMicros.add(now() - began);
      tell(WRITER, "stored: " + needed + " of " + slots.size() + " owners have said so");
      var rest = new ArrayList<Future<?>>(slots);
      for (int t = 0; t < stale.length; t++) {
        rest.add(readLater(outside, key, t));
      }
      return Future.all(rest);
    }).mapEmpty();
  }

  /** A version that existed before: the model has no minting step. */
  private Siblings written(Key key, NodeId minter) {
    return Siblings.NONE.put(new Actor(minter, Actor.FIRST_EPOCH), new Version(CausalContext.EMPTY, RequestId.of(key.name()),
        cluster.world().wallMillis(), Optional.of(Content.text("new"))));
  }

  private Future<Void> readLater(NodeId outside, Key key, int t) {
    Promise<Void> done = Promise.promise();
    String millis = LabQuestion.plain(question.timesMillis().get(t));
    String after = millis + " ms after the writer was told";
    cluster.world().afterMicros(Math.round(question.timesMillis().get(t) * MICROS_PER_MILLI), () -> {
      long began = now();
      String reader = "r+" + millis + "ms";
      ask(reader, "get", key, outside, "get " + key + ", " + after + ", R=" + question.quorums().r());
      coordinator(outside).execute(new Operation.Get(key, options)).<Void>map(found -> {
        boolean missed = found.siblings().versions().isEmpty();
        readMicros.add(now() - began);
        stale[t] += missed ? 1 : 0;
        tell(reader, (missed ? "stale: nothing, " : "current: \"new\", ") + after);
        return null;
      }).onComplete(done);
    });
    return done.future();
  }

  private Coordinator coordinator(NodeId node) {
    return coordinators.computeIfAbsent(node, self -> new Coordinator(
        new Env(self, parts.transports.get(self), cluster.world(), parts.randoms.get(self), parts.events.get(self), NO_REPAIR),
        SimCluster.config(Integer.parseInt(self.name().substring(1)), question.quorums().n() + 1, settings(question.quorums())),
        cluster.ring()));
  }

  private void ask(String client, String verb, Key key, NodeId via, String says) {
    var ask = new WorldEvent.ClientAsked(client, verb, key, via, () -> says);
    asked.put(client, ask);
    trace.add(now(), client + " asks " + says);
    if (log != null) {
      log.tell(ask);
    }
  }

  private void tell(String client, String says) {
    asked.remove(client);
    trace.add(now(), client + " is told " + says);
    if (log != null) {
      log.tell(new WorldEvent.ClientTold(client, "ok", () -> says));
    }
  }
}
