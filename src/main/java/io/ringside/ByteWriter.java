package io.ringside;

import java.util.Arrays;

/** Writes the compact binary formats of the wire and the disk. Grows as needed. Not safe for more than one thread. */
public final class ByteWriter {
  private byte[] buffer;
  private int size;

  public ByteWriter() {
    this(128);
  }

  public ByteWriter(int expectedSize) {
    buffer = new byte[Math.max(16, expectedSize)];
  }

  public ByteWriter u8(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  public ByteWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** Unsigned LEB128: seven bits a byte, lowest first; a negative number takes ten bytes. */
  public ByteWriter varLong(long value) {
    if (value >= 0 && value < 0x80) {
      return u8((int) value);
    }
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  public ByteWriter varInt(int value) {
    return varLong(Integer.toUnsignedLong(value));
  }

  /** Eight bytes, highest first. */
  public ByteWriter i64(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Four bytes, highest first. */
  public ByteWriter i32(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** The bytes without their length. */
  public ByteWriter raw(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
    return this;
  }

  public ByteWriter raw(Bytes bytes) {
    return raw(bytes.array(), 0, bytes.size());
  }

  /** The length, then the bytes. */
  public ByteWriter bytes(Bytes bytes) {
    return varInt(bytes.size()).raw(bytes);
  }

  /** The length in bytes, then the text in UTF-8. Names are ASCII, and written in place. */
  public ByteWriter string(String text) {
    int begin = size;
    varInt(text.length()).ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = begin;
        return bytes(Bytes.utf8(text));
      }
      buffer[size++] = (byte) c;
    }
    return this;
  }

  public int size() {
    return size;
  }

  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, size));
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, more)));
    }
  }
}
