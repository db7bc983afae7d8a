package io.ringside.physics;

import java.util.ArrayList;
import java.util.List;

/** All laws, and how to measure them one after the other. */
public final class Physics {
  private static final List<Law> LAWS = List.of(
      Staleness.published(), new Latency(), new Sweep(), new Versions(), new Detection(), new Accusation(), new Timeouts(),
      new Spread(), new Rings(), new Traces(), new Waiting());

  private Physics() {}

  /** In the order in which they are measured. */
  public static List<Law> laws() {
    return LAWS;
  }

  /** The law of a model of somebody's own. */
  public static Law own(PbsModel model) {
    return Staleness.own(model.model(), model.quorums(), model.timesMillis());
  }

  /** Measures these laws; each of them uses all processors. */
  public static Law.Result measure(List<Law> laws, Effort effort) {
    var findings = new ArrayList<Finding>();
    var plots = new ArrayList<Plot>();
    for (Law law : laws) {
      Law.Result result = law.measure(effort);
      findings.addAll(result.findings());
      plots.addAll(result.plots());
    }
    return new Law.Result(findings, plots);
  }
}
