package io.ringside.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

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
    ObjectNode json = object()
        .put("v", SCHEMA)
        .put("node", node)
        .put("start", Long.toString(start))
        .put("seq", Long.toString(sequence))
        .put("t", atMillis)
        .put("kind", event.kind());
    event.describe(new JsonFields(json));
    return json;
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
    ObjectNode json = object();
    json.set("context", context(siblings.context()));
    var versions = json.putArray("versions");
    siblings.versions().forEach((dot, version) -> {
      ObjectNode one = versions.addObject().put("dot", dot.toString()).put("node", dot.actor().node().name());
      one.set("past", context(version.past()));
      one.set("clock", context(version.past().with(dot)));
      one.put("writtenAt", version.writtenAtMillis()).put("deleted", version.isTombstone());
      version.content().ifPresent(content -> content(one, content, maxBytes));
    });
    return json;
  }

  private static void content(ObjectNode to, Content content, int maxBytes) {
    to.put("contentType", content.contentType()).put("size", content.body().size());
    if (content.expiresAtMillis() != Content.NEVER) {
      to.put("expiresAt", content.expiresAtMillis());
    }
    boolean cut = content.body().size() > maxBytes;
    int shown = cut ? maxBytes : content.body().size();
    if (content.isText()) {
      to.put("value", new String(content.body().array(), 0, shown, StandardCharsets.UTF_8));
    } else {
      to.put("base64", Base64.getEncoder().encodeToString(Arrays.copyOf(content.body().array(), shown)));
    }
    if (cut) {
      to.put("cut", true);
    }
    if (!content.metadata().isEmpty()) {
      content.metadata().forEach(to.putObject("metadata")::put);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private record JsonFields(ObjectNode json) implements Fields {
    @Override
    public Fields text(String name, String value) {
      json.put(name, value);
      return this;
    }

    @Override
    public Fields number(String name, long value) {
      json.put(name, value);
      return this;
    }

    @Override
    public Fields big(String name, long value) {
      json.put(name, Long.toUnsignedString(value));
      return this;
    }

    @Override
    public Fields flag(String name, boolean value) {
      json.put(name, value);
      return this;
    }

    @Override
    public Fields nodes(String name, List<NodeId> nodes) {
      var array = json.putArray(name);
      nodes.forEach(node -> array.add(node.name()));
      return this;
    }

    @Override
    public Fields context(String name, CausalContext context) {
      json.set(name, EventJson.context(context));
      return this;
    }

    @Override
    public Fields siblings(String name, Siblings siblings) {
      json.set(name, EventJson.siblings(siblings, MAX_SHOWN_BYTES));
      return this;
    }
  }
}
