package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Remembers what every dot was ever seen to name, in any record of any node. Not safe for more than one thread.
 *
 * <p>I4: a dot never names two values. Seen at the moment of damage, long before a client loses anything.
 */
public final class DotLedger {
  private record Name(Key key, Dot dot) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byKey = key.compareTo(other.key);
      return byKey != 0 ? byKey : dot.compareTo(other.dot);
    }
  }

  private final TreeMap<Name, Version> versions = new TreeMap<>();
  private final TreeMap<RequestId, TreeSet<Dot>> dotsOfRequests = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** To be told each record of each node, whenever one changes. */
  public void saw(Key key, Siblings siblings) {
    siblings.versions().forEach((dot, version) -> {
      Version before = versions.putIfAbsent(new Name(key, dot), version);
      if (before != null && !before.equals(version)) {
        violations.add(new Violation("I4", "the dot " + dot + " of " + key + " names two values"));
      }
      dotsOfRequests.computeIfAbsent(version.request(), request -> new TreeSet<>()).add(dot);
    });
  }

  /** To be told of each dot that a client gets for its request: a version may be superseded before any record of it is seen. */
  public void named(RequestId request, Dot dot) {
    dotsOfRequests.computeIfAbsent(request, first -> new TreeSet<>()).add(dot);
  }

  /** All dots that a request was ever given: more than one if its first minter was silent. */
  SortedSet<Dot> dotsOf(RequestId request) {
    return dotsOfRequests.getOrDefault(request, new TreeSet<>());
  }

  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
