package io.ringside.message;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.version.Siblings;
import io.ringside.version.VersionCodec;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The bytes of every request and every answer, the same in both worlds. One tag byte each; the tags are never reused. Bytes that it
 * did not write end in {@link MalformedBytes}.
 */
public final class MessageCodec {
  private static final int READ = 1;
  private static final int MINT = 2;
  private static final int STORE = 3;
  private static final int HINT = 4;
  private static final int INSPECT = 5;
  private static final int LIST_KEYS = 6;
  private static final int LIST_BUCKETS = 7;
  private static final int HELLO = 8;
  private static final int PROBE = 9;
  private static final int PROBE_FOR = 10;
  private static final int SYNC_VIEW = 11;
  private static final int SHOW_VIEW = 12;
  private static final int SHOW_STATUS = 13;
  private static final int READ_EVENTS = 14;

  private static final int ANSWERED_HELD = 1;
  private static final int ANSWERED_MINTED = 2;
  private static final int ANSWERED_ACK = 3;
  private static final int ANSWERED_INSPECTION = 4;
  private static final int ANSWERED_NAMES = 5;
  private static final int ANSWERED_WELCOME = 6;
  private static final int ANSWERED_NEWS = 7;
  private static final int ANSWERED_VIEW = 8;
  private static final int ANSWERED_VIEW_REPORT = 9;
  private static final int ANSWERED_STATUS = 10;
  private static final int ANSWERED_EVENTS = 11;
  private static final int FAILED_UNAVAILABLE = 128;
  private static final int FAILED_REFUSED = 129;

  private MessageCodec() {}

  // requests

  public static Bytes encode(Request<?> request) {
    var out = new ByteWriter();
    write(out, request);
    return out.toBytes();
  }

  private static void write(ByteWriter out, Request<?> request) {
    if (request instanceof Request.Read read) {
      writeKey(out.u8(READ), read.key());
    } else if (request instanceof Request.Mint mint) {
      writeMint(out.u8(MINT), mint);
    } else if (request instanceof Request.Store store) {
      writeKey(out.u8(STORE).u8(store.reason().ordinal()), store.key());
      VersionCodec.writeSiblings(out, store.siblings());
    } else if (request instanceof Request.Hint hint) {
      writeKey(out.u8(HINT).string(hint.target().name()), hint.key());
      VersionCodec.writeSiblings(out, hint.siblings());
    } else if (request instanceof Request.Inspect inspect) {
      writeKey(out.u8(INSPECT), inspect.key());
    } else if (request instanceof Request.ListKeys list) {
      out.u8(LIST_KEYS).string(list.bucket()).string(list.prefix()).string(list.after()).varInt(list.limit());
    } else if (request instanceof Request.ListBuckets list) {
      out.u8(LIST_BUCKETS).string(list.after()).varInt(list.limit());
    } else {
      writeGossip(out, request);
    }
  }

  private static void writeGossip(ByteWriter out, Request<?> request) {
    if (request instanceof Request.Hello hello) {
      out.u8(HELLO).string(hello.from().name()).varLong(hello.start());
    } else if (request instanceof Request.Probe probe) {
      writeMembers(out.u8(PROBE).string(probe.from().name()), probe.news());
    } else if (request instanceof Request.ProbeFor probe) {
      writeMembers(out.u8(PROBE_FOR).string(probe.from().name()).string(probe.target().name()), probe.news());
    } else if (request instanceof Request.SyncView sync) {
      writeView(out.u8(SYNC_VIEW).string(sync.from().name()), sync.view());
    } else if (request instanceof Request.ShowView) {
      out.u8(SHOW_VIEW);
    } else if (request instanceof Request.ShowStatus) {
      out.u8(SHOW_STATUS);
    } else if (request instanceof Request.ReadEvents read) {
      out.u8(READ_EVENTS).varLong(read.start()).varLong(read.after()).varInt(read.limit());
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + request);
    }
  }

  public static Request<?> decodeRequest(Bytes bytes) {
    var in = new ByteReader(bytes);
    Request<?> request = checked(() -> readRequest(in));
    in.end();
    return request;
  }

  private static Request<?> readRequest(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case READ -> new Request.Read(readKey(in));
      case MINT -> readMint(in);
      case STORE -> readStore(in);
      case HINT -> new Request.Hint(readNode(in), readKey(in), VersionCodec.readSiblings(in));
      case INSPECT -> new Request.Inspect(readKey(in));
      case LIST_KEYS -> new Request.ListKeys(in.string(), in.string(), in.string(), in.varInt());
      case LIST_BUCKETS -> new Request.ListBuckets(in.string(), in.varInt());
      case HELLO -> new Request.Hello(readNode(in), in.varLong());
      case PROBE -> new Request.Probe(readNode(in), in.list(() -> readMember(in)));
      case PROBE_FOR -> new Request.ProbeFor(readNode(in), readNode(in), in.list(() -> readMember(in)));
      case SYNC_VIEW -> new Request.SyncView(readNode(in), readView(in));
      case SHOW_VIEW -> new Request.ShowView();
      case SHOW_STATUS -> new Request.ShowStatus();
      case READ_EVENTS -> new Request.ReadEvents(in.varLong(), in.varLong(), in.varInt());
      default -> throw new MalformedBytes("no request has the tag " + tag);
    };
  }

  private static void writeMint(ByteWriter out, Request.Mint mint) {
    writeKey(out, mint.key());
    VersionCodec.writeContext(out, mint.past());
    VersionCodec.writeRequestId(out, mint.request());
    out.bool(mint.content().isPresent());
    mint.content().ifPresent(content -> VersionCodec.writeContent(out, content));
    out.bool(mint.standsInFor().isPresent());
    mint.standsInFor().ifPresent(node -> out.string(node.name()));
  }

  private static Request.Mint readMint(ByteReader in) {
    return new Request.Mint(
        readKey(in),
        VersionCodec.readContext(in),
        VersionCodec.readRequestId(in),
        in.bool() ? Optional.of(VersionCodec.readContent(in)) : Optional.empty(),
        in.bool() ? Optional.of(readNode(in)) : Optional.empty());
  }

  private static Request.Store readStore(ByteReader in) {
    Request.Store.Reason reason = readEnum(in, Request.Store.Reason.values());
    return new Request.Store(readKey(in), VersionCodec.readSiblings(in), reason);
  }

  // answers

  /** The answer to a request; it is one of the types that {@link Peer} names. */
  public static Bytes encodeAnswer(Object answer) {
    var out = new ByteWriter();
    if (answer instanceof Held held) {
      VersionCodec.writeSiblings(out.u8(ANSWERED_HELD).bool(held.synchronised()), held.siblings());
    } else if (answer instanceof Minted minted) {
      VersionCodec.writeDot(out.u8(ANSWERED_MINTED), minted.dot());
      VersionCodec.writeSiblings(out, minted.siblings());
    } else if (answer instanceof Ack ack) {
      out.u8(ANSWERED_ACK).u8(ack.ordinal());
    } else if (answer instanceof Inspection inspection) {
      writeInspection(out.u8(ANSWERED_INSPECTION), inspection);
    } else if (answer instanceof Names names) {
      out.u8(ANSWERED_NAMES).bool(names.more()).varInt(names.names().size());
      names.names().forEach(out::string);
    } else if (answer instanceof Welcome welcome) {
      writeView(out.u8(ANSWERED_WELCOME).varLong(welcome.rememberedStart()), welcome.view());
    } else if (answer instanceof News news) {
      writeMembers(out.u8(ANSWERED_NEWS), news.members());
    } else if (answer instanceof ClusterView view) {
      writeView(out.u8(ANSWERED_VIEW), view);
    } else if (answer instanceof ViewReport report) {
      writeViewReport(out.u8(ANSWERED_VIEW_REPORT), report);
    } else if (answer instanceof NodeStatus status) {
      writeStatus(out.u8(ANSWERED_STATUS), status);
    } else if (answer instanceof EventPage page) {
      out.u8(ANSWERED_EVENTS).varLong(page.start()).varLong(page.last()).varLong(page.missed()).varInt(page.lines().size());
      page.lines().forEach(out::string);
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + answer);
    }
    return out.toBytes();
  }

  /** A no. Silence has no bytes: {@link Failure.Unreachable} is what the asker makes of it. */
  public static Bytes encodeFailure(Failure failure) {
    var out = new ByteWriter();
    if (failure instanceof Failure.Refused refused) {
      out.u8(FAILED_REFUSED).u8(refused.why().ordinal());
    } else {
      out.u8(FAILED_UNAVAILABLE);
    }
    return out.string(String.valueOf(failure.getMessage())).toBytes();
  }

  /**
   * The answer in these bytes.
   *
   * @throws Failure the no in these bytes
   */
  public static Object decodeAnswer(Bytes bytes) {
    var in = new ByteReader(bytes);
    Object answer = checked(() -> readAnswer(in));
    in.end();
    if (answer instanceof Failure failure) {
      throw failure;
    }
    return answer;
  }

  private static Object readAnswer(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case ANSWERED_HELD -> readHeld(in);
      case ANSWERED_MINTED -> new Minted(VersionCodec.readDot(in), VersionCodec.readSiblings(in));
      case ANSWERED_ACK -> readEnum(in, Ack.values());
      case ANSWERED_INSPECTION -> readInspection(in);
      case ANSWERED_NAMES -> readNames(in);
      case ANSWERED_WELCOME -> new Welcome(in.varLong(), readView(in));
      case ANSWERED_NEWS -> new News(in.list(() -> readMember(in)));
      case ANSWERED_VIEW -> readView(in);
      case ANSWERED_VIEW_REPORT -> readViewReport(in);
      case ANSWERED_STATUS -> readStatus(in);
      case ANSWERED_EVENTS -> new EventPage(in.varLong(), in.varLong(), in.varLong(), in.list(in::string));
      case FAILED_UNAVAILABLE -> new Failure.Unavailable(in.string());
      case FAILED_REFUSED -> new Failure.Refused(readEnum(in, Failure.Refused.Why.values()), in.string());
      default -> throw new MalformedBytes("no answer has the tag " + tag);
    };
  }

  private static Held readHeld(ByteReader in) {
    boolean synchronised = in.bool();
    return new Held(VersionCodec.readSiblings(in), synchronised);
  }

  private static Names readNames(ByteReader in) {
    boolean more = in.bool();
    return new Names(in.list(in::string), more);
  }

  private static void writeInspection(ByteWriter out, Inspection inspection) {
    VersionCodec.writeSiblings(out.bool(inspection.own().synchronised()), inspection.own().siblings());
    out.varInt(inspection.hints().size());
    inspection.hints().forEach((target, siblings) -> VersionCodec.writeSiblings(out.string(target.name()), siblings));
  }

  private static Inspection readInspection(ByteReader in) {
    Held own = readHeld(in);
    var hints = new TreeMap<NodeId, Siblings>();
    for (int left = in.length(); left > 0; left--) {
      hints.put(readNode(in), VersionCodec.readSiblings(in));
    }
    return new Inspection(own, hints);
  }

  private static void writeStatus(ByteWriter out, NodeStatus status) {
    out.bool(status.ready()).string(status.reason()).varLong(status.start()).varLong(status.upMillis());
    out.i64(status.ringEpoch()).varInt(status.hintsPending().size());
    status.hintsPending().forEach((target, count) -> out.string(target.name()).varLong(count));
    out.bool(status.amnesiac());
  }

  private static NodeStatus readStatus(ByteReader in) {
    boolean ready = in.bool();
    String reason = in.string();
    long start = in.varLong();
    long up = in.varLong();
    long ring = in.i64();
    var hints = new TreeMap<NodeId, Long>();
    for (int left = in.length(); left > 0; left--) {
      hints.put(readNode(in), in.varLong());
    }
    return new NodeStatus(ready, reason, start, up, ring, hints, in.bool());
  }

  // parts

  private static void writeKey(ByteWriter out, Key key) {
    out.string(key.bucket()).string(key.name());
  }

  private static Key readKey(ByteReader in) {
    return new Key(in.string(), in.string());
  }

  private static NodeId readNode(ByteReader in) {
    return NodeId.of(in.string());
  }

  private static void writeMember(ByteWriter out, Member member) {
    out.string(member.node().name()).varLong(member.incarnation()).u8(member.status().ordinal());
  }

  private static Member readMember(ByteReader in) {
    return new Member(readNode(in), in.varLong(), readEnum(in, Member.Status.values()));
  }

  private static void writeMembers(ByteWriter out, Collection<Member> members) {
    out.varInt(members.size());
    members.forEach(member -> writeMember(out, member));
  }

  private static void writeView(ByteWriter out, ClusterView view) {
    writeMembers(out, view.members().values());
  }

  private static ClusterView readView(ByteReader in) {
    var members = new TreeMap<NodeId, Member>();
    in.list(() -> readMember(in)).forEach(member -> members.put(member.node(), member));
    return new ClusterView(members);
  }

  private static void writeViewReport(ByteWriter out, ViewReport report) {
    out.varInt(report.beliefs().size());
    report.beliefs().values().forEach(belief -> {
      writeMember(out, belief.member());
      out.varLong(belief.sinceMillis()).varLong(belief.heardMillis());
    });
  }

  private static ViewReport readViewReport(ByteReader in) {
    var beliefs = new TreeMap<NodeId, ViewReport.Belief>();
    in.list(() -> new ViewReport.Belief(readMember(in), in.varLong(), in.varLong()))
        .forEach(belief -> beliefs.put(belief.member().node(), belief));
    return new ViewReport(beliefs);
  }

  private static <E extends Enum<E>> E readEnum(ByteReader in, E[] values) {
    int ordinal = in.u8();
    if (ordinal >= values.length) {
      throw new MalformedBytes("there is no number " + ordinal + " of " + values[0].getDeclaringClass().getSimpleName());
    }
    return values[ordinal];
  }

  /** What a value's own check refuses was not written by this codec. */
  private static <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refused) {
      throw new MalformedBytes(refused.getMessage());
    }
  }
}
