package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.merkle.TreeId;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.Siblings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Ring, membership and quiet at the end. */
class AgreementTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");

  private static final ConsistentHashRing RING = ConsistentHashRing.founding(new TreeSet<>(List.of(A, B, C)), 16, 2);

  @Test
  void aRingThatAllKnowIsRight() {
    assertThat(Agreement.onRing(RING, new TreeMap<>(Map.of(A, RING.epoch(), B, RING.epoch())))).isEmpty();
    assertThat(Agreement.balanced(RING)).isEmpty();
  }

  @Test
  void aNodeThatKnowsAnotherRingIsFound() {
    assertThat(Agreement.onRing(RING, new TreeMap<>(Map.of(A, RING.epoch(), B, 1L))))
        .singleElement().satisfies(one -> assertThat(one.text()).startsWith("b knows another ring"));
  }

  @Test
  void aRingThatLoadsOneNodeMoreThanAnotherIsFound() {
    var tilted = new ConsistentHashRing(new TreeSet<>(List.of(A, B, C)), List.of(A, A, A, B), 2);
    assertThat(Agreement.balanced(tilted)).singleElement().extracting(Violation::invariant).isEqualTo("I15");
  }

  private static ClusterView view(Member... members) {
    var view = new TreeMap<NodeId, Member>();
    List.of(members).forEach(member -> view.put(member.node(), member));
    return new ClusterView(view);
  }

  private static Member member(NodeId node, long incarnation, Status status) {
    return new Member(node, incarnation, status);
  }

  private static List<Violation> ofViews(ClusterView ofA, ClusterView ofB) {
    SortedMap<NodeId, ClusterView> views = new TreeMap<>(Map.of(A, ofA, B, ofB));
    return Agreement.onMembers(views);
  }

  private static final Member A_LIVES = member(A, 5, Status.ALIVE);
  private static final Member B_LIVES = member(B, 5, Status.ALIVE);
  private static final Member C_IS_DEAD = member(C, 5, Status.DEAD);

  @Test
  void viewsThatSayWhatIsSoAgree() {
    assertThat(ofViews(view(A_LIVES, B_LIVES, C_IS_DEAD), view(A_LIVES, B_LIVES, C_IS_DEAD))).isEmpty();
  }

  @Test
  void whoIsTakenForDeadThoughHeLivesIsReported() {
    assertThat(ofViews(view(A_LIVES, member(B, 5, Status.DEAD), C_IS_DEAD), view(A_LIVES, B_LIVES, C_IS_DEAD)))
        .extracting(Violation::text).contains("a takes b for DEAD, and it is ALIVE");
  }

  @Test
  void whoIsTakenForAliveThoughHeIsDownIsReported() {
    assertThat(ofViews(view(A_LIVES, B_LIVES, C_IS_DEAD), view(A_LIVES, B_LIVES, member(C, 5, Status.ALIVE))))
        .extracting(Violation::text).contains("b takes c for ALIVE, and it is DEAD");
  }

  @Test
  void whoIsUnknownOrKnownInAnOldIncarnationIsReported() {
    assertThat(ofViews(view(A_LIVES, B_LIVES), view(A_LIVES, B_LIVES, C_IS_DEAD)))
        .extracting(Violation::text).containsExactly("a does not know c");
    assertThat(ofViews(view(A_LIVES, member(B, 4, Status.ALIVE)), view(A_LIVES, B_LIVES)))
        .extracting(Violation::text).containsExactly("a knows incarnation 4 of b, and another node knows 5");
  }

  @Test
  void heartbeatsAreQuiet() {
    var probe = new Request.SyncView(A, ClusterView.EMPTY);
    var note = NodeLog.logged("a", 1, 1, new Event.Note("", 0, "all is well", true));
    assertThat(Quiescence.judge(List.of(note), List.of(probe))).isEmpty();
  }

  @Test
  void whatIsReapedOnceIsQuietAndWhatIsReapedForEverIsNot() {
    var gone = NodeLog.logged("a", 1, 1, new Event.Reaped(Story.CART, Siblings.NONE));
    var again = NodeLog.logged("a", 1, 2, new Event.Reaped(Story.CART, Siblings.NONE));
    List<Request<?>> messages = List.of(new Request.RejoinEra(7), new Request.Reap(7, 1, List.of()));
    assertThat(Quiescence.judge(List.of(gone), messages.subList(1, 2))).isEmpty();
    assertThat(Quiescence.judge(List.of(gone, again), messages)).extracting(Violation::invariant).containsExactly("I18", "I18");
  }

  @Test
  void aReapingExcusesLooksAtItsOwnTreesAndNoOthers() {
    var ended = NodeLog.logged("a", 1, 1, new Event.ReapEnded(7, 1, 1, 1, ""));
    var own = NodeLog.logged("a", 1, 2, new Event.TreesDiffer(B, new TreeId(7, 3), 1, 1, 1, 1, 1));
    var other = NodeLog.logged("a", 1, 3, new Event.TreesDiffer(B, new TreeId(8, 3), 1, 1, 1, 1, 1));
    List<Request<?>> looks = List.of(new Request.ShowDigests(new TreeId(7, 3), Optional.empty()),
        new Request.ShowDigests(new TreeId(8, 3), Optional.empty()));
    assertThat(Quiescence.judge(List.of(ended, own), looks.subList(0, 1))).isEmpty();
    assertThat(Quiescence.judge(List.of(ended, other), looks)).hasSize(2);
  }

  @Test
  void aReapingOfLongAgoExcusesNothing() {
    var differ = NodeLog.logged("a", 1, 1, new Event.TreesDiffer(B, new TreeId(7, 3), 1, 1, 1, 1, 1));
    var reapings = new Reapings(true);
    reapings.saw(new LoggedEvent(A, 1, 1, 1000, new Event.ReapEnded(7, 1, 1, 1, "")));
    assertThat(Quiescence.judge(List.of(differ), List.of(), reapings.latePartitions(), Optional.empty())).isEmpty();
    reapings.saw(new LoggedEvent(A, 1, 2, 60_000, new Event.Note("", 0, "later", true)));
    assertThat(Quiescence.judge(List.of(differ), List.of(), reapings.latePartitions(), Optional.empty())).hasSize(1);
  }

  /** An endless repair loop shows itself in either. */
  @Test
  void repairsAreNotQuiet() {
    var repaired = NodeLog.logged("a", 1, 1, new Event.ReadRepaired(Story.CART, B));
    assertThat(Quiescence.judge(List.of(repaired), List.of(new Request.Read(Story.CART))))
        .hasSize(2).allMatch(one -> one.invariant().equals("I18"))
        .first().satisfies(one -> assertThat(one.text()).startsWith("a was not quiet at 0.010 s: repair.read"));
  }
}
