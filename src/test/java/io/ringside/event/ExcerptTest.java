package io.ringside.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExcerptTest {
  private static final Key KEY = Key.parse("carts/grün");
  private static final int SHOWN = EventJson.MAX_SHOWN_BYTES;

  private static Content text(int bytes) {
    return new Content(Content.TEXT, new TreeMap<>(Map.of("colour", "red")), Bytes.utf8("x".repeat(bytes)), 77);
  }

  private static Content octets(int bytes) {
    return new Content(Content.OCTETS, Bytes.wrap(new byte[bytes]));
  }

  private static Siblings record(Content... contents) {
    Siblings record = Siblings.NONE;
    for (Content content : contents) {
      record = record.put(Actor.of("n1"),
          new Version(CausalContext.EMPTY, RequestId.of("r" + record.versions().size()), 5, Optional.of(content)));
    }
    return record;
  }

  static Stream<Event> events() {
    Siblings brokenCharacter = record(new Content(Content.TEXT, Bytes.utf8("x".repeat(SHOWN - 1) + "ü")));
    return Stream.of(
        new Event.NodeUp(1, List.of(NodeId.of("n1"), NodeId.of("n2")), 8, 3, 2, 2),
        new Event.Stored(KEY, record(text(3)), "put", Optional.of(record(text(3)).versions().firstKey())),
        new Event.Stored(KEY, record(text(SHOWN), octets(SHOWN)), "put"),
        new Event.Stored(KEY, record(text(SHOWN + 1), text(2), octets(9 * SHOWN)), "put"),
        new Event.Stored(KEY, brokenCharacter, "write"),
        new Event.HintStored(NodeId.of("n2"), KEY, record(octets(1 << 20)), true),
        new Event.HintShortened(NodeId.of("n2"), KEY, record(text(1 << 20))),
        new Event.Reaped(KEY, Siblings.NONE),
        new Event.Forgotten(KEY, record(text(5000))),
        new Event.Bug("a test", new IllegalStateException("broken")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anExcerptHasTheLineOfItsEvent(Event event) {
    NodeId node = NodeId.of("n1");
    assertThat(EventJson.line(node, 3, 4, 5, Excerpt.of(event)))
        .isEqualTo(EventJson.line(new LoggedEvent(node, 3, 4, 5, event)));
  }

  @Test
  void aLongValueIsShownInPartAndItsWholeSizeIsSaid() {
    String line = EventJson.line(NodeId.of("n1"), 1, 1, 0, Excerpt.of(new Event.Forgotten(KEY, record(text(5000)))));
    assertThat(line).contains("\"size\":5000", "\"cut\":true", "\"expiresAt\":77", "\"colour\":\"red\"")
        .contains("\"" + "x".repeat(SHOWN) + "\"").doesNotContain("x".repeat(SHOWN + 1));
  }

  @Test
  void whatIsCutWeighsNothing() {
    int shown = Excerpt.of(new Event.Stored(KEY, record(octets(SHOWN)), "put")).heapBytes();
    assertThat(shown).isBetween(SHOWN, 2 * SHOWN);
    assertThat(Excerpt.of(new Event.Stored(KEY, record(octets(1 << 20)), "put")).heapBytes()).isEqualTo(shown);
  }
}
