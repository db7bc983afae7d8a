package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameTest {
  @ParameterizedTest
  @EnumSource(Frame.Kind.class)
  void whatIsEncodedIsDecoded(Frame.Kind kind) {
    Frame frame = frame(kind);
    assertThat(Frame.decode(frame.encode())).isEqualTo(frame);
  }

  @Test
  void noPrefixOfAFrameIsAFrame() {
    Buffer whole = frame(Frame.Kind.ANSWERS).encode();
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThatThrownBy(() -> Frame.decode(part)).isInstanceOf(MalformedBytes.class);
    }
  }

  @Test
  void aFrameOfALaterFormatIsMalformed() {
    Buffer later = frame(Frame.Kind.QUESTIONS).encode().setByte(0, (byte) 2);
    assertThatThrownBy(() -> Frame.decode(later)).isInstanceOf(MalformedBytes.class).hasMessageContaining("format is 2");
  }

  @Test
  void anAddressNamesItsNode() {
    assertThat(BusAddress.nodeIn("kv/n1/replica")).contains("n1");
    assertThat(BusAddress.nodeIn("kv/n1")).contains("n1");
    assertThat(BusAddress.nodeIn("__vertx.reply.1")).isEmpty();
    assertThat(BusAddress.parse("kv/n1/client/7")).isEqualTo(new BusAddress(NodeId.of("n1"), "client/7"));
    assertThatThrownBy(() -> BusAddress.parse("kv/n1")).isInstanceOf(MalformedBytes.class);
  }

  private static Frame frame(Frame.Kind kind) {
    return new Frame(ClusterTag.of("test").number(), BusAddress.replica(NodeId.of("n1")), kind,
        List.of(new Frame.Part(Long.MIN_VALUE, Bytes.utf8("milk")), new Frame.Part(7, Bytes.EMPTY)));
  }
}
