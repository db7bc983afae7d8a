package io.ringside.config;

import io.ringside.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that one member can be told, one record per section; a setting's key is its path, as in {@code http.port}.
 * Immutable. A value from {@link ConfigSources} or {@link #of} has passed every rule of {@link ConfigRules}.
 */
public record NodeConfig(
    Identity node,
    ClusterConfig cluster,
    DataConfig data,
    QuorumConfig quorum,
    SortedMap<String, BucketConfig> buckets,
    GossipConfig gossip,
    HintsConfig hints,
    RepairConfig repair,
    DeletesConfig deletes,
    LimitsConfig limits,
    HttpConfig http,
    BusConfig bus,
    EventsConfig events,
    FaultsConfig faults,
    LogConfig log) {

  public NodeConfig {
    buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
  }

  /** The defaults with {@code key=value} settings over them, for tests and embedding. */
  public static NodeConfig of(String... settings) {
    return new ConfigSources().set(List.of(settings), "NodeConfig.of").read().node();
  }

  public NodeId self() {
    return node.name();
  }

  /** The numbers of this bucket: its own where it has any, else the cluster's. */
  public BucketConfig bucket(String name) {
    return buckets.getOrDefault(name, quorum.bucket());
  }

  /** What the roster says of this node, unless it is alone. */
  public Optional<Founder> seat() {
    return cluster.members().stream().filter(founder -> founder.id().equals(self())).findFirst();
  }

  /** All founding members; this node alone if none are named. */
  public SortedSet<NodeId> roster() {
    var roster = new TreeSet<NodeId>();
    roster.add(self());
    cluster.members().forEach(founder -> roster.add(founder.id()));
    return roster;
  }

  /** The most copies that any bucket keeps: what the ring's owners are spaced for. */
  public int mostCopies() {
    return buckets.values().stream().mapToInt(BucketConfig::n).reduce(quorum.n(), Math::max);
  }

  /** Every number of copies that some bucket keeps. */
  public SortedSet<Integer> copies() {
    var copies = new TreeSet<Integer>();
    copies.add(quorum.n());
    buckets.values().forEach(numbers -> copies.add(numbers.n()));
    return copies;
  }

  /** The event bus port to bind; 0 for any free one. */
  public int busPort() {
    return bus.port() != 0 ? bus.port() : seat().map(Founder::busPort).orElse(0);
  }

  /**
   * Who this node is. Immutable.
   *
   * @param name unique in the cluster and never reused for other data: it is the actor in every vector clock
   */
  public record Identity(@Knob("n1") NodeId name) {
  }

  /**
   * The event log kept in memory for the dashboard. Immutable.
   *
   * @param capacity events a late reader can still catch up on, where the next one allows it. Smaller: gaps come sooner
   * @param maxBytesMebibytes memory for them: 300 bytes each, and for a record that changed half a KiB more for each sibling
   *     and as much of its value as is shown. Larger: fewer gaps where values are large or there are many siblings
   */
  public record EventsConfig(
      @Knob(value = "16384", min = 16, max = 16_777_216) int capacity,
      @Knob(value = "16", min = 1, max = 65_536) int maxBytesMebibytes) {
    public long maxBytes() {
      return (long) maxBytesMebibytes << 20;
    }
  }

  /**
   * Breaking things on purpose. Immutable.
   *
   * @param allowed {@code true} lets anyone who reaches the HTTP port break this node; for demonstrations and drills
   *     only
   */
  public record FaultsConfig(@Knob("false") boolean allowed) {
  }

  /**
   * What is written to standard error. Immutable.
   *
   * @param level of Ringside's own loggers; libraries stay at {@code warn}
   */
  public record LogConfig(@Knob("info") Level level) {
    /** From silent to everything. */
    public enum Level { OFF, ERROR, WARN, INFO, DEBUG, TRACE }
  }
}
