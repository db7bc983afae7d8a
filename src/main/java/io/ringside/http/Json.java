package io.ringside.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Bytes;
import io.ringside.NodeId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.regex.Pattern;

/** JSON in and out of requests. */
final class Json {
  static final String TYPE = "application/json";

  /** Where the parser begins to speak of itself. */
  private static final Pattern OF_ITSELF = Pattern.compile("( \\(|: enable ).*");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory FACTORY = MAPPER.getFactory();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static void names(ObjectNode to, String field, Collection<NodeId> nodes) {
    var array = to.putArray(field);
    nodes.forEach(node -> array.add(node.name()));
  }

  static Future<Void> send(RoutingContext ctx, int status, JsonNode body) {
    return ctx.response().setStatusCode(status).putHeader("Content-Type", TYPE).end(body.toString());
  }

  /** Refuses bytes that are not exactly one JSON value. */
  static void check(Bytes body) {
    try (JsonParser parser = FACTORY.createParser(body.array())) {
      if (parser.nextToken() == null) {
        throw broken("it is empty");
      }
      parser.skipChildren();
      JsonToken trailing = parser.nextToken();
      if (trailing != null) {
        throw broken("something follows the first value");
      }
    } catch (JsonProcessingException malformed) {
      throw broken(words(malformed) + where(malformed));
    } catch (IOException malformed) {
      throw broken(malformed.getMessage());
    }
  }

  /** The object in a request's body. */
  static ObjectNode parseObject(Bytes body) {
    check(body);
    try {
      if (MAPPER.readTree(body.array()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException("it was JSON a moment ago", malformed);
    }
    throw Refusal.badRequest("the body is JSON, but not an object", "send {…}");
  }

  /** Any JSON; what is none reads as nothing. */
  static JsonNode read(Bytes body) {
    try {
      return MAPPER.readTree(body.array());
    } catch (IOException malformed) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** The parser's words, without those about its own classes and settings. */
  private static String words(JsonProcessingException malformed) {
    if (malformed instanceof StreamConstraintsException) {
      return "it is nested too deeply, or a number or a name in it is too long";
    }
    String said = malformed.getOriginalMessage();
    return said.indexOf('`') < 0 ? said : OF_ITSELF.matcher(said).replaceFirst("");
  }

  private static String where(JsonProcessingException malformed) {
    var at = malformed.getLocation();
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static Refusal broken(String reason) {
    return Refusal.of(400, "broken_json", "the body is not JSON: " + reason,
        "send JSON, or another Content-Type: any type is stored");
  }
}
