package io.ringside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What every codec owes to bytes that it did not write. */
public final class Malformed {
  private Malformed() {}

  /** Cut short anywhere, or with a byte too many, good bytes are refused. */
  public static void cutShort(Bytes good, Function<Bytes, ?> decode) {
    for (int length = 0; length < good.size(); length++) {
      Bytes cut = Bytes.wrap(Arrays.copyOf(good.array(), length));
      assertThatThrownBy(() -> decode.apply(cut)).as("the first %d bytes of %s", length, good).isInstanceOf(MalformedBytes.class);
    }
    Bytes longer = Bytes.wrap(Arrays.copyOf(good.array(), good.size() + 1));
    assertThatThrownBy(() -> decode.apply(longer)).as("%s and a byte", good).isInstanceOf(MalformedBytes.class);
  }

  /** Good bytes with a few of them changed, and bytes from nowhere, decode to a value or are refused, and nothing else happens. */
  public static void garbled(Bytes good, RandomGenerator random, Function<Bytes, ?> decode) {
    byte[] changed = good.array().clone();
    for (int changes = 1 + random.nextInt(3); changes > 0 && changed.length > 0; changes--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    decodesOrIsRefused(Bytes.wrap(changed), decode);
    byte[] noise = new byte[random.nextInt(80)];
    random.nextBytes(noise);
    decodesOrIsRefused(Bytes.wrap(noise), decode);
  }

  private static void decodesOrIsRefused(Bytes bytes, Function<Bytes, ?> decode) {
    try {
      decode.apply(bytes);
    } catch (RuntimeException refused) {
      assertThat(refused).as("decoding %s", bytes).isInstanceOf(MalformedBytes.class);
    }
  }
}
