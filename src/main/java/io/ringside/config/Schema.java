package io.ringside.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key there is, read off the components of {@link NodeConfig}, so that a knob is declared once. */
final class Schema {
  private static final Pattern BUCKET_KEY = Pattern.compile("buckets\\.(.+)\\.(n|r|w|pr|pw|ttlSeconds)");
  private static final SortedMap<String, SchemaEntry> ENTRIES = entriesOf(NodeConfig.class);

  private Schema() {
  }

  static Collection<SchemaEntry> entries() {
    return ENTRIES.values();
  }

  static Collection<String> keys() {
    return ENTRIES.keySet();
  }

  /** The entry for a key; a bucket's number is one like the cluster's. */
  static Optional<SchemaEntry> find(String key) {
    return Optional.ofNullable(ENTRIES.get(inherited(key).orElse(key)));
  }

  /** True for {@code http} or {@code buckets.cart}: a name that keys start with. */
  static boolean isSection(String key) {
    return key.equals("buckets") || key.startsWith("buckets.") && !BUCKET_KEY.matcher(key).matches()
        || ENTRIES.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  /** The bucket that a key like {@code buckets.cart.r} speaks of. */
  static Optional<String> bucketOf(String key) {
    Matcher form = BUCKET_KEY.matcher(key);
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }

  /** The key a bucket's number falls back to: {@code quorum.r} for {@code buckets.cart.r}. */
  private static Optional<String> inherited(String key) {
    Matcher form = BUCKET_KEY.matcher(key);
    return form.matches() ? Optional.of("quorum." + form.group(2)) : Optional.empty();
  }

  /** What is set for a key or, for a bucket's number that is not, for the cluster's. */
  static Setting resolve(SortedMap<String, Setting> settings, String key) {
    return settings.containsKey(key) ? settings.get(key) : settings.get(inherited(key).orElse(key));
  }

  /** {@code data.cacheMebibytes} is {@code RINGSIDE_DATA_CACHE_MEBIBYTES} in the environment. */
  static String variableOf(String key) {
    String words = key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
    return EnvironmentSettings.PREFIX + words.toUpperCase(Locale.ROOT);
  }

  private static SortedMap<String, SchemaEntry> entriesOf(Class<? extends Record> root) {
    var entries = new TreeMap<String, SchemaEntry>();
    for (RecordComponent section : root.getRecordComponents()) {
      if (section.getType().isRecord()) {
        Arrays.stream(section.getType().getRecordComponents())
            .map(component -> SchemaEntry.of(section.getName() + "." + component.getName(), component))
            .forEach(entry -> entries.put(entry.key(), entry));
      }
    }
    return Collections.unmodifiableSortedMap(entries);
  }
}
