package io.ringside.env;

import io.ringside.NodeId;
import io.ringside.event.Events;
import java.util.random.RandomGenerator;

/** All that one node may ask of the outside world. Whoever needs only one of these takes that one. */
public record Env(
    NodeId self, Transport transport, Scheduler scheduler, RandomGenerator random, Events events, Mishaps mishaps) {

  /** A world in which nothing unlucky happens on purpose. */
  public Env(NodeId self, Transport transport, Scheduler scheduler, RandomGenerator random, Events events) {
    this(self, transport, scheduler, random, events, Mishaps.NONE);
  }
}
