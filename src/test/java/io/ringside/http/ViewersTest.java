package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig.EventsConfig;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.EventPage;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.SimWorld;
import io.ringside.sim.Wiring;
import io.ringside.version.Content;
import io.ringside.vertx.EventLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The feed as it is, over the event logs as they are, of a simulated run: who watches changes nothing of it. */
class ViewersTest {
  private static final ClusterShape SHAPE = new ClusterShape(5, 3, 2, 2, List.of());
  private static final NodeId RESTARTED = NodeId.of("n3");
  private static final long SEED = 42;
  private static final int TICKS = 120;
  private static final int CRASH = 40;
  private static final int RESTART = 70;

  /** Enough for two ticks of a node, and far less than for a viewer that sleeps. */
  private static final EventsConfig SMALL = new EventsConfig(200, 16);

  /** What a viewer was sent and has taken. A viewer that sleeps takes nothing, whatever it was sent. */
  private static final class Browser implements Outlet {
    private final List<Told> told = new ArrayList<>();
    private boolean asleep;
    private String unread = "";
    private Promise<Void> taking = Promise.promise();

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public Future<Void> write(String frame) {
      unread += frame;
      taking = Promise.promise();
      take();
      return taking.future();
    }

    private void wake() {
      asleep = false;
      take();
    }

    private void take() {
      if (!asleep) {
        unread.lines().filter(line -> line.startsWith("event: ") || line.startsWith("data: ")).reduce((event, data) -> {
          if (data.startsWith("data: ")) {
            told.add(new Told(event.substring(7), new JsonObject(data.substring(6))));
          }
          return data;
        });
        unread = "";
        taking.tryComplete();
      }
    }

    private List<String> namesOf(Predicate<Told> which) {
      return told.stream().filter(one -> one.event().equals("e")).filter(which).map(Told::name).toList();
    }
  }

  /** One event as a browser sees it. */
  private record Told(String event, JsonObject data) {
    private String node() {
      return data.getString("node");
    }

    private String name() {
      return node() + " " + data.getString("start") + " " + data.getString("seq");
    }
  }

  /** A run, and those who watch it: the nodes' logs are read beside its network, as a page reads them beside its clients. */
  private static final class Watched implements Transport {
    private final SortedMap<NodeId, EventLog> logs = new TreeMap<>();
    private final SortedMap<NodeId, Long> lives = new TreeMap<>();
    private final SimWorld world = SimWorld.open(SHAPE, SEED, Wiring.PLAIN, this::said);
    private final EventPages pages = new EventPages(new Nodes(NodeId.of("n1"), SHAPE.names(), this, 1000));
    private final List<Browser> browsers = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private int mostHeld;

    private void said(LoggedEvent logged) {
      if (!Long.valueOf(logged.start()).equals(lives.put(logged.node(), logged.start()))) {
        logs.put(logged.node(), new EventLog(logged.node(), SMALL));
      }
      logs.get(logged.node()).emit(logged.event());
    }

    private void open() {
      var browser = new Browser();
      browsers.add(browser);
      viewers.add(new Viewer(browser, pages, SHAPE.names(), Cursor.START, 1, world.scheduler().nowMillis()));
    }

    private void tick() {
      pages.forgetAnswered();
      viewers.forEach(viewer -> viewer.tick(world.scheduler().nowMillis()));
      mostHeld = Math.max(mostHeld, viewers.stream().mapToInt(Viewer::heldLines).max().orElse(0));
    }

    private void play() {
      for (int i = 0; i < TICKS; i++) {
        NodeId node = NodeId.of("n" + (1 + i % 2));
        world.client(node).put(Key.of("key-" + i % 10), Content.text("value " + i));
        if (i == CRASH) {
          world.crash(RESTARTED);
        } else if (i == RESTART) {
          world.restart(RESTARTED);
        }
        world.runFor(100);
        tick();
      }
    }

    @Override
    @SuppressWarnings("unchecked") // Nothing else is asked.
    public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
      return world.isUp(to)
          ? Future.succeededFuture((R) logs.get(to).read((Request.ReadEvents) request))
          : Future.failedFuture(new Failure.Unreachable(to + " is down"));
    }
  }

  private static Watched watchedBy(int viewers) {
    var run = new Watched();
    IntStream.range(0, viewers).forEach(i -> run.open());
    return run;
  }

  private static Watched watchedByTwentyOfWhichOneSleeps() {
    Watched run = watchedBy(20);
    run.browsers.get(0).asleep = true;
    run.play();
    return run;
  }

  @Test
  void aRunIsTheSameWhoeverWatches() {
    var alone = SimWorld.open(SHAPE, SEED, Wiring.PLAIN, event -> { });
    Watched unwatched = watchedBy(0);
    Watched one = watchedBy(1);
    assertThat(unwatched.world.hash()).isEqualTo(alone.hash());
    unwatched.play();
    one.play();
    Watched many = watchedByTwentyOfWhichOneSleeps();
    assertThat(one.world.hash()).isEqualTo(unwatched.world.hash());
    assertThat(many.world.hash()).isEqualTo(unwatched.world.hash());
    assertThat(one.browsers.get(0).told).filteredOn(told -> told.event().equals("e")).hasSizeGreaterThan(1000);
  }

  @Test
  void whoTakesWhatHeIsSentMissesNothingAndSeesTheSameAsOthers() {
    Watched run = watchedByTwentyOfWhichOneSleeps();
    List<String> first = run.browsers.get(1).namesOf(any -> true);
    assertThat(first).doesNotHaveDuplicates();
    assertThat(run.browsers.subList(1, 20)).allSatisfy(browser -> {
      assertThat(browser.namesOf(any -> true)).isEqualTo(first);
      assertThat(browser.told).filteredOn(told -> told.event().equals("gap")).extracting(Told::node).containsOnly(RESTARTED.name());
    });
  }

  @Test
  void forAViewerThatTakesNothingNoMoreIsHeldThanTwoPagesOfEachNode() {
    Watched run = watchedByTwentyOfWhichOneSleeps();
    int held = run.viewers.get(0).heldLines();
    assertThat(run.browsers.get(0).told).isEmpty();
    assertThat(held).isPositive();
    assertThat(run.mostHeld).isLessThanOrEqualTo(Viewer.maxHeldLines(SHAPE.nodes()));
    run.play();
    assertThat(run.viewers.get(0).heldLines()).as("as long as it sleeps").isEqualTo(held);
  }

  @Test
  void aViewerThatWakesIsToldWhatItMissedAndThenSeesTheSameAsOthers() {
    Watched run = watchedByTwentyOfWhichOneSleeps();
    Browser late = run.browsers.get(0);
    late.wake();
    run.tick();
    run.tick();
    int caughtUp = late.namesOf(any -> true).size();
    List<String> before = run.browsers.get(1).namesOf(any -> true);
    run.play();
    run.tick();
    List<String> since = run.browsers.get(1).namesOf(any -> true).subList(before.size(), run.browsers.get(1).namesOf(any -> true).size());
    assertThat(since).isNotEmpty();
    assertThat(late.namesOf(any -> true)).endsWith(since.toArray(String[]::new)).hasSize(caughtUp + since.size());
    for (NodeId node : SHAPE.names()) {
      Predicate<Told> ofNode = told -> node.name().equals(told.node());
      List<Told> gaps = late.told.stream().filter(told -> told.event().equals("gap")).filter(ofNode).toList();
      List<String> all = run.browsers.get(1).namesOf(ofNode);
      assertThat(all).containsAll(late.namesOf(ofNode));
      if (node.equals(NodeId.of("n1"))) {
        assertThat(gaps).as("it has coordinated half of all").isNotEmpty();
      }
      if (node.equals(RESTARTED)) {
        assertThat(gaps).extracting(gap -> gap.data().getString("reason")).contains("restarted");
      } else {
        int missed = gaps.stream().mapToInt(gap -> gap.data().getInteger("missed")).sum();
        assertThat(missed).isEqualTo(all.size() - late.namesOf(ofNode).size());
      }
    }
  }

  @Test
  void ofANodeThatSaysTooMuchAViewerIsToldAPartAndHowMuchTheRestWas() {
    Watched run = watchedBy(1);
    var n1 = NodeId.of("n1");
    run.world.runFor(1000);
    run.tick();
    for (int i = 0; i < 100; i++) {
      IntStream.range(0, 180).forEach(k -> run.logs.get(n1).emit(new Event.HintDelivered(RESTARTED, Key.of("key-" + k))));
      run.tick();
    }
    List<Told> told = run.browsers.get(0).told.stream().filter(one -> one.event().equals("e") && one.node().equals("n1")).toList();
    assertThat(told).filteredOn(one -> one.data().getString("kind").equals("events.coalesced")).hasSizeGreaterThan(10);
    assertThat(told).hasSizeLessThan(Pace.BURST * 2);
    long before = 0;
    for (Told one : told) {
      assertThat(Long.parseLong(one.data().getString("first", one.data().getString("seq")))).isEqualTo(before + 1);
      before = Long.parseLong(one.data().getString("seq"));
    }
    assertThat(run.browsers.get(0).told).noneMatch(one -> one.event().equals("gap") && one.node().equals("n1"));
  }
}
