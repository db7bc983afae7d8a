package io.ringside.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ringside.version.Content;
import io.ringside.version.Version;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The usual ways to resolve. Tombstones among the siblings are passed over: who resolves keeps what was written beside a delete.
 */
public final class Resolvers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Resolvers() {}

  /** The resolver that people call {@code max}, {@code union} or {@code last-write-wins}. */
  public static Resolver named(String name) {
    return switch (name) {
      case "max" -> max();
      case "union" -> union();
      case "last-write-wins", "lww" -> lastWriteWins();
      default -> throw new IllegalArgumentException(
          "There is no resolver '" + name + "'; there are 'max', 'union' and 'last-write-wins'");
    };
  }

  /** The greatest of several JSON numbers. What was added on one side only is lost: a maximum is not a sum. */
  public static Resolver max() {
    return siblings -> live(siblings).stream()
        .max(Comparator.comparing(content -> number(content).decimalValue()))
        .orElseThrow();
  }

  /** A JSON array of all elements of several JSON arrays, each once, in a fixed order. What one side removed comes back. */
  public static Resolver union() {
    return siblings -> {
      var elements = new TreeMap<String, JsonNode>();
      for (Content content : live(siblings)) {
        array(content).forEach(element -> elements.put(element.toString(), element));
      }
      return Content.json(JSON.createArrayNode().addAll(elements.values()).toString());
    };
  }

  /** The one that was written last by the wall clocks of the nodes that minted them; with clocks that differ, any. */
  public static Resolver lastWriteWins() {
    return siblings -> siblings.stream()
        .filter(version -> !version.isTombstone())
        .max(Comparator.comparingLong(Version::writtenAtMillis).thenComparing(version -> version.content().orElseThrow().body()))
        .flatMap(Version::content)
        .orElseThrow();
  }

  private static List<Content> live(List<Version> siblings) {
    return siblings.stream().flatMap(version -> version.content().stream()).toList();
  }

  private static JsonNode number(Content content) {
    JsonNode parsed = parse(content);
    if (!parsed.isNumber()) {
      throw new IllegalArgumentException("'max' resolves JSON numbers, not " + content.body().utf8());
    }
    return parsed;
  }

  private static ArrayNode array(Content content) {
    if (parse(content) instanceof ArrayNode array) {
      return array;
    }
    throw new IllegalArgumentException("'union' resolves JSON arrays, not " + content.body().utf8());
  }

  private static JsonNode parse(Content content) {
    try {
      return JSON.readTree(content.body().array());
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("A sibling is no JSON: " + notJson.getOriginalMessage());
    } catch (IOException impossible) {
      throw new IllegalStateException("Reading memory does not fail", impossible);
    }
  }
}
