package io.ringside.explore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.HistoryRecorder;
import io.ringside.check.Violation;
import io.ringside.check.WithinReach;
import io.ringside.check.Witnesses;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.env.Mishap;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.sim.Damage;
import io.ringside.sim.Link;
import io.ringside.sim.Luck;
import io.ringside.sim.RunLog;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Plays one script in virtual time, in three parts: load under faults, in which nothing may go wrong that can be seen; a core of
 * nodes that heals while the others are gone, which has to serve; and everything healed, which has to come to rest. Then every
 * checker judges. The same script gives the same run, in every JVM.
 */
public final class Simulator {
  /** What is under way when the load ends may take as long as a client's patience. */
  static final long LAST_ANSWERS_MILLIS = 15_000;
  private static final long ANSWER_MILLIS = 100;

  /** A core that has healed serves by then. */
  private static final long CORE_MILLIS = 20_000;

  /** Everything healed has come to rest by then. */
  static final long REST_MILLIS = 90_000;
  private static final long LOOK_MILLIS = 3000;

  /**
   * What was found to differ just before everything was equal is looked at again, and what has died is reaped when its time has
   * come. It is waited for until so long nothing more was seen of that, and not longer than the second: what goes on is no rest.
   */
  private static final long SETTLE_MILLIS = 5000;
  private static final long SETTLE_LIMIT_MILLIS = 90_000;

  /** So long nothing but heartbeats may be seen. */
  private static final long QUIET_MILLIS = 10_000;

  private final Script script;
  private final TraceHash trace;
  private final RunLog log;
  private final Random random;
  private final SimCluster cluster;
  private final Misfortune misfortune;
  private final RareStates rare = new RareStates();
  private final Jury jury;
  private final HistoryRecorder recorder;
  private final List<Mischance> mischances = new ArrayList<>();
  private final SortedMap<String, Session> sessions = new TreeMap<>();
  private final List<Session> coreWriters = new ArrayList<>();
  private final Stage stage = new Stage();
  private int forgotten;
  private final WithinReach reach;
  private final boolean impatient;
  private final boolean suspicious;

  private Simulator(Script script, Wiring wiring, TraceHash trace) {
    this(script, wiring, trace, null);
  }

  /** @param log null if the run is not recorded */
  private Simulator(Script script, Wiring wiring, TraceHash trace, RunLog log) {
    this.log = log;
    Setting setting = script.setting();
    this.script = script;
    this.trace = trace;
    var seeds = new Random(setting.seed());
    this.cluster = new SimCluster(setting.nodes(), seeds.nextLong(), setting.config(), wiring, trace, this::watch);
    this.random = new Luck(seeds.nextLong(), cluster.world());
    this.jury = new Jury(cluster, script);
    this.misfortune = new Misfortune(cluster, weather(setting), !setting.isAsync(), jury::lostData);
    NodeConfig config = NodeConfig.of(setting.config().toArray(String[]::new));
    this.recorder = new HistoryRecorder(cluster.world()::nowMicros,
        operation -> Witnesses.of(operation, config, setting.nodes()));
    this.reach = new WithinReach(config, setting.nodes(), !setting.hasLittleRoom());
    this.impatient = setting.isSlow() || setting.mishaps().contains(Mishap.IMPATIENCE);
    this.suspicious = setting.mishaps().contains(Mishap.FALSE_SUSPICION);
    cluster.network().watch((from, to, request) -> {
      jury.sent(from, to, request);
      misfortune.sent(from, to, request);
    });
    cluster.setDiskLatency(setting.diskMicros());
    cluster.setMishaps(this::mischance);
  }

  /** One seed, as it comes: {@code seconds} of virtual time under load and faults, and healing after it. */
  public static Report run(long seed, int seconds) {
    return run(Swarm.write(seed, seconds * 1000L), Wiring.PLAIN, new TraceHash()).seededBy(seed);
  }

  static Report run(Script script, Wiring wiring, TraceHash trace) {
    return new Simulator(script, wiring, trace).run();
  }

  /** A simulator that breaks is a finding about one script, and no reason to stop. */
  static Report runOrBreak(Script script, Wiring wiring) {
    return runOrBreak(script, wiring, new TraceHash());
  }

  static Report runOrBreak(Script script, Wiring wiring, TraceHash trace) {
    return wholeOrBroken(script, () -> run(script, wiring, trace));
  }

  private static Report wholeOrBroken(Script script, Supplier<Report> run) {
    try {
      return run.get();
    } catch (RuntimeException thrown) {
      return Report.broken(script, new Violation("bug", "the run broke: " + thrown));
    }
  }

  private static Link weather(Setting setting) {
    double mean = setting.meanDelayMicros() / 1000.0;
    Link link = Link.of(mean * 0.4, mean).with(setting.lossPercent() / 100.0, setting.duplicationPercent() / 100.0);
    return setting.linkCapacity() == 0 ? link : link.withCapacity(setting.linkCapacity());
  }

  private Mischance mischance(NodeId node) {
    var places = new TreeSet<>(script.setting().mishaps());
    places.removeIf(place -> script.setting().isAsync() && Mischance.isCrash(place));
    var mischance = new Mischance(node, places, new Luck(random.nextLong(), cluster.world()), this::crashAt);
    mischances.add(mischance);
    return mischance;
  }

  private void crashAt(NodeId node, Mishap place) {
    rare.reached(switch (place) {
      case MINTED -> RareState.CRASH_AFTER_MINT;
      case STORED -> RareState.CRASH_AFTER_STORE;
      case ERA_STEPPED, REAPED -> RareState.CRASH_WHILE_REAPING;
      default -> RareState.CRASH_BEFORE_HINT_IS_DROPPED;
    });
    misfortune.strike(node, 200 + random.nextInt(3000));
  }

  private void watch(LoggedEvent logged) {
    rare.saw(logged.event());
    jury.saw(logged);
    if (logged.event() instanceof Event.Amnesia) {
      misfortune.foundLoss(logged.node());
    }
    if (trace.isRead() || log != null) {
      jury.sinceLastAsked().forEach(violation -> {
        trace.remark(cluster.world().nowMicros(), SpaceTime.VIOLATED + violation);
        if (log != null) {
          log.violated(violation);
        }
      });
    }
  }

  /** The same run, recorded. */
  static Report record(Script script, Wiring wiring, RunLog.Origin origin, Consumer<String> lines) {
    var log = new RunLog(lines);
    var simulator = new Simulator(script, wiring, new TraceHash(null, log), log);
    Setting setting = script.setting();
    log.begin(origin, ScriptText.write(script), simulator.cluster, new RunLog.Quorums(setting.n(), setting.r(), setting.w()),
        simulator::state);
    Report report = wholeOrBroken(script, simulator::run);
    report.violations().forEach(log::violated);
    log.end(report.hash(), report.ok());
    return report;
  }

  /** What the log of the run tells, as it really is. */
  private ObjectNode state() {
    ObjectNode state = cluster.state();
    ObjectNode clients = state.putObject("clients");
    Stream.concat(sessions.values().stream(), coreWriters.stream()).flatMap(session -> session.asked().stream())
        .forEach(asked -> clients.putObject(asked.client()).put("verb", asked.verb()).put("bucket", asked.key().bucket())
            .put("key", asked.key().name()).put("via", asked.via().name()));
    return state;
  }

  private Report run() {
    cluster.start();
    cluster.world().plan(script.deeds(), Deed::atMillis, this::does);
    cluster.runFor(script.setting().millis());
    mischances.forEach(Mischance::end);
    sessions.values().forEach(Session::finish);
    if (script.setting().ending() == Ending.ANSWERS) {
      awaitAnswers();
      return report(cluster.network().sent(), jury.judgeSoFar(recorder.history()));
    }
    cluster.runFor(LAST_ANSWERS_MILLIS);
    if (script.setting().ending() == Ending.QUIET) {
      healCore();
    }
    misfortune.makeGood();
    comeToRest();
    long messages = cluster.network().sent();
    if (script.setting().ending() == Ending.QUIET) {
      stayQuiet();
    }
    return report(messages, jury.judge(recorder.history(), rare));
  }

  private void awaitAnswers() {
    long limit = cluster.world().nowMillis() + LAST_ANSWERS_MILLIS;
    while (sessions.values().stream().anyMatch(Session::isBusy) && cluster.world().nowMillis() < limit) {
      cluster.runFor(ANSWER_MILLIS);
    }
  }

  private void does(Deed deed) {
    if (deed.act().isWork()) {
      work(deed);
    } else {
      misfortune.befall(deed);
    }
  }

  private void work(Deed deed) {
    String client = deed.word(0);
    if (deed.act() == Act.FORGET) {
      Session gone = sessions.remove(client);
      if (gone != null) {
        gone.end();
        forgotten++;
        trace.remark(cluster.world().nowMicros(), SpaceTime.client(client, "", "is gone; what it waits for, nobody hears"));
        rare.reached(RareState.CLIENT_CRASHED);
      }
      return;
    }
    if (deed.act() == Act.MOVE) {
      rare.reached(RareState.CLIENT_MOVED);
      trace.remark(cluster.world().nowMicros(), SpaceTime.client(client, "", "goes on at " + deed.word(1)));
    }
    sessions.computeIfAbsent(client, this::session).take(deed);
  }

  /** Every third client asks for strict quorums, where nothing is lost that they rely on. */
  private Session session(String client) {
    int number = Integer.parseInt(client.substring(1));
    NodeId node = cluster.nodes().get(number % cluster.nodes().size());
    boolean strict = number % 3 == 0 && !script.losesData();
    int n = script.setting().n();
    Count majority = Count.of(n / 2 + 1);
    Options options = strict ? Options.DEFAULTS.withQuorum(majority).withPrimaries(majority) : Options.DEFAULTS;
    return new Session(client + (forgotten == 0 ? "" : "'" + forgotten), stage, node, options, strict);
  }

  private final class Stage implements Session.Stage {
    @Override
    public Client client(NodeId node) {
      return cluster.client(node);
    }

    @Override
    public HistoryRecorder recorder() {
      return recorder;
    }

    @Override
    public int r() {
      return script.setting().r();
    }

    @Override
    public void failed(Throwable failure) {
      rare.saw(failure);
    }

    @Override
    public void tell(String client, Key key, Supplier<String> what) {
      if (trace.isRead()) {
        trace.remark(cluster.world().nowMicros(), SpaceTime.client(client, key.toString(), what.get()));
      }
    }

    @Override
    public void tell(WorldEvent event) {
      trace.remark(cluster.world().nowMicros(), () -> event);
    }

    @Override
    public long claim(NodeId node, Operation<?> operation) {
      boolean claimed = !impatient && (ownersAreThere() || reach.covers(operation, misfortune.wellAround(node)));
      return claimed ? misfortune.changes() : -1;
    }

    /** Who takes live nodes for suspects misses owners although nothing is broken. */
    private boolean ownersAreThere() {
      return misfortune.isCalm() && !suspicious;
    }

    @Override
    public boolean isOfReach(Throwable failure) {
      return !WithinReach.isNoMatterOfReach(failure, ownersAreThere());
    }
  }

  /** A random part of the cluster heals, large enough for every quorum; the rest is gone until later. */
  private void healCore() {
    int least = Math.max(script.setting().nodes() / 2 + 1, Math.max(script.setting().w(), script.setting().r()));
    var nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    int size = least + random.nextInt(nodes.size() - least + 1);
    if (size == nodes.size() || script.setting().isAsync()) {
      return;
    }
    rare.reached(RareState.CORE_WITHOUT_THE_OTHERS);
    List<NodeId> core = nodes.subList(0, size);
    misfortune.leaveOnly(core);
    cluster.runFor(CORE_MILLIS);
    for (Key key : jury.keys()) {
      var writer = new Session("core-" + key, stage, core.get(random.nextInt(size)), Options.DEFAULTS, false);
      coreWriters.add(writer);
      Future<?> write = writer.write(key);
      cluster.runFor(LOOK_MILLIS);
      if (!script.setting().hasLittleRoom()) {
        jury.coreServed(key, core, write);
      }
    }
  }

  private void comeToRest() {
    long limit = cluster.world().nowMillis() + REST_MILLIS;
    cluster.runFor(LOOK_MILLIS);
    while (!jury.isAtRest() && cluster.world().nowMillis() < limit) {
      cluster.runFor(LOOK_MILLIS);
    }
    boolean rested = jury.shouldBeAtRest();
    settle();
    if (rested) {
      jury.shouldStillBeAtRest();
    }
  }

  private void settle() {
    long limit = cluster.world().nowMillis() + SETTLE_LIMIT_MILLIS;
    do {
      jury.quietFromNowOn();
      cluster.runFor(SETTLE_MILLIS);
    } while (!jury.wasQuiet() && cluster.world().nowMillis() < limit);
  }

  private void stayQuiet() {
    jury.quietFromNowOn();
    cluster.runFor(QUIET_MILLIS);
  }

  private Report report(long messages, List<Violation> violations) {
    var history = recorder.history();
    var counts = new int[3];
    history.attempts().forEach(attempt -> counts[attempt.outcome().ordinal()]++);
    rare.reachedIf(cluster.network().lost() > 0, RareState.MESSAGE_LOST);
    rare.reachedIf(cluster.troubles().full() > 0, RareState.DISK_FULL_MET);
    rare.reachedIf(cluster.troubles().unreadable(Damage.FLIPPED) > 0, RareState.FLIPPED_RECORD_MET);
    rare.reachedIf(cluster.troubles().unreadable(Damage.TORN) > 0, RareState.TORN_RECORD_MET);
    rare.reachedIf(cluster.troubles().unreadable(Damage.MISDIRECTED) > 0, RareState.MISDIRECTED_RECORD_MET);
    return new Report(script.setting().seed(), trace.toString(), trace.count(), history.attempts().size(), counts[0], counts[1],
        counts[2], misfortune.faults(), messages, cluster.world().nowMillis(), rare.counts(), history, violations);
  }
}
