package io.ringside.version;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.PackedMap;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

/** The bytes of contexts, versions and siblings, on the wire and on disk alike. Equal values have equal bytes. Never change. */
public final class VersionCodec {
  /*
   * context   = count {node, epoch i64, counter}  count {node, epoch i64, counter}     (clock, then isolated dots; both sorted)
   * version   = past context, request high i64, low i64, writtenAt, [3 replaced], 0 | 1 content | 2 expiresAt content
   *                                                                                 (0: a tombstone; without 3: replaced nothing)
   * replaced  = count {request high i64, low i64, dot}                              (newest first)
   * content   = content type, count {name, value}, body
   * siblings  = context, count {dot, version}
   * Strings and bodies carry their length; counts and counters are variable-length numbers.
   */
  private static final int TOMBSTONE = 0;
  private static final int LASTING = 1;
  private static final int EXPIRING = 2;
  private static final int REPLACED = 3;

  private static final RecentActors ACTORS = new RecentActors();

  private VersionCodec() {}

  public static void writeContext(ByteWriter out, CausalContext context) {
    out.varInt(context.clock().counters().size());
    context.clock().counters().forEach((actor, counter) -> writeCount(out, actor, counter));
    out.varInt(context.dots().size());
    context.dots().forEach(dot -> writeDot(out, dot));
  }

  public static CausalContext readContext(ByteReader in) {
    int actors = in.length();
    var counters = new PackedMap.Builder<Actor, Long>(actors);
    for (int left = actors; left > 0; left--) {
      counters.put(readActor(in), readCounter(in));
    }
    var clock = new VectorClock(counters.build());
    int isolated = in.length();
    if (isolated == 0) {
      return CausalContext.of(clock);
    }
    var dots = new TreeSet<Dot>();
    for (int left = isolated; left > 0; left--) {
      dots.add(readDot(in));
    }
    return new CausalContext(clock, dots);
  }

  public static void writeDot(ByteWriter out, Dot dot) {
    writeCount(out, dot.actor(), dot.counter());
  }

  private static void writeCount(ByteWriter out, Actor actor, long counter) {
    out.string(actor.node().name()).i64(actor.epoch()).varLong(counter);
  }

  public static Dot readDot(ByteReader in) {
    return new Dot(readActor(in), readCounter(in));
  }

  private static Actor readActor(ByteReader in) {
    try {
      return ACTORS.of(in.node(), in.i64());
    } catch (IllegalArgumentException refused) {
      throw new MalformedBytes(refused.getMessage());
    }
  }

  private static long readCounter(ByteReader in) {
    long counter = in.varLong();
    if (counter < 1) {
      throw new MalformedBytes("a dot's counter starts at 1, not " + counter);
    }
    return counter;
  }

  /** Without the time at which it expires. */
  public static void writeContent(ByteWriter out, Content content) {
    out.string(content.contentType()).varInt(content.metadata().size());
    content.metadata().forEach((name, value) -> out.string(name).string(value));
    out.bytes(content.body());
  }

  public static Content readContent(ByteReader in) {
    String type = in.word();
    int named = in.length();
    var metadata = new PackedMap.Builder<String, String>(named);
    for (int left = named; left > 0; left--) {
      metadata.put(in.string(), in.string());
    }
    return new Content(type, metadata.build(), in.bytes());
  }

  public static void writeVersion(ByteWriter out, Version version) {
    writeContext(out, version.past());
    writeRequestId(out, version.request());
    out.varLong(version.writtenAtMillis());
    if (!version.replaced().isEmpty()) {
      writeReplaced(out.u8(REPLACED), version.replaced());
    }
    writeOptionalContent(out, version.content());
  }

  private static void writeReplaced(ByteWriter out, Replaced replaced) {
    out.varInt(replaced.entries().size());
    replaced.entries().forEach(entry -> {
      writeRequestId(out, entry.request());
      writeDot(out, entry.dot());
    });
  }

  private static Replaced readReplaced(ByteReader in) {
    var entries = new ArrayList<Replaced.Entry>();
    for (int left = in.length(); left > 0; left--) {
      entries.add(new Replaced.Entry(readRequestId(in), readDot(in)));
    }
    if (entries.isEmpty()) {
      throw new MalformedBytes("what replaced nothing says nothing of it");
    }
    return new Replaced(entries);
  }

  /** Nothing, what never expires, or what does. */
  public static void writeOptionalContent(ByteWriter out, Optional<Content> content) {
    if (content.isEmpty()) {
      out.u8(TOMBSTONE);
    } else if (content.get().expiresAtMillis() == Content.NEVER) {
      writeContent(out.u8(LASTING), content.get());
    } else {
      writeContent(out.u8(EXPIRING).varLong(content.get().expiresAtMillis()), content.get());
    }
  }

  public static Optional<Content> readOptionalContent(ByteReader in) {
    return readOptionalContent(in, in.u8());
  }

  private static Optional<Content> readOptionalContent(ByteReader in, int kind) {
    return switch (kind) {
      case TOMBSTONE -> Optional.empty();
      case LASTING -> Optional.of(readContent(in));
      case EXPIRING -> {
        long expiresAt = in.varLong();
        yield Optional.of(readContent(in).expiringAt(expiresAt));
      }
      default -> throw new MalformedBytes("no content is of the kind " + kind);
    };
  }

  public static Version readVersion(ByteReader in) {
    CausalContext past = readContext(in);
    RequestId request = readRequestId(in);
    long writtenAt = in.varLong();
    return ByteReader.checked(() -> {
      int kind = in.u8();
      return kind == REPLACED
          ? new Version(past, request, writtenAt, readReplaced(in), readOptionalContent(in))
          : new Version(past, request, writtenAt, readOptionalContent(in, kind));
    });
  }

  public static void writeRequestId(ByteWriter out, RequestId request) {
    out.i64(request.high()).i64(request.low());
  }

  public static RequestId readRequestId(ByteReader in) {
    return new RequestId(in.i64(), in.i64());
  }

  public static void writeSiblings(ByteWriter out, Siblings siblings) {
    writeContext(out, siblings.context());
    out.varInt(siblings.versions().size());
    siblings.versions().forEach((dot, version) -> {
      writeDot(out, dot);
      writeVersion(out, version);
    });
  }

  public static Siblings readSiblings(ByteReader in) {
    CausalContext context = readContext(in);
    int count = in.length();
    var versions = new PackedMap.Builder<Dot, Version>(count);
    for (int left = count; left > 0; left--) {
      versions.put(readDot(in), readVersion(in));
    }
    return ByteReader.checked(() -> new Siblings(context, versions.build()));
  }

  public static Bytes encode(Siblings siblings) {
    var out = new ByteWriter(256);
    writeSiblings(out, siblings);
    return out.toBytes();
  }

  public static Siblings decodeSiblings(Bytes bytes) {
    var in = new ByteReader(bytes);
    Siblings siblings = readSiblings(in);
    in.end();
    return siblings;
  }
}
