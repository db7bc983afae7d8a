package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One number for all that happened in a run, in order: equal runs have equal numbers, in every JVM. Nothing is put into words
 * unless somebody wants to read it.
 */
public final class TraceHash {
  /*
   * Strings enter by String.hashCode, which its specification fixes, bytes by 64-bit FNV-1a, and each number by one
   * multiplication with an odd constant after a rotation, so that order counts. Nobody attacks this hash: it must only notice a difference.
   */
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
  private static final int ROTATION = 29;

  private final Consumer<String> lines;
  private final Tape tape;
  private long hash = OFFSET_BASIS;
  private long count;

  public TraceHash() {
    this(null);
  }

  /** Shows everything in words to {@code lines} too; null if nobody reads them. The number is the same. */
  public TraceHash(Consumer<String> lines) {
    this(lines, null);
  }

  /** Hands everything to {@code tape} as events, too; null if nobody records it. */
  public TraceHash(Consumer<String> lines, Tape tape) {
    this.lines = lines;
    this.tape = tape;
  }

  /** Something that is done to the world. */
  public void add(long atMicros, String what) {
    mix(atMicros);
    mix(what.hashCode());
    tell(atMicros, what);
  }

  /** Whether somebody reads it, and remarks are worth their words. */
  public boolean isRead() {
    return lines != null;
  }

  /** Something for readers that follows from all else, and does not go into the number. */
  public void remark(long atMicros, String what) {
    if (lines != null) {
      lines.accept(atMicros + " " + what);
    }
  }

  /** Whether somebody records it. */
  public boolean isTaped() {
    return tape != null;
  }

  /** The same for who records it, as an event; made only then. */
  public void remark(long atMicros, Supplier<WorldEvent> event) {
    if (tape != null) {
      tape.happened(atMicros, event.get());
    }
  }

  /** Makes a change, and tells a recorder what is broken by it, and what no longer is. */
  <R> R breaking(long atMicros, Supplier<SortedMap<String, Long>> brokenNow, Supplier<R> change) {
    if (tape == null) {
      return change.get();
    }
    SortedMap<String, Long> before = brokenNow.get();
    R result = change.get();
    SortedMap<String, Long> after = brokenNow.get();
    before.keySet().stream().filter(fault -> !after.containsKey(fault))
        .forEach(fault -> tape.happened(atMicros, new WorldEvent.FaultEnded(fault)));
    after.forEach((fault, untilMicros) -> {
      if (!untilMicros.equals(before.get(fault))) {
        tape.happened(atMicros, new WorldEvent.FaultBegan(fault, untilMicros));
      }
    });
    return result;
  }

  /** A message's fate: sent, delivered, lost, held. */
  void message(long atMicros, String fate, Message message) {
    mix(atMicros);
    mix(fate.hashCode());
    mix(message.number());
    mix(message.hash());
    if (lines != null) {
      tell(atMicros, fate + " " + message);
    } else {
      count++;
    }
  }

  /** What a node says. */
  void event(long atMicros, LoggedEvent logged) {
    mix(atMicros);
    mix(logged.node());
    mix(logged.event().kind().hashCode());
    logged.event().describe(new HashFields(this));
    if (lines != null) {
      tell(atMicros, EventJson.line(logged));
    } else {
      count++;
    }
    if (tape != null) {
      tape.said(atMicros, logged);
    }
  }

  private void tell(long atMicros, String what) {
    count++;
    if (lines != null) {
      lines.accept(atMicros + " " + what);
    }
  }

  void mix(NodeId node) {
    mix(node.name().hashCode());
  }

  void mix(long number) {
    hash = Long.rotateLeft(hash ^ number, ROTATION) * MULTIPLIER;
  }

  public long value() {
    return hash;
  }

  /** How many things are in it. */
  public long count() {
    return count;
  }

  /** The hash of these bytes alone. */
  static long of(Bytes bytes) {
    long result = OFFSET_BASIS;
    for (byte each : bytes.array()) {
      result = (result ^ (each & 0xff)) * PRIME;
    }
    return result;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(hash);
  }
}
