package io.ringside.ring;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The owner of each partition, as numbers, while a claim arranges them; knows what the arrangement costs.
 * Not safe for more than one thread.
 *
 * <p>Two owners closer together than the spacing clash, the more so the closer they are: at distance d they meet in
 * spacing − d preference lists. One clash of a node with itself outweighs all clashes of zones, and one of those
 * outweighs all moves.
 */
final class Layout {
  static final int NOBODY = -1;

  private static final long MOVE = 1;
  static final long ZONE_CLASH = 1L << 20;
  private static final long NODE_CLASH = 1L << 40;

  final Quota quota;
  final int[] load;
  private final int[] owner;
  private final int[] before;
  private final int[] zone;
  private final int spacing;
  private final int zoneSpacing;

  /** Starts with the owners {@code before}, each a node's number or {@link #NOBODY}. */
  Layout(int[] before, int[] zone, int replicas, Quota quota) {
    this.before = before;
    this.owner = before.clone();
    this.zone = zone;
    this.quota = quota;
    this.load = loads(before, zone.length);
    this.spacing = Math.min(replicas, Math.min(zone.length, owner.length));
    this.zoneSpacing = Math.min(spacing, (int) IntStream.of(zone).distinct().count());
  }

  static int[] loads(int[] owner, int nodes) {
    int[] load = new int[nodes];
    IntStream.of(owner).filter(node -> node != NOBODY).forEach(node -> load[node]++);
    return load;
  }

  int partitions() {
    return owner.length;
  }

  int nodes() {
    return zone.length;
  }

  int zoneOf(int node) {
    return zone[node];
  }

  int ownerOf(int partition) {
    return owner[partition];
  }

  int ownerBefore(int partition) {
    return before[partition];
  }

  int[] owners() {
    return owner.clone();
  }

  void arrange(int[] owners) {
    System.arraycopy(owners, 0, owner, 0, owner.length);
    System.arraycopy(loads(owner, nodes()), 0, load, 0, load.length);
  }

  void give(int partition, int node) {
    if (owner[partition] != NOBODY) {
      load[owner[partition]]--;
    }
    if (node != NOBODY) {
      load[node]++;
    }
    owner[partition] = node;
  }

  /** True if the node may own one partition less. */
  boolean canGive(int node) {
    return load[node] > quota.least()[node];
  }

  /** True if the node may own one partition more. */
  boolean canGet(int node) {
    return load[node] < quota.most()[node];
  }

  boolean moved(int partition) {
    return before[partition] != NOBODY && before[partition] != owner[partition];
  }

  boolean clashes(int partition) {
    return costAt(partition) >= ZONE_CLASH;
  }

  static boolean isClash(long cost) {
    return cost >= ZONE_CLASH;
  }

  /** What the whole arrangement costs: each clash of a pair once, and each move. */
  long cost() {
    long cost = 0;
    for (int partition = 0; partition < owner.length; partition++) {
      cost += costAt(partition) + (moved(partition) ? MOVE : 0);
    }
    return cost / 2;
  }

  /** What this partition's owner costs: its clashes with its neighbours, and its move. */
  long costAt(int partition) {
    long cost = moved(partition) ? MOVE : 0;
    for (int distance = 1; distance < spacing; distance++) {
      cost += clash(partition, partition + distance, distance) + clash(partition, partition - distance, distance);
    }
    return cost;
  }

  long costIf(int partition, int node) {
    int kept = owner[partition];
    owner[partition] = node;
    long cost = costAt(partition);
    owner[partition] = kept;
    return cost;
  }

  /** By how much the cost changes if the two partitions (or one, named twice) get new owners; below zero is better. */
  long changing(int one, int to, int other, int otherTo) {
    long change = costIf(one, to) - costAt(one);
    int kept = owner[one];
    owner[one] = to;
    change += costIf(other, otherTo) - costAt(other);
    owner[one] = kept;
    return change;
  }

  private long clash(int one, int other, int distance) {
    int neighbour = owner[other < 0 ? other + owner.length : other < owner.length ? other : other - owner.length];
    int node = owner[one];
    if (node == NOBODY || neighbour == NOBODY || zone[node] != zone[neighbour]) {
      return 0;
    }
    long zones = distance < zoneSpacing ? (zoneSpacing - distance) * ZONE_CLASH : 0;
    return node == neighbour ? zones + (spacing - distance) * NODE_CLASH : zones;
  }

  @Override
  public String toString() {
    return Arrays.toString(owner);
  }
}
