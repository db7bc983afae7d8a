package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Call;
import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Attempt.Verb;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells a history of one key, attempt by attempt; times are in milliseconds. */
final class Story {
  static final Key CART = Key.of("cart");
  static final NodeId N1 = NodeId.of("n1");
  static final CausalContext NOTHING = CausalContext.EMPTY;

  private final List<Attempt> attempts = new ArrayList<>();
  private final boolean strict;
  private long requests;

  private Story(boolean strict) {
    this.strict = strict;
  }

  static Story sloppy() {
    return new Story(false);
  }

  static Story strict() {
    return new Story(true);
  }

  static Dot dot(String node, long counter) {
    return Dot.of(node, counter);
  }

  static CausalContext seen(Dot... dots) {
    CausalContext context = NOTHING;
    for (Dot dot : dots) {
      context = context.with(dot);
    }
    return context;
  }

  History history() {
    return new History(attempts);
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** A put that is acknowledged with the right context. */
  Attempt put(String session, long from, long to, CausalContext supplied, Dot dot) {
    return put(session, from, to, supplied, dot, supplied.with(dot));
  }

  Attempt put(String session, long from, long to, CausalContext supplied, Dot dot, CausalContext returned) {
    return write(session, from, to, Verb.PUT, supplied, Outcome.OK, new Answer(Optional.of(dot), new TreeMap<>(), returned));
  }

  Attempt delete(String session, long from, long to, CausalContext supplied, Dot dot) {
    return write(session, from, to, Verb.DELETE, supplied, Outcome.OK,
        new Answer(Optional.of(dot), new TreeMap<>(), supplied.with(dot)));
  }

  Attempt unknownPut(String session, long from, CausalContext supplied) {
    return write(session, from, -1, Verb.PUT, supplied, Outcome.UNKNOWN, Answer.NONE);
  }

  Attempt failedPut(String session, long from, long to, CausalContext supplied) {
    return write(session, from, to, Verb.PUT, supplied, Outcome.FAILED, Answer.NONE);
  }

  /** A put of what lives for so long. */
  Attempt expiringPut(String session, long from, long to, long ttlMillis, Dot dot) {
    var call = new Call(session, N1, Verb.PUT, CART, new RequestId(0, ++requests), Optional.of(NOTHING),
        Optional.of(Content.text("value-" + requests)), ttlMillis, strict);
    return add(call, from, to, Outcome.OK, new Answer(Optional.of(dot), new TreeMap<>(), NOTHING.with(dot)));
  }

  private Attempt write(
      String session, long from, long to, Verb verb, CausalContext supplied, Outcome outcome, Answer answer) {
    var request = new RequestId(0, ++requests);
    Optional<Content> content = verb == Verb.PUT ? Optional.of(Content.text("value-" + requests)) : Optional.empty();
    return add(new Call(session, N1, verb, CART, request, Optional.of(supplied), content, strict), from, to, outcome, answer);
  }

  /** A read of exactly this record. */
  Attempt get(String session, long from, long to, Siblings found) {
    return get(session, from, to, found.versions(), found.context());
  }

  /** The same, and these had a part in it. */
  Attempt get(String session, long from, long to, Siblings found, Witnesses witnesses) {
    return get(session, from, to, Outcome.OK, new Answer(Optional.empty(), found.versions(), found.context()), witnesses);
  }

  Attempt get(String session, long from, long to, SortedMap<Dot, Version> found, CausalContext context) {
    return get(session, from, to, Outcome.OK, new Answer(Optional.empty(), found, context), Witnesses.UNKNOWN);
  }

  Attempt failedGet(String session, long from, long to, Witnesses witnesses) {
    return get(session, from, to, Outcome.FAILED, Answer.NONE, witnesses);
  }

  private Attempt get(String session, long from, long to, Outcome outcome, Answer answer, Witnesses witnesses) {
    return add(new Call(session, N1, Verb.GET, CART, RequestId.NONE, Optional.empty(), Optional.empty(), strict), from, to,
        outcome, answer, witnesses);
  }

  private Attempt add(Call call, long from, long to, Outcome outcome, Answer answer) {
    return add(call, from, to, outcome, answer, Witnesses.UNKNOWN);
  }

  private Attempt add(Call call, long from, long to, Outcome outcome, Answer answer, Witnesses witnesses) {
    var attempt = new Attempt(call, from * 1000, to < 0 ? Attempt.NEVER : to * 1000, outcome, false, answer, witnesses);
    attempts.add(attempt);
    return attempt;
  }

  /** Two owners hold this in the end. */
  static AtRest left(Siblings record) {
    SortedMap<NodeId, Siblings> owners = new TreeMap<>(Map.of(N1, record, NodeId.of("n2"), record));
    return AtRest.of(new TreeMap<>(Map.of(CART, owners)));
  }

  /** What replicas keep of a write. */
  static Version version(Attempt write) {
    return new Version(write.past(), write.call().request(), 0, write.call().written());
  }

  static Dot dotOf(Attempt write) {
    return write.answer().dot().orElseThrow();
  }

  /** A record of these acknowledged writes, each as it stands; the context is what they have seen and their dots. */
  static Siblings record(Attempt... writes) {
    return recordWith(NOTHING, writes);
  }

  static Siblings recordWith(CausalContext more, Attempt... writes) {
    var versions = new TreeMap<Dot, Version>();
    CausalContext context = more;
    for (Attempt write : writes) {
      versions.put(dotOf(write), version(write));
      context = context.merge(write.past()).with(dotOf(write));
    }
    return new Siblings(context, versions);
  }
}
