package io.ringside.http;

import io.ringside.Key;
import io.ringside.config.LimitsConfig;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Reads buckets and keys from the path as it was sent, so that {@code %2F} is part of a name and {@code /} separates. */
final class KeyPath {
  private static final String HINT = "write /kv/{key} or /kv/{bucket}/{key}, percent-encoded: / is %2F, a space %20";

  private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private KeyPath() {}

  /** The key behind {@code prefix}: one segment is a key in the default bucket, two are bucket and key. */
  static Key parse(String path, String prefix, LimitsConfig limits) {
    String[] segments = segments(path, prefix);
    if (segments.length > 2) {
      throw Refusal.badRequest("the path has " + segments.length + " parts behind " + prefix, HINT);
    }
    String bucket = segments.length == 2 ? name("bucket", segments[0], limits) : Key.DEFAULT_BUCKET;
    return new Key(bucket, name("key", segments[segments.length - 1], limits));
  }

  /** The one name behind {@code prefix}. */
  static String parseName(String what, String path, String prefix, LimitsConfig limits) {
    String[] segments = segments(path, prefix);
    if (segments.length != 1) {
      throw Refusal.badRequest("the path has " + segments.length + " parts behind " + prefix, "a slash in a name is %2F");
    }
    return name(what, segments[0], limits);
  }

  /** Refuses a path that the router could not read, before it tries. */
  static void checkPercentSigns(RoutingContext ctx) {
    if (BROKEN_PERCENT.matcher(ctx.request().path()).find()) {
      ctx.fail(brokenPercent());
    } else {
      ctx.next();
    }
  }

  private static Refusal brokenPercent() {
    return Refusal.badRequest("a '%' in the path is not followed by two hex digits", "write a percent sign as %25");
  }

  private static String[] segments(String path, String prefix) {
    if (!path.startsWith(prefix)) {
      throw Refusal.badRequest("the path must start with " + prefix, HINT);
    }
    return path.substring(prefix.length()).split("/", -1);
  }

  /** 413 and not 414: the same limit holds for a key that comes by another way than a path. */
  private static String name(String what, String segment, LimitsConfig limits) {
    byte[] bytes = decode(segment);
    if (bytes.length == 0) {
      throw Refusal.badRequest("the " + what + " is empty", HINT);
    }
    if (bytes.length > limits.keyBytes()) {
      throw Refusal.of(413, "too_large", "the " + what + " has " + bytes.length + " bytes, limits.keyBytes allows "
          + limits.keyBytes(), "shorten it, or store the long name in the value");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw Refusal.badRequest("the " + what + " is not UTF-8", "percent-encode the bytes of its UTF-8 form");
    }
  }

  private static byte[] decode(String segment) {
    var bytes = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      if (i + 2 >= segment.length() || !isHex(segment.charAt(i + 1)) || !isHex(segment.charAt(i + 2))) {
        throw brokenPercent();
      }
      bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
      i += 2;
    }
    return bytes.toByteArray();
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  /** A name as one segment of a path. */
  static String encode(String name) {
    var text = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9'
          || octet == '-' || octet == '_' || octet == '.' || octet == '~';
      if (plain) {
        text.append((char) octet);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return text.toString();
  }
}
