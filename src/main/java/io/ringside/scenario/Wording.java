package io.ringside.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Violation;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says in words what is kept. Epochs are left out where a clock has one of each node, since then they tell nothing. */
final class Wording {
  static final String DELETED = "(deleted)";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_VALUE_CHARACTERS = 120;

  private Wording() {}

  /** The value as it is compared: JSON without its spaces, text as it is. */
  static String value(Content content) {
    String text = content.isText() ? content.body().utf8() : content.body().hex();
    if (!content.isJson()) {
      return text;
    }
    try {
      return JSON.readTree(text).toString();
    } catch (JsonProcessingException notJson) {
      return text;
    }
  }

  static String value(Version version) {
    return version.content().map(Wording::value).orElse(DELETED);
  }

  /** All values, in a fixed order. */
  static List<String> values(Siblings siblings) {
    return siblings.versions().values().stream().map(Wording::value).sorted().toList();
  }

  static List<String> values(List<Content> contents) {
    return contents.stream().map(Wording::value).sorted().toList();
  }

  /** A line for each version, with its clock. */
  static List<String> lines(Siblings siblings) {
    if (siblings.versions().isEmpty()) {
      return List.of("nothing");
    }
    var lines = new ArrayList<String>();
    siblings.versions().forEach((dot, version) ->
        lines.add(shown(version) + "   clock " + clock(version.past().with(dot))));
    return lines;
  }

  /** Who holds what, a line for each. */
  static List<String> owners(SortedMap<NodeId, Siblings> owners) {
    var lines = new ArrayList<String>();
    owners.forEach((owner, siblings) -> lines.add(owner + " holds " + String.join(" and ", lines(siblings))));
    return lines;
  }

  /** What keeps a cluster from having converged: keys whose owners differ, hints, and nodes that believe different things. */
  static String differences(
      SortedMap<Key, SortedMap<NodeId, Siblings>> different, SortedMap<NodeId, Long> hints, List<Violation> disagreements) {
    var lines = new ArrayList<String>();
    different.forEach((key, owners) -> {
      lines.add("the owners of " + key + " differ:");
      owners(owners).forEach(line -> lines.add("  " + line));
    });
    hints.forEach((node, count) -> lines.add(node + " still keeps " + count + (count == 1 ? " hint" : " hints")));
    disagreements.forEach(disagreement -> lines.add(disagreement.toString()));
    return String.join("\n", lines);
  }

  /** JSON as it is, text in quotes, and not too much of it. */
  private static String shown(Version version) {
    String value = value(version);
    boolean text = version.content().map(content -> !content.isJson()).orElse(false);
    return text ? '"' + cut(value) + '"' : cut(value);
  }

  private static String cut(String value) {
    return value.length() <= MAX_VALUE_CHARACTERS ? value : value.substring(0, MAX_VALUE_CHARACTERS) + "…";
  }

  /** {@code {n1:2 n3:1}}. */
  static String clock(CausalContext context) {
    String text = context.toString();
    return hasOneActorPerNode(context) ? withoutEpochs(text) : text;
  }

  static String dot(Dot dot) {
    return withoutEpochs(dot.toString());
  }

  private static String withoutEpochs(String text) {
    return text.replaceAll("~[0-9a-z]+", "");
  }

  private static boolean hasOneActorPerNode(CausalContext context) {
    var actors = new TreeMap<NodeId, Actor>();
    for (Actor actor : context.clock().counters().keySet()) {
      if (actors.put(actor.node(), actor) != null) {
        return false;
      }
    }
    return context.dots().stream().map(Dot::actor)
        .allMatch(actor -> actor.equals(actors.getOrDefault(actor.node(), actor)));
  }
}
