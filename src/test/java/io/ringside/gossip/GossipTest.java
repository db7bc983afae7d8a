package io.ringside.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.Failure;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.ringside.sim.SimScheduler;
import io.ringside.testing.ScriptedTransport;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node, of which the test plays all the others. */
class GossipTest {
  private static final NodeId SELF = NodeId.of("self");
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");
  private static final NodeId STRANGER = NodeId.of("stranger");
  private static final List<NodeId> ROSTER = List.of(A, B, C, SELF);
  private static final GossipConfig KNOBS = new GossipConfig(500, 200, 2, 4, 6, 8, 4, 10_000);
  private static final int PERIOD = 500;

  /** With nobody, one, and two more accusers than the first. */
  private static final int LONGEST = 12_000;
  private static final int SHORTER = 5691;
  private static final int SHORTEST = 2000;

  private static final long START = 3;

  private final SimScheduler scheduler = new SimScheduler();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<Event> events = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Env env = new Env(SELF, transport, scheduler, new Random(1), events::add);
  private final Gossip gossip = new Gossip(env, KNOBS, ROSTER, new TreeMap<>(), new Listener());

  @BeforeEach
  void allAnswerAndTheNodeStarts() {
    List.of(A, B, C).forEach(this::answers);
    gossip.start(START);
    told.clear();
    events.clear();
  }

  @Test
  void aPeriodProbesOneMemberAndAllInTheirTurn() {
    scheduler.runFor(3 * PERIOD);
    List<NodeId> probed = transport.sent().stream()
        .filter(sent -> sent.request() instanceof Request.Probe).map(ScriptedTransport.Sent::to).sorted().toList();
    assertEquals(List.of(A, B, C), probed);
  }

  @Test
  void aSilentMemberIsSuspectedWhenOthersFindItSilentToo() {
    transport.silence(B);
    refusesToVouch(A);
    refusesToVouch(C);
    runUntilStatus(B, Status.SUSPECT, 6 * PERIOD);
    assertEquals(2, transport.sent(Request.ProbeFor.class).size(), "two others were asked");
  }

  @Test
  void aMemberThatAnotherReachesIsNotSuspected() {
    transport.silence(B);
    scheduler.runFor(20 * PERIOD);
    assertEquals(Status.ALIVE, gossip.view().of(B).status());
    assertTrue(transport.sent(Request.ProbeFor.class).size() >= 2);
  }

  @Test
  void anAnswerAfterTheTimeOutButWithinThePeriodStillCounts() {
    transport.on(B, request -> null);
    refusesToVouch(A);
    refusesToVouch(C);
    runUntilProbed(B);
    scheduler.runFor(PERIOD - 1);
    transport.lastTo(B).answer(News.NONE);
    scheduler.runFor(1);
    assertEquals(Status.ALIVE, gossip.view().of(B).status());
  }

  @Test
  void aNoIsASignOfLife() {
    transport.on(B, request -> Future.failedFuture(new Failure.Unavailable("starting")));
    refusesToVouch(A);
    refusesToVouch(C);
    scheduler.runFor(20 * PERIOD);
    assertEquals(Status.ALIVE, gossip.view().of(B).status());
  }

  @Test
  void aSuspectThatDoesNotRefuteIsDeadAfterTheLimit() {
    tell(new Member(B, 5, Status.SUSPECT));
    transport.silence(B);
    scheduler.runFor(LONGEST - 1);
    assertEquals(Status.SUSPECT, gossip.view().of(B).status());
    scheduler.runFor(1);
    assertEquals(new Member(B, 5, Status.DEAD), gossip.view().of(B));
  }

  @Test
  void eachAccuserShortensTheTimeToRefute() {
    accuse(5, A);
    scheduler.runFor(SHORTER - 1);
    accuse(5, A, C);
    assertEquals(Status.SUSPECT, gossip.view().of(B).status());
    scheduler.runFor(1);
    assertEquals(Status.DEAD, gossip.view().of(B).status());
  }

  @Test
  void enoughAccusersEndWhatHasLastedLongEnoughAtOnce() {
    accuse(5, A, C);
    scheduler.runFor(SHORTEST + 1);
    accuse(5, SELF);
    scheduler.runFor(0);
    assertEquals(Status.DEAD, gossip.view().of(B).status());
  }

  @Test
  void whoAccusesTwiceIsOneAccuserAndWhoIsAccusedOrStrangeIsNone() {
    accuse(5, A);
    accuse(5, A, B, STRANGER);
    scheduler.runFor(LONGEST - 1);
    assertEquals(Status.SUSPECT, gossip.view().of(B).status());
  }

  @Test
  void anAccuserOfAnEarlierIncarnationDoesNotCount() {
    accuse(5, A);
    accuse(6, A);
    accuse(5, C, SELF);
    scheduler.runFor(SHORTER);
    assertEquals(new Member(B, 6, Status.SUSPECT), gossip.view().of(B));
  }

  @Test
  void aNewAccuserIsToldOnAndAKnownOneIsNot() {
    accuse(5, A);
    while (toldTo(C).members().contains(new Member(B, 5, Status.SUSPECT))) {
      // until it is news no more
    }
    accuse(5, A);
    assertEquals(List.of(), toldTo(C).accusersOf(B));
    accuse(5, C);
    assertEquals(List.of(A, C), toldTo(C).accusersOf(B));
  }

  @Test
  void oneWhoFindsASuspectSilentConfirmsTheSuspicion() {
    transport.silence(B);
    refusesToVouch(A);
    refusesToVouch(C);
    accuse(gossip.view().of(B).incarnation(), A);
    scheduler.runFor(5 * PERIOD);
    accuse(gossip.view().of(B).incarnation(), C);
    assertEquals(List.of(A, C, SELF), toldTo(C).accusersOf(B));
  }

  @Test
  void aRefutedSuspicionDoesNotKillTheNextIncarnation() {
    tell(new Member(B, 5, Status.SUSPECT));
    scheduler.runFor(LONGEST / 2);
    tell(new Member(B, 6, Status.ALIVE));
    scheduler.runFor(2 * LONGEST);
    assertEquals(new Member(B, 6, Status.ALIVE), gossip.view().of(B));
    assertEquals(List.of("b ALIVE -> SUSPECT", "b SUSPECT -> ALIVE"), told);
  }

  @Test
  void aMemberThatStartsAnewWhileItsProbeIsOpenIsNotSuspected() {
    transport.on(B, request -> null);
    refusesToVouch(A);
    refusesToVouch(C);
    runUntilProbed(B);
    tell(new Member(B, Member.firstIncarnation(2), Status.ALIVE));
    scheduler.runFor(PERIOD);
    assertTrue(gossip.view().isAlive(B));
  }

  @Test
  void whoeverIsAccusedIsToldSoHoweverOldTheNews() {
    Member dead = new Member(B, 5, Status.DEAD);
    tell(dead);
    for (int i = 0; i < 10; i++) {
      gossip.probe(new Request.Probe(A, List.of()));
    }
    assertEquals(List.of(gossip.view().of(SELF)), gossip.probe(new Request.Probe(A, List.of())).result().members());
    assertEquals(List.of(gossip.view().of(SELF), dead), gossip.probe(new Request.Probe(B, List.of())).result().members());
  }

  @Test
  void newsIsToldOn() {
    Member suspect = new Member(B, 5, Status.SUSPECT);
    tell(suspect);
    assertTrue(gossip.probe(new Request.Probe(C, List.of())).result().members().contains(suspect));
  }

  @Test
  void anAccusedNodeRefutesInItsAnswer() {
    Member own = gossip.view().of(SELF);
    for (Status accusation : List.of(Status.SUSPECT, Status.DEAD)) {
      News answer = tell(gossip.view().of(SELF).with(accusation));
      assertEquals(gossip.view().of(SELF), answer.members().get(0));
    }
    assertEquals(new Member(SELF, own.incarnation() + 2, Status.ALIVE), gossip.view().of(SELF));
    assertTrue(told.stream().noneMatch(line -> line.startsWith("past")));
  }

  @Test
  void anOldAccusationIsPassedOver() {
    Member own = gossip.view().of(SELF);
    tell(new Member(SELF, own.incarnation() - 1, Status.DEAD));
    assertEquals(own, gossip.view().of(SELF));
  }

  @Test
  void aHigherIncarnationOfItselfIsAForgottenPast() {
    tell(new Member(SELF, Member.firstIncarnation(9) + 4, Status.ALIVE));
    assertEquals(Member.firstIncarnation(9) + 5, gossip.view().of(SELF).incarnation());
    assertTrue(told.contains("past 9"));
    gossip.start(10);
    assertEquals(Member.firstIncarnation(10), gossip.view().of(SELF).incarnation());
  }

  /** One wrong bit in one message must not make a node deaf to all that another really says, nor speechless itself. */
  @Test
  void aStartFromTheFarFutureIsPassedOver() {
    ClusterView before = gossip.view();
    for (NodeId node : List.of(B, SELF)) {
      for (Status status : Status.values()) {
        tell(new Member(node, Long.MAX_VALUE, status));
        tell(new Member(node, Member.firstIncarnation(1 << 21), status));
        sync(new Member(node, Long.MAX_VALUE, status));
      }
    }
    assertEquals(before, gossip.view());
    tell(new Member(B, Member.firstIncarnation(1 << 19), Status.ALIVE));
    assertEquals(1 << 19, gossip.view().of(B).start());
  }

  @Test
  void whoMissesAnswersThatHelpersMissTooTakesItselfForSlow() {
    List.of(A, B, C).forEach(transport::silence);
    runUntilStatus(A, Status.SUSPECT, 60_000);
    runUntilStatus(B, Status.SUSPECT, 60_000);
    runUntilStatus(C, Status.SUSPECT, 60_000);
    assertTrue(scheduler.nowMillis() > 2 * 3 * PERIOD, "three periods, each longer than the one before");
  }

  @Test
  void whoeverIsSlowProbesNineTimesMoreSlowlyAtMost() {
    List.of(A, B, C).forEach(node -> transport.on(node, request -> null));
    for (int i = 0; i < 30; i++) {
      tell(gossip.view().of(SELF).with(Status.SUSPECT));
    }
    long before = probes();
    scheduler.runFor(2 * 9 * PERIOD);
    assertTrue(probes() - before <= 3, "the period that had begun, and two long ones");
  }

  @Test
  void helpersThatSayNoInTimeShowThatItIsNotThisNode() {
    transport.silence(B);
    refusesToVouch(A);
    refusesToVouch(C);
    runUntilStatus(B, Status.SUSPECT, 6 * PERIOD);
    long before = probes();
    scheduler.runFor(10 * PERIOD - 1);
    assertEquals(10, probes() - before);
  }

  @Test
  void aStartThatIsNotAboveTheLastIsAProgrammersError() {
    assertThrows(IllegalArgumentException.class, () -> gossip.start(START));
  }

  @Test
  void strangersAreRefusedAndNeverLetIn() {
    List<Future<?>> answers = List.of(
        gossip.probe(new Request.Probe(STRANGER, List.of())),
        gossip.probeFor(new Request.ProbeFor(STRANGER, A, List.of())),
        gossip.probeFor(new Request.ProbeFor(A, STRANGER, List.of())),
        gossip.syncView(new Request.SyncView(STRANGER, ClusterView.EMPTY)),
        gossip.hello(new Request.Hello(STRANGER, 1)));
    answers.forEach(answer -> {
      assertInstanceOf(Failure.Refused.class, answer.cause());
      assertTrue(answer.cause().getMessage().contains("roster"));
    });
    tell(new Member(STRANGER, 1, Status.ALIVE));
    gossip.syncView(new Request.SyncView(A, ClusterView.founding(List.of(STRANGER))));
    assertEquals(ClusterView.founding(ROSTER).members().keySet(), gossip.view().members().keySet());
  }

  @Test
  void aHelloIsAnsweredWithTheHighestStartEverKnown() {
    SortedMap<NodeId, Long> remembered = new TreeMap<>();
    remembered.put(A, 7L);
    remembered.put(B, 2L);
    var young = new Gossip(env, KNOBS, ROSTER, remembered, ViewListener.NONE);
    young.learn(C, ClusterView.founding(ROSTER).with(new Member(B, Member.firstIncarnation(4), Status.ALIVE)));
    assertEquals(7, welcome(young, A).rememberedStart());
    assertEquals(4, welcome(young, B).rememberedStart());
    assertEquals(0, welcome(young, C).rememberedStart());
  }

  @Test
  void aRisenStartIsToldOnce() {
    tell(new Member(B, Member.firstIncarnation(2), Status.ALIVE));
    tell(new Member(B, Member.firstIncarnation(2) + 1, Status.ALIVE));
    assertEquals(1, told.stream().filter("start b 2"::equals).count());
  }

  @Test
  void aProbeForAnotherIsAnsweredOnlyByTheOthersAnswer() {
    assertTrue(gossip.probeFor(new Request.ProbeFor(A, B, List.of())).succeeded());
    transport.silence(B);
    assertInstanceOf(Failure.Unreachable.class, gossip.probeFor(new Request.ProbeFor(A, B, List.of())).cause());
  }

  @Test
  void anAccusationInAViewIsShownToTheAccusedBeforeItIsBelieved() {
    Member b = new Member(B, Member.firstIncarnation(1), Status.ALIVE);
    tell(b);
    transport.on(B, request -> Future.succeededFuture(new News(List.of(new Member(B, b.incarnation() + 1, Status.ALIVE)))));
    events.clear();
    sync(b.with(Status.DEAD));
    assertEquals(new Member(B, b.incarnation() + 1, Status.ALIVE), gossip.view().of(B));
    assertEquals(1, events.size(), "it was never suspected");
  }

  @Test
  void anAccusedMemberThatIsSilentIsSuspected() {
    Member b = new Member(B, Member.firstIncarnation(1), Status.ALIVE);
    tell(b);
    transport.silence(B);
    sync(b.with(Status.DEAD));
    assertEquals(b.with(Status.SUSPECT), gossip.view().of(B));
  }

  @Test
  void aDeadMemberIsTriedAgain() {
    tell(new Member(B, 5, Status.DEAD));
    transport.on(B, request -> request instanceof Request.SyncView
        ? Future.succeededFuture(ClusterView.founding(ROSTER).with(new Member(B, 6, Status.ALIVE))) : null);
    scheduler.runFor((ViewExchange.PERIODS_PER_RETRY + 1) * PERIOD);
    assertTrue(gossip.view().isAlive(B));
  }

  @Test
  void aReportSaysSinceWhenAndWhenLastHeard() {
    scheduler.runFor(5 * PERIOD);
    tell(new Member(B, 5, Status.SUSPECT));
    scheduler.runFor(50);
    assertEquals(50, gossip.report().beliefs().get(B).sinceMillis());
    assertTrue(gossip.report().beliefs().get(A).heardMillis() <= 50);
    assertEquals(0, gossip.report().beliefs().get(SELF).heardMillis());
  }

  @Test
  void whoeverWasNeverHeardIsReportedSo() {
    assertEquals(-1, gossip.report().beliefs().get(C).heardMillis());
  }

  @Test
  void aStoppedNodeAsksNobodyAndAnswersUnavailable() {
    gossip.stop();
    transport.forget();
    scheduler.runFor(30_000);
    assertEquals(List.of(), transport.sent());
    assertInstanceOf(Failure.Unavailable.class, gossip.probe(new Request.Probe(A, List.of())).cause());
  }

  @Test
  void everyChangeIsAnEventWithItsReason() {
    tell(new Member(B, 5, Status.SUSPECT));
    assertEquals(List.of(new Event.ViewChanged(new Member(B, 5, Status.SUSPECT), "news from a")), events);
    assertEquals(List.of("b ALIVE -> SUSPECT"), told);
  }

  /** Lets a tell the node this belief; completes with the node's answer. */
  private News tell(Member belief) {
    return gossip.probe(new Request.Probe(A, List.of(belief))).result();
  }

  /** Lets a tell the node that b is suspected, and by whom. */
  private void accuse(long incarnation, NodeId... accusers) {
    var suspect = new Member(B, incarnation, Status.SUSPECT);
    SortedMap<NodeId, List<NodeId>> by = new TreeMap<>();
    by.put(B, List.of(accusers));
    gossip.probe(new Request.Probe(A, new News(List.of(suspect), by)));
  }

  private News toldTo(NodeId asker) {
    return gossip.probe(new Request.Probe(asker, List.of())).result();
  }

  private long probes() {
    return transport.sent(Request.Probe.class).size();
  }

  private void sync(Member belief) {
    gossip.syncView(new Request.SyncView(A, ClusterView.founding(ROSTER).with(belief)));
  }

  private static Welcome welcome(Gossip gossip, NodeId from) {
    return gossip.hello(new Request.Hello(from, 1)).result();
  }

  private void answers(NodeId node) {
    transport.on(node, request -> request instanceof Request.SyncView sync
        ? Future.succeededFuture(sync.view()) : Future.succeededFuture(News.NONE));
  }

  private void refusesToVouch(NodeId node) {
    transport.on(node, request -> request instanceof Request.ProbeFor
        ? Future.failedFuture(new Failure.Unavailable("cannot reach it either"))
        : request instanceof Request.SyncView sync ? Future.succeededFuture(sync.view()) : Future.succeededFuture(News.NONE));
  }

  private void runUntilProbed(NodeId node) {
    while (transport.sent().stream().noneMatch(sent -> sent.request() instanceof Request.Probe && sent.to().equals(node))) {
      scheduler.runNext();
    }
  }

  private void runUntilStatus(NodeId node, Status status, long limitMillis) {
    long limit = scheduler.nowMillis() + limitMillis;
    while (gossip.view().of(node).status() != status) {
      assertTrue(scheduler.nowMillis() <= limit, () -> node + " is not " + status + " by " + limit + " ms: " + events);
      scheduler.runNext();
    }
  }

  private final class Listener implements ViewListener {
    @Override
    public void viewChanged(Member before, Member now) {
      told.add(now.node() + " " + before.status() + " -> " + now.status());
    }

    @Override
    public void startRose(NodeId node, long start) {
      told.add("start " + node + " " + start);
    }

    @Override
    public void ownPast(long start) {
      told.add("past " + start);
    }
  }
}
