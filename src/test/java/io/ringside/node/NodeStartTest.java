package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.check.DotLedger;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.Failure;
import io.ringside.message.Minted;
import io.ringside.message.NodeStatus;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.ringside.storage.Batch;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.Seeds;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node makes of its own past: which epochs it goes on with, and what it knows to have lost. */
class NodeStartTest extends NodeFixture {
  @BeforeEach
  void peersKnowNothing() {
    remembers(0, P2, P3);
  }

  @Test
  void aFreshNodeServesItsFirstStartAndHasLostNothing() {
    assertThat(start(disk)).isEqualTo(1);
    assertThat(told(Event.NodeUp.class)).extracting(Event.NodeUp::start).containsExactly(1L);
    assertThat(told(Event.Amnesia.class)).isEmpty();
    assertThat(read().synchronised()).isTrue();
  }

  @Test
  void aNodeAnnouncesItsStartBeforeItServes() {
    start(disk);
    assertThat(transport.sent(Request.Hello.class)).hasSize(2).allMatch(hello -> hello.start() == 1);
    assertThat(transport.sent(Request.SyncView.class)).hasSize(2).allMatch(sync -> sync.view().of(SELF).start() == 1);
  }

  @Test
  void aNodeThatStoppedWellGoesOnWithItsEpochs() {
    start(disk);
    Minted before = overwrite();
    stop();
    remembers(1, P2, P3);
    assertThat(start(disk)).isEqualTo(2);
    Minted after = overwrite();
    assertThat(after.dot().actor()).isEqualTo(before.dot().actor());
    assertThat(after.dot().counter()).isEqualTo(before.dot().counter() + 1);
  }

  @Test
  void aNodeThatCrashedMintsUnderFreshEpochs() {
    start(disk);
    Minted before = overwrite();
    crash();
    remembers(1, P2, P3);
    assertThat(start(disk)).isEqualTo(2);
    assertThat(overwrite().dot().actor()).isNotEqualTo(before.dot().actor());
    assertThat(isAmnesiac()).isFalse();
  }

  @Test
  void anEpochBegunAfterACrashIsContinuedAfterACleanStop() {
    start(disk);
    overwrite();
    crash();
    start(disk);
    Minted before = overwrite();
    stop();
    start(disk);
    assertThat(overwrite().dot().actor()).isEqualTo(before.dot().actor());
  }

  @Test
  void aWipedNodeStartsAboveAllThatAPeerRemembersAndKnowsThatItLostData() {
    remembers(4, P2);
    remembers(6, P3);
    assertThat(start(disk)).isEqualTo(7);
    assertThat(told(Event.Amnesia.class)).extracting(Event.Amnesia::rememberedStart).containsExactly(6L);
    assertThat(read().synchronised()).isFalse();
    assertThat(isAmnesiac()).isTrue();
    assertRemembered(7, 7, true, true);
  }

  /** Its peers would pass over such a start, and it would be dead to them for ever. */
  @Test
  void aNodeDoesNotFollowAPeerIntoTheFarFuture() {
    remembers(1L << 40, P2);
    remembers(6, P3);
    assertThat(start(disk)).isEqualTo(7);
  }

  /** Found by a simulated run on a disk that lied about its flushes. */
  @Test
  void aStartThatTooFewWereToldOfTrustsNoEarlierEpoch() {
    start(disk);
    Minted before = overwrite();
    stop();
    transport.on(P2, request -> request instanceof Request.Hello
        ? Future.succeededFuture(new Welcome(1, ClusterView.founding(ROSTER)))
        : Future.failedFuture(new Failure.Unreachable("cut off after the hello")));
    transport.on(P3, request -> request instanceof Request.Hello
        ? Future.succeededFuture(new Welcome(1, ClusterView.founding(ROSTER)))
        : Future.failedFuture(new Failure.Unreachable("cut off after the hello")));
    assertThat(start(disk)).isEqualTo(2);
    assertThat(overwrite().dot().actor()).isNotEqualTo(before.dot().actor());
    assertThat(isAmnesiac()).isFalse();
  }

  @Test
  void anAnnouncedStartIsRememberedOnDiskBeforeTheAnswer() {
    start(disk);
    var view = ClusterView.founding(ROSTER).with(new Member(P2, Member.firstIncarnation(7), Member.Status.ALIVE));
    resultOf(node.syncView(new Request.SyncView(P2, view)));
    assertThat(new Memory(disk).startsOfPeers().result()).containsEntry(P2, 7L);
  }

  @Test
  void amnesiaIsNotForgottenByACleanRestart() {
    remembers(4, P2, P3);
    start(disk);
    stop();
    start(disk);
    assertThat(isAmnesiac()).isTrue();
  }

  /** Its next start may have the very number that the peers remember last: only the mark of a copy shows it. */
  @Test
  void aBackupThatWasPutBackKnowsThatItLacksWhatCameAfter() {
    start(disk);
    Minted before = overwrite();
    stop();
    resultOf(disk.commit(Batch.put(Space.STATE, StoreKeys.COPY, Bytes.utf8("1"))));
    start(disk);
    assertThat(isAmnesiac()).isTrue();
    assertThat(read().synchronised()).isFalse();
    assertThat(overwrite().dot().actor()).isNotEqualTo(before.dot().actor());
    assertThat(told(Event.Amnesia.class)).hasSize(1);

    stop();
    start(disk);
    assertThat(told(Event.Amnesia.class)).as("it is said once").hasSize(1);
  }

  @Test
  void anOldCopyOfANodeThatStoppedWellIsSeenThroughByItsPeers() {
    MemoryDataStore copy = copyBeforeTheSecondStart();
    Minted lost = overwrite();
    stop();
    remembers(2, P2, P3);
    assertThat(start(copy)).isEqualTo(3);
    assertThat(isAmnesiac()).isTrue();
    assertThat(overwrite().dot().actor()).isNotEqualTo(lost.dot().actor());
  }

  @Test
  void anOldCopyThatNobodyCanJudgeMintsUnderFreshEpochs() {
    MemoryDataStore copy = copyBeforeTheSecondStart();
    Minted lost = overwrite();
    stop();
    nobodyAnswers();
    assertThat(start(copy)).isEqualTo(2);
    assertThat(overwrite().dot().actor()).isNotEqualTo(lost.dot().actor());
  }

  @Test
  void anOldCopyThatOnlyAPeerCanJudgeThatMissedAStartMintsUnderFreshEpochs() {
    MemoryDataStore copy = copyBeforeTheSecondStart();
    Minted lost = overwrite();
    stop();
    remembers(1, P2);
    transport.silence(P3);
    assertThat(start(copy)).isEqualTo(2);
    assertThat(overwrite().dot()).isNotEqualTo(lost.dot());
  }

  @Test
  void aMajorityOfPeersIsEnoughToGoOn() {
    config = config("n1=h:1,n2=h:2,n3=h:3,n4=h:4,n5=h:5");
    NodeId p4 = NodeId.of("n4");
    remembers(0, p4, NodeId.of("n5"));
    start(disk);
    Minted before = overwrite();
    stop();
    transport.silence(p4);
    start(disk);
    Minted after = overwrite();
    assertThat(after.dot().actor()).isEqualTo(before.dot().actor());
    stop();
    transport.silence(P2);
    start(disk);
    assertThat(overwrite().dot().actor()).isNotEqualTo(after.dot().actor());
  }

  /** The disk after a first start with a write, which ended well; the node runs on in its second start. */
  private MemoryDataStore copyBeforeTheSecondStart() {
    start(disk);
    overwrite();
    stop();
    MemoryDataStore copy = disk.reopened();
    remembers(1, P2, P3);
    start(disk);
    return copy;
  }

  @Test
  void aCopyOfARunningNodeNeverReusesADotWhoeverCanBeAsked() {
    Seeds.run(50, seed -> {
      var run = new NodeStartTest();
      run.restoreCopiesAtRandom(new Random(seed));
    });
  }

  private void restoreCopiesAtRandom(Random random) {
    var ledger = new DotLedger();
    List<MemoryDataStore> copies = new ArrayList<>(List.of(disk));
    for (int life = 0; life < 8; life++) {
      askedAtRandom(random, life);
      start(copies.get(random.nextInt(copies.size())).reopened());
      for (int write = 0; write < 6; write++) {
        ledger.saw(CART, overwrite().siblings());
        copies.add(disk.reopened());
      }
      if (random.nextBoolean()) {
        stop();
      } else {
        crash();
      }
    }
    assertThat(ledger.violations()).isEmpty();
  }

  private void askedAtRandom(Random random, int starts) {
    if (random.nextBoolean()) {
      nobodyAnswers();
    } else {
      remembers(random.nextInt(starts + 1), P2, P3);
    }
  }

  @Test
  void aPastThatGossipBringsLaterIsTakenForOneThatWasLost() {
    nobodyAnswers();
    start(disk);
    Minted before = overwrite();
    remembers(7, P2, P3);
    hearsOfStart(SELF, 7);
    assertThat(told(Event.Amnesia.class)).hasSize(1);
    assertThat(read().synchronised()).isFalse();
    assertRemembered(8, 8, true, true);
    assertThat(startInItsOwnView()).isEqualTo(8);
    assertThat(overwrite().dot().actor()).isNotEqualTo(before.dot().actor());
    assertThat(told(Event.Bug.class)).isEmpty();
  }

  private long startInItsOwnView() {
    return resultOf(node.showView(new Request.ShowView())).beliefs().get(SELF).member().start();
  }

  @Test
  void ofTwoPastsThatComeAtOnceTheHigherOneCounts() {
    var slow = new SlowDataStore(disk);
    assertThat(resultOf(starting(slow))).isEqualTo(1);
    slow.holdCommits();
    hearsOfStart(SELF, 7);
    hearsOfStart(SELF, 20);
    slow.releaseCommits();
    assertThat(remembered().start()).isEqualTo(21);
    assertThat(startInItsOwnView()).isEqualTo(21);
    assertThat(told(Event.Amnesia.class)).hasSize(2).extracting(Event.Amnesia::reason)
        .as("two peers that tell of one loss are no second process").noneMatch(reason -> reason.contains("second process"));
    assertThat(told(Event.Bug.class)).isEmpty();
  }

  @Test
  void aPastThatComesAfterTheFirstWasSettledMayBeASecondProcess() {
    nobodyAnswers();
    start(disk);
    hearsOfStart(SELF, 7);
    hearsOfStart(SELF, 9);
    assertThat(told(Event.Amnesia.class)).extracting(Event.Amnesia::reason)
        .satisfiesExactly(first -> assertThat(first).doesNotContain("second process"),
            second -> assertThat(second).contains("a second process runs under this name"));
  }

  /** Found by a swarm (seed 823597): the next life drew the number again, and trusted what was minted under it. */
  @Test
  void nothingIsMintedUnderAStartThatTheDiskHasNotNoted() {
    var slow = new SlowDataStore(disk);
    assertThat(resultOf(starting(slow))).isEqualTo(1);
    slow.holdCommits();
    hearsOfStart(SELF, 7);
    assertThat(status().ready()).isFalse();
    assertThat(minting(CausalContext.EMPTY).cause()).isInstanceOf(Failure.Unavailable.class);
    slow.releaseCommits();
    assertThat(status().ready()).isTrue();
    assertThat(overwrite().dot().counter()).isEqualTo(1);
  }

  @Test
  void aStartThatTheDiskDoesNotNoteIsTriedAgain() {
    nobodyAnswers();
    var slow = new SlowDataStore(disk);
    resultOf(starting(slow));
    slow.holdCommits();
    hearsOfStart(SELF, 7);
    slow.refuseCommits();
    assertThat(status().ready()).isFalse();
    assertThat(remembered().start()).isEqualTo(1);
    world.runFor(1_000);
    assertThat(status().ready()).isTrue();
    assertRemembered(8, 8, true, true);
    assertThat(told(Event.Amnesia.class)).hasSize(1);
    assertThat(told(Event.Bug.class)).isEmpty();
  }

  @Test
  void whoeverWasAwayIsAskedLaterAndANumberItRemembersIsLeftToTheOtherDisk() {
    remembers(0, P2);
    transport.silence(P3);
    assertThat(start(disk)).isEqualTo(1);
    remembers(1, P3);
    world.runFor(1_500);
    assertRemembered(2, 1, false, true);
    assertThat(told(Event.Amnesia.class)).isEmpty();
    assertThat(transport.sent(Request.Hello.class)).hasSize(3).last().isEqualTo(new Request.Hello(SELF, 1));
    world.runFor(10_000);
    assertThat(transport.sent(Request.Hello.class)).as("everybody has been met").hasSize(3);
  }

  @Test
  void whoeverWasAwayAndRemembersLessChangesNothing() {
    remembers(1, P2);
    transport.silence(P3);
    start(disk);
    remembers(0, P3);
    world.runFor(1_500);
    assertThat(remembered().start()).isEqualTo(2);
  }

  @Test
  void whoeverWasAwayAndRemembersMoreTellsOfALoss() {
    remembers(0, P2);
    transport.silence(P3);
    start(disk);
    remembers(5, P3);
    world.runFor(1_500);
    assertRemembered(6, 6, true, true);
    assertThat(told(Event.Amnesia.class)).hasSize(1);
  }

  @Test
  void whoeverStartsForTheFirstTimeNeedNotBeAsked() {
    remembers(0, P2);
    transport.silence(P3);
    start(disk);
    resultOf(node.hello(new Request.Hello(P3, 1, true)));
    remembers(1, P3);
    world.runFor(1_500);
    assertThat(remembered().start()).isEqualTo(1);
    assertThat(transport.sent(Request.Hello.class)).hasSize(2).allMatch(Request.Hello::blank);
  }

  private NodeStatus status() {
    return resultOf(node.showStatus(new Request.ShowStatus()));
  }

  @Test
  void aNodeRemembersTheStartsOfItsPeersThroughItsOwnCrash() {
    start(disk);
    hearsOfStart(P2, 6);
    crash();
    start(disk);
    assertThat(resultOf(node.hello(new Request.Hello(P2, 1))).rememberedStart()).isEqualTo(6);
    assertThat(resultOf(node.hello(new Request.Hello(P3, 1))).rememberedStart()).isZero();
  }
}
