package io.ringside;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Values that are read again and again, by their bytes: the same object each time, as long as a small table remembers it. It must
 * not matter which object it is. Safe for any thread.
 */
final class Recent<T> {
  /*
   * Every dot names a node and every message a bucket, and there are few of either. Found here, a name costs no object and no
   * check, and two equal ones are compared at a glance. Each value has one slot; what comes later to the same slot takes it.
   *
   * Threads share the table without a lock: whether they see what another has just put there or what was there before, it is
   * whole, since entries never change.
   */
  private static final int SLOTS = 1024;

  /** Longer ones hardly come again, and would weigh. */
  private static final int MAX_BYTES = 64;

  @SuppressWarnings("unchecked") // an array cannot be made of a type with a parameter, and this one is filled by make alone
  private final Entry<T>[] slots = (Entry<T>[]) new Entry<?>[SLOTS];
  private final Function<String, T> made;

  private record Entry<T>(byte[] bytes, T value) {}

  /** @param made the value that a text stands for */
  Recent(Function<String, T> made) {
    this.made = made;
  }

  /** The value in these bytes, or null if it is to be read from them. */
  T find(byte[] bytes, int begin, int end) {
    Entry<T> entry = end - begin > MAX_BYTES ? null : slots[slotOf(bytes, begin, end)];
    return entry != null && Arrays.equals(bytes, begin, end, entry.bytes, 0, entry.bytes.length) ? entry.value : null;
  }

  /** The value of the text that was read from these bytes. */
  T make(String text, byte[] bytes, int begin, int end) {
    T value = made.apply(text);
    if (end - begin <= MAX_BYTES) {
      slots[slotOf(bytes, begin, end)] = new Entry<>(Arrays.copyOfRange(bytes, begin, end), value);
    }
    return value;
  }

  private static int slotOf(byte[] bytes, int begin, int end) {
    int hash = 0;
    for (int i = begin; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
