package io.ringside.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Call;
import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Attempt.Verb;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Replaced;
import io.ringside.version.RequestId;
import io.ringside.version.VectorClock;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A history as lines of JSON, one for each attempt, and back again without loss. */
public final class HistoryJson {
  /*
   * Field names are part of the schema: add, never change. Numbers that may need more than 53 bits are strings. An actor is
   * node~epoch with the whole epoch in base 36, or just the node in its first epoch; a node's name has no tilde.
   */
  /** The version of the schema, in each line. */
  public static final int SCHEMA = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int RADIX = 36;

  private HistoryJson() {}

  public static List<String> lines(History history) {
    return history.attempts().stream().map(attempt -> json(attempt).toString()).toList();
  }

  /**
   * The history in these lines; empty ones are skipped.
   *
   * @throws MalformedHistory if a line is not an attempt of this schema, with its number
   */
  public static History read(Collection<String> lines) {
    var attempts = new ArrayList<Attempt>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.isBlank()) {
        attempts.add(attempt(number, line));
      }
    }
    try {
      return new History(attempts);
    } catch (IllegalArgumentException twice) {
      throw new MalformedHistory(twice.getMessage());
    }
  }

  private static Attempt attempt(int number, String line) {
    try {
      JsonNode json = MAPPER.readTree(line);
      int schema = json.path("v").asInt();
      if (schema != SCHEMA) {
        throw new MalformedHistory("Line " + number + " has the schema version " + json.path("v").asText("(none)")
            + ", and this build reads " + SCHEMA + ": read it with the build that wrote it, or record it anew");
      }
      return attempt(json);
    } catch (JsonProcessingException notJson) {
      throw new MalformedHistory("Line " + number + " is not JSON: " + notJson.getOriginalMessage());
    } catch (IllegalArgumentException wrong) {
      throw new MalformedHistory("Line " + number + ": " + wrong.getMessage());
    }
  }

  private static ObjectNode json(Attempt attempt) {
    Call call = attempt.call();
    ObjectNode json = object().put("v", SCHEMA)
        .put("session", call.session()).put("node", call.node().name()).put("verb", word(call.verb()))
        .put("bucket", call.key().bucket()).put("key", call.key().name())
        .put("invokedMicros", attempt.invokedMicros()).put("outcome", word(attempt.outcome()))
        .put("strict", call.strict()).put("entitled", attempt.entitled());
    if (attempt.returnedMicros() != Attempt.NEVER) {
      json.put("returnedMicros", attempt.returnedMicros());
    }
    if (!attempt.witnesses().equals(Witnesses.UNKNOWN)) {
      json.set("witnesses", witnesses(attempt.witnesses()));
    }
    if (call.isWrite()) {
      json.put("request", call.request().toString());
    }
    call.supplied().ifPresent(context -> json.set("supplied", context(context)));
    call.written().ifPresent(content -> json.set("written", content(content)));
    if (call.ttlMillis() > 0) {
      json.put("ttlMillis", call.ttlMillis());
    }
    attempt.answer().dot().ifPresent(dot -> json.put("dot", dot(dot)));
    if (attempt.isOk()) {
      json.set("context", context(attempt.answer().context()));
    }
    if (attempt.isOkRead()) {
      ObjectNode found = json.putObject("found");
      attempt.answer().found().forEach((dot, version) -> found.set(dot(dot), version(version)));
    }
    return json;
  }

  private static Attempt attempt(JsonNode json) {
    Verb verb = Verb.valueOf(text(json, "verb").toUpperCase(Locale.ROOT));
    var call = new Call(text(json, "session"), NodeId.of(text(json, "node")), verb,
        new Key(text(json, "bucket"), text(json, "key")),
        json.has("request") ? RequestId.of(text(json, "request")) : RequestId.NONE,
        optional(json, "supplied").map(HistoryJson::context), optional(json, "written").map(HistoryJson::content),
        json.path("ttlMillis").asLong(), flag(json, "strict"));
    var found = new TreeMap<Dot, Version>();
    json.path("found").fields().forEachRemaining(field -> found.put(dot(field.getKey()), version(field.getValue())));
    var answer = new Answer(optional(json, "dot").map(dot -> dot(dot.asText())), found,
        optional(json, "context").map(HistoryJson::context).orElse(CausalContext.EMPTY));
    return new Attempt(call, number(json, "invokedMicros"),
        json.has("returnedMicros") ? number(json, "returnedMicros") : Attempt.NEVER,
        Outcome.valueOf(text(json, "outcome").toUpperCase(Locale.ROOT)), flag(json, "entitled"), answer,
        optional(json, "witnesses").map(HistoryJson::witnesses).orElse(Witnesses.UNKNOWN));
  }

  private static ObjectNode witnesses(Witnesses witnesses) {
    return object().put("owners", witnesses.owners()).put("heard", witnesses.heard()).put("holding", witnesses.holding());
  }

  private static Witnesses witnesses(JsonNode json) {
    return new Witnesses((int) number(json, "owners"), (int) number(json, "heard"), (int) number(json, "holding"));
  }

  private static ObjectNode version(Version version) {
    ObjectNode json = object().put("request", version.request().toString()).put("writtenAt", version.writtenAtMillis());
    json.set("past", context(version.past()));
    if (!version.replaced().isEmpty()) {
      var replaced = json.putArray("replaced");
      version.replaced().entries().forEach(entry ->
          replaced.addObject().put("request", entry.request().toString()).put("dot", dot(entry.dot())));
    }
    version.content().ifPresent(content -> json.set("content", content(content)));
    return json;
  }

  private static Version version(JsonNode json) {
    var replaced = new ArrayList<Replaced.Entry>();
    json.path("replaced").forEach(each ->
        replaced.add(new Replaced.Entry(RequestId.of(text(each, "request")), dot(text(each, "dot")))));
    return new Version(context(field(json, "past")), RequestId.of(text(json, "request")), number(json, "writtenAt"),
        new Replaced(replaced), optional(json, "content").map(HistoryJson::content));
  }

  private static ObjectNode content(Content content) {
    ObjectNode json = object().put("type", content.contentType());
    content.metadata().forEach(json.putObject("metadata")::put);
    if (content.expiresAtMillis() != Content.NEVER) {
      json.put("expiresAt", content.expiresAtMillis());
    }
    String text = content.body().utf8();
    return Bytes.utf8(text).equals(content.body())
        ? json.put("text", text)
        : json.put("base64", Base64.getEncoder().encodeToString(content.body().array()));
  }

  private static Content content(JsonNode json) {
    var metadata = new TreeMap<String, String>();
    json.path("metadata").fields().forEachRemaining(field -> metadata.put(field.getKey(), field.getValue().asText()));
    Bytes body = json.has("text")
        ? Bytes.utf8(text(json, "text"))
        : Bytes.wrap(Base64.getDecoder().decode(text(json, "base64")));
    return new Content(text(json, "type"), metadata, body, json.path("expiresAt").asLong());
  }

  private static ObjectNode context(CausalContext context) {
    ObjectNode json = object();
    ObjectNode clock = json.putObject("clock");
    context.clock().counters().forEach((actor, counter) -> clock.put(actor(actor), Long.toString(counter)));
    var dots = json.putArray("dots");
    context.dots().forEach(dot -> dots.add(dot(dot)));
    return json;
  }

  private static CausalContext context(JsonNode json) {
    var counters = new TreeMap<Actor, Long>();
    field(json, "clock").fields().forEachRemaining(
        field -> counters.put(actor(field.getKey()), Long.parseLong(field.getValue().asText())));
    var dots = new TreeSet<Dot>();
    field(json, "dots").forEach(dot -> dots.add(dot(dot.asText())));
    return new CausalContext(new VectorClock(counters), dots);
  }

  private static String dot(Dot dot) {
    return actor(dot.actor()) + ":" + dot.counter();
  }

  private static Dot dot(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' is no dot: actor, colon, counter");
    }
    return new Dot(actor(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  private static String actor(Actor actor) {
    return actor.epoch() == Actor.FIRST_EPOCH
        ? actor.node().name()
        : actor.node().name() + "~" + Long.toUnsignedString(actor.epoch(), RADIX);
  }

  private static Actor actor(String text) {
    int tilde = text.indexOf('~');
    return tilde < 0
        ? Actor.of(text)
        : new Actor(NodeId.of(text.substring(0, tilde)), Long.parseUnsignedLong(text.substring(tilde + 1), RADIX));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static JsonNode field(JsonNode json, String name) {
    return optional(json, name).orElseThrow(() -> new IllegalArgumentException("The field '" + name + "' is missing"));
  }

  private static Optional<JsonNode> optional(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name));
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("The field '" + name + "' is no text: " + value);
    }
    return value.asText();
  }

  private static long number(JsonNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException("The field '" + name + "' is no whole number: " + value);
    }
    return value.asLong();
  }

  private static boolean flag(JsonNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("The field '" + name + "' is neither true nor false: " + value);
    }
    return value.asBoolean();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
