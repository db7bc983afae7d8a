package io.ringside.scenario;

import java.util.List;

/**
 * What came of a step. Immutable.
 *
 * @param ok whether it turned out as the scenario says
 * @param details what was written or seen, in lines for people; the reason if it is not as it should be
 */
public record StepResult(Step step, boolean ok, List<String> details, long tookMillis) {
  public StepResult {
    details = List.copyOf(details);
  }

  /** In one line: the words that are said, or the step and what came of it. */
  public String summary() {
    if (step.action() instanceof Action.Say say) {
      return say.words();
    }
    return details.isEmpty() ? step.text() : step.text() + " → " + String.join(" · ", details);
  }
}
