package io.ringside.ring;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.ring.PreferenceList.Role;
import io.ringside.ring.PreferenceList.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Says which nodes keep a key: equal partitions of the hash space, each owned by one node, replicated clockwise.
 * Immutable; equal rings have equal epochs.
 *
 * <p>Which node owns which partition is decided by {@link Claim}; a {@link MembershipHistory} folds into a ring.
 */
public final class ConsistentHashRing {
  private final SortedSet<NodeId> members;
  private final List<NodeId> owners;
  private final int replicas;
  private final List<PreferenceList> lists;
  private final long epoch;

  /**
   * The ring in which partition {@code i} is owned by {@code owners.get(i)}.
   *
   * @param replicas the N for which the claim spaced the owners, and whose preference lists are ready at once
   */
  public ConsistentHashRing(SortedSet<NodeId> members, List<NodeId> owners, int replicas) {
    check(!owners.isEmpty(), "A ring needs at least one partition");
    check(replicas >= 1, "A ring needs at least one replica, not " + replicas);
    check(members.containsAll(owners), "Only members " + members + " may own a partition, not all of " + owners);
    this.members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    this.owners = List.copyOf(owners);
    this.replicas = replicas;
    this.lists = IntStream.range(0, owners.size()).mapToObj(partition -> walkFrom(partition, replicas)).toList();
    this.epoch = hashOfContent();
  }

  /** The ring with which a cluster of exactly these members begins: the same at each of them. */
  public static ConsistentHashRing founding(SortedSet<NodeId> roster, int partitions, int replicas) {
    return MembershipHistory.founding(roster).ring(partitions, replicas);
  }

  public int partitions() {
    return owners.size();
  }

  /** The N that the ring was claimed for. */
  public int replicas() {
    return replicas;
  }

  public SortedSet<NodeId> members() {
    return members;
  }

  public int partitionOf(Key key) {
    return partitionAt(RingHash.positionOf(key));
  }

  /** The partition of all keys at that position, as {@link RingHash#positionOf} has it. */
  public int partitionAt(long position) {
    return RingHash.partitionOf(position, owners.size());
  }

  /** The node that claims the partition: the first on its walk. */
  public NodeId owner(int partition) {
    return owners.get(partition);
  }

  /** The owner of each partition, in order. */
  public List<NodeId> owners() {
    return owners;
  }

  public List<Integer> partitionsOwnedBy(NodeId node) {
    return IntStream.range(0, owners.size()).filter(partition -> owners.get(partition).equals(node)).boxed().toList();
  }

  /** Who keeps the key when {@code n} replicas are asked for. */
  public PreferenceList preferenceList(Key key, int n) {
    return preferenceList(partitionOf(key), n);
  }

  /** Who keeps the partition's keys when {@code n} replicas are asked for. Cheapest for {@link #replicas()}. */
  public PreferenceList preferenceList(int partition, int n) {
    check(n >= 1, "A preference list needs at least one replica, not " + n);
    return n == replicas ? lists.get(partition) : walkFrom(partition, n);
  }

  /** A stable hash of members and owners: nodes with equal epochs agree on where every key lives. */
  public long epoch() {
    return epoch;
  }

  /** Members that own no partition (more members than partitions) come last, by name: they can still be needed. */
  private PreferenceList walkFrom(int first, int n) {
    var met = new LinkedHashSet<NodeId>();
    var steps = new ArrayList<Step>();
    for (int i = 0; i < owners.size() && met.size() < members.size(); i++) {
      int partition = (first + i) % owners.size();
      NodeId node = owners.get(partition);
      Role role = !met.add(node) ? Role.SKIPPED : met.size() <= n ? Role.PRIMARY : Role.FALLBACK;
      steps.add(new Step(partition, node, role));
    }
    if (met.size() < members.size()) {
      met.addAll(members);
    }
    var nodes = List.copyOf(met);
    int primaries = Math.min(n, nodes.size());
    return new PreferenceList(first, nodes.subList(0, primaries), nodes.subList(primaries, nodes.size()), steps);
  }

  /** Never change: nodes of different versions compare it. */
  private long hashOfContent() {
    MessageDigest digest = RingHash.md5();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(owners.size()).array());
    owners.forEach(node -> digest.update((node.name() + '\n').getBytes(StandardCharsets.UTF_8)));
    members.forEach(node -> digest.update((node.name() + '\n').getBytes(StandardCharsets.UTF_8)));
    return RingHash.firstLong(digest);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsistentHashRing that
        && replicas == that.replicas && owners.equals(that.owners) && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return Objects.hash(replicas, owners, members);
  }

  @Override
  public String toString() {
    return "ring of " + owners.size() + " partitions, members " + members + ", epoch " + Long.toHexString(epoch);
  }
}
