package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Count;
import io.ringside.version.Content;
import java.util.List;
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
    assertTrue(put.manner().fails());
    assertEquals(Count.ALL, put.manner().options().quorum());
    assertEquals(Count.of(1), put.manner().options().primaries());
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
      "at -5ms heal ! line 2, column 4: a time is not negative, as -5ms is",
      "at 5 heal ! line 2, column 4: '5' is no time; write 200ms, 5s or 2m",
      "put k v via n9 ! line 2, column 13: there is no node 'n9'; this cluster has n1 to n5",
      "put k two words ! line 2, column 11: 'words' does not belong here; here may stand via, as, over seen, w=N, pw=N, fails;"
          + " a value that has spaces is quoted",
      "get k w=2 ! line 2, column 7: 'w=2' does not belong here; here may stand via, as, r=N, pr=N, fails;"
          + " a value that has spaces is quoted",
      "put k ! line 2, column 6: a value is missing",
      "put k {\"a\": 1 ! line 2, column 7: what begins here is never closed; a } is missing",
      "put k \"open ! line 2, column 7: what begins here is never closed; a \" is missing",
      "restart n2 ! line 2, column 9: n2 is not down here; crash it first",
      "partition n1 n2 | n2 ! line 2, column 19: n2 cannot be on two sides",
      "partition n1 n2 ! line 2, column 16: a partition has two sides or more; partition n1 n2 | n3 n4 n5",
      "expect k = 5 ! line 2, column 8: this can never be seen: no step before writes 'k'",
      "expect every node sees n3 gone ! line 2, column 27: 'gone' is not what a node is; there are alive, suspect, dead",
      "resolve k with min ! line 2, column 16: There is no resolver 'min'; there are 'max', 'union' and 'last-write-wins'",
      "and heal ! line 2, column 1: 'and' starts together with the step before it, and there is none; leave it out",
      "cluster nods=5 ! line 2, column 9: 'nods=5' says nothing of a cluster; did you mean nodes?",
      "cluster nodes=2 ! line 2, column 1: r and w are from 1 to n, and n is not more than nodes, but here nodes=2 n=3 r=2 w=2",
      "heal now ! line 2, column 6: 'now' is one word too many; quote a value that has spaces"
  })
  void whatCannotBePlayedIsRefusedWithItsPlaceAndReason(String step, String message) {
    assertEquals(message, assertThrows(ScenarioException.class, () -> parse(step)).getMessage());
  }

  @Test
  void aDeadlineBeforeTheLastStepCanNeverBeMet() {
    var refused = assertThrows(ScenarioException.class, () -> parse("put k 1\nat 5s heal\nexpect by 2s k = 1"));

    assertEquals("line 4, column 11: this can never be seen: the time is up before the step at 5000 ms; write a later time, or 'within'",
        refused.getMessage());
  }

  @Test
  void timesDoNotGoBack() {
    assertEquals("line 3, column 4: this time is before that of an earlier step, 5000 ms; write the steps in the order in which they happen",
        assertThrows(ScenarioException.class, () -> parse("at 5s heal\nat 4s heal")).getMessage());
  }

  @Test
  void anEmptyFileIsNoScenario() {
    assertEquals(1, assertThrows(ScenarioException.class, () -> Scenario.parse("")).line());
    assertThrows(ScenarioException.class, () -> parse("# only a comment"));
  }

  private static Scenario parse(String steps) {
    return Scenario.parse(HEADER + steps);
  }

  private static Content value(String step) {
    return ((Action.Put) parse(step).steps().get(0).action()).content();
  }
}
