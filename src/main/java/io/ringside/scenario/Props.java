package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the steps read so far have put on the stage: a step can only use what is there. Not safe for more than one thread. */
final class Props {
  private final SortedSet<NodeId> nodes;
  private final int copies;
  private final Legs legs = new Legs();
  private final List<Measurement> measured = new ArrayList<>();
  private final SortedSet<NodeId> down = new TreeSet<>();
  private final SortedSet<Key> keys = new TreeSet<>();
  private final SortedSet<Key> written = new TreeSet<>();

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
    return down.add(node);
  }

  /** False if it was not down. */
  boolean restart(NodeId node) {
    return down.remove(node);
  }

  void name(Key key) {
    keys.add(key);
  }

  void write(Key key) {
    keys.add(key);
    written.add(key);
  }

  boolean isWritten(Key key) {
    return written.contains(key);
  }

  SortedSet<Key> written() {
    return Collections.unmodifiableSortedSet(written);
  }

  SortedSet<Key> keys() {
    return Collections.unmodifiableSortedSet(keys);
  }
}
