package io.ringside.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run's trace as people read it: what happened at which node, in the order of time, one line each, and as a log with vector
 * clocks for ShiViz. Takes the lines of {@link io.ringside.sim.TraceHash} one by one.
 */
public final class SpaceTime {
  /** {@code 1200 send m12 n1->n2 Store answer 5f…}: time, fate, number, from, to, what. */
  private static final Pattern MESSAGE =
      Pattern.compile("(\\d+) (send|deliver|lose|hold) m(\\d+) (\\S+?)->(\\S+) (\\S+)( answer)? [0-9a-f]+");
  private static final Pattern OTHER = Pattern.compile("(\\d+) (.*)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, SortedMap<String, Long>> clocks = new TreeMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> carried = new TreeMap<>();

  /** Where and when something happened, and what. {@code node} is empty for what is done to the world. */
  public record Happening(long atMicros, String node, String what, boolean heartbeat, SortedMap<String, Long> clock) {
    /** {@code    1.200 s  n2   gets Store from n1}. */
    public String line() {
      return String.format(Locale.ROOT, "%9.3f s  %-4s %s", atMicros / 1e6, node.isEmpty() ? "*" : node, what);
    }

    /** The two lines that ShiViz reads by default: {@code host {clock}}, then the event. */
    public String shiViz() {
      var text = new StringBuilder(node).append(" {");
      clock.forEach((host, count) -> text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ")
          .append('"').append(host).append("\": ").append(count));
      return text.append("}\n").append(what).toString();
    }
  }

  /** What a line of the trace says; empty if it is of no use to a reader. */
  public Optional<Happening> read(String line) {
    Matcher message = MESSAGE.matcher(line);
    if (message.matches()) {
      return message(message);
    }
    Matcher other = OTHER.matcher(line);
    if (!other.matches()) {
      return Optional.empty();
    }
    long at = Long.parseLong(other.group(1));
    return Optional.of(other.group(2).startsWith("{")
        ? event(at, other.group(2))
        : new Happening(at, "", other.group(2), false, new TreeMap<>()));
  }

  private Optional<Happening> message(Matcher message) {
    long at = Long.parseLong(message.group(1));
    long number = Long.parseLong(message.group(3));
    String from = message.group(4);
    String to = message.group(5);
    String what = message.group(6) + (message.group(7) == null ? "" : "'s answer");
    boolean heartbeat = List.of("Probe", "ProbeFor", "SyncView", "ShowView", "FollowView").contains(message.group(6));
    return switch (message.group(2)) {
      case "send" -> {
        SortedMap<String, Long> clock = tick(from);
        carried.put(number, clock);
        yield from.equals(to)
            ? Optional.empty()
            : Optional.of(new Happening(at, from, "sends " + what + " to " + to + " (m" + number + ")", heartbeat, clock));
      }
      case "deliver" -> {
        clocks.computeIfAbsent(to, first -> new TreeMap<>());
        carried.getOrDefault(number, new TreeMap<>()).forEach((node, count) -> clocks.get(to).merge(node, count, Math::max));
        SortedMap<String, Long> clock = tick(to);
        yield from.equals(to)
            ? Optional.empty()
            : Optional.of(new Happening(at, to, "gets " + what + " from " + from + " (m" + number + ")", heartbeat, clock));
      }
      default -> {
        String fate = message.group(2).equals("lose") ? " is lost" : " is held back";
        yield Optional.of(new Happening(
            at, "", what + " from " + from + " to " + to + fate + " (m" + number + ")", heartbeat, new TreeMap<>()));
      }
    };
  }

  private SortedMap<String, Long> tick(String node) {
    SortedMap<String, Long> clock = clocks.computeIfAbsent(node, first -> new TreeMap<>());
    clock.merge(node, 1L, Long::sum);
    return new TreeMap<>(clock);
  }

  private Happening event(long at, String json) {
    try {
      JsonNode event = JSON.readTree(json);
      String node = event.path("node").asText();
      return new Happening(at, node, words(event), event.path("kind").asText().equals("background.failed"), tick(node));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("A trace has an event that is no JSON: " + json, broken);
    }
  }

  /** The kind, and the fields in the order of the log; a record by its context and values. */
  private static String words(JsonNode event) {
    var words = new ArrayList<String>();
    words.add(event.path("kind").asText());
    event.fields().forEachRemaining(field -> {
      if (!List.of("v", "node", "start", "seq", "t", "kind", "bucket").contains(field.getKey())) {
        words.add(field.getKey() + "=" + shown(field.getValue()));
      }
    });
    return String.join(" ", words);
  }

  private static String shown(JsonNode value) {
    if (!value.has("versions")) {
      return value.isTextual() ? value.asText() : value.toString();
    }
    var versions = new ArrayList<String>();
    value.path("versions").forEach(version -> versions.add(version.path("dot").asText() + ":"
        + (version.path("deleted").asBoolean() ? "deleted" : version.path("value").asText())));
    return value.path("context").path("text").asText() + versions;
  }
}
