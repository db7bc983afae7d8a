package io.ringside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  private static ByteReader readerOf(String text) {
    return new ByteReader(new ByteWriter(16).string(text).toBytes());
  }

  @Property
  void aTextIsReadAsItWasWritten(@ForAll @CharRange(from = ' ', to = '\ud7ff') String text) {
    ByteReader in = readerOf(text);
    assertThat(in.string()).isEqualTo(text);
    in.end();
    assertThat(readerOf(text).word()).isEqualTo(text);
  }

  @Property
  void aTextIsWrittenInUtf8AfterItsLength(@ForAll @StringLength(max = 100) @CharRange(from = 'a', to = 'é') String text) {
    assertThat(new ByteWriter().string(text).toBytes()).isEqualTo(new ByteWriter().bytes(Bytes.utf8(text)).toBytes());
  }

  @Test
  void whatWasReadBeforeIsTheSameObject() {
    assertThat(readerOf("n1").node()).isSameAs(readerOf("n1").node()).isEqualTo(NodeId.of("n1"));
    assertThat(readerOf(Key.DEFAULT_BUCKET).word()).isSameAs(Key.DEFAULT_BUCKET);
  }

  @Test
  void moreNamesThanTheTableHoldsAreAllReadRightly() {
    for (int i = 0; i < 5000; i++) {
      assertThat(readerOf("n" + i).node()).isEqualTo(NodeId.of("n" + i));
      assertThat(readerOf("n" + i / 2).node()).isEqualTo(NodeId.of("n" + i / 2));
    }
  }

  @Test
  void whatIsNoNameIsRefusedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> readerOf("-").node()).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aWordThatEndsTooEarlyIsRefused() {
    Bytes whole = new ByteWriter().string("default").toBytes();
    readerOf("default").word();
    assertThatThrownBy(() -> new ByteReader(whole.array(), 0, 5).word()).isInstanceOf(MalformedBytes.class);
  }
}
