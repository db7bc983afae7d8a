package io.ringside.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ringside.Key;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingHashTest {
  /** Computed outside Java: {@code printf "\0\0\0\7defaultcart" | md5sum}, the first 16 digits. Never change. */
  @ParameterizedTest
  @CsvSource({
      "default, cart, bd85f7ffc66d4146",
      "default, user:123, 8d189191fef917db",
      "default, counter, eec65aee07a3fec3",
      "sessions, a/b, 81b3e383c89f07d5",
      "Körbe, Müsli 🛒, 8e9c22ef4d71b8e2",
      "a, bc, 73cc56a47878a947",
      "ab, c, a205299512c20eb2"
  })
  void aKeyStaysWhereItIsForEver(String bucket, String name, String position) {
    assertEquals(position, String.format("%016x", RingHash.positionOf(new Key(bucket, name))));
  }

  @Test
  void bucketAndNameDoNotRunTogether() {
    assertNotEquals(RingHash.positionOf(new Key("a", "bc")), RingHash.positionOf(new Key("ab", "c")));
  }

  @Property
  void aPositionsPartitionIsItsExactShareOfTheRing(
      @ForAll long position, @ForAll @IntRange(min = 1, max = 4096) int partitions) {
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(position));
    assertEquals(unsigned.multiply(BigInteger.valueOf(partitions)).shiftRight(64).intValueExact(),
        RingHash.partitionOf(position, partitions));
  }

  @Property
  void everyPartitionBeginsRightAfterTheOneBefore(@ForAll @IntRange(min = 2, max = 4096) int partitions,
      @ForAll @IntRange(min = 1, max = 4095) int some) {
    int partition = 1 + some % (partitions - 1);
    BigInteger ring = BigInteger.ONE.shiftLeft(64);
    BigInteger q = BigInteger.valueOf(partitions);
    long first = ring.multiply(BigInteger.valueOf(partition)).add(q).subtract(BigInteger.ONE).divide(q).longValue();
    assertEquals(partition, RingHash.partitionOf(first, partitions));
    assertEquals(partition - 1, RingHash.partitionOf(first - 1, partitions));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "255", "256", "1000"})
  void theRingWrapsFromItsLastPartitionToItsFirst(int partitions) {
    assertEquals(0, RingHash.partitionOf(0L, partitions));
    assertEquals(partitions - 1, RingHash.partitionOf(-1L, partitions));
  }
}
