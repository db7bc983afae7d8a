package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Linearizability.Verdict;
import io.ringside.client.Client;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.FaultPlan;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.Request;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.sim.Link;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.testing.Seeds;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge finds no fault with the protocol as it is, in whatever weather, and finds what an AP store does not promise. */
class JudgedClusterTest {
  private static final int KEYS = 5;
  private static final int SESSIONS = 6;

  private final Watch watch = new Watch();
  private final SortedMap<NodeId, Long> lives = new TreeMap<>();
  private final List<LoggedEvent> quietEvents = new ArrayList<>();
  private boolean quiet;
  private SimCluster cluster;
  private HistoryRecorder recorder;

  private void start(long seed) {
    cluster = new SimCluster(5, seed, List.of(), new TraceHash(), this::saw);
    recorder = new HistoryRecorder(() -> cluster.world().nowMicros());
    cluster.start();
  }

  /** The simulated cluster does not number the lives of its nodes. */
  private void saw(LoggedEvent logged) {
    var numbered = new LoggedEvent(logged.node(), lives.getOrDefault(logged.node(), 1L), logged.sequence(), logged.atMillis(),
        logged.event());
    watch.saw(numbered);
    if (quiet) {
      quietEvents.add(numbered);
    }
  }

  /**
   * A failure is recorded as unknown whatever it says: the simulated client tells of its last try only, and an earlier one may
   * have been carried out.
   */
  private <R> Future<R> recorded(Client client, String session, NodeId node, Operation<R> operation) {
    var open = recorder.begin(session, node, operation, false);
    return client.execute(operation).andThen(done -> {
      if (done.succeeded()) {
        open.succeeded(done.result());
      } else {
        open.failed(new IllegalStateException(done.cause()));
      }
    });
  }

  private static Operation.Get get(Key key) {
    return new Operation.Get(key, Options.DEFAULTS.withNotFoundOk(true));
  }

  private static Operation.Put put(Client client, Key key, CausalContext past, String text) {
    return new Operation.Put(key, Content.text(text), past, client.newRequest(), false, Options.DEFAULTS);
  }

  private static Key key(int number) {
    return Key.of("key-" + number);
  }

  @Test
  void noFaultIsFoundWithTheProtocolInBadWeather() {
    Seeds.run(10, seed -> {
      var run = new JudgedClusterTest();
      Judgement judgement = run.badWeather(seed);
      assertThat(judgement.violations()).isEmpty();
      assertThat(judgement.staleness().reads()).isGreaterThan(50);
    });
  }

  private Judgement badWeather(long seed) {
    start(seed);
    var random = new Random(seed);
    cluster.setUsualLink(Link.LOCAL.with(0.02, 0.02));
    for (int i = 0; i < SESSIONS; i++) {
      NodeId node = cluster.nodes().get(i % cluster.nodes().size());
      goOn(cluster.client(node), "s" + i, node, new Random(random.nextLong()), cluster.world().nowMillis() + 30_000);
    }
    for (int i = 0; i < 30; i++) {
      oneFault(random);
      cluster.runFor(1000);
    }
    cluster.setUsualLink(Link.LOCAL);
    cluster.setFaults(FaultPlan.NONE);
    cluster.nodes().stream().filter(node -> !cluster.isUp(node)).forEach(this::restart);
    cluster.runFor(40_000);
    readAll();
    cluster.runFor(2_000);
    quiet = true;
    cluster.runFor(5_000);
    return new Judge(Promises.NONE).judge(recorder.history(), watch, atRest());
  }

  private void goOn(Client client, String session, NodeId node, Random random, long untilMillis) {
    if (cluster.world().nowMillis() >= untilMillis) {
      return;
    }
    Key key = key(random.nextInt(KEYS));
    Future<?> step = recorded(client, session, node, get(key)).transform(found -> {
      CausalContext past = found.succeeded() && random.nextInt(3) > 0 ? found.result().context() : CausalContext.EMPTY;
      return switch (random.nextInt(6)) {
        case 0 -> recorded(client, session, node,
            new Operation.Delete(key, past, client.newRequest(), Options.DEFAULTS)).mapEmpty();
        case 1 -> recorded(client, session, node,
            new Operation.Delete(key, CausalContext.EMPTY, client.newRequest(), Options.DEFAULTS)).mapEmpty();
        case 2, 3 -> recorded(client, session, node, put(client, key, past, session + random.nextInt())).mapEmpty();
        default -> Future.succeededFuture();
      };
    });
    step.onComplete(done -> cluster.world().after(1 + random.nextInt(200),
        () -> goOn(client, session, node, random, untilMillis)));
  }

  private void oneFault(Random random) {
    NodeId node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        if (cluster.isUp(node)) {
          cluster.crash(node);
        } else {
          restart(node);
        }
      }
      case 1 -> cluster.setFaults(FaultPlan.NONE.partition(List.of(
          cluster.nodes().subList(0, 1 + random.nextInt(4)), cluster.nodes().subList(4, 5))));
      default -> cluster.setFaults(FaultPlan.NONE);
    }
  }

  private void restart(NodeId node) {
    lives.merge(node, 2L, (old, two) -> old + 1);
    cluster.restart(node);
  }

  private void readAll() {
    Client client = cluster.client(cluster.nodes().get(0));
    for (int i = 0; i < KEYS; i++) {
      cluster.await(client.get(key(i), Options.DEFAULTS.withExplain(true)), 10_000);
    }
  }

  private AtRest atRest() {
    SortedMap<Key, SortedMap<NodeId, Siblings>> owners = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      owners.put(key(i), cluster.owners(key(i)));
    }
    SortedMap<NodeId, ClusterView> views = new TreeMap<>();
    SortedMap<NodeId, Long> epochs = new TreeMap<>();
    for (NodeId node : cluster.nodes()) {
      SortedMap<NodeId, Member> members = new TreeMap<>();
      cluster.await(cluster.ask(node, new Request.ShowView()), 1000).beliefs()
          .forEach((about, belief) -> members.put(about, belief.member()));
      views.put(node, new ClusterView(members));
      epochs.put(node, cluster.await(cluster.ask(node, new Request.ShowStatus()), 1000).ringEpoch());
    }
    return AtRest.of(owners).withHints(cluster.hints()).withViews(views).withRing(cluster.ring(), epochs)
        .withQuietWhile(quietEvents, List.of());
  }

  /** Both sides go on, and neither sees the other: no register does that. */
  @Test
  void anAvailableStoreInAPartitionIsNotLinearizable() {
    start(1);
    Key key = Key.of("cart");
    List<NodeId> nodes = cluster.nodes();
    cluster.setFaults(FaultPlan.NONE.partition(List.of(nodes.subList(0, 2), nodes.subList(2, 5))));
    cluster.runFor(10_000);
    for (int i = 0; i < 3; i++) {
      for (NodeId node : List.of(nodes.get(0), nodes.get(4))) {
        Client client = cluster.client(node);
        CausalContext seen = cluster.await(recorded(client, node.name(), node, get(key)), 5000).context();
        cluster.await(recorded(client, node.name(), node, put(client, key, seen, node + "-" + i)), 5000);
      }
    }
    History history = recorder.history();
    assertThat(Linearizability.judge(history, Linearizability.USUAL_STEPS).get(key).verdict())
        .isEqualTo(Verdict.NOT_LINEARIZABLE);
    assertThat(Staleness.of(history).stale()).isPositive();
    assertThat(new ReadCheck(history).contexts()).isEmpty();
  }
}
