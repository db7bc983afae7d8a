package io.ringside.message;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.merkle.Leaves;
import io.ringside.version.VersionCodec;
import java.util.List;
import java.util.Optional;

/** The bytes of every {@link Request}. One tag byte each; the tags are never reused. */
final class RequestCodec {
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
  private static final int FOLLOW_VIEW = 15;
  private static final int COMPARE_ROOTS = 16;
  private static final int SHOW_DIGESTS = 17;
  private static final int SHOW_ENTRIES = 18;
  private static final int SHOW_REPAIR = 19;
  private static final int BEGIN_SCRUB = 20;
  private static final int PROBE_WITH_ACCUSERS = 21;
  private static final int PROBE_FOR_WITH_ACCUSERS = 22;
  private static final int BEGIN_BACKUP = 23;
  private static final int SHOW_BACKUP = 24;
  private static final int IN_ERA = 27;
  private static final int REJOIN_ERA = 29;
  private static final int SHOW_GRAVES = 30;
  private static final int REAP = 31;

  /** 28 was the same without the numbers of copies. */
  private static final int STEP_ERA = 32;

  private static final int HELLO_BLANK = 33;

  private RequestCodec() {}

  static Bytes encode(Request<?> request) {
    var out = new ByteWriter(256);
    if (request instanceof Request.Keyed<?> keyed && keyed.era() != Request.FIRST_ERA) {
      out.u8(IN_ERA).varLong(keyed.era());
    }
    write(out, request);
    return out.toBytes();
  }

  private static void write(ByteWriter out, Request<?> request) {
    if (request instanceof Request.Read read) {
      Wire.writeKey(out.u8(READ), read.key());
    } else if (request instanceof Request.Mint mint) {
      writeMint(out.u8(MINT), mint);
    } else if (request instanceof Request.Store store) {
      Wire.writeKey(out.u8(STORE).u8(store.reason().ordinal()), store.key());
      VersionCodec.writeSiblings(out, store.siblings());
    } else if (request instanceof Request.Hint hint) {
      Wire.writeKey(out.u8(HINT).string(hint.target().name()), hint.key());
      VersionCodec.writeSiblings(out, hint.siblings());
    } else if (request instanceof Request.Inspect inspect) {
      Wire.writeKey(out.u8(INSPECT), inspect.key());
    } else if (request instanceof Request.ListKeys list) {
      out.u8(LIST_KEYS).string(list.bucket()).string(list.prefix()).string(list.after()).varInt(list.limit());
    } else if (request instanceof Request.ListBuckets list) {
      out.u8(LIST_BUCKETS).string(list.after()).varInt(list.limit());
    } else if (request instanceof Request.CompareRoots compare) {
      writeRoots(out.u8(COMPARE_ROOTS), compare);
    } else if (request instanceof Request.ShowDigests show) {
      Wire.writeTree(out.u8(SHOW_DIGESTS), show.tree()).bool(show.branch().isPresent());
      show.branch().ifPresent(out::varInt);
    } else if (request instanceof Request.ShowEntries show) {
      Wire.writeTree(out.u8(SHOW_ENTRIES), show.tree()).varInt(show.leaves().first()).varInt(show.leaves().last())
          .bytes(show.after()).varInt(show.limit());
    } else if (request instanceof Request.BeginBackup begin) {
      out.u8(BEGIN_BACKUP).string(begin.name().text());
    } else if (request instanceof Request.ShowBackup) {
      out.u8(SHOW_BACKUP);
    } else if (request instanceof Request.StepEra step) {
      out.u8(STEP_ERA).varInt(step.partition()).varLong(step.era()).u8(step.step().ordinal()).i64(step.copies());
      Wire.writeDiskStarts(out, step.raisedIn());
    } else if (request instanceof Request.RejoinEra rejoin) {
      out.u8(REJOIN_ERA).varInt(rejoin.partition());
    } else if (request instanceof Request.ShowGraves show) {
      writeGraves(out.u8(SHOW_GRAVES).varInt(show.partition()), show.graves());
    } else if (request instanceof Request.Reap reap) {
      writeGraves(out.u8(REAP).varInt(reap.partition()).varLong(reap.era()), reap.graves());
    } else {
      writeGossip(out, request);
    }
  }

  private static void writeGraves(ByteWriter out, List<Grave> graves) {
    out.varInt(graves.size());
    graves.forEach(grave -> out.bytes(grave.address()).i64(grave.digest()));
  }

  private static List<Grave> readGraves(ByteReader in) {
    return in.list(() -> new Grave(in.bytes(), in.i64()));
  }

  private static void writeRoots(ByteWriter out, Request.CompareRoots compare) {
    out.string(compare.from().name()).i64(compare.ringEpoch()).varInt(compare.digestVersion()).varInt(compare.roots().size());
    compare.roots().forEach(root -> Wire.writeTree(out, root.tree()).i64(root.digest()));
  }

  private static Request.CompareRoots readRoots(ByteReader in) {
    return new Request.CompareRoots(Wire.readNode(in), in.i64(), in.varInt(),
        in.list(() -> new Request.CompareRoots.Root(Wire.readTree(in), in.i64())));
  }

  private static void writeGossip(ByteWriter out, Request<?> request) {
    if (request instanceof Request.Hello hello) {
      out.u8(hello.blank() ? HELLO_BLANK : HELLO).string(hello.from().name()).varLong(hello.start());
    } else if (request instanceof Request.Probe probe) {
      int tag = probe.news().accusers().isEmpty() ? PROBE : PROBE_WITH_ACCUSERS;
      Wire.writeNews(out.u8(tag).string(probe.from().name()), probe.news());
    } else if (request instanceof Request.ProbeFor probe) {
      int tag = probe.news().accusers().isEmpty() ? PROBE_FOR : PROBE_FOR_WITH_ACCUSERS;
      Wire.writeNews(out.u8(tag).string(probe.from().name()).string(probe.target().name()), probe.news());
    } else if (request instanceof Request.SyncView sync) {
      Wire.writeView(out.u8(SYNC_VIEW).string(sync.from().name()), sync.view());
    } else if (request instanceof Request.ShowView) {
      out.u8(SHOW_VIEW);
    } else if (request instanceof Request.FollowView follow) {
      out.u8(FOLLOW_VIEW).i64(follow.known());
    } else if (request instanceof Request.ShowStatus) {
      out.u8(SHOW_STATUS);
    } else if (request instanceof Request.ShowRepair) {
      out.u8(SHOW_REPAIR);
    } else if (request instanceof Request.BeginScrub) {
      out.u8(BEGIN_SCRUB);
    } else if (request instanceof Request.ReadEvents read) {
      out.u8(READ_EVENTS).varLong(read.life()).varLong(read.after()).varInt(read.limit()).i64(read.parts());
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + request);
    }
  }

  static Request<?> decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    Request<?> request = ByteReader.checked(() -> readDated(in));
    in.end();
    return request;
  }

  /** An era stands once, before a question that can have one. */
  private static Request<?> readDated(ByteReader in) {
    int tag = in.u8();
    if (tag != IN_ERA) {
      return readRequest(tag, in);
    }
    long era = in.varLong();
    if (era != Request.FIRST_ERA && readRequest(in.u8(), in) instanceof Request.Keyed<?> keyed) {
      return keyed.inEra(era);
    }
    throw new MalformedBytes("an era stands before a request that is in none");
  }

  private static Request<?> readRequest(int tag, ByteReader in) {
    return switch (tag) {
      case READ -> new Request.Read(Wire.readKey(in));
      case MINT -> readMint(in);
      case STORE -> readStore(in);
      case HINT -> new Request.Hint(Wire.readNode(in), Wire.readKey(in), VersionCodec.readSiblings(in));
      case INSPECT -> new Request.Inspect(Wire.readKey(in));
      case LIST_KEYS -> new Request.ListKeys(in.string(), in.string(), in.string(), in.varInt());
      case LIST_BUCKETS -> new Request.ListBuckets(in.string(), in.varInt());
      case HELLO -> new Request.Hello(Wire.readNode(in), in.varLong());
      case HELLO_BLANK -> new Request.Hello(Wire.readNode(in), in.varLong(), true);
      case PROBE -> new Request.Probe(Wire.readNode(in), Wire.readNews(in));
      case PROBE_FOR -> new Request.ProbeFor(Wire.readNode(in), Wire.readNode(in), Wire.readNews(in));
      case PROBE_WITH_ACCUSERS -> new Request.Probe(Wire.readNode(in), Wire.readNewsWithAccusers(in));
      case PROBE_FOR_WITH_ACCUSERS ->
          new Request.ProbeFor(Wire.readNode(in), Wire.readNode(in), Wire.readNewsWithAccusers(in));
      case SYNC_VIEW -> new Request.SyncView(Wire.readNode(in), Wire.readView(in));
      case SHOW_VIEW -> new Request.ShowView();
      case SHOW_STATUS -> new Request.ShowStatus();
      case READ_EVENTS -> new Request.ReadEvents(in.varLong(), in.varLong(), in.varInt(), in.i64());
      case FOLLOW_VIEW -> new Request.FollowView(in.i64());
      case COMPARE_ROOTS -> readRoots(in);
      case SHOW_DIGESTS -> new Request.ShowDigests(Wire.readTree(in), in.bool() ? Optional.of(in.varInt()) : Optional.empty());
      case SHOW_ENTRIES -> new Request.ShowEntries(
          Wire.readTree(in), new Leaves(in.varInt(), in.varInt()), in.bytes(), in.varInt());
      case SHOW_REPAIR -> new Request.ShowRepair();
      case BEGIN_SCRUB -> new Request.BeginScrub();
      case BEGIN_BACKUP -> new Request.BeginBackup(new BackupName(in.string()));
      case SHOW_BACKUP -> new Request.ShowBackup();
      case STEP_ERA -> new Request.StepEra(in.varInt(), in.varLong(), in.oneOf(Request.StepEra.Step.values()), in.i64(),
          Wire.readDiskStarts(in));
      case REJOIN_ERA -> new Request.RejoinEra(in.varInt());
      case SHOW_GRAVES -> new Request.ShowGraves(in.varInt(), readGraves(in));
      case REAP -> new Request.Reap(in.varInt(), in.varLong(), readGraves(in));
      default -> throw new MalformedBytes("no request has the tag " + tag);
    };
  }

  private static void writeMint(ByteWriter out, Request.Mint mint) {
    Wire.writeKey(out, mint.key());
    VersionCodec.writeContext(out, mint.past());
    VersionCodec.writeRequestId(out, mint.request());
    VersionCodec.writeOptionalContent(out, mint.content());
    out.bool(mint.standsInFor().isPresent());
    mint.standsInFor().ifPresent(node -> out.string(node.name()));
  }

  private static Request.Mint readMint(ByteReader in) {
    return new Request.Mint(
        Wire.readKey(in),
        VersionCodec.readContext(in),
        VersionCodec.readRequestId(in),
        VersionCodec.readOptionalContent(in),
        in.bool() ? Optional.of(Wire.readNode(in)) : Optional.empty());
  }

  private static Request.Store readStore(ByteReader in) {
    Request.Store.Reason reason = in.oneOf(Request.Store.Reason.values());
    return new Request.Store(Wire.readKey(in), VersionCodec.readSiblings(in), reason);
  }
}
