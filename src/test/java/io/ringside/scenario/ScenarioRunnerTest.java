package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.env.Transport;
import io.ringside.message.Request;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.OperationFailure;
import io.ringside.sim.Wiring;
import io.ringside.testing.InventedReads;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioRunnerTest {
  @Test
  void whatIsNotAsExpectedIsAFailureWithItsLine() {
    ScenarioResult result = play("put cart eggs via n1", "put cart milk via n1 over seen", "expect cart = eggs via n2");

    assertFalse(result.ok());
    assertEquals(1, result.failures().size());
    assertTrue(result.failures().get(0).startsWith("test, line 4: expect cart = eggs via n2 → expected eggs, but a read has \"milk\""),
        result.failures().toString());
  }

  @Test
  void anExpectationWithALimitWaitsForIt() {
    assertTrue(play("crash n3", "expect within 30s every node sees n3 dead").ok());
    assertFalse(play("crash n3", "expect every node sees n3 dead").ok());
  }

  @Test
  void aWriteOverWhatItsClientSawSupersedesExactlyThat() {
    assertTrue(play(
        "put k 1 via n1 as ada",
        "put k 2 via n2 as bea",
        "put k 3 via n1 as ada over seen",
        "expect k = 2 3").ok());
  }

  @Test
  void nobodyCanWriteOverWhatHeNeverSaw() {
    assertFalse(play("put k 1 via n1 as ada", "put k 2 via n1 as bea over seen").ok());
  }

  @Test
  void whoMayFailMayAlsoNotHaveSeenWhatHeWritesOver() {
    assertTrue(play("put k 1 via n1 as ada", "put k 2 via n2 as bea over seen may fail", "expect k = 1").ok());
    assertFalse(play("put k 1 via n1 as ada", "put k 2 via n2 as bea over seen fails").ok());
  }

  @Test
  void aStepThatShouldFailAndDoesNotIsAFailure() {
    assertFalse(play("put k 1 via n1 fails").ok());
    assertTrue(play("crash n1", "crash n2", "crash n3", "put k 1 via n4 w=3 fails").ok());
  }

  /** For a while none of many nodes that start knows that it has missed nothing, and of no key can be said that there is none. */
  @Test
  void manyNodesAreWaitedForBeforeTheFirstStep() {
    Scenario scenario = Scenario.parse("# many: many nodes.\ncluster nodes=64 n=3 r=2 w=2\nput k-{1..300} v via n1\n");
    assertTrue(SimWorld.play(scenario, 1, Narrator.SILENT).result().ok());
  }

  @Test
  void aJsonValueIsComparedAsJson() {
    assertTrue(play("put k {\"a\": 1} via n1", "expect k = {\"a\":1}").ok());
  }

  @Test
  void aDeletedKeyIsDeletedAndAnUnknownOneAbsent() {
    assertTrue(play("put k 1", "delete k", "expect k deleted", "expect within 5s k deleted on every owner", "expect j absent").ok());
  }

  @Test
  void aStepOfARangeIsRightOnlyIfAllOfItIs() {
    assertTrue(play("put k-{1..40} v-{}", "expect k-{1..40} = v-{}").ok());
    assertFalse(play("put k-{1..40} v-{}", "put k-7 v via n2", "expect k-{1..40} = v-{}").ok());
    ScenarioResult wrong = play("crash n1", "crash n2", "crash n3", "put k-{1..5} v via n4 w=3");
    assertTrue(wrong.failures().get(0).contains("5 of 5 are not as they should be"), wrong.failures().toString());
  }

  @Test
  void aPacedRangeIsDoneOneAfterTheOther() {
    ScenarioResult result = play("put k 0 as ada", "put k {1..20} as ada over seen every 50ms", "expect k = 20");

    assertTrue(result.ok(), result.failures().toString());
    assertEquals(1000, result.steps().get(1).tookMillis());
  }

  @Test
  void aPausedNodeIsSuspectedAndRefutesItWhenItWakes() {
    ScenarioResult result = play(
        "pause n3 4s", "expect within 4s suspicions of n3 at least 1", "expect within 20s every node sees n3 alive",
        "expect suspicions of n1 0");

    assertTrue(result.ok(), result.failures().toString());
  }

  @Test
  void theEpilogueWaitsForAPauseToEnd() {
    assertTrue(play("put k v", "pause n3 20s").ok());
  }

  @Test
  void aLinkCutInOneDirectionCostsHintsAndNothingElse() {
    assertTrue(play("cut n1 -> n2", "put k-{1..30} v via n1", "expect hints stored only for n2", "expect failed operations 0",
        "expect ring unchanged").ok());
    assertFalse(play("cut n1 -> n2", "put k-{1..30} v via n1", "expect hints stored only for n3").ok());
  }

  @Test
  void aLinkThatLosesEverythingIsCutAndHealEndsIt() {
    assertTrue(play("lose 100% n1 -> n2", "put k-{1..30} v via n1", "expect hints stored only for n2", "expect failed operations 0",
        "heal", "expect within 30s hints 0", "expect k-1 = v on every owner").ok());
  }

  @Test
  void whatALinkDoesToMessagesNobodyNeedRepairTwice() {
    assertTrue(play("duplicate 100%", "put k-{1..30} v via n1", "update k-{1..30} w via n2", "expect k-7 = w", "expect suspicions 0",
        "expect failed operations 0").ok());
  }

  @Test
  void theEpilogueWaitsUntilTheLastSlowMessageIsThere() {
    assertTrue(play("put k v", "slow 40s n2 - n3", "put k w may fail via n2", "heal").ok());
  }

  @Test
  void theEpilogueSetsClocksRight() {
    assertTrue(play("crash n3", "skew n3 -1h", "skew n2 +24h", "put k v via n2", "restart n3", "put k w via n3 over seen",
        "expect within 5s k = w on every owner").ok());
  }

  @Test
  void aNodeThatFlapsEndsUp() {
    assertTrue(play("flap n3 every 1s 3 times", "expect within 20s every node sees n3 alive").ok());
  }

  @Test
  void aStrictWriteFailsExactlyWhereItsOwnersAreAway() {
    String cut = "partition n1 n2 | n3 n4 n5";
    assertTrue(play(cut, "put k-{1..30} v via n1 pw=2 fails without quorum", "expect failed operations at least 1").ok());
    assertFalse(play(cut, "put k-{1..30} v via n1 fails").ok());
  }

  @Test
  void aRefusalIsCertainWhereTheOwnersAreKnownToBeAway() {
    String cut = "partition n1 n2 | n3 n4 n5";
    String strict = "put k-{1..30} v via n1 pw=3 fails";
    assertTrue(play(cut, "wait 4s", strict, "expect failed operations not applied 30", "heal", "wait 10s",
        "expect k-{1..30} absent").ok());
    assertFalse(play(cut, strict, "expect failed operations not applied 30").ok());
  }

  @Test
  void aFullDiskIsReadAndWrittenAroundAndTheEpilogueMakesRoom() {
    ScenarioResult result = play("put k-{1..40} v", "expect within 5s k-{1..40} = v on every owner", "fill n3",
        "put k-{1..40} w over seen via n3", "expect failed operations 0", "expect within 5s some hints",
        "expect hints stored only for n3", "expect k-{1..40} = w via n3");

    assertTrue(result.ok(), result.failures().toString());
    assertFalse(play("fill n3", "put k-{1..40} v", "wait 10s", "expect k-{1..40} = v on every owner").ok());
  }

  @Test
  void whatMayFailIsRightEitherWayAndNothingAcknowledgedIsLost() {
    ScenarioResult result = play("put a 1 may fail", "crash n1", "crash n2", "crash n3", "put k-{1..9} v via n4 w=3 may fail",
        "expect failed operations at least 1", "restart n1", "restart n2", "restart n3", "expect no acknowledged write lost");

    assertTrue(result.ok(), result.failures().toString());
    assertFalse(play("put k v w=1", "crash n1", "wipe n1", "crash n2", "wipe n2", "crash n3", "wipe n3", "crash n4", "wipe n4",
        "crash n5", "wipe n5", "restart n1", "and restart n2", "and restart n3", "and restart n4", "and restart n5",
        "expect no acknowledged write lost").ok());
  }

  @Test
  void whatIsCountedIsCounted() {
    String hints = "crash n3\nput k-{1..50} v via n1\n";
    assertTrue(play(hints + "expect within 5s hints stored for n3 as many as its keys").ok());
    assertFalse(play(hints + "expect hints stored for n3 at most 1").ok());
    assertFalse(play(hints + "expect within 2s hints delivered for n3 as many as stored").ok());
    assertFalse(play("crash n3", "expect within 5s suspicions of n3 0", "wait 5s", "expect suspicions 0").ok());
    assertFalse(play("crash n1", "crash n2", "crash n3", "put k v via n4 w=3 fails", "expect failed operations 0").ok());
    assertFalse(play("put k 1", "put k 2 via n2", "put k 3 via n3", "expect k has at most 2 siblings").ok());
  }

  @Test
  void treesAreEqualOnceEachWasComparedAndNotBefore() {
    String lost = "put k-{1..20} v\ncrash n3\nwipe n3\nrestart n3\n";
    assertFalse(play(lost + "expect trees of n3 equal").ok());
    assertFalse(play(lost + "expect within 60s trees of n3 equal\ncrash n3\nexpect trees of n3 equal").ok());
    ScenarioResult result = play(lost + "expect within 60s trees of n3 equal\nexpect within 60s trees equal");
    assertTrue(result.ok(), result.failures().toString());
    List<String> seen = result.steps().get(4).details();
    assertEquals(1, seen.size());
    assertTrue(seen.get(0).matches("all trees of n3 are equal to those of the other owners: "
        + "\\d+ with n1, \\d+ with n2, \\d+ with n4, \\d+ with n5"), seen.get(0));
  }

  @Test
  void whatIsJudgedInTheEndIsEveryInvariantAndNamesTheOneThatIsBroken() {
    Scenario sound = scenario("put cart milk", "get cart");

    ScenarioResult broken = SimWorld.play(sound, 1, new InventedReads(), Narrator.SILENT).result();

    assertTrue(broken.steps().stream().allMatch(StepResult::ok));
    assertTrue(broken.failures().stream().anyMatch(failure -> failure.startsWith("test, afterwards: I3")),
        broken.failures().toString());
  }

  /** A client that is told of every write that it failed, whatever became of it. */
  private static final class Hopeless implements Wiring {
    @Override
    public Client client(Client client) {
      return new Client() {
        @Override
        public <R> Future<R> execute(Operation<R> operation) {
          return client.execute(operation).compose(answer -> operation.request().isNone()
              ? Future.succeededFuture(answer)
              : Future.failedFuture(new OperationFailure(Kind.QUORUM_MISSED, "no luck", "", Effect.UNKNOWN, 1)));
        }

        @Override
        public RequestId newRequest() {
          return client.newRequest();
        }
      };
    }
  }

  /** I17: while nothing is broken, and for plain writes while W nodes can be reached; not for who counts owners. */
  @ParameterizedTest
  @CsvSource(delimiter = '!', value = {
      "put k v may fail ! true",
      "crash n2;crash n3;crash n4;put k v via n1 may fail ! true",
      "crash n2;crash n3;crash n4;crash n5;put k v via n1 may fail ! false",
      "crash n2;crash n3;crash n4;crash n5;restart n5;put k v via n1 may fail ! false",
      "crash n2;crash n3;crash n4;crash n5;restart n5;wait 5s;put k v via n1 may fail ! true",
      "partition n1 n2 | n3 n4 n5;put k v via n1 may fail ! true",
      "partition n1 n2 | n3 n4 n5;put k v via n1 pw=2 may fail ! false",
      "partition n1 | n2 n3 n4 n5;put k v via n1 may fail ! false",
      "cut n2 -> n1;cut n3 -> n1;cut n1 -> n4;put k v via n1 w=3 may fail ! false",
      "fill n2;fill n3;fill n4;fill n5;put k v via n1 may fail ! false",
      "lose 1% n4 -> n5;put k v via n1 may fail ! false",
      "slow 1ms;put k v via n1 may fail ! false",
      "lose 1%;heal;put k v via n1 may fail ! true",
      "slow 9s;heal;wait 5s;put k v via n1 pw=2 may fail ! false",
      "slow 9s;heal;wait 14s;put k v via n1 pw=2 may fail ! true",
      "skew n2 +1h;put k v via n1 may fail ! true",
      "put k v via n1 may fail;and crash n1 ! false"})
  void whatCouldReachEnoughNodesAndFailedIsToldAfterwards(String steps, boolean told) {
    ScenarioResult result = SimWorld.play(scenario(steps.split(";")), 1, new Hopeless(),
        Narrator.SILENT).result();

    assertEquals(told, result.failures().stream().anyMatch(failure -> failure.contains("afterwards: I17")),
        result.failures().toString());
  }

  /** I18: with each probe these nodes ask for something that nobody needs. */
  private static final class Restless implements Wiring {
    @Override
    public Transport transport(NodeId self, Transport transport) {
      return new Transport() {
        @Override
        public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
          if (request instanceof Request.Probe) {
            transport.send(to, new Request.Inspect(Key.of("k")), limitMillis);
          }
          return transport.send(to, request, limitMillis);
        }
      };
    }
  }

  @Test
  void whatIsNotQuietInTheEndIsTold() {
    List<String> failures = SimWorld.play(scenario("put k v"), 1, new Restless(), Narrator.SILENT).result().failures();

    assertTrue(failures.stream().anyMatch(failure -> failure.contains("afterwards: I18")), failures.toString());
  }

  @Test
  void theNarratorHearsEveryStepBeginAndEnd() {
    var heard = new ArrayList<String>();
    SimWorld.play(scenario("put k 1", "heal"), 1, new Narrator() {
      @Override
      public void begins(Step step) {
        heard.add("begin " + step.text());
      }

      @Override
      public void ends(StepResult result) {
        heard.add("end " + result.step().text());
      }

      @Override
      public void over(ScenarioResult result) {
        heard.add("over");
      }
    });

    assertEquals(List.of("begin put k 1", "end put k 1", "begin heal", "end heal", "over"), heard);
  }

  private static ScenarioResult play(String... steps) {
    return SimWorld.play(scenario(steps), 1, Narrator.SILENT).result();
  }

  private static Scenario scenario(String... steps) {
    return Scenario.parse("# test: a test\n" + String.join("\n", steps));
  }
}
