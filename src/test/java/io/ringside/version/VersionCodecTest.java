package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.testing.Malformed;
import io.ringside.testing.Seeds;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionCodecTest {
  private static final Actor MINTER = new Actor(NodeId.of("n1"), 0x1122334455667788L);

  /** One of everything: a value with metadata, a tombstone, a clock, an isolated dot. */
  private static Siblings sample() {
    var metadata = new TreeMap<String, String>();
    metadata.put("colour", "grün");
    var content = new Content(Content.JSON, metadata, Bytes.utf8("{}"));
    CausalContext past = CausalContext.of(VectorClock.EMPTY.with(MINTER, 2)).with(Dot.of("n2", 4));
    return new Siblings(past, new TreeMap<>())
        .put(MINTER, new Version(past, new RequestId(1, 2), 1_767_225_600_000L, Optional.of(content)))
        .put(Actor.of("n3"), new Version(CausalContext.EMPTY, RequestId.NONE, 0, Optional.empty()));
  }

  @Test
  void siblingsComeBackEqualAndWithEqualBytes() {
    Siblings back = VersionCodec.decodeSiblings(VersionCodec.encode(sample()));

    assertThat(back).isEqualTo(sample());
    assertThat(VersionCodec.encode(back)).isEqualTo(VersionCodec.encode(sample()));
    assertThat(VersionCodec.decodeSiblings(VersionCodec.encode(Siblings.NONE))).isEqualTo(Siblings.NONE);
  }

  @Test
  void equalSiblingsHaveEqualBytesHoweverTheyCameAbout() {
    Siblings one = Siblings.NONE.put(Actor.of("a"), version("one"));
    Siblings other = Siblings.NONE.put(Actor.of("b"), version("other"));

    assertThat(VersionCodec.encode(one.merge(other))).isEqualTo(VersionCodec.encode(other.merge(one)));
  }

  private static Version version(String text) {
    return new Version(CausalContext.EMPTY, RequestId.of(text), 0, Optional.of(Content.text(text)));
  }

  /** Stands on disk and in tokens: if this fails, change the code and not the bytes. */
  @Test
  void theBytesAreWhatTheyAlwaysWere() {
    var context = new ByteWriter();
    VersionCodec.writeContext(context, CausalContext.of(VectorClock.EMPTY.with(MINTER, 300)).with(Dot.of("n2", 4)));
    assertThat(context.toBytes().hex()).isEqualTo("01" + "026e31" + "1122334455667788" + "ac02" + "01" + "026e32" + "0000000000000000" + "04");

    assertThat(VersionCodec.encode(Siblings.NONE).hex()).isEqualTo("000000");
    assertThat(VersionCodec.encode(sample()).hex()).isEqualTo(
        "02" + "026e31112233445566778803" + "026e33000000000000000001"
            + "01" + "026e32000000000000000004"
            + "02"
            + "026e31112233445566778803"
            + "01026e31112233445566778802" + "01026e32000000000000000004"
            + "00000000000000010000000000000002" + "80d0eab6b733" + "01"
            + "106170706c69636174696f6e2f6a736f6e" + "01" + "06636f6c6f7572" + "056772c3bc6e" + "027b7d"
            + "026e33000000000000000001" + "0000" + "00000000000000000000000000000000" + "00" + "00");
  }

  /** A tombstone over a value, by the same minter. */
  private static Siblings replacing() {
    Siblings one = Siblings.NONE.put(MINTER, new Version(CausalContext.EMPTY, new RequestId(1, 2), 0, Optional.of(Content.text(""))));
    return one.put(MINTER, new Version(one.context(), new RequestId(3, 4), 0, Optional.empty()));
  }

  @Test
  void whatAVersionReplacedStandsBeforeItsContent() {
    assertThat(VersionCodec.encode(replacing()).hex()).isEqualTo(
        "01" + "026e31112233445566778802" + "00" + "01" + "026e31112233445566778802"
            + "01026e31112233445566778801" + "00" + "00000000000000030000000000000004" + "00"
            + "03" + "01" + "00000000000000010000000000000002" + "026e31112233445566778801"
            + "00");
    assertThat(VersionCodec.decodeSiblings(VersionCodec.encode(replacing()))).isEqualTo(replacing());
    Malformed.cutShort(VersionCodec.encode(replacing()), VersionCodec::decodeSiblings);
    Seeds.run(500, seed -> Malformed.garbled(VersionCodec.encode(replacing()), new Random(seed), VersionCodec::decodeSiblings));
  }

  /** Thirty bytes for the first with a short node name, 28 for each further one, and none for what replaced nothing. */
  @Test
  void whatIsRememberedCostsLittleAndNothingWhereThereIsNothing() {
    Siblings now = Siblings.NONE;
    var sizes = new ArrayList<Integer>();
    for (int write = 0; write < 7; write++) {
      now = now.put(MINTER, new Version(now.context(), new RequestId(1, write), 0, Optional.empty()));
      Version newest = now.versions().get(now.versions().lastKey());
      var with = new ByteWriter();
      VersionCodec.writeVersion(with, newest);
      var without = new ByteWriter();
      VersionCodec.writeVersion(without, newest.replacing(Replaced.NONE));
      sizes.add(with.toBytes().size() - without.toBytes().size());
    }
    assertThat(sizes).containsExactly(0, 30, 58, 86, 114, 114, 114);
  }

  @Test
  void bytesCutShortAreRefused() {
    Malformed.cutShort(VersionCodec.encode(sample()), VersionCodec::decodeSiblings);
  }

  @Test
  void garbledBytesAreRefusedOrAValueButNeverAnythingElse() {
    Bytes good = VersionCodec.encode(sample());
    Seeds.run(2000, seed -> Malformed.garbled(good, new Random(seed), VersionCodec::decodeSiblings));
  }

  @Test
  void textThatIsNoUtf8IsRefused() {
    byte[] name = {3, 'n', (byte) 0xC3, (byte) 0x28};
    assertThatThrownBy(() -> new ByteReader(Bytes.wrap(name)).string()).isInstanceOf(MalformedBytes.class);
    assertThat(new ByteReader(new ByteWriter().string("�").toBytes()).string()).isEqualTo("�");
  }

  @Test
  void aHugeCountIsRefusedBeforeItIsBelieved() {
    Bytes huge = new ByteWriter().varInt(Integer.MAX_VALUE).toBytes();
    assertThatThrownBy(() -> VersionCodec.decodeSiblings(huge)).isInstanceOf(MalformedBytes.class);
  }
}
