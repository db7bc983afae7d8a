package io.ringside.physics;

import java.util.List;

/** Published laws of features that the code does not have yet: named, so that nobody takes silence for agreement. */
final class Waiting implements Law {
  private static final String NAME = "waiting";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Laws that wait for their feature: not judged";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(List.of(
        Finding.waits(NAME, "Rumour mongering (Demers, table 1): residue, traffic", "k=1 .18, 1.7")));
  }
}
