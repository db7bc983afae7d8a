package io.ringside.node;

import io.ringside.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who has told this node, since it started, which of its starts they remember. Not safe for more than one thread. */
final class Acquaintance {
  /*
   * Two disks of a node that were used in turn may each have been in a start of one number: where those that knew of the first
   * were away when the second one, empty, was asked about. Whoever is asked later has heard of the number from others, and cannot
   * tell which disk it was on. So when everybody has been asked, the node takes a number above what those late ones remember:
   * one that no other disk has had, as far as anybody knows. Whoever had nothing to remember when it started cannot have met
   * another disk.
   */
  private final TreeSet<NodeId> strangers;
  private long remembered;

  Acquaintance(Collection<NodeId> peers) {
    strangers = new TreeSet<>(peers);
  }

  /** It cannot have heard of this start from others: it was asked before there was one, or has just begun its first. */
  void met(NodeId peer) {
    strangers.remove(peer);
  }

  /** It may have heard from others of the start that this node is in. */
  void metLate(NodeId peer, long rememberedStart) {
    if (strangers.remove(peer)) {
      remembered = Math.max(remembered, rememberedStart);
    }
  }

  /** Who has not been asked, or has not answered. */
  SortedSet<NodeId> strangers() {
    return Collections.unmodifiableSortedSet(strangers);
  }

  /** The highest start that somebody remembers who was asked late. */
  long remembered() {
    return remembered;
  }

  /** Whether no other disk of this node has been in a start of this number, as far as anybody remembers. */
  boolean isOnlyOneIn(long start) {
    return strangers.isEmpty() && start > remembered;
  }
}
