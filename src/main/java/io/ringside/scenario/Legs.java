package io.ringside.scenario;

import io.ringside.physics.Latencies;
import io.ringside.physics.Model;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The four ways of messages in the WARS model, and the delay that has been said of each. Not safe for more than one thread. */
final class Legs {
  static final List<String> NAMES = List.of("write", "acknowledgement", "read", "answer");

  private final SortedMap<String, Latencies> said = new TreeMap<>();

  void say(String leg, Latencies delay) {
    said.put(leg, delay);
  }

  /** The first of which nothing has been said. */
  Optional<String> missing() {
    return NAMES.stream().filter(leg -> !said.containsKey(leg)).findFirst();
  }

  Model model() {
    return new Model("scenario", said.get("write"), said.get("acknowledgement"), said.get("read"), said.get("answer"));
  }
}
