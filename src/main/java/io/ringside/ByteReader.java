package io.ringside;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads what {@link ByteWriter} wrote. Bytes that nobody wrote end in a {@link MalformedBytes}, never in a wrong value or an
 * allocation that the input's own size does not justify. Not safe for more than one thread.
 */
public final class ByteReader {
  /** What Java puts in place of bytes that are no UTF-8; it may also have been written. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final Recent<NodeId> NODES = new Recent<>(NodeId::of);
  private static final Recent<String> WORDS = new Recent<>(String::intern);

  private final byte[] bytes;
  private final int end;
  private int position;

  public ByteReader(Bytes bytes) {
    this(bytes.array(), 0, bytes.size());
  }

  public ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  public int remaining() {
    return end - position;
  }

  public int u8() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public boolean bool() {
    int value = u8();
    if (value > 1) {
      throw new MalformedBytes("a boolean is 0 or 1, not " + value);
    }
    return value == 1;
  }

  public long varLong() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 1) {
        throw new MalformedBytes("a number has more than 64 bits");
      }
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedBytes("a number has more than ten bytes");
  }

  public int varInt() {
    long value = varLong();
    if (value >>> 32 != 0) {
      throw new MalformedBytes("a 32-bit number is " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  public long i64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[position++] & 0xFF;
    }
    return value;
  }

  public int i32() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | bytes[position++] & 0xFF;
    }
    return value;
  }

  public Bytes raw(int length) {
    need(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, position, copy, 0, length);
    position += length;
    return Bytes.wrap(copy);
  }

  public Bytes bytes() {
    return raw(length());
  }

  public String string() {
    return text(length());
  }

  private String text(int length) {
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8Of(text, length)) {
      throw new MalformedBytes("a text is not UTF-8");
    }
    return text;
  }

  /** The name of a node. Throws {@link IllegalArgumentException} if it can be none. */
  public NodeId node() {
    return oftenRead(NODES);
  }

  /** A text that comes again and again, such as a bucket or a media type. */
  public String word() {
    return oftenRead(WORDS);
  }

  private <T> T oftenRead(Recent<T> recent) {
    int length = length();
    int begin = position;
    T before = recent.find(bytes, begin, begin + length);
    if (before != null) {
      position += length;
      return before;
    }
    return recent.make(text(length), bytes, begin, begin + length);
  }

  private boolean isUtf8Of(String text, int length) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(utf8, 0, utf8.length, bytes, position - length, position);
  }

  /** A length or count of things that take at least a byte each: never more than what is left to read. */
  public int length() {
    int length = varInt();
    need(length);
    return length;
  }

  /** A count, then so many elements. */
  public <T> List<T> list(Supplier<T> element) {
    int count = length();
    var list = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }

  /** One of these values, by its number in one byte. */
  public <E extends Enum<E>> E oneOf(E[] values) {
    int ordinal = u8();
    if (ordinal >= values.length) {
      throw new MalformedBytes("no " + values[0].getDeclaringClass().getSimpleName() + " has the number " + ordinal);
    }
    return values[ordinal];
  }

  /** What a value's own check refuses was not written by a codec of ours. */
  public static <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refused) {
      throw new MalformedBytes(refused.getMessage());
    }
  }

  /** Says that nothing may be left: whatever is left was written by somebody who meant something else. */
  public void end() {
    if (remaining() != 0) {
      throw new MalformedBytes(remaining() + " bytes too many");
    }
  }

  private void need(int count) {
    if (count < 0 || remaining() < count) {
      throw new MalformedBytes("it ends " + (Integer.toUnsignedLong(count) - remaining()) + " bytes too early");
    }
  }
}
