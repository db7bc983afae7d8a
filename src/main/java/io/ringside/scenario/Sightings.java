package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.membership.Member;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the nodes' own events told since the scenario began, as far as it can be counted. Safe for any number of threads. */
final class Sightings {
  /** What becomes of a write that is kept for a node that is away. */
  enum Fate { STORED, DELIVERED, DROPPED }

  /** However many nodes keep it, and however often it grows, it is one. */
  record Hint(NodeId target, Key key) implements Comparable<Hint> {
    private static final Comparator<Hint> ORDER = Comparator.comparing(Hint::target).thenComparing(Hint::key);

    @Override
    public int compareTo(Hint other) {
      return ORDER.compare(this, other);
    }
  }

  /** What made a replica equal to the others again. */
  enum Mender { READS, TREES }

  /** What one owner lacked of one key; however often it was sent it, it is one. */
  record Repair(NodeId target, Key key) implements Comparable<Repair> {
    private static final Comparator<Repair> ORDER = Comparator.comparing(Repair::target).thenComparing(Repair::key);

    @Override
    public int compareTo(Repair other) {
      return ORDER.compare(this, other);
    }
  }

  /** However many nodes believe it, it is one, until the suspected node refutes it with a higher incarnation. */
  record Suspicion(NodeId node, long incarnation) implements Comparable<Suspicion> {
    private static final Comparator<Suspicion> ORDER =
        Comparator.comparing(Suspicion::node).thenComparing(Suspicion::incarnation);

    @Override
    public int compareTo(Suspicion other) {
      return ORDER.compare(this, other);
    }
  }

  private final EnumMap<Fate, SortedSet<Hint>> hints = new EnumMap<>(Fate.class);
  private final EnumMap<Mender, SortedSet<Repair>> repairs = new EnumMap<>(Mender.class);
  private final SortedSet<Suspicion> suspicions = new TreeSet<>();
  private final SortedMap<NodeId, SortedSet<NodeId>> degradedAt = new TreeMap<>();

  Sightings() {
    for (Fate fate : Fate.values()) {
      hints.put(fate, new TreeSet<>());
    }
    for (Mender mender : Mender.values()) {
      repairs.put(mender, new TreeSet<>());
    }
  }

  /** To be told of each event of each node, on whatever thread. */
  synchronized void see(LoggedEvent logged) {
    Event event = logged.event();
    if (event instanceof Event.HintStored stored) {
      hints.get(Fate.STORED).add(new Hint(stored.target(), stored.key()));
    } else if (event instanceof Event.HintDelivered delivered) {
      hints.get(Fate.DELIVERED).add(new Hint(delivered.target(), delivered.key()));
    } else if (event instanceof Event.HintDropped dropped) {
      hints.get(Fate.DROPPED).add(new Hint(dropped.target(), dropped.key()));
    } else if (event instanceof Event.ReadRepaired repaired) {
      repairs.get(Mender.READS).add(new Repair(repaired.target(), repaired.key()));
    } else if (event instanceof Event.TreeRepaired repaired) {
      repairs.get(Mender.TREES).add(new Repair(repaired.target(), repaired.key()));
    } else if (event instanceof Event.ViewChanged changed && changed.member().status() == Member.Status.SUSPECT) {
      suspicions.add(new Suspicion(changed.member().node(), changed.member().incarnation()));
    } else if (event instanceof Event.MemberDegraded degraded) {
      degradedAt.computeIfAbsent(logged.node(), observer -> new TreeSet<>()).add(degraded.member());
    } else if (event instanceof Event.MemberRecovered recovered) {
      degradedAt.computeIfAbsent(logged.node(), observer -> new TreeSet<>()).remove(recovered.member());
    } else if (event instanceof Event.NodeUp) {
      degradedAt.remove(logged.node());
    }
  }

  synchronized SortedSet<Hint> hints(Fate fate) {
    return new TreeSet<>(hints.get(fate));
  }

  synchronized SortedSet<Repair> repairs(Mender mender) {
    return new TreeSet<>(repairs.get(mender));
  }

  /** Those that one coordinator or more asks last now. One that starts anew knows nothing of what it knew. */
  synchronized SortedSet<NodeId> degraded() {
    var all = new TreeSet<NodeId>();
    degradedAt.values().forEach(all::addAll);
    return all;
  }

  synchronized SortedSet<Suspicion> suspicions() {
    return new TreeSet<>(suspicions);
  }
}
