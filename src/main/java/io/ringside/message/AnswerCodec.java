package io.ringside.message;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.membership.ClusterView;
import io.ringside.version.Siblings;
import io.ringside.version.VersionCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The bytes of every answer that {@link Peer} names, and of every no. One tag byte each; the tags are never reused. */
final class AnswerCodec {
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
  private static final int ANSWERED_LATEST_VIEW = 12;
  private static final int ANSWERED_UNEQUAL = 13;
  private static final int ANSWERED_DIGESTS = 14;
  private static final int ANSWERED_ENTRIES = 15;
  private static final int ANSWERED_REPAIR_REPORT = 16;
  private static final int ANSWERED_NEWS_WITH_ACCUSERS = 17;
  private static final int ANSWERED_BACKUP_REPORT = 18;
  private static final int ANSWERED_ERA_REPORT = 22;
  private static final int ANSWERED_DEAD = 23;
  private static final int ANSWERED_WELCOME_WITH_REAPED = 24;
  private static final int FAILED_UNAVAILABLE = 128;
  private static final int FAILED_REFUSED = 129;
  private static final int FAILED_OUTDATED = 130;
  private static final int FAILED_DECLINED = 131;

  private AnswerCodec() {}

  /** The answer to a request; it is one of the types that {@link Peer} names. */
  static Bytes encode(Object answer) {
    var out = new ByteWriter(256);
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
      out.u8(ANSWERED_NAMES).bool(names.more());
      names.next().ifPresent(out::string);
      out.varInt(names.names().size());
      names.names().forEach(out::string);
    } else if (answer instanceof Welcome welcome) {
      writeWelcome(out, welcome);
    } else if (answer instanceof News news) {
      Wire.writeNews(out.u8(news.accusers().isEmpty() ? ANSWERED_NEWS : ANSWERED_NEWS_WITH_ACCUSERS), news);
    } else if (answer instanceof ClusterView view) {
      Wire.writeView(out.u8(ANSWERED_VIEW), view);
    } else if (answer instanceof ViewReport report) {
      writeViewReport(out.u8(ANSWERED_VIEW_REPORT), report);
    } else if (answer instanceof LatestView latest) {
      out.u8(ANSWERED_LATEST_VIEW).bool(latest.changed().isPresent());
      latest.changed().ifPresent(view -> Wire.writeView(out, view));
    } else if (answer instanceof NodeStatus status) {
      writeStatus(out.u8(ANSWERED_STATUS), status);
    } else if (answer instanceof EventPage page) {
      out.u8(ANSWERED_EVENTS).varLong(page.life()).varLong(page.last()).varLong(page.missed()).varInt(page.lines().size());
      page.lines().forEach(line -> out.varLong(line.sequence()).varLong(line.atMillis()).string(line.text()));
    } else if (answer instanceof BackupReport report) {
      writeBackup(out.u8(ANSWERED_BACKUP_REPORT), report);
    } else {
      writeOfTrees(out, answer);
    }
    return out.toBytes();
  }

  private static void writeWelcome(ByteWriter out, Welcome welcome) {
    boolean reaped = !welcome.reaped().isEmpty();
    out.u8(reaped ? ANSWERED_WELCOME_WITH_REAPED : ANSWERED_WELCOME).varLong(welcome.rememberedStart());
    Wire.writeView(out, welcome.view());
    if (reaped) {
      out.varInt(welcome.reaped().size());
      welcome.reaped().forEach((partition, told) -> writeReaped(out.varInt(partition), told));
    }
  }

  private static void writeReaped(ByteWriter out, Reaped reaped) {
    out.varLong(reaped.era()).bool(reaped.raisedIn().isPresent());
    reaped.raisedIn().ifPresent(start -> Wire.writeDiskStart(out, start));
  }

  private static Reaped readReaped(ByteReader in) {
    return new Reaped(in.varLong(), in.bool() ? Optional.of(Wire.readDiskStart(in)) : Optional.empty());
  }

  private static Welcome readWelcome(ByteReader in) {
    long rememberedStart = in.varLong();
    ClusterView view = Wire.readView(in);
    var reaped = new TreeMap<Integer, Reaped>();
    for (int left = in.length(); left > 0; left--) {
      reaped.put(in.varInt(), readReaped(in));
    }
    return new Welcome(rememberedStart, view, reaped);
  }

  private static void writeOfTrees(ByteWriter out, Object answer) {
    if (answer instanceof Unequal unequal) {
      out.u8(ANSWERED_UNEQUAL).varInt(unequal.trees().size());
      unequal.trees().forEach(tree -> Wire.writeTree(out, tree));
    } else if (answer instanceof Digests digests) {
      out.u8(ANSWERED_DIGESTS).varInt(digests.digests().size());
      digests.digests().forEach(out::i64);
    } else if (answer instanceof Entries entries) {
      out.u8(ANSWERED_ENTRIES).bool(entries.more()).varInt(entries.entries().size());
      entries.entries().forEach(entry -> out.bytes(entry.place()).i64(entry.digest()).varInt(entry.bytes()));
    } else if (answer instanceof RepairReport report) {
      writeRepair(out.u8(ANSWERED_REPAIR_REPORT), report);
    } else if (answer instanceof EraReport report) {
      out.u8(ANSWERED_ERA_REPORT).varLong(report.promised()).varLong(report.era()).varLong(report.reaped());
      Wire.writeDiskStarts(out, report.raisedIn()).bool(report.done());
    } else if (answer instanceof Dead dead) {
      out.u8(ANSWERED_DEAD).varInt(dead.places().size());
      dead.places().forEach(out::varInt);
    } else {
      throw new IllegalArgumentException("No bytes are defined for " + answer);
    }
  }

  private static void writeRepair(ByteWriter out, RepairReport report) {
    out.bool(report.inDoubt()).varLong(report.repaired()).varLong(report.quarantined()).varInt(report.peers().size());
    report.peers().forEach(peer -> writePeer(out, peer));
    RepairReport.Scrub scrub = report.scrub();
    out.bool(scrub.running()).string(scrub.phase()).varInt(scrub.treesDone()).varInt(scrub.trees())
        .varLong(scrub.records()).varLong(scrub.corrected()).varLong(scrub.quarantined()).varLong(scrub.endedMillis());
    RepairReport.Deletes deletes = report.deletes();
    out.bool(deletes.counted()).varLong(deletes.waiting()).varLong(deletes.oldestMillis()).varLong(deletes.reaped());
  }

  private static void writePeer(ByteWriter out, RepairReport.Peer peer) {
    out.string(peer.node().name()).varInt(peer.trees()).varInt(peer.verified()).varLong(peer.oldestMillis());
    RepairReport.Difference difference = peer.difference();
    out.varInt(difference.trees()).varLong(difference.keys()).varLong(difference.bytes());
    List.of(difference.openMillis(), difference.leftMillis(), difference.tookMillis())
        .forEach(millis -> out.varLong(millis.isPresent() ? millis.getAsLong() + 1 : 0));
  }

  private static RepairReport.Peer readPeer(ByteReader in) {
    return new RepairReport.Peer(Wire.readNode(in), in.varInt(), in.varInt(), in.varLong(), new RepairReport.Difference(
        in.varInt(), in.varLong(), in.varLong(), readMillis(in), readMillis(in), readMillis(in)));
  }

  private static OptionalLong readMillis(ByteReader in) {
    long more = in.varLong();
    return more == 0 ? OptionalLong.empty() : OptionalLong.of(more - 1);
  }

  private static RepairReport readRepair(ByteReader in) {
    boolean inDoubt = in.bool();
    long repaired = in.varLong();
    long quarantined = in.varLong();
    List<RepairReport.Peer> peers = in.list(() -> readPeer(in));
    var scrub = new RepairReport.Scrub(
        in.bool(), in.string(), in.varInt(), in.varInt(), in.varLong(), in.varLong(), in.varLong(), in.varLong());
    return new RepairReport(inDoubt, peers, repaired, quarantined, scrub,
        new RepairReport.Deletes(in.bool(), in.varLong(), in.varLong(), in.varLong()));
  }

  private static void writeBackup(ByteWriter out, BackupReport report) {
    out.u8(report.state().ordinal()).bool(report.name().isPresent());
    report.name().ifPresent(name -> out.string(name.text()));
    out.string(report.directory()).varLong(report.takenMillis()).varInt(report.files()).varLong(report.sizeBytes())
        .varLong(report.checkedBytes()).string(report.reason());
  }

  private static BackupReport readBackup(ByteReader in) {
    BackupReport.State state = in.oneOf(BackupReport.State.values());
    Optional<BackupName> name = in.bool() ? Optional.of(new BackupName(in.string())) : Optional.empty();
    return new BackupReport(
        state, name, in.string(), in.varLong(), in.varInt(), in.varLong(), in.varLong(), in.string());
  }

  private static Entries readEntries(ByteReader in) {
    boolean more = in.bool();
    return new Entries(in.list(() -> new Entries.Entry(in.bytes(), in.i64(), in.varInt())), more);
  }

  /** A no. Silence has no bytes: {@link Failure.Unreachable} is what the asker makes of it. */
  static Bytes encodeFailure(Failure failure) {
    var out = new ByteWriter();
    if (failure instanceof Failure.Refused refused) {
      out.u8(FAILED_REFUSED).u8(refused.why().ordinal());
    } else if (failure instanceof Failure.Outdated outdated) {
      out.u8(FAILED_OUTDATED).varLong(outdated.era());
    } else {
      out.u8(failure instanceof Failure.Declined ? FAILED_DECLINED : FAILED_UNAVAILABLE);
    }
    return out.string(String.valueOf(failure.getMessage())).toBytes();
  }

  /**
   * The answer in these bytes.
   *
   * @throws Failure the no in these bytes
   */
  static Object decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    Object answer = ByteReader.checked(() -> readAnswer(in));
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
      case ANSWERED_ACK -> in.oneOf(Ack.values());
      case ANSWERED_INSPECTION -> readInspection(in);
      case ANSWERED_NAMES -> readNames(in);
      case ANSWERED_WELCOME -> new Welcome(in.varLong(), Wire.readView(in));
      case ANSWERED_WELCOME_WITH_REAPED -> readWelcome(in);
      case ANSWERED_NEWS -> Wire.readNews(in);
      case ANSWERED_NEWS_WITH_ACCUSERS -> Wire.readNewsWithAccusers(in);
      case ANSWERED_VIEW -> Wire.readView(in);
      case ANSWERED_VIEW_REPORT -> readViewReport(in);
      case ANSWERED_STATUS -> readStatus(in);
      case ANSWERED_EVENTS -> new EventPage(in.varLong(), in.varLong(), in.varLong(), in.list(() -> new EventPage.Line(in.varLong(), in.varLong(), in.string())));
      case ANSWERED_LATEST_VIEW -> in.bool() ? new LatestView(Optional.of(Wire.readView(in))) : LatestView.UNCHANGED;
      case ANSWERED_UNEQUAL -> new Unequal(in.list(() -> Wire.readTree(in)));
      case ANSWERED_DIGESTS -> new Digests(in.list(in::i64));
      case ANSWERED_ENTRIES -> readEntries(in);
      case ANSWERED_REPAIR_REPORT -> readRepair(in);
      case ANSWERED_BACKUP_REPORT -> readBackup(in);
      case ANSWERED_ERA_REPORT -> new EraReport(
          in.varLong(), in.varLong(), in.varLong(), Wire.readDiskStarts(in), in.bool());
      case ANSWERED_DEAD -> new Dead(in.list(in::varInt));
      case FAILED_UNAVAILABLE -> new Failure.Unavailable(in.string());
      case FAILED_DECLINED -> new Failure.Declined(in.string());
      case FAILED_REFUSED -> new Failure.Refused(in.oneOf(Failure.Refused.Why.values()), in.string());
      case FAILED_OUTDATED -> new Failure.Outdated(in.varLong(), in.string());
      default -> throw new MalformedBytes("no answer has the tag " + tag);
    };
  }

  private static Held readHeld(ByteReader in) {
    boolean synchronised = in.bool();
    return new Held(VersionCodec.readSiblings(in), synchronised);
  }

  private static Names readNames(ByteReader in) {
    Optional<String> next = in.bool() ? Optional.of(in.string()) : Optional.empty();
    return new Names(in.list(in::string), next);
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
      hints.put(Wire.readNode(in), VersionCodec.readSiblings(in));
    }
    return new Inspection(own, hints);
  }

  private static void writeStatus(ByteWriter out, NodeStatus status) {
    out.bool(status.ready()).string(status.reason()).varLong(status.start()).varLong(status.upMillis()).i64(status.beganMillis());
    out.i64(status.ringEpoch()).varInt(status.hintsPending().size());
    status.hintsPending().forEach((target, count) -> out.string(target.name()).varLong(count));
    out.bool(status.amnesiac());
    HintCounts counts = status.hints();
    out.varLong(counts.found()).varLong(counts.created()).varLong(counts.delivered()).varLong(counts.rerouted());
    out.varInt(counts.dropped().size());
    counts.dropped().forEach((reason, count) -> out.string(reason).varLong(count));
  }

  private static NodeStatus readStatus(ByteReader in) {
    boolean ready = in.bool();
    String reason = in.string();
    long start = in.varLong();
    long up = in.varLong();
    long began = in.i64();
    long ring = in.i64();
    var hints = new TreeMap<NodeId, Long>();
    for (int left = in.length(); left > 0; left--) {
      hints.put(Wire.readNode(in), in.varLong());
    }
    return new NodeStatus(ready, reason, start, up, began, ring, hints, in.bool(), readHintCounts(in));
  }

  private static HintCounts readHintCounts(ByteReader in) {
    long found = in.varLong();
    long created = in.varLong();
    long delivered = in.varLong();
    long rerouted = in.varLong();
    var dropped = new TreeMap<String, Long>();
    for (int left = in.length(); left > 0; left--) {
      dropped.put(in.string(), in.varLong());
    }
    return new HintCounts(found, created, delivered, rerouted, dropped);
  }

  private static void writeViewReport(ByteWriter out, ViewReport report) {
    out.varInt(report.beliefs().size());
    report.beliefs().values().forEach(belief -> {
      Wire.writeMember(out, belief.member());
      out.varLong(belief.sinceMillis()).varLong(belief.heardMillis());
    });
  }

  private static ViewReport readViewReport(ByteReader in) {
    int count = in.length();
    var beliefs = new PackedMap.Builder<NodeId, ViewReport.Belief>(count);
    for (int left = count; left > 0; left--) {
      var belief = new ViewReport.Belief(Wire.readMember(in), in.varLong(), in.varLong());
      beliefs.put(belief.member().node(), belief);
    }
    return new ViewReport(beliefs.build());
  }
}
