package io.ringside.http;

import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Version;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What HTTP headers say of one version: its dot, its date, its type, and its writer's metadata as {@code X-Meta-*}. */
final class VersionHeaders {
  static final String DOT = "X-Dot";

  /** Not {@code Expires}: that one speaks of caches, and answers here are never cached. */
  static final String EXPIRES_AT = "X-Expires-At";
  private static final String META = "x-meta-";
  private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]+");
  private static final String TOKEN_MARKS = "!#$&'*+-.^_`|~";

  private VersionHeaders() {}

  /** Header lines in order of their names. Metadata is percent-encoded where a header could not carry it. */
  static SortedMap<String, String> of(Dot dot, Version version) {
    var headers = new TreeMap<String, String>();
    headers.put(DOT, dot.toString());
    headers.put("Last-Modified", date(version.writtenAtMillis()));
    version.content().ifPresent(content -> {
      headers.put("Content-Type", contentType(content));
      if (content.expiresAtMillis() != Content.NEVER) {
        headers.put(EXPIRES_AT, Instant.ofEpochMilli(content.expiresAtMillis()).toString());
      }
      headers.putAll(of(content.metadata()));
    });
    return headers;
  }

  private static String date(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  /** The headers that carry metadata. */
  static SortedMap<String, String> of(SortedMap<String, String> metadata) {
    var headers = new TreeMap<String, String>();
    metadata.forEach((name, value) -> headers.put("X-Meta-" + encode(name, true), encode(value, false)));
    return headers;
  }

  /** A type that came by another way than HTTP may not fit into a header. */
  static String contentType(Content content) {
    return VISIBLE.matcher(content.contentType()).matches() ? content.contentType() : Content.OCTETS;
  }

  /** The {@code X-Meta-*} headers of a request, percent-decoded; names in lower case. */
  static SortedMap<String, String> metadata(MultiMap headers) {
    var metadata = new TreeMap<String, String>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(META) && name.length() > META.length()) {
        metadata.put(decode(name, name.substring(META.length())), decode(name, header.getValue()));
      }
    }
    return metadata;
  }

  private static String encode(String text, boolean asName) {
    var encoded = new StringBuilder();
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      byte octet = octets[i];
      char c = (char) (octet & 0xff);
      boolean atAnEnd = i == 0 || i == octets.length - 1;
      boolean plain = asName ? isNameCharacter(c) : isValueCharacter(c, atAnEnd);
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  /** Capitals are encoded too: header names have no case. */
  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0;
  }

  /** A space at an end is encoded too: it does not count there. */
  private static boolean isValueCharacter(char c, boolean atAnEnd) {
    return c > 0x20 && c < 0x7f && c != '%' || c == ' ' && !atAnEnd;
  }

  private static String decode(String header, String text) {
    var bytes = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == '%') {
          bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
          i += 2;
        } else {
          bytes.write(text.charAt(i));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      throw Refusal.badRequest("in the header " + header + " a '%' is not followed by two hex digits", "write % as %25");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
