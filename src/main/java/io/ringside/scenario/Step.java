package io.ringside.scenario;

/**
 * One line of a scenario. Immutable.
 *
 * @param line where it stands in the file, from 1
 * @param atMillis when it starts, on the scenario's clock; only if the start is {@link Start#AT}
 * @param text the line without its time
 */
public record Step(int line, Start start, long atMillis, Action action, String text) {
  /** What a step waits for. */
  public enum Start {
    /** All steps before it. */
    THEN,
    /** Nothing: it starts together with the step before it. */
    AND,
    /** Its time, whether earlier steps are done or not. */
    AT
  }
}
