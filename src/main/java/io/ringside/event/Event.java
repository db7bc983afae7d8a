package io.ringside.event;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.merkle.TreeId;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened at one node. An event carries the full new state of what it changed, so that a reader of the log needs
 * nothing else. Kinds and field names are part of the log's schema: add, never change.
 */
public sealed interface Event extends Described {
  /** A node is up and takes requests. */
  record NodeUp(long start, List<NodeId> roster, int partitions, int n, int r, int w) implements Event {
    @Override
    public String kind() {
      return "node.up";
    }

    @Override
    public void describe(Fields to) {
      to.nodes("roster", roster).number("partitions", partitions).number("n", n).number("r", r).number("w", w);
    }
  }

  /** A node stops as it was asked to; a killed node says nothing. */
  record NodeStopping() implements Event {
    @Override
    public String kind() {
      return "node.down";
    }

    @Override
    public void describe(Fields to) {}
  }

  /** A node found that it has lost data it once had, or may have. */
  record Amnesia(long start, long rememberedStart, String reason) implements Event {
    private static final String FORGETS = "others have reaped in the partitions ";

    /** Of a node that throws away what it has of some partitions: nothing was lost but by its own doing. */
    public static Amnesia forgetting(long start, Collection<Integer> partitions) {
      return new Amnesia(start, start, FORGETS + partitions + " without this node: what it has of them is old");
    }

    public boolean isForgetting() {
      return reason.startsWith(FORGETS);
    }

    @Override
    public String kind() {
      return "node.amnesia";
    }

    @Override
    public void describe(Fields to) {
      to.big("remembered", rememberedStart).text("reason", reason);
    }
  }

  /**
   * A node's store takes no more writes until it is opened again; reads go on.
   *
   * @param damaged whether the disk has changed what was on it, so that opening it again mends it
   */
  record StoreBroken(String reason, boolean damaged) implements Event {
    @Override
    public String kind() {
      return "store.broken";
    }

    @Override
    public void describe(Fields to) {
      to.text("reason", reason).flag("damaged", damaged);
    }
  }

  /**
   * A node found its store damaged, and goes on with a copy of what could be read of it.
   *
   * @param aside where in its directory the damaged one is kept
   * @param cut whether writes may be missing from the log
   * @param lost records known to be lost, to be brought back by the other owners
   * @param lostHints of what it kept for others: at least so many, and nobody else has them as hints
   * @param lostOther places of all else that could not be read
   */
  record StoreMended(String reason, String aside, boolean cut, long records, long lost, long hints, long lostHints, long lostOther)
      implements Event {
    @Override
    public String kind() {
      return "store.mended";
    }

    @Override
    public void describe(Fields to) {
      to.text("reason", reason).text("aside", aside).flag("cut", cut).number("records", records).number("lost", lost)
          .number("hints", hints).number("lostHints", lostHints).number("lostOther", lostOther);
    }
  }

  /** What this node believes of another has changed. */
  record ViewChanged(Member member, String reason) implements Event {
    @Override
    public String kind() {
      return "member.view";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.node().name())
          .text("status", member.status().name().toLowerCase(Locale.ROOT))
          .big("incarnation", member.incarnation())
          .text("reason", reason);
    }
  }

  /** This node's coordinator asks a member last from now on: it is alive, and of little use. Others may see it otherwise. */
  record MemberDegraded(NodeId member, String reason) implements Event {
    @Override
    public String kind() {
      return "member.degraded";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).text("reason", reason);
    }
  }

  /** A degraded member serves again as it should. */
  record MemberRecovered(NodeId member) implements Event {
    @Override
    public String kind() {
      return "member.recovered";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name());
    }
  }

  /** A coordinator begins an operation. */
  record OperationStarted(String op, String verb, Key key, List<NodeId> primaries, int needed) implements Event {
    @Override
    public String kind() {
      return "op.start";
    }

    @Override
    public void describe(Fields to) {
      to.text("op", op).text("verb", verb).key(key).nodes("primaries", primaries).number("needed", needed);
    }
  }

  /** One node's part in an operation has ended, well or not. {@code standsInFor} is empty for a primary. */
  record OperationReply(String op, Key key, NodeId from, String standsInFor, String outcome, long tookMillis) implements Event {
    @Override
    public String kind() {
      return "op.reply";
    }

    @Override
    public void describe(Fields to) {
      to.text("op", op).key(key).text("from", from.name()).text("outcome", outcome).number("tookMillis", tookMillis);
      if (!standsInFor.isEmpty()) {
        to.text("standsInFor", standsInFor);
      }
    }
  }

  /** The client has been told. */
  record OperationEnded(String op, String verb, Key key, String outcome, String detail, long tookMicros, int siblings)
      implements Event {
    /** The outcome of one that was not answered as it was meant to be. */
    public static final String FAILED = "failed";

    public boolean isFailed() {
      return outcome.equals(FAILED);
    }

    @Override
    public String kind() {
      return "op.end";
    }

    @Override
    public void describe(Fields to) {
      to.text("op", op).text("verb", verb).key(key).text("outcome", outcome).number("tookMicros", tookMicros);
      to.number("siblings", siblings);
      if (!detail.isEmpty()) {
        to.text("detail", detail);
      }
    }
  }

  /**
   * A replica's record of a key has changed; {@code cause} is put, write, read-repair, hint-delivery,
   * anti-entropy or reroute.
   *
   * @param minted the dot that a put was given here; empty for what others minted
   */
  record Stored(Key key, Siblings siblings, String cause, Optional<Dot> minted) implements Event {
    /** Something that another replica minted. */
    public Stored(Key key, Siblings siblings, String cause) {
      this(key, siblings, cause, Optional.empty());
    }

    @Override
    public String kind() {
      return "store.put";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).text("cause", cause).siblings("record", siblings);
      minted.ifPresent(dot -> to.text("dot", dot.toString()));
    }
  }

  /** A node has started, and found so many hints that earlier starts have left. */
  record HintsFound(long count) implements Event {
    @Override
    public String kind() {
      return "hint.found";
    }

    @Override
    public void describe(Fields to) {
      to.number("count", count);
    }
  }

  /**
   * A fallback keeps a write for a primary.
   *
   * @param grown whether it had a hint of that key for it already, so that the two are one
   */
  record HintStored(NodeId target, Key key, Siblings siblings, boolean grown) implements Event {
    /** A new hint. */
    public HintStored(NodeId target, Key key, Siblings siblings) {
      this(target, key, siblings, false);
    }

    @Override
    public String kind() {
      return "hint.store";
    }

    @Override
    public void describe(Fields to) {
      to.text("target", target.name()).key(key).siblings("record", siblings);
      if (grown) {
        to.flag("grown", true);
      }
    }
  }

  /** The primary has what was kept for it. */
  record HintDelivered(NodeId target, Key key) implements Event {
    @Override
    public String kind() {
      return "hint.replay";
    }

    @Override
    public void describe(Fields to) {
      to.text("target", target.name()).key(key);
    }
  }

  /** Its target no longer owns the key, and all present owners have what was kept. */
  record HintRerouted(NodeId target, Key key, List<NodeId> owners) implements Event {
    public HintRerouted {
      owners = List.copyOf(owners);
    }

    @Override
    public String kind() {
      return "hint.reroute";
    }

    @Override
    public void describe(Fields to) {
      to.text("target", target.name()).key(key).nodes("owners", owners);
    }
  }

  /** A hint could not be kept or was given up. */
  record HintDropped(NodeId target, Key key, String reason) implements Event {
    /** The keeper may not have more hints. */
    public static final String TOO_MANY = "full: hints.maxCount";

    /** Nor may its hints be larger. */
    public static final String TOO_LARGE = "full: hints.maxBytesMebibytes";

    /** It may bring back what was deleted and reaped while the keeper was away, or before its disk was put back. */
    public static final String OUTDATED = "outdated: others have reaped since";

    @Override
    public String kind() {
      return "hint.drop";
    }

    @Override
    public void describe(Fields to) {
      to.text("target", target.name()).key(key).text("reason", reason);
    }
  }

  /** Hints were looked at, and in so many places cannot be read: one at least in each is lost, and left to anti-entropy. */
  record HintsUnreadable(long places) implements Event {
    @Override
    public String kind() {
      return "hint.unreadable";
    }

    @Override
    public void describe(Fields to) {
      to.number("places", places);
    }
  }

  /**
   * The same as {@link Forgotten}, of a hint of which something is left.
   *
   * @param siblings what is left of it
   */
  record HintShortened(NodeId target, Key key, Siblings siblings) implements Event {
    @Override
    public String kind() {
      return "hint.shorten";
    }

    @Override
    public void describe(Fields to) {
      to.text("target", target.name()).key(key).siblings("record", siblings);
    }
  }

  /** A replica forgot what nothing was alive of, tombstones included: no copy of what they deleted is left anywhere. */
  record Reaped(Key key, Siblings siblings) implements Event {
    @Override
    public String kind() {
      return "store.reap";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).siblings("record", siblings);
    }
  }

  /**
   * A replica forgot what may be older than a reaping that it had no part in, or what it does not own any more and all owners have.
   *
   * @param siblings what is left of the record, often nothing
   */
  record Forgotten(Key key, Siblings siblings) implements Event {
    @Override
    public String kind() {
      return "store.forget";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).siblings("record", siblings);
    }
  }

  /**
   * A node has tried to have deleted records of a partition reaped, at all owners.
   *
   * @param era that was to be raised for it
   * @param keys of which nothing is alive, as all owners say
   * @param reaped of these, all owners were told to forget
   * @param why it came to no more, or empty
   */
  record ReapEnded(int partition, long era, int keys, int reaped, String why) implements Event {
    @Override
    public String kind() {
      return "reap.end";
    }

    @Override
    public void describe(Fields to) {
      to.number("partition", partition).big("era", era).number("keys", keys).number("reaped", reaped).text("why", why);
    }
  }

  /**
   * A coordinator sent a stale replica what it lacked.
   *
   * @param awaited whether the read is answered only then
   */
  record ReadRepaired(Key key, NodeId target, boolean awaited) implements Event {
    /** While the read goes on. */
    public ReadRepaired(Key key, NodeId target) {
      this(key, target, false);
    }

    @Override
    public String kind() {
      return "repair.read";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).text("target", target.name());
      if (awaited) {
        to.flag("awaited", true);
      }
    }
  }

  /** A coordinator found a replica stale, and left it to anti-entropy: its budget for repairs was spent. */
  record ReadRepairSkipped(Key key, NodeId target) implements Event {
    @Override
    public String kind() {
      return "repair.skip";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).text("target", target.name());
    }
  }

  /**
   * Two owners' Merkle trees differ; what differs will be looked at again.
   *
   * @param leaves that differ
   * @param entries digests of records that were sent to find out
   * @param keys records that differ
   * @param bytes of these, of each the larger of the two
   * @param unverifiedMillis how long ago the two were found equal the last time
   */
  record TreesDiffer(NodeId peer, TreeId tree, int leaves, long entries, int keys, long bytes, long unverifiedMillis)
      implements Event {
    @Override
    public String kind() {
      return "tree.differ";
    }

    @Override
    public void describe(Fields to) {
      to.text("peer", peer.name()).number("partition", tree.partition()).number("n", tree.n())
          .number("leaves", leaves).number("entries", entries).number("keys", keys).number("bytes", bytes)
          .number("unverifiedMillis", unverifiedMillis);
    }
  }

  /** Anti-entropy sent an owner what it lacked. */
  record TreeRepaired(Key key, NodeId target) implements Event {
    @Override
    public String kind() {
      return "repair.tree";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).text("target", target.name());
    }
  }

  /** Of the keys in which two trees differed, so many had to be repaired; the others were writes under way. */
  record TreesMerged(NodeId peer, TreeId tree, int repaired) implements Event {
    @Override
    public String kind() {
      return "tree.merge";
    }

    @Override
    public void describe(Fields to) {
      to.text("peer", peer.name()).number("partition", tree.partition()).number("n", tree.n()).number("repaired", repaired);
    }
  }

  /**
   * Of all that needed repair between this node and another owner nothing is left.
   *
   * @param tookMillis since the first of it was found to differ
   * @param keys that this node had to repair, here or there
   * @param bytes of these
   */
  record TreesConverged(NodeId peer, long tookMillis, long keys, long bytes) implements Event {
    @Override
    public String kind() {
      return "tree.converge";
    }

    @Override
    public void describe(Fields to) {
      to.text("peer", peer.name()).number("tookMillis", tookMillis).number("keys", keys).number("bytes", bytes);
    }
  }

  /**
   * A record could not be read, and was put aside: the other owners are asked for theirs.
   *
   * @param loss tells this one from others of the same record
   * @param earlier whether an earlier start did it, which may have ended before it could say so
   */
  record RecordQuarantined(Key key, String reason, long loss, boolean earlier) implements Event {
    @Override
    public String kind() {
      return "record.quarantined";
    }

    @Override
    public void describe(Fields to) {
      to.key(key).text("reason", reason).big("loss", loss).flag("earlier", earlier);
    }
  }

  /** Every other owner has been asked for what it has of a record that could not be read. */
  record RecordHealed(Key key) implements Event {
    @Override
    public String kind() {
      return "record.healed";
    }

    @Override
    public void describe(Fields to) {
      to.key(key);
    }
  }

  /**
   * A node has looked at everything that it holds.
   *
   * @param records that it could read
   * @param corrected digests, of records and of leaves, that were not what they should have been
   * @param quarantined records that it could not read
   */
  record ScrubEnded(long records, long corrected, long quarantined) implements Event {
    @Override
    public String kind() {
      return "scrub.end";
    }

    @Override
    public void describe(Fields to) {
      to.number("records", records).number("corrected", corrected).number("quarantined", quarantined);
    }
  }

  /** This node's Merkle trees cannot be relied on: they are made anew from the records, and so long compared with nobody's. */
  record TreesDoubted(String reason) implements Event {
    @Override
    public String kind() {
      return "trees.doubt";
    }

    @Override
    public void describe(Fields to) {
      to.text("reason", reason);
    }
  }

  /** They have been made anew, from so many records. */
  record TreesRebuilt(long records) implements Event {
    @Override
    public String kind() {
      return "trees.rebuilt";
    }

    @Override
    public void describe(Fields to) {
      to.number("records", records);
    }
  }

  /** Something is broken on purpose from now on. */
  record FaultBegan(String fault) implements Event {
    @Override
    public String kind() {
      return "fault.begin";
    }

    @Override
    public void describe(Fields to) {
      to.text("fault", fault);
    }
  }

  /** It no longer is. */
  record FaultEnded(String fault) implements Event {
    @Override
    public String kind() {
      return "fault.end";
    }

    @Override
    public void describe(Fields to) {
      to.text("fault", fault);
    }
  }

  /** Background work ended in a failure that the protocol expects. */
  record BackgroundFailed(String what, String reason) implements Event {
    @Override
    public String kind() {
      return "background.failed";
    }

    @Override
    public void describe(Fields to) {
      to.text("what", what).text("reason", reason);
    }
  }

  /** Something was thrown that nobody expects. */
  record Bug(String what, Throwable thrown) implements Event {
    @Override
    public String kind() {
      return "bug";
    }

    @Override
    public void describe(Fields to) {
      to.text("what", what).text("thrown", thrown.toString());
    }
  }

  /** A line of a scenario's narration, or of its result. */
  record Note(String scenario, int step, String text, boolean ok) implements Event {
    @Override
    public String kind() {
      return "note";
    }

    @Override
    public void describe(Fields to) {
      to.text("scenario", scenario).number("step", step).text("text", text).flag("ok", ok);
    }
  }
}
