package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.operation.Count;
import io.ringside.operation.Options;
import io.ringside.version.Content;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioParserTest {
  private static final String HEADER = "# test: a test\n";

  @Test
  void theHeaderNamesIt() {
    Scenario scenario = Scenario.parse("# split-2-3: both sides are kept.\nheal\n");

    assertEquals("split-2-3", scenario.name());
    assertEquals("both sides are kept.", scenario.title());
  }

  @Test
  void theClusterHasFiveNodesUnlessItIsSaid() {
    assertEquals(new ClusterShape(5, 3, 2, 2, List.of()), parse("heal").cluster());
    assertEquals(new ClusterShape(3, 3, 1, 3, List.of("cluster.partitions=16", "gossip.periodMillis=50")),
        parse("cluster nodes=3 r=1 w=3 partitions=16 gossip.periodMillis=50\nheal").cluster());
  }

  @Test
  void aStepStartsAtItsTimeOrAfterOrTogetherWithTheOneBefore() {
    List<Step> steps = parse("put a 1\nand put b 2\nthen get a\nat 2s get b").steps();

    assertEquals(List.of(Step.Start.THEN, Step.Start.AND, Step.Start.THEN, Step.Start.AT),
        steps.stream().map(Step::start).toList());
    assertEquals(2000, steps.get(3).atMillis());
    assertEquals(5, steps.get(3).line());
    assertEquals("get b", steps.get(3).text());
  }

  @Test
  void aValueIsJsonOrTextAndMayHaveSpaces() {
    assertEquals(Content.json("{\"a\": [1, \"} via\"]}"), value("put k {\"a\": [1, \"} via\"]} via n2"));
    assertEquals(Content.json("7"), value("put k 7"));
    assertEquals(Content.text("two words"), value("put k \"two words\" via n1"));
    assertEquals(Content.text("7"), value("put k \"7\""));
    assertEquals(Content.text("via"), value("put k \"via\" via n1"));
    assertEquals(Content.text("3rd"), value("put k 3rd"));
  }

  @Test
  void aClauseSaysWhoAsksWhomAndHow() {
    var put = (Action.Put) parse("put b/k 1 via n3 as ada over seen w=all pw=1 fails").steps().get(0).action();

    assertEquals(new Key("b", "k"), put.key());
    assertEquals(NodeId.of("n3"), put.manner().via());
    assertEquals("ada", put.manner().client());
    assertTrue(put.manner().overSeen());
    assertEquals(Manner.Success.NEVER, put.manner().success());
    assertEquals(Count.ALL, put.manner().options().quorum());
    assertEquals(Count.of(1), put.manner().options().primaries());
  }

  @Test
  void aReadMayWaitForItsRepair() {
    var get = (Action.Get) parse("get k pr=2 repair=blocking via n3").steps().get(0).action();

    assertEquals(Options.DEFAULTS.withPrimaries(Count.of(2)).withRepair(Options.Repair.BLOCKING), get.manner().options());
    assertThrows(ScenarioException.class, () -> parse("put k v repair=blocking"));
  }

  @Test
  void aRangeMakesOneStepOfMany() {
    var each = (Action.Each) parse("put k-{1..3} {} via n2 as ada every 20ms").steps().get(0).action();

    assertEquals(20, each.everyMillis());
    assertEquals(List.of("k-1 1", "k-2 2", "k-3 3"), each.actions().stream().map(Action.Put.class::cast)
        .map(put -> put.key().name() + " " + Wording.value(put.content())).toList());
    assertEquals(Content.json("2"), ((Action.Put) each.actions().get(1)).content());
  }

  @Test
  void theNumberOfARangeStandsInQuotesButNotInJson() {
    var each = (Action.Each) parse("put k-{7..7} \"the {}th\"\nput j-{7..7} {\"a\":{}}").steps().get(0).action();
    var json = (Action.Each) parse("put j-{7..7} {\"a\":{}}").steps().get(0).action();

    assertEquals(Content.text("the 7th"), ((Action.Put) each.actions().get(0)).content());
    assertEquals(Content.json("{\"a\":{}}"), ((Action.Put) json.actions().get(0)).content());
    assertEquals(Content.json("{}"), value("put k {}"));
  }

  @Test
  void anExpectationOfARangeIsOneLookAtAll() {
    var expect = (Action.Expect) parse("put k-{1..2} v\nexpect within 5s k-{1..2} = v").steps().get(1).action();

    assertEquals(5000, expect.limitMillis());
    assertEquals(2, ((Expectation.All) expect.expectation()).each().size());
  }

  @Test
  void aCountIsABoundOrAsManyAsSomethingElse() {
    assertEquals(new Expectation.Suspicions(Optional.of(NodeId.of("n2")), Bound.atMost(1)),
        expectation("suspicions of n2 at most 1"));
    assertEquals(new Expectation.Hints(Bound.exactly(0)), expectation("hints 0"));
    assertEquals(new Expectation.HintsTold(Sightings.Fate.DELIVERED, Optional.empty(), HowMany.AS_STORED),
        expectation("hints delivered as many as stored"));
    assertEquals(new Expectation.FailedOperations(Bound.atLeast(3), false), expectation("failed operations at least 3"));
    assertEquals(new Expectation.FailedOperations(Bound.exactly(3), true), expectation("failed operations not applied 3"));
  }

  @Test
  void whatIsRepairedAndWhoHasLostDataCanBeExpected() {
    assertEquals(new Expectation.Repaired(Sightings.Mender.TREES, Optional.empty(), HowMany.of(Bound.exactly(180))),
        expectation("repaired by trees 180"));
    assertEquals(new Expectation.Repaired(Sightings.Mender.READS, Optional.of(NodeId.of("n3")), HowMany.of(Bound.atMost(20))),
        expectation("repaired by reads of n3 at most 20"));
    assertEquals(new Expectation.Repaired(Sightings.Mender.TREES, Optional.of(NodeId.of("n3")), HowMany.AS_KEYS),
        expectation("repaired by trees of n3 as many as its keys"));
    assertThrows(ScenarioException.class, () -> expectation("repaired by trees as many as its keys"));
    assertThrows(ScenarioException.class, () -> expectation("repaired by trees of n3 as many as stored"));
    assertEquals(new Expectation.Amnesiac(new TreeSet<>(List.of(NodeId.of("n2"), NodeId.of("n3")))),
        expectation("amnesiac n3 n2"));
    assertEquals(new Expectation.Amnesiac(new TreeSet<>()), expectation("amnesiac nobody"));
    assertEquals(new Expectation.TreesEqual(Optional.of(NodeId.of("n3"))), expectation("trees of n3 equal"));
    assertEquals(new Expectation.TreesEqual(Optional.empty()), expectation("trees equal"));
  }

  @Test
  void aDiskIsWipedOnlyWhileItsNodeIsDownAndTheNodeStaysSo() {
    assertEquals(new Action.Wipe(NodeId.of("n3")), parse("crash n3\nwipe n3\nrestart n3").steps().get(1).action());
    assertThrows(ScenarioException.class, () -> parse("wipe n3"));
  }

  @Test
  void aDiskIsFilledOnlyUnderANodeThatRuns() {
    assertEquals(new Action.Fill(NodeId.of("n3")), parse("fill n3").steps().get(0).action());
    assertThrows(ScenarioException.class, () -> parse("crash n3\nfill n3"));
  }

  @Test
  void linksAreBadInOneDirectionInBothOrAllOfThem() {
    NodeId n1 = NodeId.of("n1");
    NodeId n2 = NodeId.of("n2");

    assertEquals(new Action.Lose(0.2, List.of(new Cut(n1, n2))), action("lose 20% n1 -> n2"));
    assertEquals(new Action.Slow(200, List.of(new Cut(n1, n2), new Cut(n2, n1))), action("slow 200ms n1 - n2"));
    assertEquals(new Action.Duplicate(0.125, List.of()), action("duplicate 12.5%"));
    assertEquals(new Action.Lose(1, List.of()), action("at 5s lose 100%"));
  }

  @Test
  void aClockIsAheadBehindOrRightWhetherItsNodeRunsOrNot() {
    assertEquals(new Action.Skew(NodeId.of("n3"), 3_600_000), action("skew n3 +1h"));
    assertEquals(new Action.Skew(NodeId.of("n3"), -500), action("skew n3 -500ms"));
    assertEquals(new Action.Skew(NodeId.of("n3"), 0), action("skew n3 0s"));
    assertEquals(new Action.Skew(NodeId.of("n3"), 120_000), parse("crash n3\nskew n3 +2m").steps().get(1).action());
  }

  @Test
  void whatOnlyVirtualTimeCanDoIsKnownBeforehandWithinRangesToo() {
    assertEquals(Optional.of(Action.Skew.NOT_LIVE), parse("skew n3 +1h").whyNotLive());
    assertEquals(Optional.of(Action.Duplicate.NOT_LIVE), parse("duplicate 5%").whyNotLive());
    assertEquals(Optional.of(Action.DISKS_NOT_LIVE), parse("stall n{1..2} 1s").whyNotLive());
    assertEquals(Optional.empty(), parse("lose 20%\nslow 5ms n1 - n2").whyNotLive());
  }

  @Test
  void anOperationMayFailAndNothingAcknowledgedMayBeLost() {
    var put = (Action.Put) parse("put k v may fail via n2").steps().get(0).action();

    assertEquals(Manner.Success.MAYBE, put.manner().success());
    assertEquals(NodeId.of("n2"), put.manner().via());
    assertEquals(new Expectation.NothingLost(), expectation("no acknowledged write lost"));
  }

  @Test
  void aCommentEndsALine() {
    assertEquals("put cart milk", parse("put   cart milk   # the first").steps().get(0).text());
  }

  @Test
  void wordsAreSaidAsTheyStand() {
    assertEquals(new Action.Say("It's \"5\" # or 7"), parse("say It's \"5\" # or 7").steps().get(0).action());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '!', quoteCharacter = '`', value = {
      "partion n1 | n2 ! line 2, column 1: 'partion' is not a verb; did you mean partition?",
      "at -5ms heal ! line 2, column 4: a time is not negative, as -5ms is; write 200ms, 5s or 2m",
      "at 9999m heal ! line 2, column 4: a time is not longer than a day, as 9999m is; write 200ms, 5s or 2m",
      "at 5 heal ! line 2, column 4: '5' is no time; write 200ms, 5s or 2m",
      "put k v via n9 ! line 2, column 13: there is no node 'n9'; this cluster has n1 to n5",
      "put k two words ! line 2, column 11: 'words' does not belong here; here may stand via, as, over seen, w=N, pw=N, ttl=TIME, fails, may fail;"
          + " a value that has spaces is quoted",
      "put k v ttl=0s ! line 2, column 9: a ttl of 0 would expire before it is written: leave it out for what never expires;"
          + " for example ttl=30s",
      "put k v w=7 ! line 2, column 9: w=7 is more than the 3 replicas that a key has here",
      "put k v w=0 ! line 2, column 9: w=0 asks for nothing",
      "get k w=2 ! line 2, column 7: 'w=2' does not belong here; here may stand via, as, r=N, pr=N, repair=blocking, fails, may fail;"
          + " a value that has spaces is quoted",
      "put k ! line 2, column 6: a value is missing",
      "put k {\"a\": 1 ! line 2, column 7: what begins here is never closed; a } is missing",
      "put k \"open ! line 2, column 7: what begins here is never closed; a \" is missing",
      "restart n2 ! line 2, column 9: n2 is not down here; crash it first",
      "partition n1 n2 | n2 ! line 2, column 19: n2 cannot be on two sides; name each node once, as in partition n1 n2 | n3 n4 n5",
      "partition n1 n2 ! line 2, column 16: a partition has two sides or more; partition n1 n2 | n3 n4 n5",
      "expect k = 5 ! line 2, column 8: this can never be seen: no step before writes 'k'",
      "expect every node sees n3 gone ! line 2, column 27: 'gone' is not what a node is; there are alive, suspect, dead",
      "resolve k with min ! line 2, column 16: There is no resolver 'min'; there are 'max', 'union' and 'last-write-wins'",
      "and heal ! line 2, column 1: 'and' starts together with the step before it, and there is none; leave it out",
      "cluster nods=5 ! line 2, column 9: 'nods=5' says nothing of a cluster; did you mean nodes?",
      "cluster nodes=2 ! line 2, column 1: r and w are from 1 to n, and n is not more than nodes, but here nodes=2 n=3 r=2 w=2"
          + "; the usual cluster is nodes=5 n=3 r=2 w=2, and smaller numbers must fit",
      "cut n1 n2 ! line 2, column 8: here stands 'n2' in place of '->'",
      "cut n1 -> n1 ! line 2, column 11: no link leads from n1 to itself; cut n1 -> n2",
      "lose 0% ! line 2, column 6: a share is above 0% and at most 100%, not 0%; heal ends it",
      "lose 101% n1 -> n2 ! line 2, column 6: a share is above 0% and at most 100%, not 101%; write 20%",
      "lose -5% ! line 2, column 6: a share is above 0% and at most 100%, not -5%; write 20%",
      "lose 20 ! line 2, column 6: '20' is no share; write 20%",
      "lose half n1 -> n2 ! line 2, column 6: 'half' is no share; write 20%",
      "lose ! line 2, column 5: a share is missing",
      "lose 20% n9 -> n2 ! line 2, column 10: there is no node 'n9'; this cluster has n1 to n5",
      "lose 20% n1 -> n9 ! line 2, column 16: there is no node 'n9'; this cluster has n1 to n5",
      "lose 20% n1 n2 ! line 2, column 13: here stands 'n2' in place of '->' or '-'; n1 -> n2 is one direction, n1 - n2 is both,"
          + " and all links are meant if nothing is said",
      "lose 20% n1 ! line 2, column 12: the word '->' or '-' is missing",
      "lose 20% n1 - n1 ! line 2, column 15: no link leads from n1 to itself; n1 -> n2 is one direction, n1 - n2 is both,"
          + " and all links are meant if nothing is said",
      "lose 20% n1 - n2 5s ! line 2, column 18: '5s' is one word too many; quote a value that has spaces",
      "slow -5ms ! line 2, column 6: a delay is not negative, as -5ms is; write 200ms, 5s or 2m",
      "slow 0ms n1 - n2 ! line 2, column 6: a delay is above 0 and at most 60000 ms; heal ends it",
      "slow 2m ! line 2, column 6: a delay is above 0 and at most 60000 ms; what never arrives is cut: cut n1 -> n2",
      "slow 20% ! line 2, column 6: '20%' is no time; write 200ms, 5s or 2m",
      "at 5s slw 200ms ! line 2, column 7: 'slw' is not a verb; did you mean slow?",
      "duplicate 0.0% ! line 2, column 11: a share is above 0% and at most 100%, not 0.0%; heal ends it",
      "skew n9 +1h ! line 2, column 6: there is no node 'n9'; this cluster has n1 to n5",
      "skew n3 1h ! line 2, column 9: '1h' does not say how far a clock is ahead or behind; write +1h, -500ms or 0s",
      "skew n3 +25h ! line 2, column 9: a clock is at most a day ahead or behind, not +25h; write +1h, -500ms or 0s",
      "skew n3 +99999999999s ! line 2, column 9: '+99999999999' is no number, or too large",
      "skew n3 ! line 2, column 8: how far the clock is ahead or behind is missing",
      "fill n9 ! line 2, column 6: there is no node 'n9'; this cluster has n1 to n5",
      "fill n3 5s ! line 2, column 9: '5s' is one word too many; quote a value that has spaces",
      "put k v may happen ! line 2, column 13: here stands 'happen' in place of 'fail'",
      "expect no write lost ! line 2, column 11: here stands 'write' in place of 'acknowledged'",
      "stall n9 5s ! line 2, column 7: there is no node 'n9'; this cluster has n1 to n5",
      "expect degraded n9 ! line 2, column 17: there is no node 'n9'; this cluster has n1 to n5",
      "pause n3 -5s ! line 2, column 10: a time is not negative, as -5s is; write 200ms, 5s or 2m",
      "pause n9 5s ! line 2, column 7: there is no node 'n9'; this cluster has n1 to n5",
      "flap n3 every 3s 0 times ! line 2, column 18: a node flaps from 1 to 1000 times, not 0",
      "put k-{9..1} v ! line 2, column 7: {9..1} has no number in it; write the smaller number first, as in {1..200}",
      "put k-{1..99999999999} v ! line 2, column 7: {1..99999999999} has a number of more than 9 digits; write a smaller number, as in {1..200}",
      "put k-{1..20000} v ! line 2, column 7: {1..20000} has more than 10000 numbers; write several steps, each with fewer",
      "put k-{1..9} v-{1..8} ! line 2, column 14: a step counts once, and {1..9} stands here already; write {} for its number",
      "put k v every 1s ! line 2, column 9: 'every' does not belong here; here may stand via, as, over seen, w=N, pw=N, ttl=TIME, fails, may fail;"
          + " a value that has spaces is quoted",
      "put k v fails without quorum ! line 2, column 9: any node can stand in for an owner here, so that no quorum is missed;"
          + " say before it how many owners must answer: pw=2",
      "expect hints -1 ! line 2, column 14: a number is not negative here, as -1 is; write 0 or more",
      "expect hints some ! line 2, column 14: 'some' is no number, or too large",
      "expect suspicions of n9 0 ! line 2, column 22: there is no node 'n9'; this cluster has n1 to n5",
      "expect suspicions at must 1 ! line 2, column 22: 'must' is not a bound; did you mean most?",
      "expect hints stored as many as its keys ! line 2, column 32: nobody is named whose keys these are;"
          + " hints stored for n3 as many as its keys",
      "expect k has 1 siblings ! line 2, column 8: this can never be seen: no step before writes 'k'",
      "heal now ! line 2, column 6: 'now' is one word too many; quote a value that has spaces"
  })
  void whatCannotBePlayedIsRefusedWithItsPlaceAndReason(String step, String message) {
    assertEquals(message, assertThrows(ScenarioException.class, () -> parse(step)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '!', value = {
      "delay 200ms n1 -> n2 ! line 3, column 7: a delay is that of what is measured, and is no step;"
          + " slow 200ms n1 - n2 makes a link slow",
      "delay reads exponential 5ms ! line 3, column 7: 'reads' is not what is on its way; did you mean read?",
      "delay read normal 5ms ! line 3, column 12: 'normal' is not how a delay is drawn; there are exponential, constant",
      "delay read exponential 0ms ! line 3, column 24: a delay is above 0 and at most 60000 ms",
      "measure speed ! line 3, column 9: here stands 'speed' in place of 'staleness'",
      "measure staleness r=4 w=1 reads=9 at 0ms ! line 3, column 19: r and w are from 1 to n=3, not r=4 w=1",
      "measure staleness r=1 reads=9 at 0ms ! line 3, column 23: here stands 'reads=9' in place of w=N;"
          + " measure staleness r=1 w=1 reads=10000 at 0ms 10ms",
      "measure staleness r=1 w=1 reads=0 at 0ms ! line 3, column 27: from 1 to 1000000 reads are measured, not 0",
      "measure staleness r=1 w=1 reads=9 at 5ms 5ms ! line 3, column 42: times after the write grow, up to 60000 ms",
      "measure staleness r=1 w=1 reads=9 at ! line 3, column 37: a time after the write is missing",
      "expect staleness 0 where r+w>n ! line 3, column 18: this can never be seen: nothing was measured before;"
          + " measure staleness r=1 w=1 reads=10000 at 0ms 10ms"
  })
  void aMeasurementIsRefusedWithItsPlaceAndReason(String step, String message) {
    String delays = "delay write acknowledgement read answer exponential 5ms\n";
    assertEquals(message, assertThrows(ScenarioException.class, () -> parse(delays + step)).getMessage());
  }

  @Test
  void aMeasurementKnowsItsDelaysAndItsSample() {
    String delays = "delay write exponential 10ms\ndelay acknowledgement read answer constant 5ms\n";
    var measure = (Action.Measure) parse(delays + "measure staleness r=1 w=2 reads=99 at 0ms 1s").steps().get(0).action();

    assertEquals(List.of(0.0, 1000.0), measure.measurement().timesMillis());
    assertEquals("mean(10)", measure.measurement().model().w().text());
    assertEquals("constant(5)", measure.measurement().model().s().text());
    assertEquals("line 2, column 9: nothing has been said of the delay of a write; delay write exponential 5ms",
        assertThrows(ScenarioException.class, () -> parse("measure staleness r=1 w=1 reads=9 at 0ms")).getMessage());
    assertEquals("line 5, column 18: of 99 reads chance alone makes more than 2 points;"
        + " measure more reads, or allow more points: for 2 points 10000 reads are enough",
        assertThrows(ScenarioException.class, () -> parse(delays
            + "measure staleness r=1 w=1 reads=99 at 0ms\nexpect staleness within 2 points of pbs")).getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '!', value = {
      "put cart eggs;expect cart = milk ! line 3, column 15: this can never be seen: no step before writes milk to 'cart'",
      "put cart eggs;expect cart deleted ! line 3, column 8: this can never be seen: no step before deletes 'cart'",
      "put cart eggs;expect cart absent ! line 3, column 8: this can never be seen: a step before writes 'cart'",
      "put cart eggs;expect every node sees n3 dead ! line 3, column 1: this can never be seen: nothing before happens to any node or link; crash n3",
      "put cart eggs;wait 20s;expect by 10s cart = eggs ! line 4, column 11: this can never be seen: it is not its turn before 20000 ms; write a later time, or 'within'"})
  void whatCanNeverBeSeenIsRefusedBeforehand(String steps, String refusal) {
    assertEquals(refusal, assertThrows(ScenarioException.class, () -> parse(steps.replace(';', '\n'))).getMessage());
  }

  @Test
  void aDeadlineBeforeTheLastStepCanNeverBeMet() {
    var refused = assertThrows(ScenarioException.class, () -> parse("put k 1\nat 5s heal\nexpect by 2s k = 1"));

    assertEquals("line 4, column 11: this can never be seen: it is not its turn before 5000 ms; write a later time, or 'within'",
        refused.getMessage());
  }

  @Test
  void timesDoNotGoBack() {
    assertEquals("line 3, column 4: this time is before that of an earlier step, 5000 ms; write the steps in the order in which they happen",
        assertThrows(ScenarioException.class, () -> parse("at 5s heal\nat 4s heal")).getMessage());
  }

  @Test
  void aByteOrderMarkAndTheLineEndsOfWindowsAreNotSeen() {
    String plain = HEADER + "at 5ms put cart milk via n1\nexpect by 9s cart = milk";
    assertEquals(Scenario.parse(plain).steps(), Scenario.parse("\uFEFF" + plain.replace("\n", "\r\n")).steps());
  }

  @Test
  void anEmptyFileIsNoScenario() {
    assertEquals(1, assertThrows(ScenarioException.class, () -> Scenario.parse("")).line());
    assertThrows(ScenarioException.class, () -> parse("# only a comment"));
  }

  private static Scenario parse(String steps) {
    return Scenario.parse(HEADER + steps);
  }

  private static Expectation expectation(String words) {
    return ((Action.Expect) parse("expect " + words).steps().get(0).action()).expectation();
  }

  private static Action action(String step) {
    return parse(step).steps().get(0).action();
  }

  private static Content value(String step) {
    return ((Action.Put) parse(step).steps().get(0).action()).content();
  }
}
