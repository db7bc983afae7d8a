package io.ringside.physics;

import java.util.List;

/** All the laws that the code is held against. Each is measured from one seed, on all processors, in virtual time. */
public final class Physics {
  private static final List<Law> LAWS = List.of(
      Staleness.published(), new Latency(), new Sweep(), new Versions(), new Detection(), new Accusation(), new Timeouts(),
      new SlowMembers(), new Spread(), new Growth(), new Rumours(), new Rings(), new Traces(), new Exchange());

  private Physics() {}

  /** In the order in which they are measured. */
  public static List<Law> laws() {
    return LAWS;
  }

  /** The law of a model of somebody's own. */
  public static Law own(PbsModel model) {
    return Staleness.own(model.model(), model.quorums(), model.timesMillis());
  }
}
