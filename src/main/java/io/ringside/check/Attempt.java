package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.LoggedEvent;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What one client asked once, and what it was told: a line of a {@link History}. Immutable.
 *
 * @param returnedMicros {@link #NEVER} if no answer came
 * @param entitled whether enough nodes could be reached from beginning to end, so that it had to succeed
 * @param witnesses who surely had a part in it, if it succeeded
 */
public record Attempt(
    Call call, long invokedMicros, long returnedMicros, Outcome outcome, boolean entitled, Answer answer, Witnesses witnesses) {
  /** When an attempt returns that does not. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What was asked for. */
  public enum Verb { GET, PUT, DELETE }

  /** How it ended, as the client was told. */
  public enum Outcome {
    OK,
    /** It certainly has not happened and never will. */
    FAILED,
    /** It may have happened, may still happen, or never. */
    UNKNOWN
  }

  /**
   * The question.
   *
   * @param session the client's thread of thought: its attempts are made one after another
   * @param node the first coordinator asked
   * @param request of a write; {@link RequestId#NONE} for a read
   * @param supplied the context that came with a write; empty for a delete of whatever is found, and for reads
   * @param written what a put stores
   * @param ttlMillis how long that lives, if the client says; 0 else
   * @param strict whether it waits for so many primaries that reads and writes meet: PR + PW &gt; N
   */
  public record Call(
      String session, NodeId node, Verb verb, Key key, RequestId request, Optional<CausalContext> supplied,
      Optional<Content> written, long ttlMillis, boolean strict) {
    /** One that says nothing of how long what it writes lives. */
    public Call(
        String session, NodeId node, Verb verb, Key key, RequestId request, Optional<CausalContext> supplied,
        Optional<Content> written, boolean strict) {
      this(session, node, verb, key, request, supplied, written, 0, strict);
    }

    public Call {
      check(request.isNone() == (verb == Verb.GET),
          () -> "A write, and no read, names its request, but " + verb + " has " + request);
      check(written.isPresent() == (verb == Verb.PUT), () -> "A put, and nothing else, has content, unlike this " + verb);
      check(supplied.isEmpty() || verb != Verb.GET, () -> "A read supplies no context, but this one " + supplied);
      check(supplied.isPresent() || verb != Verb.PUT, () -> "A put supplies a context, if an empty one");
    }

    public boolean isWrite() {
      return verb != Verb.GET;
    }
  }

  /**
   * What a successful attempt was told. Not checked for sense: judging it is what it is kept for.
   *
   * @param dot of a write
   * @param found of a read: the versions, tombstones among them
   */
  public record Answer(Optional<Dot> dot, SortedMap<Dot, Version> found, CausalContext context) {
    public static final Answer NONE = new Answer(Optional.empty(), Collections.emptySortedMap(), CausalContext.EMPTY);

    public Answer {
      found = found.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(new TreeMap<>(found));
    }
  }

  /** One of which nobody knows who had a part in it. */
  public Attempt(Call call, long invokedMicros, long returnedMicros, Outcome outcome, boolean entitled, Answer answer) {
    this(call, invokedMicros, returnedMicros, outcome, entitled, answer, Witnesses.UNKNOWN);
  }

  public Attempt {
    check(invokedMicros <= returnedMicros,
        () -> "An answer comes after the question, not at " + returnedMicros + " before " + invokedMicros);
    check(outcome != Outcome.OK || returnedMicros != NEVER, () -> "What succeeds returns");
    check(answer.dot().isPresent() == (outcome == Outcome.OK && call.isWrite()),
        () -> "A write that succeeds, and nothing else, has a dot");
  }

  /** Words for a context or a request take longer than all the rest, and nearly always nobody needs them. */
  private static void check(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new IllegalArgumentException(what.get());
    }
  }

  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  public boolean isRead() {
    return !call.isWrite();
  }

  public boolean isOkRead() {
    return isOk() && isRead();
  }

  public boolean isOkWrite() {
    return isOk() && call.isWrite();
  }

  /** What a write superseded, as far as its client can know. */
  CausalContext past() {
    return call.supplied().orElse(CausalContext.EMPTY);
  }

  /** {@code s1's put of cart via n2 at 1.250-1.251 s, request 0…1}. */
  @Override
  public String toString() {
    String to = returnedMicros == NEVER ? "" : seconds(returnedMicros);
    return call.session() + "'s " + call.verb().name().toLowerCase(Locale.ROOT) + " of " + call.key() + " via " + call.node()
        + " at " + seconds(invokedMicros) + "-" + to + " s" + (call.isWrite() ? ", request " + call.request() : "");
  }

  /** {@code 1.250 s}: when something was said, in the form of all times of a run. */
  static String secondsOf(LoggedEvent logged) {
    return seconds(1000 * logged.atMillis()) + " s";
  }

  static String seconds(long micros) {
    return micros / 1_000_000 + "." + String.format(Locale.ROOT, "%03d", Math.abs(micros / 1000 % 1000));
  }
}
