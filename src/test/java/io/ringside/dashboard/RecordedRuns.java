package io.ringside.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.EventJson;
import io.ringside.event.WorldEvent;
import io.ringside.event.WorldEvent.Fate;
import io.ringside.explore.Runs;
import io.ringside.http.ScenarioStage;
import io.ringside.sim.RunLog;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Event logs of a wanted length, made before anybody looks: as a page that asks for a scenario's log gets them. */
final class RecordedRuns implements ScenarioStage {
  private static final RunLog.Origin ORIGIN = new RunLog.Origin("a build", "for its length");
  private static final RunLog.Quorums QUORUMS = new RunLog.Quorums(3, 2, 2);
  private static final long SEED = 7;

  private static final int KEYS = 100;
  private static final long STEP_MILLIS = 1000;
  private static final long LIMIT_MILLIS = 60_000;
  private static final long FLIGHT_MICROS = 1_000_000;

  private final SortedMap<String, Buffer> logs = new TreeMap<>();

  private RecordedRuns add(String name, List<String> lines) {
    logs.put(name, Buffer.buffer(String.join("\n", lines) + "\n"));
    return this;
  }

  static RecordedRuns none() {
    return new RecordedRuns();
  }

  /** The first so many lines of one run with random faults for some seconds, once for each length. */
  RecordedRuns withRandomRun(int seconds, int... lengths) {
    var lines = new ArrayList<String>();
    Runs.record(Runs.script(SEED, seconds), Runs.PLAIN, ORIGIN, lines::add);
    for (int length : lengths) {
      add("random-" + length, atLeast(length, lines));
    }
    return this;
  }

  /** A simulated cluster of so many nodes, from its start on, with a little work and a crash. */
  RecordedRuns withManyNodes(String name, int nodes, int length) {
    var lines = new ArrayList<String>();
    Consumer<String> some = line -> {
      if (lines.size() < length) {
        lines.add(line);
      }
    };
    var log = new RunLog(some);
    var cluster = new SimCluster(nodes, SEED, List.of(), new TraceHash(null, log), event -> { });
    log.begin(ORIGIN, "", cluster, QUORUMS, () -> stateOf(cluster));
    cluster.start();
    cluster.runFor(STEP_MILLIS);
    var client = cluster.client(cluster.nodes().get(0));
    var puts = new ArrayList<Future<?>>();
    for (int i = 0; i < KEYS; i++) {
      puts.add(client.put(Key.of("item-" + i), Content.text("value " + i)));
    }
    cluster.await(Future.join(puts), LIMIT_MILLIS);
    cluster.crash(cluster.nodes().get(nodes - 1));
    while (lines.size() < length) {
      cluster.runFor(STEP_MILLIS);
    }
    return add(name, lines);
  }

  private static ObjectNode stateOf(SimCluster cluster) {
    ObjectNode state = cluster.state();
    state.putObject("clients");
    return state;
  }

  /** Nothing but messages: from the first second on so many are under way at any time, each for a second. */
  RecordedRuns withCrowd(String name, int messages, int length) {
    List<NodeId> nodes = new SimCluster(5, SEED, List.of(), new TraceHash(), event -> { }).nodes();
    var lines = new ArrayList<String>();
    var crowd = new Crowd(nodes, lines);
    var owners = new ArrayList<NodeId>();
    for (int partition = 0; partition < 256; partition++) {
      owners.add(nodes.get(partition % nodes.size()));
    }
    crowd.tell(0, new WorldEvent.RunBegan(ORIGIN.build(), ORIGIN.flags(), "", nodes, owners, QUORUMS.n(), QUORUMS.r(), QUORUMS.w()));
    nodes.forEach(node -> crowd.tell(0, new WorldEvent.NodeStarted(node, 1)));
    while (lines.size() < length) {
      crowd.next(FLIGHT_MICROS / messages);
    }
    return add(name, lines);
  }

  /** Sends one message after the other, each between two other nodes. */
  private static final class Crowd {
    private final List<NodeId> nodes;
    private final List<String> lines;
    private final ArrayDeque<WorldEvent.MessageMoved> flying = new ArrayDeque<>();
    private final ArrayDeque<Long> arriving = new ArrayDeque<>();
    private long atMicros;
    private int sent;

    private Crowd(List<NodeId> nodes, List<String> lines) {
      this.nodes = nodes;
      this.lines = lines;
    }

    private void tell(long micros, WorldEvent event) {
      lines.add(EventJson.recorded(micros, lines.size() + 1L, micros / 1000, event));
    }

    private void next(long afterMicros) {
      atMicros += afterMicros;
      while (!arriving.isEmpty() && arriving.peek() <= atMicros) {
        WorldEvent.MessageMoved message = flying.remove();
        tell(arriving.remove(), moved(Fate.DELIVER, message.number(), message.from(), message.to()));
      }
      NodeId from = nodes.get(sent % nodes.size());
      NodeId to = nodes.get((sent + 1 + sent / nodes.size() % (nodes.size() - 1)) % nodes.size());
      WorldEvent.MessageMoved message = moved(Fate.SEND, ++sent, from, to);
      tell(atMicros, message);
      flying.add(message);
      arriving.add(atMicros + FLIGHT_MICROS);
    }

    private static WorldEvent.MessageMoved moved(Fate fate, long number, NodeId from, NodeId to) {
      return new WorldEvent.MessageMoved(fate, number, from, to, "Store", false, Optional.of(Key.of("key-" + number % KEYS)));
    }
  }

  private static List<String> atLeast(int length, List<String> lines) {
    if (lines.size() < length) {
      throw new IllegalStateException("The run has only " + lines.size() + " lines");
    }
    return lines.subList(0, length);
  }

  @Override
  public boolean playsLive() {
    return false;
  }

  @Override
  public List<Listed> listed() {
    return logs.keySet().stream().map(name -> new Listed(name, name, "")).toList();
  }

  @Override
  public Future<Void> record(String name, long seed, Consumer<Buffer> pieces) {
    pieces.accept(logs.get(name));
    return Future.succeededFuture();
  }

  @Override
  public Future<String> start(String name) {
    return EMPTY.start(name);
  }

  @Override
  public Future<Simulated> simulate(String name, long seed) {
    return EMPTY.simulate(name, seed);
  }

  @Override
  public Future<Buffer> recordText(String text, long seed) {
    return EMPTY.recordText(text, seed);
  }
}
