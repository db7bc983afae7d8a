package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.ringside.testing.FreePorts;
import io.ringside.testing.NoBlockedThread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, NoBlockedThread.class})
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class ClusteredVertxTest {
  private static final int OFFSET = 1000;
  private static final long HOUR_MILLIS = 3_600_000;

  private final String roster = FreePorts.roster(3, OFFSET);
  private final ConcurrentLinkedQueue<Vertx> started = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeAll(VertxTestContext test) {
    Future.join(started.stream().map(Vertx::close).toList()).onComplete(test.succeedingThenComplete());
  }

  @Test
  void threeMembersAskEachOtherAndAClosedOneIsUnreachableAtOnce(VertxTestContext test) {
    Future.all(start("n1"), start("n2"), start("n3"))
        .compose(all -> {
          List<Vertx> members = all.list();
          return ask(members.get(0), "n3")
              .compose(n3 -> ask(members.get(1), "n1"))
              .compose(n1 -> members.get(2).close())
              .compose(closed -> ask(members.get(0), "n2"))
              .compose(n2 -> ask(members.get(0), "n3"));
        })
        .onComplete(test.failing(failure -> test.verify(() -> {
          assertThat(failure).isInstanceOf(Failure.Unreachable.class).hasMessageContaining("n3 cannot be reached");
          test.completeNow();
        })));
  }

  @Test
  void aMemberWhoseSeedsAreAwayStartsAlone(VertxTestContext test) {
    start("n2").compose(alone -> ask(alone, "n2")).onComplete(test.succeedingThenComplete());
  }

  @Test
  void aBusPortInUseFailsTheStartAndLeavesNothingBehind(VertxTestContext test) {
    int busPort = config("n1").busPort();
    ServerSocket holder = FreePorts.hold(busPort);
    start("n1").onComplete(test.failing(failure -> test.verify(() -> {
      assertThat(failure).hasStackTraceContaining("Address already in use");
      FreePorts.hold(busPort + OFFSET).close();
      holder.close();
      test.completeNow();
    })));
  }

  /** It listens elsewhere, so that no port stands in its way. */
  @Test
  void aSecondProcessOfANameIsRefusedAndTheFirstStays(VertxTestContext test) {
    Future.all(start("n1"), start("n2"))
        .compose(both -> ClusteredVertx.start(elsewhere("n2")).transform(second -> {
          test.verify(() -> assertThat(second.cause()).isInstanceOf(NameInUse.class)
              .hasMessageContaining("n2 is alive at").hasMessageContaining("node.name"));
          return ask(both.resultAt(0), "n2");
        }))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aNameIsFreeAgainWhenItsProcessIsGone(VertxTestContext test) {
    Future.all(start("n1"), start("n2"))
        .compose(both -> both.<Vertx>resultAt(1).close())
        .compose(gone -> ClusteredVertx.start(elsewhere("n2")))
        .onComplete(test.succeeding(again -> {
          started.add(again);
          test.completeNow();
        }));
  }

  private NodeConfig elsewhere(String name) {
    String port = FreePorts.roster(1, OFFSET).replaceAll(".*:", "");
    String moved = roster.replaceFirst(name + "=([^:]*):\\d+", name + "=$1:" + port);
    return NodeConfig.of("node.name=" + name, "cluster.id=test", "cluster.members=" + moved, "cluster.joinPortOffset=" + OFFSET);
  }

  private NodeConfig config(String name) {
    return NodeConfig.of("node.name=" + name, "cluster.id=test", "cluster.members=" + roster, "cluster.joinPortOffset=" + OFFSET);
  }

  /** A member whose replica address repeats what it hears. */
  private Future<Vertx> start(String name) {
    return ClusteredVertx.start(config(name)).compose(vertx -> {
      started.add(vertx);
      return on(vertx, BusAddress.replica(NodeId.of(name)), channel -> Future.succeededFuture()).map(vertx);
    });
  }

  private Future<Bytes> ask(Vertx from, String to) {
    var asker = new BusAddress(nameOf(from), "asker");
    return on(from, asker, channel -> channel.ask(BusAddress.replica(NodeId.of(to)), Bytes.utf8("?"), HOUR_MILLIS)
        .eventually(channel::close));
  }

  private static NodeId nameOf(Vertx vertx) {
    return NodeId.of(((VertxInternal) vertx).clusterManager().getNodeId());
  }

  private static <R> Future<R> on(Vertx vertx, BusAddress address, Function<Channel, Future<R>> body) {
    Promise<R> done = Promise.promise();
    vertx.runOnContext(here -> {
      var channel = new Channel(vertx, address, ClusterTag.of("test"), LinkFaults.NONE, Events.NONE);
      channel.listen(Future::succeededFuture).compose(listening -> body.apply(channel)).onComplete(done);
    });
    return done.future();
  }
}
