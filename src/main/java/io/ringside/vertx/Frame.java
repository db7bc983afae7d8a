package io.ringside.vertx;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * One message on the event bus: all that one service had to say to another in one turn of its event loop. Immutable.
 *
 * @param cluster the sender's {@link ClusterTag}
 * @param from where answers go
 */
record Frame(long cluster, BusAddress from, Kind kind, List<Part> parts) {
  /*
   * frame = format u8, cluster i64, from string, kind u8, count, {id i64, length, bytes}
   * Numbers without a width are of variable length. Never change what is written; a new format gets a new first byte.
   */
  private static final int FORMAT = 1;
  private static final int FIXED_BYTES = 80;
  private static final int BYTES_PER_PART = 16;

  /** What the parts are. The bytes count from 0: never change their order. */
  enum Kind {
    QUESTIONS,
    ANSWERS,
    /** Answers that are a no, as {@link io.ringside.message.MessageCodec#encodeFailure} writes it. */
    FAILURES
  }

  /** One question or answer; both carry the id that the asker chose. */
  record Part(long id, Bytes body) {}

  Frame {
    parts = List.copyOf(parts);
  }

  Buffer encode() {
    int size = FIXED_BYTES;
    for (Part part : parts) {
      size += part.body.size() + BYTES_PER_PART;
    }
    var out = new ByteWriter(size);
    out.u8(FORMAT).i64(cluster).string(from.toString()).u8(kind.ordinal()).varInt(parts.size());
    for (Part part : parts) {
      out.i64(part.id).bytes(part.body);
    }
    return Buffer.buffer(out.toBytes().array());
  }

  /** The frame in these bytes; {@link MalformedBytes} if there is none. */
  static Frame decode(Buffer buffer) {
    var in = new ByteReader(Bytes.wrap(buffer.getBytes()));
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("a frame's format is " + format + ", and this build knows " + FORMAT);
    }
    long cluster = in.i64();
    BusAddress from = BusAddress.parse(in.string());
    int kind = in.u8();
    if (kind >= Kind.values().length) {
      throw new MalformedBytes("no kind of frame has the number " + kind);
    }
    List<Part> parts = in.list(() -> new Part(in.i64(), in.bytes()));
    in.end();
    return new Frame(cluster, from, Kind.values()[kind], parts);
  }
}
