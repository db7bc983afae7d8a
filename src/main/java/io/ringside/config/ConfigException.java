package io.ringside.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; its message lists every problem found, not only the first. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(problems.stream().map(problem -> "\n  - " + problem)
        .collect(Collectors.joining("", "The configuration cannot be used:", "")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
