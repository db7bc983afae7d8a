package io.ringside.vertx;

import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.fault.FaultPlan;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is broken on purpose, as the event log has it. */
final class FaultNames {
  private FaultNames() {}

  /** Each part of the plan; all cuts are one. */
  static SortedSet<String> of(FaultPlan plan) {
    SortedSet<String> names = new TreeSet<>();
    plan.silenced().forEach(node -> names.add("silence " + node));
    if (!plan.cuts().isEmpty()) {
      names.add("cut " + plan.cuts().stream().map(Object::toString).collect(Collectors.joining(" ")));
    }
    if (plan.loss() > 0) {
      names.add("loss " + plan.loss());
    }
    if (plan.extraDelayMillis() > 0) {
      names.add("delay " + plan.extraDelayMillis() + "ms");
    }
    return names;
  }

  static void tellChange(SortedSet<String> before, SortedSet<String> after, Events events) {
    before.stream().filter(name -> !after.contains(name)).forEach(name -> events.emit(new Event.FaultEnded(name)));
    after.stream().filter(name -> !before.contains(name)).forEach(name -> events.emit(new Event.FaultBegan(name)));
  }
}
