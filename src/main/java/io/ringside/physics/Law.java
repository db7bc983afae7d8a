package io.ringside.physics;

import java.util.List;

/** Something a paper says that the code is held against. */
public interface Law {
  /** How it is chosen and printed: one word. */
  String name();

  /** What it says, in one line for people. */
  String statement();

  Result measure(Effort effort);

  /** What was found, and pictures of it. Immutable. */
  record Result(List<Finding> findings, List<Plot> plots) {
    public Result {
      findings = List.copyOf(findings);
      plots = List.copyOf(plots);
    }

    static Result of(List<Finding> findings) {
      return new Result(findings, List.of());
    }
  }
}
