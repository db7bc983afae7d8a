package io.ringside.rocks;

import io.ringside.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Finds the end of a block that cannot be read: where a scan can go on. Used once. */
final class BadBlock {
  /*
   * RocksDB does not say where a block ends. But a seek to any key within it fails, and one to a key behind it does not. So keys
   * are taken for numbers: ever larger steps from the beginning until a seek succeeds, then halves between the last that failed
   * and the first that did not. A block in good order between two bad ones may be passed over together with them.
   */
  /** So far beyond the end of the key that the search begins at are keys told apart. */
  private static final int MORE_BYTES = 32;

  /** Looks at one key with an iterator of its own: one that has met a bad block is not to be trusted with the next seek. */
  @FunctionalInterface
  interface Iterators {
    RocksIterator open();
  }

  private final Iterators iterators;

  BadBlock(Iterators iterators) {
    this.iterators = iterators;
  }

  /** A key after all that the block holds, empty if nothing behind can be read; {@code from} lies in the block or before it. */
  Optional<Bytes> behind(Bytes from) throws RocksDBException {
    int size = from.size() + MORE_BYTES;
    BigInteger first = new BigInteger(1, Arrays.copyOf(from.array(), size));
    BigInteger bad = first;
    for (int bit = 0; bit < size * Byte.SIZE; bit++) {
      BigInteger further = first.add(BigInteger.ONE.shiftLeft(bit));
      if (further.bitLength() > size * Byte.SIZE) {
        return Optional.empty();
      }
      if (isReadableAt(keyOf(further, size))) {
        return Optional.of(Bytes.wrap(keyOf(firstReadable(bad, further, size), size)));
      }
      bad = further;
    }
    return Optional.empty();
  }

  private BigInteger firstReadable(BigInteger bad, BigInteger good, int size) throws RocksDBException {
    BigInteger low = bad;
    BigInteger high = good;
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (isReadableAt(keyOf(middle, size))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean isReadableAt(byte[] key) throws RocksDBException {
    try (RocksIterator iterator = iterators.open()) {
      iterator.seek(key);
      iterator.status();
      return true;
    } catch (RocksDBException thrown) {
      if (Lookup.isLoss(thrown)) {
        return false;
      }
      throw thrown;
    }
  }

  private static byte[] keyOf(BigInteger number, int size) {
    byte[] digits = number.toByteArray();
    var key = new byte[size];
    int length = Math.min(digits.length, size);
    System.arraycopy(digits, digits.length - length, key, size - length, length);
    return key;
  }
}
