package io.ringside.http;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far somebody has read in the event log of each node. Immutable; on the wire an opaque word. */
record Cursor(SortedMap<NodeId, Position> positions) {
  static final Cursor START = new Cursor(new TreeMap<>());

  private static final int FORMAT = 1;

  /** After the {@code sequence}-th event of one life of a node's event log. */
  record Position(long life, long sequence) {
    static final Position NOTHING_READ = new Position(0, 0);
  }

  Cursor {
    positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
  }

  Position of(NodeId node) {
    return positions.getOrDefault(node, Position.NOTHING_READ);
  }

  Cursor with(NodeId node, Position position) {
    var moved = new TreeMap<>(positions);
    moved.put(node, position);
    return new Cursor(moved);
  }

  String encode() {
    var out = new ByteWriter().u8(FORMAT).varInt(positions.size());
    positions.forEach((node, position) -> out.string(node.name()).varLong(position.life()).varLong(position.sequence()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toBytes().array());
  }

  /** Reads what {@link #encode} wrote; anything else is refused. */
  static Cursor decode(String text) {
    try {
      var in = new ByteReader(Bytes.wrap(Base64.getUrlDecoder().decode(text)));
      if (in.u8() != FORMAT) {
        throw new MalformedBytes("its format is unknown");
      }
      var positions = new TreeMap<NodeId, Position>();
      for (int left = in.length(); left > 0; left--) {
        positions.put(NodeId.of(in.string()), new Position(in.varLong(), in.varLong()));
      }
      in.end();
      return new Cursor(positions);
    } catch (IllegalArgumentException | MalformedBytes malformed) {
      throw Refusal.of(400, "bad_cursor", "the cursor was not made here: " + malformed.getMessage(),
          "send back an id of this feed unchanged, or none to begin with what is still remembered");
    }
  }
}
