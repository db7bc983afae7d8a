package io.ringside.storage;

import io.ringside.NodeId;
import io.ringside.message.BackupName;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whose backup it is, and of when. Immutable.
 *
 * @param start the number of the node's start in which it is made
 * @param members of the cluster, so that whoever restores sees which backups are missing
 * @param takenMillis the node's wall clock
 */
public record BackupLabel(
    BackupName name, String cluster, NodeId node, long start, SortedSet<NodeId> members, int partitions, long ringEpoch,
    long takenMillis) {
  public BackupLabel {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
  }
}
