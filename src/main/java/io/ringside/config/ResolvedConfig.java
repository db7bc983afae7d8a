package io.ringside.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A configuration that passed every check, and the setting behind each of its values, by key. Immutable. */
public record ResolvedConfig(NodeConfig node, SortedMap<String, Setting> settings) {
  public ResolvedConfig {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** The setting behind a key; a bucket's number that is not set is the cluster's. */
  public Setting setting(String key) {
    return Schema.resolve(settings, key);
  }
}
