package io.ringside.version;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The bytes of contexts, versions and siblings, on the wire and on disk alike. Equal values have equal bytes. Never change. */
public final class VersionCodec {
  /*
   * context   = count {node, epoch i64, counter}  count {node, epoch i64, counter}     (clock, then isolated dots; both sorted)
   * version   = past context, request high i64, low i64, writtenAt, 0 | 1 content
   * content   = content type, count {name, value}, body
   * siblings  = context, count {dot, version}
   * Strings and bodies carry their length; counts and counters are variable-length numbers.
   */
  private VersionCodec() {}

  public static void writeContext(ByteWriter out, CausalContext context) {
    out.varInt(context.clock().counters().size());
    context.clock().counters().forEach((actor, counter) -> writeCount(out, actor, counter));
    out.varInt(context.dots().size());
    context.dots().forEach(dot -> writeDot(out, dot));
  }

  public static CausalContext readContext(ByteReader in) {
    var counters = new TreeMap<Actor, Long>();
    for (Dot dot : in.list(() -> readDot(in))) {
      counters.put(dot.actor(), dot.counter());
    }
    return new CausalContext(new VectorClock(counters), new TreeSet<>(in.list(() -> readDot(in))));
  }

  public static void writeDot(ByteWriter out, Dot dot) {
    writeCount(out, dot.actor(), dot.counter());
  }

  private static void writeCount(ByteWriter out, Actor actor, long counter) {
    out.string(actor.node().name()).i64(actor.epoch()).varLong(counter);
  }

  public static Dot readDot(ByteReader in) {
    return ByteReader.checked(() -> new Dot(new Actor(NodeId.of(in.string()), in.i64()), in.varLong()));
  }

  public static void writeContent(ByteWriter out, Content content) {
    out.string(content.contentType()).varInt(content.metadata().size());
    content.metadata().forEach((name, value) -> out.string(name).string(value));
    out.bytes(content.body());
  }

  public static Content readContent(ByteReader in) {
    String type = in.string();
    var metadata = new TreeMap<String, String>();
    for (int left = in.length(); left > 0; left--) {
      metadata.put(in.string(), in.string());
    }
    return new Content(type, metadata, in.bytes());
  }

  public static void writeVersion(ByteWriter out, Version version) {
    writeContext(out, version.past());
    writeRequestId(out, version.request());
    out.varLong(version.writtenAtMillis()).bool(version.content().isPresent());
    version.content().ifPresent(content -> writeContent(out, content));
  }

  public static Version readVersion(ByteReader in) {
    CausalContext past = readContext(in);
    RequestId request = readRequestId(in);
    long writtenAt = in.varLong();
    return new Version(past, request, writtenAt, in.bool() ? Optional.of(readContent(in)) : Optional.empty());
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
    record Entry(Dot dot, Version version) {}
    List<Entry> entries = in.list(() -> new Entry(readDot(in), readVersion(in)));
    var versions = new TreeMap<Dot, Version>();
    entries.forEach(entry -> versions.put(entry.dot(), entry.version()));
    return ByteReader.checked(() -> new Siblings(context, versions));
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
