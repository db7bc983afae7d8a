package io.ringside.scenario;

import io.ringside.check.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scenario went. Immutable.
 *
 * @param steps in the order in which they ended
 * @param violations what did not hold when everything was healed and quiet
 */
public record ScenarioResult(Scenario scenario, List<StepResult> steps, List<Violation> violations) {
  public ScenarioResult {
    steps = List.copyOf(steps);
    violations = List.copyOf(violations);
  }

  /** True if every step was as it should be and nothing was violated afterwards. */
  public boolean ok() {
    return failures().isEmpty();
  }

  /** What was not as it should be, each with its line. */
  public List<String> failures() {
    var failures = new ArrayList<String>();
    steps.stream().filter(step -> !step.ok()).forEach(step ->
        failures.add(scenario.name() + ", line " + step.step().line() + ": " + step.summary()));
    violations.forEach(violation -> failures.add(scenario.name() + ", afterwards: " + violation));
    return failures;
  }

  /** What the epilogue found, in one line. */
  public String summary() {
    if (violations.isEmpty()) {
      int keys = scenario.keys().size();
      return "Afterwards: " + keys + (keys == 1 ? " key is" : " keys are")
          + " the same on all owners, no hint is left, no acknowledged write is lost.";
    }
    return "Afterwards: " + violations;
  }
}
