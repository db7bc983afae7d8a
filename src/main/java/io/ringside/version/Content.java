package io.ringside.version;

import io.ringside.Bytes;
import io.ringside.PackedMap;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What a client stores: opaque bytes with a media type and its own metadata. Immutable.
 *
 * @param expiresAtMillis the wall-clock time from which on it is as good as deleted; {@link #NEVER} for most
 */
public record Content(String contentType, SortedMap<String, String> metadata, Bytes body, long expiresAtMillis) {
  public static final long NEVER = 0;

  public static final String JSON = "application/json";
  public static final String TEXT = "text/plain; charset=utf-8";
  public static final String OCTETS = "application/octet-stream";

  public Content {
    metadata = PackedMap.copyOf(metadata);
    if (expiresAtMillis < 0) {
      throw new IllegalArgumentException("Nothing expired before 1970: " + expiresAtMillis);
    }
  }

  /** What never expires. */
  public Content(String contentType, SortedMap<String, String> metadata, Bytes body) {
    this(contentType, metadata, body, NEVER);
  }

  public Content(String contentType, Bytes body) {
    this(contentType, PackedMap.empty(), body);
  }

  public static Content text(String text) {
    return new Content(TEXT, Bytes.utf8(text));
  }

  public static Content json(String json) {
    return new Content(JSON, Bytes.utf8(json));
  }

  public Content expiringAt(long millis) {
    return new Content(contentType, metadata, body, millis);
  }

  public boolean isExpired(long nowMillis) {
    return expiresAtMillis != NEVER && expiresAtMillis <= nowMillis;
  }

  /** True if the body can be shown as text: JSON, XML, or any kind of text. */
  public boolean isText() {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || isJson() || type.startsWith("application/xml");
  }

  public boolean isJson() {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith(JSON) || type.startsWith("application/") && type.contains("+json");
  }
}
