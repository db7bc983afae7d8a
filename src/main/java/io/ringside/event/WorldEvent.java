package io.ringside.event;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Siblings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that no node can say: what is done to a simulated world, what its network and disks do, and what clients ask and are
 * told. Only a recorded run has them. Kinds and field names are part of the log's schema: add, never change.
 */
public sealed interface WorldEvent extends Described {
  /**
   * The first line of a recorded run: all that it takes to know how it came about, and to play it again.
   *
   * @param owners of the partitions, in order
   */
  record RunBegan(
      String build, String flags, String script, List<NodeId> roster, List<NodeId> owners, int n, int r, int w)
      implements WorldEvent {
    public RunBegan {
      roster = List.copyOf(roster);
      owners = List.copyOf(owners);
    }

    @Override
    public String kind() {
      return "run.header";
    }

    @Override
    public void describe(Fields to) {
      to.number("schema", EventJson.SCHEMA).text("build", build).text("flags", flags).text("script", script)
          .nodes("roster", roster).number("partitions", owners.size()).nodes("owners", owners)
          .number("n", n).number("r", r).number("w", w);
    }
  }

  /**
   * What everything up to here amounts to, as the world itself shows it.
   *
   * @param lines before this one
   * @param state the hash of its canonical form
   */
  record Checkpoint(long lines, String state) implements WorldEvent {
    @Override
    public String kind() {
      return "checkpoint";
    }

    @Override
    public void describe(Fields to) {
      to.number("lines", lines).text("state", state);
    }
  }

  /**
   * The last line of a recorded run.
   *
   * @param hash as {@code sim run} prints it
   */
  record RunEnded(String hash, boolean ok) implements WorldEvent {
    @Override
    public String kind() {
      return "run.end";
    }

    @Override
    public void describe(Fields to) {
      to.text("hash", hash).flag("ok", ok);
    }
  }

  /** A named invariant was found not to hold. */
  record InvariantViolated(String invariant, String what) implements WorldEvent {
    @Override
    public String kind() {
      return "invariant.violated";
    }

    @Override
    public void describe(Fields to) {
      to.text("invariant", invariant).text("what", what);
    }
  }

  /** A node's process begins, as its {@code start}-th; it serves when it says so itself. */
  record NodeStarted(NodeId member, long start) implements WorldEvent {
    @Override
    public String kind() {
      return "node.start";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).big("memberStart", start);
    }
  }

  /** A node's process has ended. */
  record NodeEnded(NodeId member, How how) implements WorldEvent {
    /** In which way it ended. */
    public enum How {
      /** In the middle of whatever it did; its disk may have lost what was not synced. */
      CRASH,
      /** By itself, in the middle of whatever it did. */
      EXIT,
      /** As it was asked to. */
      STOP
    }

    @Override
    public String kind() {
      return "node." + how.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name());
    }
  }

  /** Nothing of a node moves until then. */
  record NodePaused(NodeId member, long untilMicros) implements WorldEvent {
    @Override
    public String kind() {
      return "node.pause";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).number("until", untilMicros);
    }
  }

  /** The disk of a node that is down was replaced by an empty one. */
  record NodeWiped(NodeId member) implements WorldEvent {
    @Override
    public String kind() {
      return "node.wipe";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name());
    }
  }

  /** Something was done to a disk that the node has yet to find out, or a copy was made of it. */
  record DiskTouched(NodeId member, String how) implements WorldEvent {
    @Override
    public String kind() {
      return "disk.touch";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).text("how", how);
    }
  }

  /**
   * A record on a disk became another without its node's having said so: a crash lost it or completed it, or the disk was put back.
   *
   * @param siblings what is there now, perhaps nothing
   */
  record RecordBecame(NodeId member, Key key, Siblings siblings, String why) implements WorldEvent {
    @Override
    public String kind() {
      return "disk.record";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).key(key).text("why", why).siblings("record", siblings);
    }
  }

  /** The same of a hint. */
  record HintBecame(NodeId member, NodeId target, Key key, Siblings siblings, String why) implements WorldEvent {
    @Override
    public String kind() {
      return "disk.hint";
    }

    @Override
    public void describe(Fields to) {
      to.text("member", member.name()).text("target", target.name()).key(key).text("why", why).siblings("record", siblings);
    }
  }

  /** What happens to a message. */
  enum Fate {
    SEND, DELIVER, DROP,
    /** It has arrived at a link that is clogged, and waits. */
    HOLD,
    /** It was sent once, and is under way twice. */
    DUPLICATE
  }

  /**
   * A message from one node to another, by its number within the run: what is delivered was sent under the same.
   *
   * @param request the kind of request, also of an answer to it
   */
  record MessageMoved(Fate fate, long number, NodeId from, NodeId to, String request, boolean answer, Optional<Key> key)
      implements WorldEvent {
    @Override
    public String kind() {
      return "msg." + fate.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void describe(Fields to) {
      to.number("m", number).text("from", from.name()).text("to", this.to.name()).text("request", request);
      if (answer) {
        to.flag("answer", true);
      }
      key.ifPresent(to::key);
    }
  }

  /**
   * Something is broken on purpose from now on.
   *
   * @param untilMicros when it ends by itself; 0 if that will be said
   */
  record FaultBegan(String fault, long untilMicros) implements WorldEvent {
    @Override
    public String kind() {
      return "fault.begin";
    }

    @Override
    public void describe(Fields to) {
      to.text("fault", fault);
      if (untilMicros > 0) {
        to.number("until", untilMicros);
      }
    }
  }

  /** It no longer is. */
  record FaultEnded(String fault) implements WorldEvent {
    @Override
    public String kind() {
      return "fault.end";
    }

    @Override
    public void describe(Fields to) {
      to.text("fault", fault);
    }
  }

  /**
   * A client asks, and waits for the answer: each for one at a time.
   *
   * @param via the node that it asks first
   * @param says the same in words, with what it writes; not put into words unless somebody records it
   */
  record ClientAsked(String client, String verb, Key key, NodeId via, Supplier<String> says) implements WorldEvent {
    @Override
    public String kind() {
      return "client.start";
    }

    @Override
    public void describe(Fields to) {
      to.text("client", client).text("verb", verb).key(key).text("via", via.name()).text("says", says.get());
    }
  }

  /** It is told. */
  record ClientTold(String client, String outcome, Supplier<String> says) implements WorldEvent {
    @Override
    public String kind() {
      return "client.end";
    }

    @Override
    public void describe(Fields to) {
      to.text("client", client).text("outcome", outcome).text("says", says.get());
    }
  }

  /** It is gone, and what it waits for nobody hears. */
  record ClientGone(String client) implements WorldEvent {
    @Override
    public String kind() {
      return "client.gone";
    }

    @Override
    public void describe(Fields to) {
      to.text("client", client);
    }
  }
}
