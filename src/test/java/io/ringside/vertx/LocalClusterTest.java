package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.testing.NoBlockedThread;
import io.ringside.version.Content;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes on real disks and a real event bus. A pattern for tests of your own: compose futures, wait for none. */
@ExtendWith({VertxExtension.class, NoBlockedThread.class})
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class LocalClusterTest {
  /** Never needed in full, but on a busy machine. */
  private static final long PATIENT_MILLIS = 20_000;

  private static final Key CART = Key.of("cart");
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");
  private static final NodeId N5 = NodeId.of("n5");

  @TempDir
  Path directory;

  private LocalCluster cluster;

  @AfterEach
  void stop(VertxTestContext test) {
    cluster.stop().onComplete(test.succeedingThenComplete());
  }

  @Test
  void whatOneNodeTookEveryNodeGives(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> at(N1).put(CART, Content.text("milk")))
        .compose(written -> Future.all(Stream.of(N1, N2, N3).map(node -> at(node).get(CART)).toList()))
        .onComplete(test.succeeding(all -> test.verify(() -> {
          assertThat(all.<Found>list()).allSatisfy(found -> assertThat(texts(found)).containsExactly("milk"));
          test.completeNow();
        })));
  }

  @Test
  void aWatcherSeesANodeThroughItsRestarts(Vertx vertx, VertxTestContext test) {
    var starts = new CopyOnWriteArrayList<Long>();
    start(vertx, 3)
        .compose(up -> {
          cluster.watch(logged -> {
            if (logged.event() instanceof Event.NodeUp node && logged.node().equals(N2)) {
              starts.add(node.start());
            }
          });
          return cluster.restart(N2).compose(again -> cluster.restart(N2));
        })
        .onComplete(test.succeeding(twice -> test.verify(() -> {
          assertThat(starts).containsExactly(2L, 3L);
          test.completeNow();
        })));
  }

  @Test
  void eachFaultIsToldByItselfAndHealingEndsThemAll(Vertx vertx, VertxTestContext test) {
    var told = new CopyOnWriteArrayList<String>();
    start(vertx, 3)
        .compose(up -> {
          cluster.watch(logged -> {
            if (logged.event() instanceof Event.FaultBegan began) {
              told.add("+ " + began.fault());
            } else if (logged.event() instanceof Event.FaultEnded ended) {
              told.add("- " + ended.fault());
            }
          });
          cluster.partition(List.of(List.of(N1), List.of(N2)));
          cluster.pause(N3, 60_000);
          cluster.pause(N3, 1);
          return cluster.fillDisk(N2);
        })
        .compose(full -> vertx.timer(50))
        .compose(later -> {
          test.verify(() -> {
            assertThat(cluster.faults().silenced()).as("the longer pause lasts").containsExactly(N3);
            assertThat(cluster.full()).containsExactly(N2);
          });
          return cluster.heal();
        })
        .onComplete(test.succeeding(healed -> test.verify(() -> {
          assertThat(cluster.faults()).isEqualTo(FaultPlan.NONE);
          assertThat(cluster.full()).isEmpty();
          assertThat(told).containsExactly("+ cut n1->n2 n2->n1", "+ silence n3", "+ fill n2", "- cut n1->n2 n2->n1",
              "- silence n3", "+ kill n2", "- fill n2", "- kill n2");
          test.completeNow();
        })));
  }

  @Test
  void aNodeIsNeverStartedBeforeItsLastRunHasEnded(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> Future.all(cluster.kill(N2), cluster.restart(N2), cluster.restart(N2)))
        .onComplete(test.succeeding(all -> test.verify(() -> {
          assertThat(cluster.down()).isEmpty();
          test.completeNow();
        })));
  }

  @Test
  void blindWritesAreSiblingsUntilTheyAreResolved(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> Future.all(at(N1).put(CART, Content.text("5")), at(N2).put(CART, Content.text("7"))))
        .compose(both -> at(N3).get(CART))
        .compose(found -> {
          test.verify(() -> assertThat(texts(found)).containsExactlyInAnyOrder("5", "7"));
          return at(N3).resolve(CART, LocalClusterTest::largest);
        })
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(texts(found)).containsExactly("7");
          test.completeNow();
        })));
  }

  @Test
  void aKilledNodeIsDoneWithoutAndGetsWhatItMissed(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> at(N1).put(CART, Content.text("milk")))
        .compose(written -> cluster.kill(N3).compose(gone -> at(N1).put(CART, Content.text("eggs"), written.context())))
        .compose(written -> cluster.client().get(CART))
        .compose(found -> {
          test.verify(() -> assertThat(texts(found)).containsExactly("eggs"));
          return cluster.restart(N3);
        })
        .compose(back -> eventually(vertx, () -> ownRecordOf(N3), record -> record.equals(List.of("eggs"))))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void theClientOutsideGoesToTheNextNodeWhenItsFirstIsKilled(Vertx vertx, VertxTestContext test) {
    start(vertx, 5)
        .compose(up -> cluster.kill(N1))
        .compose(gone -> cluster.client().put(CART, Content.text("milk")))
        .compose(written -> cluster.client().get(CART))
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(texts(found)).containsExactly("milk");
          assertThat(cluster.down()).containsExactly(N1);
          test.completeNow();
        })));
  }

  @Test
  void bothSidesOfACutTakeWritesAndBothSurviveIt(Vertx vertx, VertxTestContext test) {
    var all = Options.DEFAULTS.withQuorum(Count.ALL);
    start(vertx, 5)
        .compose(up -> {
          cluster.partition(List.of(List.of(N1, N2), List.of(N3, N4, N5)));
          return Future.all(at(N1).put(CART, Content.text("milk")), at(N4).put(CART, Content.text("eggs")));
        })
        .compose(both -> cluster.heal())
        .compose(healed -> eventually(vertx, () -> at(N5).get(CART, all).map(LocalClusterTest::texts),
            texts -> texts.size() == 2))
        .onComplete(test.succeeding(texts -> test.verify(() -> {
          assertThat(texts).containsExactlyInAnyOrder("milk", "eggs");
          test.completeNow();
        })));
  }

  @Test
  void theClientOutsideStandsOnWhicheverSideOfACutItChooses(Vertx vertx, VertxTestContext test) {
    var explained = Options.DEFAULTS.withExplain(true);
    start(vertx, 5)
        .compose(up -> {
          cluster.partition(List.of(List.of(N1, N2), List.of(N3, N4, N5)));
          return cluster.client().via(N4).get(CART, explained.withNotFoundOk(true));
        })
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(found.explanation().orElseThrow().coordinator()).isEqualTo(N4);
          test.completeNow();
        })));
  }

  @Test
  void aPausedNodeIsSilentForThatTimeAndNobodyElseIs(Vertx vertx, VertxTestContext test) {
    start(vertx, 5)
        .compose(up -> {
          cluster.pause(N1, 300);
          assertThat(cluster.faults().silenced()).containsExactly(N1);
          return cluster.client().via(N2).put(CART, Content.text("milk"));
        })
        .compose(written -> eventually(vertx, () -> Future.succeededFuture(cluster.faults()), FaultPlan::isNone))
        .compose(over -> cluster.transport().send(N1, new Request.Inspect(CART), PATIENT_MILLIS))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aClusterThatStoppedHasItsDataWhenItStartsAgain(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> at(N1).put(CART, Content.text("milk")))
        .compose(written -> cluster.stop())
        .compose(stopped -> start(vertx, 3))
        .compose(up -> at(N2).get(CART))
        .onComplete(test.succeeding(found -> test.verify(() -> {
          assertThat(texts(found)).containsExactly("milk");
          test.completeNow();
        })));
  }

  @Test
  void whatHappensCanBeReadFromTheEventLogs(Vertx vertx, VertxTestContext test) {
    start(vertx, 3)
        .compose(up -> at(N2).put(CART, Content.text("milk")))
        .compose(written -> cluster.transport().send(N2, new Request.ReadEvents(0, 0, 1000, -1), PATIENT_MILLIS))
        .onComplete(test.succeeding(page -> test.verify(() -> {
          assertThat(page.lines()).extracting(line -> line.text()).anyMatch(line -> line.contains("\"kind\":\"node.up\""))
              .anyMatch(line -> line.contains("\"kind\":\"op.end\""));
          test.completeNow();
        })));
  }

  private Future<Void> start(Vertx vertx, int nodes) {
    return LocalCluster.start(vertx, nodes, directory).map(started -> {
      cluster = started;
      return null;
    });
  }

  private Client at(NodeId node) {
    return cluster.node(node).orElseThrow().client();
  }

  /** The values that the node itself has on its disk. */
  private Future<List<String>> ownRecordOf(NodeId node) {
    return cluster.transport().send(node, new Request.Inspect(CART), PATIENT_MILLIS)
        .map(inspection -> texts(inspection.own().siblings().versions().values().stream().toList()));
  }

  /** Asks until the answer is as wanted; the test's own time limit ends it otherwise. */
  private static <R> Future<R> eventually(Vertx vertx, Supplier<Future<R>> question, Predicate<R> wanted) {
    return question.get().transform(asked -> asked.succeeded() && wanted.test(asked.result())
        ? Future.succeededFuture(asked.result())
        : vertx.timer(50).compose(again -> eventually(vertx, question, wanted)));
  }

  private static Content largest(List<Version> siblings) {
    return Content.text(texts(siblings).stream().max(String::compareTo).orElseThrow());
  }

  private static List<String> texts(Found found) {
    return texts(found.siblings().versions().values().stream().toList());
  }

  private static List<String> texts(List<Version> versions) {
    return versions.stream().flatMap(version -> version.content().stream()).map(content -> content.body().utf8()).toList();
  }
}
