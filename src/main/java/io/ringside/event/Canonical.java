package io.ringside.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeSet;

/** JSON in the one form that Java and JavaScript write alike, byte for byte, so that both find the same hash. */
public final class Canonical {
  /*
   * RFC 8785 for what our log consists of: names in the order of their UTF-16 code units, which is that of String.compareTo and of
   * JavaScript's sort; no white space; whole numbers alone, since only those are written the same everywhere without a long
   * algorithm; and of strings only what must be is escaped. A surrogate without its other half has no UTF-8 and is escaped
   * too, as JSON.stringify does it.
   */
  private static final long GREATEST = (1L << 53) - 1;
  private static final String[] SHORT = new String[0x20];

  static {
    SHORT['\b'] = "\\b";
    SHORT['\t'] = "\\t";
    SHORT['\n'] = "\\n";
    SHORT['\f'] = "\\f";
    SHORT['\r'] = "\\r";
  }

  private Canonical() {}

  /** The value as text; throws {@link IllegalArgumentException} for a fraction, or a number that JavaScript cannot hold. */
  public static String text(JsonNode value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** SHA-256 of the text in UTF-8, in lower-case hexadecimal digits. */
  public static String hash(JsonNode value) {
    return hash(text(value));
  }

  static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, out);
      case ARRAY -> array(value, out);
      case STRING -> string(value.textValue(), out);
      case NUMBER -> out.append(whole(value));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException("No JSON: " + value);
    }
  }

  private static long whole(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || Math.abs(number.longValue()) > GREATEST) {
      throw new IllegalArgumentException("A number of the log is whole and below 2^53, or a string, and not " + number);
    }
    return number.longValue();
  }

  private static void object(JsonNode object, StringBuilder out) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    out.append('{');
    for (String name : names) {
      if (out.charAt(out.length() - 1) != '{') {
        out.append(',');
      }
      string(name, out);
      out.append(':');
      write(object.get(name), out);
    }
    out.append('}');
  }

  private static void array(JsonNode array, StringBuilder out) {
    out.append('[');
    for (Iterator<JsonNode> each = array.elements(); each.hasNext();) {
      write(each.next(), out);
      if (each.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < SHORT.length && SHORT[c] != null) {
        out.append(SHORT[c]);
      } else if (c < SHORT.length || isAlone(text, i)) {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isAlone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
