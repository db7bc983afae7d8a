package io.ringside.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The scenarios that come with the program, from {@code config/scenarios}. Immutable. */
public final class ScenarioLibrary {
  /** The names, in the order in which they are offered: a class path cannot be listed. A test holds them to the files. */
  private static final List<String> NAMES = List.of(
      "demonstration", "split-2-3", "crash-and-hints", "shopping-cart", "counter-max", "sibling-explosion", "one-way-link",
      "lossy-link", "slow-link", "clock-skew", "zombie", "doomstone", "ttl-vs-repair", "flapping-node", "gray-failure",
      "hints-are-full", "read-repair-vs-merkle", "disk-loss", "bit-rot", "power-cut", "pbs-sweep");

  private static final String FOLDER = "/scenarios/";
  private static final String ENDING = ".scenario";

  private final SortedMap<String, Scenario> scenarios;

  private ScenarioLibrary(SortedMap<String, Scenario> scenarios) {
    this.scenarios = Collections.unmodifiableSortedMap(scenarios);
  }

  /** @throws ScenarioException if one of them cannot be read, which a test would have shown */
  public static ScenarioLibrary load() {
    var scenarios = new TreeMap<String, Scenario>();
    NAMES.forEach(name -> scenarios.put(name, Scenario.parse(read(name))));
    return new ScenarioLibrary(scenarios);
  }

  private static String read(String name) {
    try (InputStream file = ScenarioLibrary.class.getResourceAsStream(FOLDER + name + ENDING)) {
      if (file == null) {
        throw new IllegalStateException("The program lacks its scenario " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** All of them, in the order in which they are offered. */
  public List<Scenario> all() {
    return NAMES.stream().map(scenarios::get).toList();
  }

  public List<String> names() {
    return NAMES;
  }

  public Optional<Scenario> named(String name) {
    return Optional.ofNullable(scenarios.get(name));
  }
}
