package io.ringside.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code RINGSIDE_*} variables as settings. */
final class EnvironmentSettings {
  static final String PREFIX = "RINGSIDE_";

  /** Variables of the launcher and of the commands that talk to a cluster, which are not settings of a node. */
  private static final List<String> LAUNCHER = List.of("RINGSIDE_JAVA_OPTS", "RINGSIDE_AT");

  /** What Kubernetes adds to every container when a service is called {@code ringside}; it is not addressed to us. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP)(_.*)?");
  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentSettings() {
  }

  static List<Setting> read(SortedMap<String, String> environment, List<Problem> problems) {
    var keys = new TreeMap<String, String>();
    Schema.keys().forEach(key -> keys.put(Schema.variableOf(key), key));
    var settings = new ArrayList<Setting>();
    environment.forEach((variable, text) -> {
      if (keys.containsKey(variable)) {
        settings.add(new Setting(keys.get(variable), text, Origin.environment(variable)));
      } else if (isMeantForUs(variable, text)) {
        problems.add(unknown(variable, keys));
      }
    });
    return settings;
  }

  private static boolean isMeantForUs(String variable, String text) {
    return variable.startsWith(PREFIX) && !LAUNCHER.contains(variable)
        && !SERVICE_LINK.matcher(variable).matches() && !SERVICE_URL.matcher(text).matches();
  }

  private static Problem unknown(String variable, SortedMap<String, String> keys) {
    String hint = variable.startsWith(PREFIX + "BUCKETS_")
        ? "a bucket's numbers are set in the file or with --set buckets.<name>.r=…"
        : Suggestion.didYouMean(variable, keys.keySet());
    return new Problem("environment variable " + variable + " stands for no setting", hint);
  }
}
