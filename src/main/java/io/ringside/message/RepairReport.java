package io.ringside.message;

import io.ringside.NodeId;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far a node's repair is. Immutable.
 *
 * @param inDoubt whether its trees are not compared yet, since they may lack something
 * @param peers the other owners, in order
 * @param repaired keys that anti-entropy has repaired here or at others since this node started
 * @param quarantined records that could not be read, and of which it is not known yet what the other owners have
 */
public record RepairReport(
    boolean inDoubt, List<Peer> peers, long repaired, long quarantined, Scrub scrub, Deletes deletes) {
  public RepairReport {
    peers = List.copyOf(peers);
  }

  /**
   * What is known of one other owner.
   *
   * @param trees that both keep
   * @param verified of these, how many were found equal since this node started
   * @param oldestMillis how long ago the tree was found equal whose turn is the longest ago; one that never was counts from the
   *     start
   */
  public record Peer(NodeId node, int trees, int verified, long oldestMillis, Difference difference) {}

  /**
   * What differs from one other owner, as far as it was looked into, and how fast it becomes less.
   *
   * @param trees that were not equal when they were last compared
   * @param keys records in these that differed when they were last looked at
   * @param bytes of these, of each the larger of the two owners' records
   * @param openMillis how long ago the first of what is known to need repair was found to differ; none if nothing is
   * @param leftMillis how long the keys that are left will take as fast as they go now; none if nobody can tell
   * @param tookMillis how long the last such difference was there before all was found equal again; none if there was none
   */
  public record Difference(
      int trees, long keys, long bytes, OptionalLong openMillis, OptionalLong leftMillis, OptionalLong tookMillis) {
    public static final Difference NONE =
        new Difference(0, 0, 0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * The look at all that a node holds: under way, or the last one.
   *
   * @param phase {@code records}, {@code digests}, or {@code rest}
   * @param treesDone of the digests' trees
   * @param records that could be read
   * @param corrected digests that were wrong
   * @param quarantined records that could not be read
   * @param endedMillis when one was last done, by the node's wall clock; 0: never
   */
  public record Scrub(
      boolean running, String phase, int treesDone, int trees, long records, long corrected, long quarantined,
      long endedMillis) {}

  /**
   * What is deleted, or has expired, and is kept until it is certain that no copy can come back.
   *
   * @param counted false until all have been counted once since this node started; the other two say then how far that is
   * @param waiting tombstones and expired records that the node has
   * @param oldestMillis for how long the first of them has been dead, by the node's wall clock; 0 if there is none
   * @param reaped how many the node has forgotten for good since it started
   */
  public record Deletes(boolean counted, long waiting, long oldestMillis, long reaped) {}
}
