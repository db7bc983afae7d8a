package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the steps read so far have put on the stage: a step can only use what is there. Not safe for more than one thread. */
final class Props {
  private final SortedSet<NodeId> nodes;
  private final int copies;
  private final Legs legs = new Legs();
  private final List<Measurement> measured = new ArrayList<>();
  private final SortedSet<NodeId> down = new TreeSet<>();
  private final SortedSet<Key> keys = new TreeSet<>();
  private final SortedMap<Key, List<Content>> written = new TreeMap<>();
  private final SortedSet<Key> mixed = new TreeSet<>();
  private final SortedSet<Key> mayBeGone = new TreeSet<>();
  private final SortedSet<Key> surelyThere = new TreeSet<>();
  private boolean disturbed;

  Props(ClusterShape shape) {
    this.nodes = shape.names();
    this.copies = shape.n();
  }

  /** The cluster's N. */
  int copies() {
    return copies;
  }

  Legs legs() {
    return legs;
  }

  void measure(Measurement measurement) {
    measured.add(measurement);
  }

  List<Measurement> measured() {
    return Collections.unmodifiableList(measured);
  }

  SortedSet<NodeId> nodes() {
    return nodes;
  }

  /** False if it was down already. */
  boolean crash(NodeId node) {
    disturbed = true;
    return down.add(node);
  }

  /** False if it was not down. */
  boolean restart(NodeId node) {
    return down.remove(node);
  }

  void name(Key key) {
    keys.add(key);
  }

  void write(Key key, Content content) {
    contents(key).add(content);
  }

  /** Something will be there that no step says in so many words. */
  void mix(Key key) {
    contents(key);
    mixed.add(key);
  }

  private List<Content> contents(Key key) {
    keys.add(key);
    return written.computeIfAbsent(key, first -> new ArrayList<>());
  }

  /** By a delete, or when its time has come. */
  void mayBeGone(Key key) {
    contents(key);
    mayBeGone.add(key);
  }

  void isSurelyThere(Key key) {
    surelyThere.add(key);
  }

  boolean isWritten(Key key) {
    return written.containsKey(key);
  }

  boolean mayHold(Key key, Content content) {
    String value = Wording.value(content);
    return mixed.contains(key)
        || written.getOrDefault(key, List.of()).stream().anyMatch(one -> Wording.value(one).equals(value));
  }

  boolean mayBeDeleted(Key key) {
    return mayBeGone.contains(key);
  }

  boolean mayBeAbsent(Key key) {
    return !surelyThere.contains(key);
  }

  SortedSet<Key> written() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(written.keySet()));
  }

  /** From now on somebody may believe somebody down. */
  void disturb() {
    disturbed = true;
  }

  boolean isDisturbed() {
    return disturbed;
  }

  SortedSet<Key> keys() {
    return Collections.unmodifiableSortedSet(keys);
  }
}
