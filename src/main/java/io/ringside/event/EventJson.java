package io.ringside.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import java.util.Base64;

/** One event as one line of JSON, and the JSON of contexts and versions that the HTTP API shows too. */
public final class EventJson {
  /** The version of the log's schema. */
  public static final int SCHEMA = 1;

  /** Longer values are cut in the log, and say so: it is for watching, not for keeping. */
  public static final int MAX_SHOWN_BYTES = 1024;

  /** In a recorded run, who says what no node can; no node has this name. */
  public static final String WORLD = "*";

  private EventJson() {}

  public static String line(LoggedEvent logged) {
    return json(logged.node().name(), logged.start(), logged.sequence(), logged.atMillis(), logged.event()).toString();
  }

  /** The same line, of an event that was not kept whole. */
  public static String line(NodeId node, long start, long sequence, long atMillis, Excerpt event) {
    ObjectNode json = json(node.name(), start, sequence, atMillis, event.kind());
    event.describe(new JsonFields(json));
    return json.toString();
  }

  /** What stands for events that were left out: the last of them by number and time. */
  public static String line(NodeId node, long start, long sequence, long atMillis, Coalesced events) {
    return json(node.name(), start, sequence, atMillis, events).toString();
  }

  /** A line of a recorded run, in the canonical form, with the run's own time; {@code sequence} as the run counts. */
  public static String recorded(long atMicros, long sequence, LoggedEvent logged) {
    return Canonical.text(json(logged.node().name(), logged.start(), sequence, logged.atMillis(), logged.event())
        .put("at", atMicros));
  }

  /** The same for what no node says: its speaker is {@link #WORLD}. */
  public static String recorded(long atMicros, long sequence, long wallMillis, Described event) {
    return Canonical.text(json(WORLD, 0, sequence, wallMillis, event).put("at", atMicros));
  }

  private static ObjectNode json(String node, long start, long sequence, long atMillis, Described event) {
    ObjectNode json = json(node, start, sequence, atMillis, event.kind());
    event.describe(new JsonFields(json));
    return json;
  }

  private static ObjectNode json(String node, long start, long sequence, long atMillis, String kind) {
    return object()
        .put("v", SCHEMA)
        .put("node", node)
        .put("start", Long.toString(start))
        .put("seq", Long.toString(sequence))
        .put("t", atMillis)
        .put("kind", kind);
  }

  /** {@code {"clock": {"n1": 2}, "dots": ["n3:4"], "text": "{n1:2 +n3:4}"}}; counters are strings. */
  public static ObjectNode context(CausalContext context) {
    ObjectNode json = object();
    ObjectNode clock = json.putObject("clock");
    context.clock().counters().forEach((actor, counter) -> clock.put(actor.toString(), Long.toString(counter)));
    var dots = json.putArray("dots");
    context.dots().forEach(dot -> dots.add(dot.toString()));
    return json.put("text", context.toString());
  }

  /** The context of a record and its live versions, with values of at most {@code maxBytes} bytes. */
  public static ObjectNode siblings(Siblings siblings, int maxBytes) {
    return record(CutRecord.of(siblings, maxBytes));
  }

  static ObjectNode record(CutRecord shown) {
    Siblings siblings = shown.siblings();
    ObjectNode json = object();
    json.set("context", context(siblings.context()));
    var versions = json.putArray("versions");
    siblings.versions().forEach((dot, version) -> {
      ObjectNode one = versions.addObject().put("dot", dot.toString()).put("node", dot.actor().node().name());
      one.set("past", context(version.past()));
      one.set("clock", context(version.past().with(dot)));
      one.put("writtenAt", version.writtenAtMillis()).put("deleted", version.isTombstone());
      version.content().ifPresent(content -> content(one, content, shown.sizeOf(dot, content)));
    });
    return json;
  }

  private static void content(ObjectNode to, Content shown, int size) {
    to.put("contentType", shown.contentType()).put("size", size);
    if (shown.expiresAtMillis() != Content.NEVER) {
      to.put("expiresAt", shown.expiresAtMillis());
    }
    if (shown.isText()) {
      to.put("value", shown.body().utf8());
    } else {
      to.put("base64", Base64.getEncoder().encodeToString(shown.body().array()));
    }
    if (shown.body().size() < size) {
      to.put("cut", true);
    }
    if (!shown.metadata().isEmpty()) {
      shown.metadata().forEach(to.putObject("metadata")::put);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
