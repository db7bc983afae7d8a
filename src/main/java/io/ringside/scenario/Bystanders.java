package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.check.Attempt;
import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Call;
import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Attempt.Verb;
import io.ringside.check.History;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes in a cluster that is not the scenario's alone: by whoever was there before, or uses it meanwhile. */
final class Bystanders {
  private Bystanders() {}

  /** The history, and of each version in it or left over whose writer is not known a write that may have happened any time. */
  static History addedTo(History own, SortedMap<Key, Siblings> left) {
    var known = new TreeSet<RequestId>();
    own.attempts().forEach(attempt -> known.add(attempt.call().request()));
    var others = new TreeMap<RequestId, Attempt>();
    own.attempts().forEach(attempt -> add(attempt.call().key(), attempt.answer().found(), others));
    left.forEach((key, siblings) -> add(key, siblings.versions(), others));
    others.keySet().removeAll(known);
    var all = new ArrayList<>(own.attempts());
    all.addAll(others.values());
    return new History(all);
  }

  private static void add(Key key, SortedMap<Dot, Version> versions, SortedMap<RequestId, Attempt> others) {
    versions.forEach((dot, version) -> {
      var call = new Call("bystander", dot.actor().node(), version.content().isPresent() ? Verb.PUT : Verb.DELETE, key,
          version.request(), Optional.of(version.past()), version.content(), false);
      others.putIfAbsent(version.request(),
          new Attempt(call, Long.MIN_VALUE, Attempt.NEVER, Outcome.UNKNOWN, false, Answer.NONE));
    });
  }
}
