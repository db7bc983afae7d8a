package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.ring.Claim;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.Roster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How evenly the ring is divided, what moves when it grows, and whether zones are apart: the real claim. */
final class Rings implements Law {
  private static final String NAME = "ring";
  private static final int FIGURE_NODES = 30;
  private static final int FIGURE_N = 3;

  /** Nodes per zone, N, and in how many preference lists two replicas share a zone at best. */
  private record Zones(int partitions, List<Integer> nodes, int n, int violations) {}

  private static final List<Zones> ZONES = List.of(
      new Zones(16, List.of(4, 3, 3, 2), 3, 0), new Zones(32, List.of(3, 2, 1, 4, 3), 3, 0),
      new Zones(128, List.of(1, 1, 1, 1, 1, 1), 5, 0), new Zones(16, List.of(4, 4, 4, 3), 4, 0),
      new Zones(32, List.of(2, 2, 2, 2, 2), 4, 2), new Zones(32, List.of(3, 2, 2, 2), 4, 8),
      new Zones(256, List.of(6, 5, 2), 2, 0));

  /** Divides a ring: {@link Claim}, or something worse that a test wants to see found out. */
  @FunctionalInterface
  interface Division {
    List<NodeId> owners(List<NodeId> before, Roster roster, int partitions, int replicas);
  }

  private final Division division;

  Rings() {
    this(Claim::owners);
  }

  Rings(Division division) {
    this.division = division;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Dynamo, Riak: efficiency (mean/max load), partitions moved by growth, zone violations";
  }

  @Override
  public Result measure(Effort effort) {
    var findings = new ArrayList<Finding>();
    findings.add(balance(960, 1.0));
    findings.add(balance(1024, 0.975));
    findings.add(Finding.within(NAME, "30 nodes, Q=960, random assignment (comparison)", 0.94,
        randomBalance(effort.random(NAME)), 0.03, 20));
    findings.add(growth(64, 95, 125));
    findings.add(growth(256, 391, 410));
    var four = division.owners(List.of(), Roster.of(nodes(4)), 32, FIGURE_N);
    findings.add(Finding.exact(NAME, "Q=32, four nodes and a fifth", List.of(7, 7, 6, 6, 6),
        loads(division.owners(four, Roster.of(nodes(5)), 32, FIGURE_N)), 1));
    ZONES.forEach(zones -> findings.add(zones(zones)));
    return Result.of(findings);
  }

  private Finding balance(int partitions, double published) {
    double measured = efficiency(new ConsistentHashRing(nodes(FIGURE_NODES),
        division.owners(List.of(), Roster.of(nodes(FIGURE_NODES)), partitions, FIGURE_N), FIGURE_N));
    return Finding.within(NAME, "30 nodes, Q=" + partitions + ", claim", published, measured, 0.0005, 1);
  }

  /** Each node gets its Q/S partitions, but anywhere: what the claim is better than. */
  private static double randomBalance(Random random) {
    var members = nodes(FIGURE_NODES);
    return IntStream.range(0, 20).mapToDouble(i -> {
      var owners = new ArrayList<NodeId>();
      members.forEach(node -> owners.addAll(Collections.nCopies(960 / FIGURE_NODES, node)));
      Collections.shuffle(owners, random);
      return efficiency(new ConsistentHashRing(members, owners, FIGURE_N));
    }).average().orElseThrow();
  }

  /** The mean number of partitions that a node replicates, over the highest. */
  private static double efficiency(ConsistentHashRing ring) {
    var loads = new TreeMap<NodeId, Integer>();
    for (int partition = 0; partition < ring.partitions(); partition++) {
      ring.preferenceList(partition, FIGURE_N).primaries().forEach(node -> loads.merge(node, 1, Integer::sum));
    }
    double mean = (double) ring.partitions() * FIGURE_N / ring.members().size();
    return mean / Collections.max(loads.values());
  }

  /** 1, 8, 9, and so on to 16 nodes. */
  private Finding growth(int partitions, int bound, int riak) {
    List<NodeId> owners = division.owners(List.of(), Roster.of(nodes(1)), partitions, 4);
    int moved = 0;
    for (int members = 8; members <= 16; members++) {
      List<NodeId> before = owners;
      List<NodeId> after = division.owners(before, Roster.of(nodes(members)), partitions, 4);
      moved += (int) IntStream.range(0, partitions).filter(i -> !before.get(i).equals(after.get(i))).count();
      owners = after;
    }
    return Finding.atMost(NAME, "Q=" + partitions + ", 1 to 16 nodes, moved (claim v4: " + riak + ")", bound, moved, bound, 1);
  }

  private Finding zones(Zones zones) {
    SortedMap<NodeId, Roster.Seat> seats = new TreeMap<>();
    for (int zone = 0; zone < zones.nodes.size(); zone++) {
      for (int node = 0; node < zones.nodes.get(zone); node++) {
        seats.put(NodeId.of("z" + zone + "n" + node), new Roster.Seat(1, "z" + zone));
      }
    }
    List<NodeId> owners = division.owners(List.of(), new Roster(seats), zones.partitions, zones.n);
    int same = violations(owners, zones.n);
    int shared = violations(owners.stream().map(node -> seats.get(node).zone()).toList(), zones.n);
    String nodes = zones.nodes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    return Finding.atMost(NAME, "Q=" + zones.partitions + " N=" + zones.n + ", zones of " + nodes + ", violations",
        zones.violations, same > 0 ? Double.POSITIVE_INFINITY : shared, zones.violations, 1);
  }

  /** As Riak counts: for each pair, in both directions, the preference lists in which it meets. */
  private static int violations(List<?> owners, int n) {
    int violations = 0;
    for (int i = 0; i < owners.size(); i++) {
      for (int distance = 1; distance < n; distance++) {
        violations += owners.get(i).equals(owners.get((i + distance) % owners.size())) ? 2 * (n - distance) : 0;
      }
    }
    return violations;
  }

  private static List<Long> loads(List<NodeId> owners) {
    var loads = new TreeMap<NodeId, Long>();
    owners.forEach(node -> loads.merge(node, 1L, Long::sum));
    return loads.values().stream().sorted(Collections.reverseOrder()).toList();
  }

  private static SortedSet<NodeId> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> NodeId.of("n" + i)).collect(Collectors.toCollection(TreeSet::new));
  }
}
