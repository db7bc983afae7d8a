package io.ringside.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure.Refused;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.Malformed;
import io.ringside.testing.Seeds;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message there is goes through its bytes and comes back; a new one without a sample here fails. */
class MessageCodecTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Key KEY = new Key("carts", "user:grün/1");
  private static final CausalContext PAST = CausalContext.EMPTY.with(Dot.of("n1", 1)).with(Dot.of("n2", 7));
  private static final Siblings SIBLINGS = Siblings.NONE
      .put(Actor.of("n3"), new Version(PAST, RequestId.of("r"), 42, Optional.of(Content.json("{}"))));
  private static final List<Member> NEWS = List.of(
      new Member(N1, Member.firstIncarnation(3), Member.Status.ALIVE), new Member(N2, 5, Member.Status.DEAD));
  private static final ClusterView VIEW = ClusterView.founding(List.of(N1, N2)).with(NEWS.get(1));

  private static final List<Request<?>> REQUESTS = List.of(
      new Request.Read(KEY),
      new Request.Mint(KEY, PAST, RequestId.of("r"), Optional.of(Content.text("milk")), Optional.of(N2)),
      new Request.Mint(KEY, PAST, RequestId.NONE, Optional.empty(), Optional.empty()),
      new Request.Store(KEY, SIBLINGS, Request.Store.Reason.HINT_DELIVERY),
      new Request.Hint(N2, KEY, SIBLINGS),
      new Request.Inspect(KEY),
      new Request.ListKeys("carts", "user:", "user:1", 100),
      new Request.ListBuckets("carts", 10),
      new Request.Hello(N1, 7),
      new Request.Probe(N1, NEWS),
      new Request.ProbeFor(N1, N2, NEWS),
      new Request.SyncView(N1, VIEW),
      new Request.ShowView(),
      new Request.ShowStatus(),
      new Request.ReadEvents(3, 17, 500, -7),
      new Request.FollowView(-7),
      new Request.CompareRoots(N1, -5, 1, List.of(new Request.CompareRoots.Root(new TreeId(7, 3), Long.MIN_VALUE))),
      new Request.ShowDigests(new TreeId(255, 2), Optional.empty()),
      new Request.ShowDigests(new TreeId(0, 3), Optional.of(31)),
      new Request.ShowEntries(new TreeId(7, 3), new Leaves(5, 1023), StoreKeys.data(KEY), 1000),
      new Request.ShowRepair(),
      new Request.BeginScrub(),
      new Request.Probe(N1, accusation()),
      new Request.ProbeFor(N1, N2, accusation()),
      new Request.BeginBackup(new BackupName("before-1.2")),
      new Request.ShowBackup(),
      new Request.RejoinEra(7),
      new Request.ShowGraves(7, List.of(new Grave(StoreKeys.data(KEY), -17))),
      new Request.Reap(7, 301, List.of(new Grave(StoreKeys.data(KEY), Long.MAX_VALUE))),
      new Request.StepEra(255, 300, Request.StepEra.Step.RAISE, -5),
      new Request.StepEra(255, 300, Request.StepEra.Step.MARK, -5, new TreeMap<>(Map.of(N1, new DiskStart(-7, 300)))),
      new Request.Hello(N1, 1, true));

  private static final List<Object> ANSWERS = List.of(
      new Held(SIBLINGS, true),
      new Held(Siblings.NONE, false),
      new Minted(Dot.of("n3", 1), SIBLINGS),
      Ack.STORED,
      new Inspection(new Held(SIBLINGS, true), hints()),
      new Names(List.of("a", "grün"), Optional.of("h")),
      new Welcome(9, VIEW),
      new News(NEWS),
      VIEW,
      new ViewReport(beliefs()),
      new NodeStatus(true, "", 3, 1234, 5678, -1, pending(), true,
          new HintCounts(3, 5, 2, 1, new TreeMap<>(Map.of("full", 9L)))),
      new EventPage(3, 17, 2, List.of(new EventPage.Line(9, 5, "{}"), new EventPage.Line(17, 6, "{\"kind\":\"node.up\"}"))),
      new LatestView(Optional.of(VIEW)),
      LatestView.UNCHANGED,
      new Unequal(List.of(new TreeId(7, 3), new TreeId(8, 3))),
      new Digests(MerkleTree.EMPTY.with(4, 0, -17).branches()),
      new Entries(List.of(new Entries.Entry(StoreKeys.data(KEY), 99, 300)), true),
      new RepairReport(true, List.of(new RepairReport.Peer(N2, 9, 8, 5000,
          new RepairReport.Difference(1, 17, 1700, OptionalLong.of(0), OptionalLong.empty(), OptionalLong.of(30)))), 3, 2,
          new RepairReport.Scrub(true, "digests", 4, 9, 1_000_000, 5, 6, 1_700_000_000_000L),
          new RepairReport.Deletes(true, 60, 5000, 8)),
      accusation(),
      new BackupReport(BackupReport.State.RUNNING, Optional.of(new BackupName("monday")), "/data/n1/backups/monday", 42, 7, 9000,
          800, ""),
      BackupReport.NONE,
      new EraReport(5, 4, 3, new TreeMap<>(Map.of(N1, new DiskStart(-7, 300))), true),
      new Dead(List.of(0, 200)),
      new Welcome(9, VIEW, new TreeMap<>(Map.of(7, new Reaped(4, Optional.of(new DiskStart(-7, 300))),
          8, new Reaped(5, Optional.empty())))));

  private static News accusation() {
    var accusers = new TreeMap<NodeId, List<NodeId>>();
    accusers.put(N2, List.of(N1, NodeId.of("n3")));
    return new News(List.of(NEWS.get(0), new Member(N2, 5, Member.Status.SUSPECT)), accusers);
  }

  private static TreeMap<NodeId, Siblings> hints() {
    var hints = new TreeMap<NodeId, Siblings>();
    hints.put(N2, SIBLINGS);
    return hints;
  }

  private static TreeMap<NodeId, ViewReport.Belief> beliefs() {
    var beliefs = new TreeMap<NodeId, ViewReport.Belief>();
    NEWS.forEach(member -> beliefs.put(member.node(), new ViewReport.Belief(member, 1000, -1)));
    return beliefs;
  }

  private static TreeMap<NodeId, Long> pending() {
    var pending = new TreeMap<NodeId, Long>();
    pending.put(N2, 300L);
    return pending;
  }

  @Test
  void everyRequestHasASample() {
    assertThat(REQUESTS).map(Object::getClass).containsAll(List.of(Request.class.getPermittedSubclasses()));
  }

  @Test
  void everyAnswerHasASample() {
    Stream<Class<?>> answers = Stream.of(Peer.class.getMethods()).map(MessageCodecTest::answerOf);
    assertThat(ANSWERS).map(Object::getClass).containsAll(answers.toList());
  }

  private static Class<?> answerOf(Method method) {
    assertThat(method.getReturnType()).isEqualTo(Future.class);
    return (Class<?>) ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
  }

  @Test
  void everyRequestComesBackEqual() {
    assertThat(REQUESTS).allSatisfy(request ->
        assertThat(MessageCodec.decodeRequest(MessageCodec.encode(request))).isEqualTo(request));
  }

  @Test
  void whatIsOfALaterEraComesBackSo() {
    assertThat(REQUESTS).filteredOn(Request.Keyed.class::isInstance).hasSize(6).allSatisfy(request -> {
      Request<?> later = ((Request.Keyed<?>) request).inEra(300);
      assertThat(MessageCodec.decodeRequest(MessageCodec.encode(later))).isEqualTo(later).isNotEqualTo(request);
    });
  }

  @Test
  void anEraStandsOnceAndOnlyBeforeWhatCanHaveOne() {
    var dated = new ByteWriter().u8(27).varLong(300);
    Bytes twice = dated.raw(MessageCodec.encode(new Request.Read(KEY, 4))).toBytes();
    assertThatThrownBy(() -> MessageCodec.decodeRequest(twice)).isInstanceOf(MalformedBytes.class);
    Bytes none = new ByteWriter().u8(27).varLong(300).raw(MessageCodec.encode(new Request.ShowStatus())).toBytes();
    assertThatThrownBy(() -> MessageCodec.decodeRequest(none)).isInstanceOf(MalformedBytes.class);
  }

  @Test
  void everyAnswerComesBackEqual() {
    assertThat(ANSWERS).allSatisfy(answer ->
        assertThat(MessageCodec.decodeAnswer(MessageCodec.encodeAnswer(answer))).isEqualTo(answer));
  }

  @Test
  void everyNoComesBackAsTheSameNo() {
    for (Refused.Why why : Refused.Why.values()) {
      Bytes refused = MessageCodec.encodeFailure(new Refused(why, "because"));
      assertThatThrownBy(() -> MessageCodec.decodeAnswer(refused)).isInstanceOfSatisfying(Refused.class, no -> {
        assertThat(no.why()).isEqualTo(why);
        assertThat(no).hasMessage("because");
      });
    }
    Bytes outdated = MessageCodec.encodeFailure(new Failure.Outdated(300, "reaped"));
    assertThatThrownBy(() -> MessageCodec.decodeAnswer(outdated))
        .isInstanceOfSatisfying(Failure.Outdated.class, no -> assertThat(no.era()).isEqualTo(300));
    Bytes unavailable = MessageCodec.encodeFailure(new Failure.Unavailable("starting"));
    assertThatThrownBy(() -> MessageCodec.decodeAnswer(unavailable))
        .isExactlyInstanceOf(Failure.Unavailable.class).hasMessage("starting");
    Bytes declined = MessageCodec.encodeFailure(new Failure.Declined("no room"));
    assertThatThrownBy(() -> MessageCodec.decodeAnswer(declined)).isExactlyInstanceOf(Failure.Declined.class).hasMessage("no room");
  }

  @Test
  void noTwoKindsShareATag() {
    int withAccusers = 2;
    int blank = 1;
    assertThat(tags(REQUESTS.stream().map(MessageCodec::encode)))
        .hasSize(Request.class.getPermittedSubclasses().length + withAccusers + blank);
    assertThat(tags(ANSWERS.stream().map(MessageCodec::encodeAnswer))).hasSize(ANSWERS.size() - 3);
  }

  private static TreeSet<Byte> tags(Stream<Bytes> messages) {
    var tags = new TreeSet<Byte>();
    messages.forEach(message -> tags.add(message.at(0)));
    return tags;
  }

  /** Nodes of two versions talk to each other while a cluster is upgraded: if this fails, take a new tag. */
  @Test
  void theTagsAreWhatTheyAlwaysWere() {
    assertThat(REQUESTS.stream().map(MessageCodec::encode).map(bytes -> (int) bytes.at(0)).distinct().toList())
        .isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 29, 30, 31, 32,
            33));
    assertThat((int) MessageCodec.encode(new Request.Read(KEY, 1)).at(0)).isEqualTo(27);
    assertThat(ANSWERS.stream().map(MessageCodec::encodeAnswer).map(bytes -> (int) bytes.at(0)).distinct().toList())
        .isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 22, 23, 24));
    assertThat(MessageCodec.encode(new Request.Hello(N1, 7)).hex()).isEqualTo("08" + "026e31" + "07");
    assertThat(MessageCodec.encode(new Request.Hello(N1, 1, true)).hex()).isEqualTo("21" + "026e31" + "01");
    assertThat(MessageCodec.encode(new Request.Probe(N1, NEWS)).hex())
        .isEqualTo("09" + "026e31" + "02" + "026e31" + "8080c001" + "00" + "026e32" + "05" + "02");
  }

  @Test
  void accusersOfNobodyWhoIsSuspectedAreRefused() {
    var accusers = new TreeMap<NodeId, List<NodeId>>();
    accusers.put(N1, List.of(N2));
    assertThatThrownBy(() -> new News(NEWS, accusers)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesCutShortAreRefused() {
    REQUESTS.forEach(request -> Malformed.cutShort(MessageCodec.encode(request), MessageCodec::decodeRequest));
    ANSWERS.forEach(answer -> Malformed.cutShort(MessageCodec.encodeAnswer(answer), MessageCodec::decodeAnswer));
  }

  @Test
  void garbledMessagesAreRefusedOrAValueButNeverAnythingElse() {
    var requests = new ArrayList<>(REQUESTS);
    Seeds.run(300, seed -> {
      var random = new Random(seed);
      requests.forEach(request -> Malformed.garbled(MessageCodec.encode(request), random, MessageCodec::decodeRequest));
      ANSWERS.forEach(answer -> Malformed.garbled(MessageCodec.encodeAnswer(answer), random, MessageCodecTest::decodeAnswer));
    });
  }

  private static Object decodeAnswer(Bytes bytes) {
    try {
      return MessageCodec.decodeAnswer(bytes);
    } catch (Failure no) {
      return no;
    }
  }

  @Test
  void aListThatAsksForNothingIsRefused() {
    assertThatThrownBy(() -> new Request.ListKeys("carts", "", "", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Request.ListBuckets("", -1)).isInstanceOf(IllegalArgumentException.class);
    Bytes negative = Bytes.wrap(new byte[] {7, 0, -1, -1, -1, -1, 15});
    assertThatThrownBy(() -> MessageCodec.decodeRequest(negative)).isInstanceOf(MalformedBytes.class);
  }
}
