package io.ringside.check;

import io.ringside.Key;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * I10: what was deleted and reaped does not come back, and only what is dead is reaped. And what was reaped is not missed, nor what it had superseded: other
 * checkers ask here. Not safe for more than one thread.
 */
public final class Reapings implements EventCheck {
  /** A reaping that is over may still be seen for so long, in trees that owners compared meanwhile. */
  private static final long ECHO_MILLIS = 20_000;

  /** No clock is further ahead than this, where nobody knows more: what does not expire by then was not found to have expired. */
  private static final long APART_MILLIS = 2 * 86_400_000;

  private final TreeMap<Key, Reaped> reaped = new TreeMap<>();
  private final List<Violation> eaten = new ArrayList<>();
  private final TreeMap<Integer, Long> lastMillis = new TreeMap<>();
  private final boolean timed;
  private final long zeroMillis;
  private final long apartMillis;
  private long nowMillis;

  /** Of events whose times say nothing beside those of clients: what is reaped at any time is not missed. */
  public Reapings() {
    this(false, 0);
  }

  /**
   * @param timed whether events tell the time by the clock that attempts are recorded by, as one simulation does
   * @param zeroMillis what a wall clock shows when the time of events is 0
   */
  Reapings(boolean timed, long zeroMillis) {
    this(timed, zeroMillis, APART_MILLIS);
  }

  /** @param apartMillis how far any two wall clocks of the run are apart */
  Reapings(boolean timed, long zeroMillis, long apartMillis) {
    this.timed = timed;
    this.zeroMillis = zeroMillis;
    this.apartMillis = apartMillis;
  }

  /** Of one key: all records that were reaped, whatever replica had them, when first, and all they knew. */
  private static final class Reaped {
    private final List<Siblings> records = new ArrayList<>();
    private final List<Long> firstMillis = new ArrayList<>();
    private final Floor known = new Floor();
    private final TreeSet<Dot> dead = new TreeSet<>();

    boolean knew(Dot dot, long byMicros) {
      return IntStream.range(0, records.size())
          .anyMatch(i -> 1000 * firstMillis.get(i) <= byMicros && records.get(i).context().covers(dot));
    }
  }

  @Override
  public void saw(LoggedEvent logged) {
    nowMillis = Math.max(nowMillis, logged.atMillis());
    if (logged.event() instanceof Event.ReapEnded ended && ended.keys() > 0) {
      lastMillis.put(ended.partition(), logged.atMillis());
    }
    if (logged.event() instanceof Event.Reaped gone) {
      Reaped ofKey = reaped.computeIfAbsent(gone.key(), first -> new Reaped());
      if (!ofKey.records.contains(gone.siblings())) {
        ofKey.records.add(gone.siblings());
        ofKey.firstMillis.add(logged.atMillis());
        ofKey.known.add(gone.siblings().context());
        gone.siblings().versions().forEach((dot, version) -> {
          if (isDead(version)) {
            ofKey.dead.add(dot);
          } else {
            eaten.add(new Violation("I10", dot + " of " + gone.key() + " was alive, and " + logged.node() + " reaped it"));
          }
        });
      }
    }
  }

  /** Or it may be, by the clock of some node. */
  private boolean isDead(Version version) {
    return version.asOf(zeroMillis + nowMillis + apartMillis).isTombstone();
  }

  /** The records of a key that were reaped. */
  List<Siblings> recordsOf(Key key) {
    return reaped.containsKey(key) ? Collections.unmodifiableList(reaped.get(key).records) : List.of();
  }

  /**
   * Whether a record that knew of this dot was reaped by then: who was answered at that time cannot be blamed for not knowing it.
   * Without a common clock nobody can tell before from after, and both excuse.
   */
  boolean knew(Key key, Dot dot, long byMicros) {
    Reaped ofKey = reaped.get(key);
    return ofKey != null && ofKey.known.covers(dot) && (!timed || ofKey.knew(dot, byMicros));
  }

  /** The partitions of which something was, or may have been, reaped lately; ever, without a common clock. */
  SortedSet<Integer> latePartitions() {
    var late = new TreeSet<Integer>();
    lastMillis.forEach((partition, at) -> {
      if (!timed || at >= nowMillis - ECHO_MILLIS) {
        late.add(partition);
      }
    });
    return late;
  }

  /** The keys of which something was reaped. */
  public SortedSet<Key> keys() {
    return Collections.unmodifiableSortedSet(reaped.navigableKeySet());
  }

  /** A tombstone that comes back, from an owner that was away when it was reaped, does no harm. */
  List<Violation> judge(SortedMap<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    reaped.forEach((key, gone) -> finals.getOrDefault(key, Siblings.NONE).versions().keySet().stream()
        .filter(dot -> gone.known.covers(dot) && !gone.dead.contains(dot))
        .forEach(dot -> violations.add(new Violation("I10", dot + " of " + key
            + " is there, though a tombstone that had superseded it was reaped"))));
    return violations;
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(eaten);
  }
}
