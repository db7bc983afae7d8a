package io.ringside.scenario;

/** Tells people how a scenario goes, while it goes. Called by the thread or context that plays. */
public interface Narrator {
  /** Says nothing. */
  Narrator SILENT = new Narrator() {};

  default void begins(Step step) {}

  default void ends(StepResult result) {}

  default void over(ScenarioResult result) {}
}
