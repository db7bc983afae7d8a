package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.N1;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.dotOf;
import static io.ringside.check.Story.recordWith;
import static io.ringside.check.Story.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Call;
import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Attempt.Verb;
import io.ringside.operation.Explanation;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.Actor;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Histories: what they hold, how they are recorded, and how they are written down. */
class HistoryTest {
  private static final RequestId REQUEST = new RequestId(7, 8);

  private long nowMicros;
  private final HistoryRecorder recorder = new HistoryRecorder(() -> nowMicros);

  private static Operation<Found> get() {
    return new Operation.Get(CART, Options.DEFAULTS);
  }

  private static Operation<Written> put(RequestId request) {
    return new Operation.Put(CART, Content.text("milk"), seen(dot("n1", 1)), request, false, Options.DEFAULTS);
  }

  // the records

  @Test
  void anAttemptThatMakesNoSenseIsRefused() {
    Call read = new Call("a", N1, Verb.GET, CART, RequestId.NONE, Optional.empty(), Optional.empty(), false);
    assertThatThrownBy(() -> new Attempt(read, 10, 5, Outcome.OK, false, Answer.NONE)).hasMessageContaining("not at 5 before 10");
    assertThatThrownBy(() -> new Attempt(read, 10, Attempt.NEVER, Outcome.OK, false, Answer.NONE))
        .hasMessageContaining("returns");
    assertThatThrownBy(() -> new Attempt(read, 10, 20, Outcome.OK, false,
        new Answer(Optional.of(dot("n1", 1)), new TreeMap<>(), NOTHING))).hasMessageContaining("has a dot");
    assertThatThrownBy(() -> new Call("a", N1, Verb.GET, CART, REQUEST, Optional.empty(), Optional.empty(), false))
        .hasMessageContaining("names its request");
    assertThatThrownBy(() -> new Call("a", N1, Verb.PUT, CART, REQUEST, Optional.of(NOTHING), Optional.empty(), false))
        .hasMessageContaining("content");
    assertThatThrownBy(() -> new Call("a", N1, Verb.PUT, CART, REQUEST, Optional.empty(), Optional.of(Content.text("")), false))
        .hasMessageContaining("context");
  }

  @Test
  void aRequestIsOneAttempt() {
    var story = Story.sloppy();
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    assertThatThrownBy(() -> new History(List.of(put, put))).hasMessageContaining("two of " + put.call().request());
  }

  @Test
  void attemptsAreInTheOrderInWhichTheyWereMade() {
    var story = Story.sloppy();
    var second = story.get("a", 20, 30, Siblings.NONE);
    var first = story.get("b", 10, 40, Siblings.NONE);
    assertThat(story.history().attempts()).containsExactly(first, second);
  }

  @Test
  void writesThatFailedForSureAreNotAmongThoseThatMayHaveHappened() {
    var story = Story.sloppy();
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.failedPut("a", 20, 30, NOTHING);
    var unknown = story.unknownPut("a", 40, NOTHING);
    assertThat(story.history().writes()).containsExactly(
        new Write(CART, put.call().request(), NOTHING, true), new Write(CART, unknown.call().request(), NOTHING, false));
  }

  @Test
  void whatAReadHasShownThatWaitedForItsRepairIsAsGoodAsAcknowledged() {
    var story = Story.sloppy();
    var unknown = story.unknownPut("a", 0, NOTHING);
    story.unknownPut("b", 0, NOTHING);
    var shown = new Siblings(seen(dot("n1", 1)), new TreeMap<>(Map.of(dot("n1", 1), Story.version(unknown))));
    story.get("c", 10, 20, shown, new Witnesses(3, 2, 0));
    story.failedGet("c", 30, 40, new Witnesses(3, 2, 2));
    assertThat(story.history().writes()).noneMatch(Write::acknowledged);
    story.get("c", 50, 60, shown, new Witnesses(3, 0, 2));
    assertThat(story.history().writes()).filteredOn(Write::acknowledged).extracting(Write::request)
        .containsExactly(unknown.call().request());
  }

  @Test
  void anAttemptIsTheSentencePeopleRead() {
    assertThat(Story.sloppy().put("a", 1250, 1251, NOTHING, dot("n1", 1)))
        .hasToString("a's put of cart via n1 at 1.250-1.251 s, request 00000000000000000000000000000001");
  }

  // the recorder

  @Test
  void whatSucceedsIsRecordedWithItsAnswer() {
    nowMicros = 100;
    var open = recorder.begin("a", N1, put(REQUEST), true);
    nowMicros = 200;
    open.succeeded(new Written(dot("n1", 2), seen(dot("n1", 1), dot("n1", 2)), Optional.empty()));
    open.entitled();
    Attempt attempt = recorder.history().attempts().get(0);
    assertThat(attempt.invokedMicros()).isEqualTo(100);
    assertThat(attempt.returnedMicros()).isEqualTo(200);
    assertThat(attempt.isOkWrite()).isTrue();
    assertThat(attempt.entitled()).isTrue();
    assertThat(dotOf(attempt)).isEqualTo(dot("n1", 2));
    assertThat(attempt.call()).isEqualTo(new Call("a", N1, Verb.PUT, CART, REQUEST, Optional.of(seen(dot("n1", 1))),
        Optional.of(Content.text("milk")), true));
  }

  @Test
  void aReadIsRecordedWithWhatItFound() {
    var story = Story.sloppy();
    Siblings found = Story.record(story.put("a", 0, 10, NOTHING, dot("n1", 1)));
    recorder.begin("b", N1, get(), false).succeeded(new Found(found, Optional.empty()));
    Attempt read = recorder.history().attempts().get(0);
    assertThat(read.answer()).isEqualTo(new Answer(Optional.empty(), found.versions(), found.context()));
  }

  @Test
  void whoIsAskedForIsRecordedAndWhoAnExplanationNames() {
    var knowing = new HistoryRecorder(() -> nowMicros, operation -> new Witnesses(3, 1, 2));
    knowing.begin("a", N1, get(), false).succeeded(new Found(Siblings.NONE, Optional.empty()));
    knowing.begin("a", N1, get(), false).succeeded(new Found(Siblings.NONE, Optional.of(explained())));
    knowing.begin("a", N1, get(), false);
    assertThat(knowing.history().attempts()).extracting(Attempt::witnesses)
        .containsExactly(new Witnesses(3, 1, 2), new Witnesses(3, 2, 2), new Witnesses(3, 1, 2));
    recorder.begin("a", N1, get(), false).succeeded(new Found(Siblings.NONE, Optional.of(explained())));
    assertThat(recorder.history().attempts().get(0).witnesses()).isEqualTo(Witnesses.UNKNOWN);
  }

  /** Two owners and a fallback counted, the third owner came too late. */
  private static Explanation explained() {
    List<NodeId> nodes = Stream.of("n1", "n2", "n3", "n4").map(NodeId::of).toList();
    return new Explanation(N1, 0, nodes.subList(0, 3), nodes.subList(3, 4), 3, 1, List.of(
        part(nodes.get(0), Optional.empty(), true), part(nodes.get(1), Optional.empty(), true),
        part(nodes.get(2), Optional.empty(), false), part(nodes.get(3), Optional.of(nodes.get(2)), true)), 1);
  }

  private static Explanation.Attempt part(NodeId node, Optional<NodeId> standsInFor, boolean counted) {
    return new Explanation.Attempt(node, standsInFor, "read", "", NOTHING, 1, counted, false);
  }

  @Test
  void aFailureIsCertainOnlyIfItSaysSo() {
    var applied = new OperationFailure(Kind.QUORUM_MISSED, "", "", Effect.UNKNOWN, 1);
    var notApplied = new OperationFailure(Kind.INVALID, "", "");
    recorder.begin("a", N1, put(new RequestId(0, 1)), false).failed(applied);
    recorder.begin("a", N1, put(new RequestId(0, 2)), false).failed(notApplied);
    recorder.begin("a", N1, put(new RequestId(0, 3)), false).failed(new IllegalStateException("what?"));
    recorder.begin("a", N1, get(), false).failed(applied);
    recorder.begin("a", N1, put(new RequestId(0, 4)), false);
    assertThat(recorder.history().attempts()).extracting(Attempt::outcome)
        .containsExactly(Outcome.UNKNOWN, Outcome.FAILED, Outcome.UNKNOWN, Outcome.FAILED, Outcome.UNKNOWN);
    assertThat(recorder.history().attempts()).extracting(Attempt::returnedMicros).endsWith(Attempt.NEVER);
  }

  /** In virtual time an answer may lead to the next question at once: the two do not overlap. */
  @Test
  void whatComesNextIsLaterThoughTheClockStandsStill() {
    recorder.begin("a", N1, get(), false).failed(new IllegalStateException("no"));
    recorder.begin("b", N1, get(), false);
    List<Attempt> attempts = recorder.history().attempts();
    assertThat(attempts.get(0).returnedMicros()).isLessThan(attempts.get(1).invokedMicros());
  }

  @Test
  void anAttemptEndsOnce() {
    var open = recorder.begin("a", N1, get(), false);
    open.failed(new IllegalStateException("first"));
    assertThatThrownBy(() -> open.failed(new IllegalStateException("second"))).hasMessageStartingWith("It has ended");
    assertThatThrownBy(() -> recorder.begin("a", N1, get(), false).succeeded("?")).hasMessageContaining("answered by ?");
  }

  // as JSON

  /** All kinds of attempts, of epochs, gaps, contents and names that are hard to write. */
  private static History hardToWrite() {
    var story = Story.strict();
    var odd = new Dot(new Actor(NodeId.of("n-2.x"), -3), Long.MAX_VALUE);
    var put = story.put("a", 0, 10, NOTHING, odd);
    var delete = story.delete("a", 20, 30, put.answer().context(), dot("n1", 2));
    story.unknownPut("ä \"b\"", 40, seen(dot("n1", 1), dot("n1", 3)));
    story.failedPut("c", 40, 50, NOTHING);
    story.get("d", 60, 70, recordWith(seen(dot("n3", 9)), put, delete), new Witnesses(3, 1, 2));
    var attempts = new ArrayList<>(story.attempts());
    var binary = new Content(Content.OCTETS, new TreeMap<>(Map.of("who", "me")), Bytes.wrap(new byte[] {-1, 0, 5}));
    attempts.add(new Attempt(new Call("e", N1, Verb.PUT, new Key("b/c", "k\n☃"), REQUEST, Optional.of(NOTHING),
        Optional.of(binary), false), -5, Attempt.NEVER, Outcome.UNKNOWN, true, Answer.NONE));
    attempts.add(new Attempt(new Call("e", N1, Verb.DELETE, CART, new RequestId(-1, -1), Optional.empty(), Optional.empty(),
        false),
        Long.MAX_VALUE - 1, Attempt.NEVER, Outcome.UNKNOWN, false, Answer.NONE));
    return new History(attempts);
  }

  @Test
  void aHistoryComesBackFromItsLinesAsItWas() {
    History history = hardToWrite();
    assertThat(HistoryJson.read(HistoryJson.lines(history)).attempts()).isEqualTo(history.attempts());
  }

  /** What is in files that people keep: a change of this line is a change of the schema. */
  @Test
  void theLineIsThis() {
    var story = Story.strict();
    story.put("a", 1, 2, seen(dot("n2", 2)), dot("n1", 1));
    assertThat(HistoryJson.lines(story.history())).containsExactly("{\"v\":1,\"session\":\"a\",\"node\":\"n1\",\"verb\":\"put\","
        + "\"bucket\":\"default\",\"key\":\"cart\",\"invokedMicros\":1000,\"outcome\":\"ok\",\"strict\":true,\"entitled\":false,"
        + "\"returnedMicros\":2000,\"request\":\"00000000000000000000000000000001\","
        + "\"supplied\":{\"clock\":{},\"dots\":[\"n2:2\"]},"
        + "\"written\":{\"type\":\"text/plain; charset=utf-8\",\"metadata\":{},\"text\":\"value-1\"},\"dot\":\"n1:1\","
        + "\"context\":{\"clock\":{\"n1\":\"1\"},\"dots\":[\"n2:2\"]}}");
  }

  @Test
  void theLineOfAReadThatWaitedForItsRepairSaysWhoHadAPartInIt() {
    var story = Story.sloppy();
    story.get("a", 1, 2, Siblings.NONE, new Witnesses(3, 1, 2));
    String line = HistoryJson.lines(story.history()).get(0);
    assertThat(line).contains(",\"witnesses\":{\"owners\":3,\"heard\":1,\"holding\":2},");
    isRefused(line.replace("\"heard\":1", "\"heard\":4"), "Of 3 owners neither 4 are heard");
    isRefused(line.replace("\"heard\":1,", ""), "'heard' is missing");
  }

  private static void isRefused(String line, String because) {
    assertThatThrownBy(() -> HistoryJson.read(List.of("", line))).isInstanceOf(MalformedHistory.class)
        .hasMessageStartingWith("Line 2").hasMessageContaining(because);
  }

  @Test
  void anotherSchemaIsRefusedWithTheNumberOfItsLine() {
    String line = HistoryJson.lines(hardToWrite()).get(0);
    isRefused(line.replace("\"v\":1", "\"v\":2"), "schema version 2, and this build reads 1");
    isRefused(line.replace("\"v\":1,", ""), "schema version (none)");
  }

  @Test
  void aLineThatIsNoAttemptIsRefusedWithItsNumber() {
    String line = Story.strict().put("a", 1, 2, seen(dot("n2", 2)), dot("n1", 1)).toString();
    isRefused(line, "is not JSON");
    isRefused("{\"v\":1}", "'verb' is missing");
    isRefused("[1]", "schema version");
    isRefused("{\"v\":1", "is not JSON");
    History history = hardToWrite();
    for (String right : HistoryJson.lines(history)) {
      for (String field : List.of("session", "node", "key", "invokedMicros", "outcome", "strict", "entitled")) {
        isRefused(right.replace("\"" + field + "\"", "\"other\""), "'" + field + "' is missing");
        isRefused(right.replaceFirst("\"" + field + "\":[^,]*,", "\"" + field + "\":{},"), "");
      }
      isRefused(right.replaceFirst("\"outcome\":\"[a-z]*\"", "\"outcome\":\"perhaps\""), "PERHAPS");
    }
  }

  @Test
  void aHistoryWithOneRequestTwiceIsRefused() {
    List<String> lines = HistoryJson.lines(hardToWrite());
    assertThatThrownBy(() -> HistoryJson.read(List.of(lines.get(1), lines.get(1))))
        .isInstanceOf(MalformedHistory.class).hasMessageContaining("two of");
  }
}
