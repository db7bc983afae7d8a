package io.ringside.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Layers settings over the built-in defaults; a later call wins, and each value remembers where it came from. The
 * order for a node is file, environment, flags. Reads files and nothing else: the environment is an argument. Not safe
 * for more than one thread.
 */
public final class ConfigSources {
  private final SortedMap<String, Setting> settings = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  public ConfigSources() {
    Schema.entries().forEach(entry -> settings.put(entry.key(), entry.byDefault()));
  }

  /** Adds a YAML file. What is wrong with it is said by {@link #read}. */
  public ConfigSources file(Path file) {
    YamlSettings.read(file, problems).forEach(this::put);
    return this;
  }

  /** Adds the variables that start with {@code RINGSIDE_}: {@code RINGSIDE_HTTP_PORT} is {@code http.port}. */
  public ConfigSources environment(SortedMap<String, String> environment) {
    EnvironmentSettings.read(environment, problems).forEach(this::put);
    return this;
  }

  /** Adds {@code key=value} assignments, all given by one flag such as {@code --set}. */
  public ConfigSources set(List<String> assignments, String flag) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        problems.add(Problem.of(flag + " takes key=value, not '" + assignment + "'"));
      } else {
        set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip(), flag);
      }
    }
    return this;
  }

  /** Adds one value that a flag of its own stands for, such as {@code --http-port}. */
  public ConfigSources set(String key, String text, String flag) {
    put(new Setting(key, text, Origin.flag(flag)));
    return this;
  }

  /** The configuration, or a {@link ConfigException} with everything that is wrong. */
  public ResolvedConfig read() {
    var found = new ArrayList<>(problems);
    settings.values().forEach(setting -> checkType(setting, found));
    refuse(found);
    var resolved = new ResolvedConfig(RecordBinder.bind(settings), settings);
    refuse(ConfigRules.brokenBy(resolved));
    return resolved;
  }

  private void put(Setting setting) {
    if (Schema.find(setting.key()).isEmpty()) {
      problems.add(unknown(setting));
    } else {
      settings.put(setting.key(), setting);
    }
  }

  private static Problem unknown(Setting setting) {
    if (Schema.isSection(setting.key())) {
      return new Problem(setting + ": this is a section, not a setting", "its settings are " + setting.key() + ".…");
    }
    return new Problem(setting + ": there is no such setting", Suggestion.didYouMean(setting.key(), Schema.keys()));
  }

  private static void checkType(Setting setting, List<Problem> found) {
    try {
      Schema.find(setting.key()).orElseThrow().parse(setting.text());
    } catch (IllegalArgumentException wrong) {
      found.add(Problem.of(setting + ": " + wrong.getMessage()));
    }
  }

  private static void refuse(List<Problem> found) {
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
  }
}
