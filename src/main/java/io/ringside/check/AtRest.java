package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.LoggedEvent;
import io.ringside.membership.ClusterView;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.Siblings;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A cluster when it is healed and has had time. What nobody looked at is empty, and then nobody judges it. Immutable.
 *
 * @param owners what each owner of a key holds
 * @param others who else holds a key
 * @param hints how many hints each node keeps
 * @param views of the nodes that live
 * @param epochs the ring's epoch as each node knows it
 * @param quietEvents of all nodes in a while in which nobody asked for anything
 * @param quietMessages that were sent in that while
 */
public record AtRest(
    SortedMap<Key, SortedMap<NodeId, Siblings>> owners, SortedMap<Key, SortedSet<NodeId>> others, SortedMap<NodeId, Long> hints,
    SortedMap<NodeId, ClusterView> views, Optional<ConsistentHashRing> ring, SortedMap<NodeId, Long> epochs,
    List<LoggedEvent> quietEvents, List<Request<?>> quietMessages) {
  public AtRest {
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    hints = Collections.unmodifiableSortedMap(new TreeMap<>(hints));
    views = Collections.unmodifiableSortedMap(new TreeMap<>(views));
    epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    quietEvents = List.copyOf(quietEvents);
    quietMessages = List.copyOf(quietMessages);
  }

  /** Only the records of all keys; the rest can be added. A key that was written and is not here counts as gone. */
  public static AtRest of(SortedMap<Key, SortedMap<NodeId, Siblings>> owners) {
    return new AtRest(owners, Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySortedMap(),
        Optional.empty(), Collections.emptySortedMap(), List.of(), List.of());
  }

  public AtRest withOthers(SortedMap<Key, SortedSet<NodeId>> holders) {
    return new AtRest(owners, holders, hints, views, ring, epochs, quietEvents, quietMessages);
  }

  public AtRest withHints(SortedMap<NodeId, Long> kept) {
    return new AtRest(owners, others, kept, views, ring, epochs, quietEvents, quietMessages);
  }

  public AtRest withViews(SortedMap<NodeId, ClusterView> ofTheLiving) {
    return new AtRest(owners, others, hints, ofTheLiving, ring, epochs, quietEvents, quietMessages);
  }

  public AtRest withRing(ConsistentHashRing right, SortedMap<NodeId, Long> known) {
    return new AtRest(owners, others, hints, views, Optional.of(right), known, quietEvents, quietMessages);
  }

  public AtRest withQuietWhile(List<LoggedEvent> events, List<Request<?>> messages) {
    return new AtRest(owners, others, hints, views, ring, epochs, events, messages);
  }

  /**
   * What is left of each key when all owners' knowledge is put together. A record in which a dot names another value than in one
   * before is left out: {@link DotLedger} tells of it.
   */
  public SortedMap<Key, Siblings> finals() {
    var finals = new TreeMap<Key, Siblings>();
    owners.forEach((key, records) -> finals.put(key, records.values().stream().reduce(Siblings.NONE, AtRest::merged)));
    return finals;
  }

  private static Siblings merged(Siblings one, Siblings other) {
    boolean contradicts = other.versions().entrySet().stream()
        .anyMatch(entry -> one.versions().containsKey(entry.getKey())
            && !one.versions().get(entry.getKey()).equals(entry.getValue()));
    return contradicts ? one : one.merge(other);
  }
}
