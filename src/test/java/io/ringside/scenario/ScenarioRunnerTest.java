package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioRunnerTest {
  @Test
  void whatIsNotAsExpectedIsAFailureWithItsLine() {
    ScenarioResult result = play("put cart milk via n1", "expect cart = eggs via n2");

    assertFalse(result.ok());
    assertEquals(1, result.failures().size());
    assertTrue(result.failures().get(0).startsWith("test, line 3: expect cart = eggs via n2 → expected eggs, but a read has \"milk\""),
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
  void aStepThatShouldFailAndDoesNotIsAFailure() {
    assertFalse(play("put k 1 via n1 fails").ok());
    assertTrue(play("crash n1", "crash n2", "crash n3", "put k 1 via n4 w=3 fails").ok());
  }

  @Test
  void aJsonValueIsComparedAsJson() {
    assertTrue(play("put k {\"a\": 1} via n1", "expect k = {\"a\":1}").ok());
  }

  @Test
  void aDeletedKeyIsDeletedAndAnUnknownOneAbsent() {
    assertTrue(play("put k 1", "delete k", "expect k deleted", "expect within 5s k deleted on every owner", "expect j absent").ok());
    assertFalse(play("put k 1", "expect k absent").ok());
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
