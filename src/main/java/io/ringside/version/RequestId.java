package io.ringside.version;

import io.ringside.ByteReader;
import io.ringside.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** The client's name for one write, 128 bits, the same for each of its retries. Immutable. */
public record RequestId(long high, long low) implements Comparable<RequestId> {
  /** What a version carries whose client named no request. */
  public static final RequestId NONE = new RequestId(0, 0);

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

  /** Thirty-two hex digits (or a UUID) stand for themselves; any other text for its MD5 digest. Empty text is refused. */
  public static RequestId of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("A request id may not be empty");
    }
    String digits = text.replace("-", "").toLowerCase(Locale.ROOT);
    byte[] bytes = HEX.matcher(digits).matches() ? HexFormat.of().parseHex(digits) : md5(text);
    var reader = new ByteReader(bytes, 0, bytes.length);
    return new RequestId(reader.i64(), reader.i64());
  }

  private static byte[] md5(String text) {
    try {
      return MessageDigest.getInstance("MD5").digest(Bytes.utf8(text).array());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has MD5", impossible);
    }
  }

  public boolean isNone() {
    return high == 0 && low == 0;
  }

  @Override
  public int compareTo(RequestId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
