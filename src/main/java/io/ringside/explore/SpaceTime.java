package io.ringside.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Key;
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
  /** {@code 1200 send m12 n1->n2 Store answer 5f… cart}: time, fate, number, from, to, what, and the key that it speaks of. */
  private static final Pattern MESSAGE =
      Pattern.compile("(\\d+) (send|deliver|lose|hold) m(\\d+) (\\S+?)->(\\S+) (\\S+)( answer)? [0-9a-f]+(?: (.*))?");
  private static final Pattern CLIENT = Pattern.compile("(\\d+) client (\\S+)(?: (\\S+))?: (.*)");
  static final String VIOLATED = "violated ";
  private static final Pattern OTHER = Pattern.compile("(\\d+) (.*)");

  /** What goes round all the time, whatever anybody wants: gossip, looks at the own view, comparisons of trees. */
  private static final List<String> HEARTBEATS =
      List.of("Probe", "ProbeFor", "SyncView", "ShowView", "FollowView", "Hello", "CompareRoots");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, SortedMap<String, Long>> clocks = new TreeMap<>();
  private final SortedMap<Long, SortedMap<String, Long>> carried = new TreeMap<>();

  /** Of what kind something is that happened. */
  public enum Kind {
    /** Done to the world: a crash, a partition. */
    WORLD,
    /** A message that is lost or held back. */
    FATE,
    /** A message that a node sends or gets. */
    MESSAGE,
    /** What a node sends itself. */
    TO_ITSELF,
    /** What a node says. */
    EVENT,
    /** What a client does or hears. */
    CLIENT,
    /** An invariant is found not to hold. */
    VIOLATION
  }

  /**
   * Where and when something happened, and what.
   *
   * @param node or client; empty for what is done to the world
   * @param key that it speaks of; empty if of none
   */
  public record Happening(
      long atMicros, Kind kind, String node, String what, String key, boolean heartbeat, SortedMap<String, Long> clock) {
    /** {@code    1.200 s  n2   gets Store of cart from n1}. */
    public String line() {
      String where = kind == Kind.VIOLATION ? "!!" : node.isEmpty() ? "*" : node;
      return String.format(Locale.ROOT, "%9.3f s  %-4s %s", atMicros / 1e6, where, what);
    }

    /** Whether it happens at a node, and has a place in the order of vector clocks. */
    public boolean isOfANode() {
      return kind == Kind.MESSAGE || kind == Kind.EVENT;
    }

    /** The two lines that ShiViz reads by default: {@code host {clock}}, then the event. */
    public String shiViz() {
      var text = new StringBuilder(node).append(" {");
      clock.forEach((host, count) -> text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ")
          .append('"').append(host).append("\": ").append(count));
      return text.append("}\n").append(what).toString();
    }
  }

  /** A line of the trace for what a client does or hears. */
  static String client(String name, String key, String what) {
    return "client " + name + (key.isEmpty() ? "" : " " + key) + ": " + what;
  }

  /** What a line of the trace says; empty if it is of no use to a reader. */
  public Optional<Happening> read(String line) {
    Matcher message = MESSAGE.matcher(line);
    if (message.matches()) {
      return Optional.of(message(message));
    }
    Matcher client = CLIENT.matcher(line);
    if (client.matches()) {
      return Optional.of(new Happening(Long.parseLong(client.group(1)), Kind.CLIENT, client.group(2), client.group(4),
          client.group(3) == null ? "" : client.group(3), false, new TreeMap<>()));
    }
    Matcher other = OTHER.matcher(line);
    if (!other.matches()) {
      return Optional.empty();
    }
    long at = Long.parseLong(other.group(1));
    String what = other.group(2);
    return Optional.of(what.startsWith("{") ? event(at, what)
        : what.startsWith(VIOLATED)
            ? new Happening(at, Kind.VIOLATION, "", what.substring(VIOLATED.length()), "", false, new TreeMap<>())
            : new Happening(at, Kind.WORLD, "", what, "", false, new TreeMap<>()));
  }

  private Happening message(Matcher message) {
    long at = Long.parseLong(message.group(1));
    long number = Long.parseLong(message.group(3));
    String from = message.group(4);
    String to = message.group(5);
    String key = message.group(8) == null ? "" : message.group(8);
    String what = message.group(6) + (message.group(7) == null ? "" : "'s answer") + (key.isEmpty() ? "" : " of " + key);
    boolean heartbeat = HEARTBEATS.contains(message.group(6));
    Kind kind = from.equals(to) ? Kind.TO_ITSELF : Kind.MESSAGE;
    return switch (message.group(2)) {
      case "send" -> {
        SortedMap<String, Long> clock = tick(from);
        carried.put(number, clock);
        yield new Happening(at, kind, from, "sends " + what + " to " + to + " (m" + number + ")", key, heartbeat, clock);
      }
      case "deliver" -> {
        clocks.computeIfAbsent(to, first -> new TreeMap<>());
        carried.getOrDefault(number, new TreeMap<>()).forEach((node, count) -> clocks.get(to).merge(node, count, Math::max));
        SortedMap<String, Long> clock = tick(to);
        yield new Happening(at, kind, to, "gets " + what + " from " + from + " (m" + number + ")", key, heartbeat, clock);
      }
      default -> {
        String fate = message.group(2).equals("lose") ? " is lost" : " is held back";
        yield new Happening(at, Kind.FATE, "", what + " from " + from + " to " + to + fate + " (m" + number + ")", key,
            heartbeat, new TreeMap<>());
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
      boolean heartbeat = event.path("kind").asText().equals("background.failed");
      return new Happening(at, Kind.EVENT, node, words(event), keyOf(event), heartbeat, tick(node));
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("A trace has an event that is no JSON: " + json, broken);
    }
  }

  private static String keyOf(JsonNode event) {
    return event.has("key")
        ? new Key(event.path("bucket").asText(Key.DEFAULT_BUCKET), event.path("key").asText()).toString()
        : "";
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
