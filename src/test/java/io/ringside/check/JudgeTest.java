package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.Actor;
import io.ringside.version.Siblings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The judge asks each checker, and says what each found under the name of its invariant. */
class JudgeTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final ConsistentHashRing RING = ConsistentHashRing.founding(new TreeSet<>(List.of(N1, N2)), 8, 2);

  private final Story story = Story.strict();
  private final Attempt put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
  private final Attempt last = story.put("a", 20, 30, put.answer().context(), dot("n1", 2));
  private final Watch watch = new Watch();

  private static SortedMap<Key, SortedMap<NodeId, Siblings>> owners(Siblings atN1, Siblings atN2) {
    SortedMap<NodeId, Siblings> owners = new TreeMap<>(Map.of(N1, atN1, N2, atN2));
    return new TreeMap<>(Map.of(CART, owners));
  }

  private static SortedMap<NodeId, ClusterView> views(Status ofN2) {
    SortedMap<NodeId, Member> atN1 = new TreeMap<>(Map.of(N1, new Member(N1, 1, Status.ALIVE), N2, new Member(N2, 1, ofN2)));
    SortedMap<NodeId, Member> atN2 =
        new TreeMap<>(Map.of(N1, new Member(N1, 1, Status.ALIVE), N2, new Member(N2, 1, Status.ALIVE)));
    return new TreeMap<>(Map.of(N1, new ClusterView(atN1), N2, new ClusterView(atN2)));
  }

  private Judgement judge(AtRest rest) {
    return new Judge(Promises.NONE).judge(story.history(), watch, rest);
  }

  private AtRest allIsWell() {
    return AtRest.of(owners(record(last), record(last))).withHints(new TreeMap<>(Map.of(N1, 0L))).withViews(views(Status.ALIVE))
        .withRing(RING, new TreeMap<>(Map.of(N1, RING.epoch())));
  }

  @Test
  void whereAllIsWellNothingIsFound() {
    story.get("b", 40, 50, record(last));
    Judgement judgement = judge(allIsWell());
    assertThat(judgement.violations()).isEmpty();
    assertThat(judgement.ok()).isTrue();
    assertThat(judgement.staleness().reads()).isEqualTo(1);
    assertThat(new Judge(Promises.NONE).judge(story.history(), allIsWell()).ok()).isTrue();
  }

  @Test
  void whatIsWrongAtRestIsFoundUnderItsName() {
    var rest = AtRest.of(owners(record(put), Siblings.NONE))
        .withOthers(new TreeMap<>(Map.of(CART, new TreeSet<>(List.of(NodeId.of("n3"))))))
        .withHints(new TreeMap<>(Map.of(N1, 1L)))
        .withViews(views(Status.DEAD))
        .withRing(RING, new TreeMap<>(Map.of(N1, 1L)))
        .withQuietWhile(List.of(), List.of(new Request.Read(CART)));
    assertThat(judge(rest).byInvariant()).containsOnlyKeys("I1", "I2", "I6", "I14", "I15", "I16", "I18");
    assertThat(judge(rest).byInvariant().get("I6")).hasSize(2);
  }

  @Test
  void whatClientsWereToldIsFoundUnderItsName() {
    story.delete("a", 40, 50, last.answer().context(), dot("n1", 3));
    story.get("b", 60, 70, new TreeMap<>(record(put, last).versions()), NOTHING);
    Judgement judgement = judge(AtRest.of(Collections.emptySortedMap()));
    assertThat(judgement.byInvariant()).containsOnlyKeys("I1", "I7", "I9", "I10", "I11");
  }

  /** A history alone tells it, too. */
  @Test
  void aReadThatGoesBackBehindOneThatWaitedForItsRepairIsFoundUnderItsName() {
    var sloppy = Story.sloppy();
    var before = sloppy.put("a", 0, 10, NOTHING, dot("n1", 1));
    var after = sloppy.put("a", 20, 30, before.answer().context(), dot("n1", 2));
    sloppy.get("b", 40, 50, record(after), new Witnesses(3, 0, 2));
    sloppy.get("c", 60, 70, record(before), new Witnesses(3, 2, 0));
    assertThat(new Judge(Promises.NONE).judge(sloppy.history()).byInvariant()).containsOnlyKeys("I23");
  }

  /** Its writer was never told that it is there, but a reader was, who had waited for its repair. */
  @Test
  void aWriteThatWasShownAndIsLostIsFoundThoughNobodyAcknowledgedIt() {
    var sloppy = Story.sloppy();
    var unknown = sloppy.unknownPut("a", 0, NOTHING);
    var shown = new Siblings(NOTHING.with(dot("n1", 1)), new TreeMap<>(Map.of(dot("n1", 1), version(unknown))));
    var nothingLeft = AtRest.of(owners(Siblings.NONE, Siblings.NONE));
    sloppy.get("b", 40, 50, shown, new Witnesses(3, 2, 0));
    assertThat(new Judge(Promises.NONE).judge(sloppy.history(), nothingLeft).ok()).isTrue();
    sloppy.get("b", 60, 70, shown, new Witnesses(3, 2, 2));
    assertThat(new Judge(Promises.NONE).judge(sloppy.history(), nothingLeft).byInvariant()).containsOnlyKeys("I1");
  }

  @Test
  void whatNodesSaidIsFoundUnderItsName() {
    new NodeLog(watch).says("n1", new Event.Stored(CART, record(put, last), "put"));
    assertThat(judge(allIsWell()).byInvariant()).containsOnlyKeys("I11");
  }

  /** A hint that the node no longer has, and that nobody delivered. */
  @Test
  void theAccountOfHintsIsHeldAgainstWhatIsLeft() {
    new NodeLog(watch).says("n1", new Event.HintStored(N2, CART, record(last)));
    assertThat(judge(allIsWell()).byInvariant()).containsOnlyKeys("I14");
  }

  /** The records cannot even be merged, which must not end the trial. */
  @Test
  void ownersWhoseRecordsContradictEachOtherAreJudgedAllTheSame() {
    var other = story.put("b", 0, 10, NOTHING, dot("n2", 1));
    var reused = Siblings.NONE.put(Actor.of("n1"), version(other));
    assertThat(judge(AtRest.of(owners(record(put), reused))).byInvariant()).containsKeys("I1", "I4", "I6");
  }

  @Test
  void linearizabilityIsJudgedWhereItIsPromised() {
    story.get("b", 40, 50, record(last));
    story.get("b", 60, 70, record(put));
    var promised = new Promises(Collections.emptySortedSet(), true);
    Judgement judgement = new Judge(promised).judge(story.history(), allIsWell());
    assertThat(judgement.byInvariant()).containsKeys("linearizability", "I9");
    assertThat(judgement.linearizability().get(CART).verdict()).isEqualTo(Linearizability.Verdict.NOT_LINEARIZABLE);
    assertThat(judge(allIsWell()).linearizability()).isEmpty();
  }
}
