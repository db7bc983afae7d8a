package io.ringside.scenario;

import io.ringside.Key;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What happens if…? A cluster, what is done to it step by step, and what must be seen. Immutable.
 *
 * @param name as in the file's name
 * @param title one sentence for people
 * @param keys all keys that a step names
 * @param text the file, as it was written
 */
public record Scenario(
    String name, String title, ClusterShape cluster, List<Step> steps, SortedSet<Key> keys, String text) {
  public Scenario {
    steps = List.copyOf(steps);
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /** Why it is played in virtual time only, if it is. */
  public Optional<String> whyNotLive() {
    return steps.stream().flatMap(step -> step.action().whyNotLive().stream()).findFirst();
  }

  /**
   * Reads the grammar of docs/scenarios.md.
   *
   * @throws ScenarioException at the first word that cannot be used
   */
  public static Scenario parse(String text) {
    return new ScenarioParser(text).parse();
  }
}
