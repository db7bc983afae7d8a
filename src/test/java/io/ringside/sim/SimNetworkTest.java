package io.ringside.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.FaultPlan;
import io.ringside.membership.Member;
import io.ringside.message.Failure;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.ringside.testing.RefusingPeer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final long LIMIT_MILLIS = 1000;
  private static final Request.Probe PROBE = new Request.Probe(A, List.of(Member.unheard(B)));

  private final SimScheduler world = new SimScheduler();
  private final TraceHash trace = new TraceHash();
  private final SimNetwork network = new SimNetwork(world, new Random(1), trace);
  private final Life a = world.of(A);
  private final Life b = world.of(B);
  private final Transport fromA = network.transport(a);
  private int served;

  @Test
  void anAnswerComesBackAsAnEqualValueThatIsNotTheSame() {
    serveB(() -> Future.succeededFuture(new News(List.of(new Member(A, 7, Member.Status.SUSPECT)))));
    Future<News> answer = probeB();
    assertFalse(answer.isComplete(), "nothing arrives before time moves");
    world.runUntil(LIMIT_MILLIS);
    assertEquals(new News(List.of(new Member(A, 7, Member.Status.SUSPECT))), answer.result());
  }

  @Test
  void silenceIsUnreachableAfterTheLimit() {
    Future<News> answer = probeB();
    world.runUntil(LIMIT_MILLIS - 1);
    assertFalse(answer.isComplete());
    world.runUntil(LIMIT_MILLIS);
    assertInstanceOf(Failure.Unreachable.class, answer.cause());
  }

  @Test
  void aThrowIsARefusalAndIsRemembered() {
    serveB(() -> {
      throw new IllegalStateException("a bug");
    });
    Future<News> answer = probeB();
    world.runUntil(LIMIT_MILLIS);
    assertInstanceOf(Failure.Refused.class, answer.cause());
    assertEquals(1, network.bugs().size());
  }

  @Test
  void anUnavailablePeerIsHeardAsSuch() {
    serveB(() -> Future.failedFuture(new Failure.Unavailable("starting")));
    Future<News> answer = probeB();
    world.runUntil(LIMIT_MILLIS);
    assertInstanceOf(Failure.Unavailable.class, answer.cause());
    assertTrue(network.bugs().isEmpty());
  }

  @Test
  void aCrashedPeerIsSilentAndItsNextLifeAnswers() {
    serveB(() -> Future.succeededFuture(News.NONE));
    b.end();
    Future<News> toTheDead = probeB();
    world.runFor(LIMIT_MILLIS);
    assertInstanceOf(Failure.Unreachable.class, toTheDead.cause());
    network.serve(world.of(B), peer(() -> Future.succeededFuture(News.NONE)));
    Future<News> toTheLiving = probeB();
    world.runFor(LIMIT_MILLIS);
    assertTrue(toTheLiving.succeeded());
  }

  @Test
  void nothingComesBackToALifeThatIsOver() {
    serveB(() -> Future.succeededFuture(News.NONE));
    Future<News> answer = probeB();
    a.end();
    world.runFor(2 * LIMIT_MILLIS);
    assertEquals(1, served, "what had left still arrives");
    assertFalse(answer.isComplete());
  }

  @Test
  void aCutOfTheWayBackLetsTheRequestBeCarriedOut() {
    serveB(() -> Future.succeededFuture(News.NONE));
    network.setFaults(FaultPlan.NONE.withCut(B, A));
    Future<News> answer = probeB();
    world.runUntil(LIMIT_MILLIS);
    assertEquals(1, served);
    assertInstanceOf(Failure.Unreachable.class, answer.cause());
  }

  @Test
  void aCutAlsoStopsWhatIsUnderWay() {
    serveB(() -> Future.succeededFuture(News.NONE));
    probeB();
    network.setFaults(FaultPlan.NONE.withCut(A, B));
    world.runUntil(LIMIT_MILLIS);
    assertEquals(0, served);
  }

  @Test
  void lossAndDuplicationAreAsFrequentAsSaid() {
    serveB(() -> Future.succeededFuture(News.NONE));
    network.setLink(A, B, Link.LOCAL.with(0.2, 0.1));
    for (int i = 0; i < 10_000; i++) {
      probeB();
    }
    world.runUntil(LIMIT_MILLIS);
    assertEquals(8800, served, 200);
  }

  @Test
  void delaysHaveTheMinimumAndTheMeanSaid() {
    var link = Link.of(0.3, 1);
    var random = new Random(1);
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      double delay = link.delay().drawMillis(random);
      assertTrue(delay >= 0.3);
      sum += delay;
    }
    assertEquals(1, sum / 100_000, 0.01);
  }

  @Test
  void whatANodeSendsItselfIsNeverLost() {
    network.setUsualLink(Link.LOCAL.with(1, 0));
    network.serve(a, peer(() -> Future.succeededFuture(News.NONE)));
    Future<News> answer = fromA.send(A, PROBE, LIMIT_MILLIS);
    world.runUntil(1);
    assertTrue(answer.succeeded());
  }

  @Test
  void theSameSeedGivesTheSameTraceAndAnotherSeedAnother() {
    assertEquals(traceOf(5), traceOf(5));
    assertNotEquals(traceOf(5), traceOf(6));
  }

  @Test
  void theHashIsTheSameWhetherSomebodyReadsTheTraceOrNot() {
    var lines = new ArrayList<String>();
    var read = new TraceHash(lines::add);
    var unread = new TraceHash();
    for (TraceHash trace : List.of(read, unread)) {
      trace.add(7, "crash a");
      trace.message(8, "send", new Message(1, A, B, "Probe", false, Optional.empty(), Bytes.utf8("x"), 5));
      trace.event(9, new LoggedEvent(A, 1, 1, 0, new Event.NodeStopping()));
    }
    assertEquals(read.toString(), unread.toString());
    assertEquals(3, lines.size());
    assertEquals("8 send m1 a->b Probe 5", lines.get(1));
  }

  @Test
  void aClogHoldsBackAndLetsGo() {
    serveB(() -> Future.succeededFuture(News.NONE));
    network.clog(A, B);
    Future<News> answer = probeB();
    world.runFor(LIMIT_MILLIS / 2);
    assertEquals(0, served);
    network.unclog(A, B);
    world.runFor(LIMIT_MILLIS / 4);
    assertTrue(answer.succeeded());
  }

  @Test
  void aKindThatIsCutDoesNotPassAndOthersDo() {
    serveB(() -> Future.succeededFuture(News.NONE));
    network.cutKind(A, B, "Store");
    Future<News> other = probeB();
    world.runFor(LIMIT_MILLIS);
    assertTrue(other.succeeded());
    network.cutKind(A, B, "Probe");
    Future<News> cut = probeB();
    world.runFor(LIMIT_MILLIS);
    assertTrue(cut.failed());
  }

  @Test
  void whatANodeTellsItselfCrossesNoLink() {
    network.serve(a, peer(() -> Future.succeededFuture(News.NONE)));
    network.setLink(A, B, Link.LOCAL);
    network.cutKind(A, B, "Probe");
    network.clog(A, B);
    Future<News> answer = fromA.send(A, PROBE, LIMIT_MILLIS);
    world.runFor(LIMIT_MILLIS);
    assertTrue(answer.succeeded());
  }

  @Test
  void aFullLinkLosesWhatComesOnTop() {
    serveB(() -> Future.succeededFuture(News.NONE));
    network.setLink(A, B, Link.LOCAL.withCapacity(3));
    for (int i = 0; i < 10; i++) {
      probeB();
    }
    world.runFor(LIMIT_MILLIS);
    assertEquals(3, served);
  }

  @Test
  void aPausedPeerAnswersWhenItWakes() {
    serveB(() -> Future.succeededFuture(News.NONE));
    b.pause(LIMIT_MILLIS / 2);
    Future<News> answer = probeB();
    world.runFor(LIMIT_MILLIS / 2 - 1);
    assertEquals(0, served);
    world.runFor(10);
    assertTrue(answer.succeeded());
  }

  /** The value changes when the network's rules or the codec change, and never by itself. */
  @Test
  void aRunHasTheSameHashInEveryJvm() {
    assertEquals("1188fd658b609b18", traceOf(5));
  }

  private static String traceOf(long seed) {
    var world = new SimScheduler();
    var trace = new TraceHash();
    var network = new SimNetwork(world, new Random(seed), trace);
    network.setUsualLink(Link.LOCAL.with(0.1, 0.1));
    Transport fromA = network.transport(world.of(A));
    network.serve(world.of(B), new RefusingPeer());
    for (int i = 0; i < 50; i++) {
      fromA.send(B, PROBE, LIMIT_MILLIS);
      world.runFor(1);
    }
    return trace.toString();
  }

  private Future<News> probeB() {
    return fromA.send(B, PROBE, LIMIT_MILLIS);
  }

  private void serveB(Supplier<Future<News>> answer) {
    network.serve(b, peer(answer));
  }

  private RefusingPeer peer(Supplier<Future<News>> answer) {
    return new RefusingPeer() {
      @Override
      public Future<News> probe(Request.Probe probe) {
        served++;
        return answer.get();
      }
    };
  }
}
