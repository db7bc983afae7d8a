package io.ringside.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {
  private static final int[] SIZES = {8, 16, 17, 30, 32, 64, 100, 128, 256};

  /** Nodes per zone as Riak's claim v4 was measured with; the first step starts from a single node. */
  private static final int[][] GROWTH = {{1}, {2, 2, 2, 2}, {2, 2, 2, 2, 1}, {2, 2, 2, 2, 2}, {2, 2, 2, 2, 2, 1},
      {2, 2, 2, 2, 2, 2}, {3, 2, 2, 2, 2, 2}, {3, 3, 2, 2, 2, 2}, {3, 3, 3, 2, 2, 2}, {3, 3, 3, 3, 2, 2}};

  @Test
  void aFreshRingIsBalancedAndItsReplicasAreApart() {
    for (int partitions : SIZES) {
      for (int n = 1; n <= 5; n++) {
        for (int members = 1; members <= Math.min(partitions, 24); members++) {
          var owners = Claim.owners(List.of(), roster(members), partitions, n);
          String what = members + " nodes, " + partitions + " partitions, N=" + n;
          assertBalanced(owners, members, what);
          if (arithmeticAllows(partitions, members, n)) {
            assertEquals(0, clashes(owners, n), what);
          }
        }
      }
    }
  }

  @Test
  void joiningStaysBalancedApartAndAtTheLowerBound() {
    for (int partitions : SIZES) {
      for (int n = 1; n <= 4; n++) {
        var owners = Claim.owners(List.of(), roster(n), partitions, n);
        for (int members = n + 1; members <= Math.min(partitions, 20); members++) {
          var after = Claim.owners(owners, roster(members), partitions, n);
          String what = "to " + members + " nodes, " + partitions + " partitions, N=" + n;
          assertBalanced(after, members, what);
          if (arithmeticAllows(partitions, members, n)) {
            assertEquals(0, clashes(after, n), what);
          }
          if (clashes(owners, n) == 0 && arithmeticAllows(partitions, members, n)) {
            assertEquals(partitions / members, moves(owners, after), what);
          }
          owners = after;
        }
      }
    }
  }

  @Test
  void leavingStaysBalancedAndApart() {
    for (int partitions : SIZES) {
      for (int n = 1; n <= 4; n++) {
        int most = Math.min(partitions, 20);
        var owners = Claim.owners(List.of(), roster(most), partitions, n);
        for (int members = most - 1; members >= n; members--) {
          owners = Claim.owners(owners, roster(members), partitions, n);
          String what = "down to " + members + " nodes, " + partitions + " partitions, N=" + n;
          assertBalanced(owners, members, what);
          if (arithmeticAllows(partitions, members, n)) {
            assertEquals(0, clashes(owners, n), what);
          }
        }
      }
    }
  }

  /** Exhaustive, from rings without a clash: every ring that differs in fewer places is unbalanced or has one. */
  @Test
  void noRingMovesLessThanTheOneClaimed() {
    int compared = 0;
    for (int partitions = 4; partitions <= 9; partitions++) {
      for (int n = 1; n <= 3; n++) {
        for (int members = n; members <= Math.min(5, partitions); members++) {
          var owners = Claim.owners(List.of(), roster(members), partitions, n);
          compared += moved(owners, members + 1, partitions, n) + moved(owners, members - 1, partitions, n);
        }
      }
    }
    assertTrue(compared > 60, "only " + compared + " compared");
  }

  private static int moved(List<NodeId> before, int members, int partitions, int n) {
    if (members < n || members < 1 || members > partitions || clashes(before, n) > 0) {
      return 0;
    }
    var after = Claim.owners(before, roster(members), partitions, n);
    if (clashes(after, n) > 0) {
      return 0;
    }
    var nodes = List.copyOf(roster(members).members());
    int fewest = fewestMoves(before, nodes, new ArrayList<>(), 0, moves(before, after), n);
    assertEquals(fewest, moves(before, after), before + " to " + members + " nodes, N=" + n + ", claimed " + after);
    return 1;
  }

  private static int fewestMoves(
      List<NodeId> before, List<NodeId> nodes, List<NodeId> sofar, int moves, int limit, int n) {
    if (moves >= limit) {
      return limit;
    }
    if (sofar.size() == before.size()) {
      return clashes(sofar, n) == 0 && spread(sofar, nodes.size()) <= 1 ? moves : limit;
    }
    int fewest = limit;
    NodeId kept = before.get(sofar.size());
    for (NodeId node : nodes) {
      if (sofar.subList(Math.max(0, sofar.size() - n + 1), sofar.size()).contains(node)) {
        continue;
      }
      sofar.add(node);
      fewest = fewestMoves(before, nodes, sofar, node.equals(kept) ? moves : moves + 1, fewest, n);
      sofar.remove(sofar.size() - 1);
    }
    return fewest;
  }

  /** Growing 1, 8, 9, … 16 nodes. The bounds are the least that any balanced claim can move. */
  @ParameterizedTest
  @CsvSource({"64, 95", "128, 193", "256, 391", "512, 784", "1024, 1572"})
  void growingWithoutZonesMovesTheLowerBound(int partitions, int bound) {
    var owners = Claim.owners(List.of(), roster(1), partitions, 4);
    int moves = 0;
    for (int members = 8; members <= 16; members++) {
      var after = Claim.owners(owners, roster(members), partitions, 4);
      moves += moves(owners, after);
      owners = after;
      assertEquals(0, clashes(owners, 4));
    }
    assertEquals(bound, moves);
  }

  @ParameterizedTest
  @CsvSource({"64, 95, 125", "256, 391, 410"})
  void growingWithZonesMovesLessThanRiaksClaim(int partitions, int bound, int riak) {
    List<NodeId> owners = List.of();
    int moves = 0;
    for (int[] nodesPerZone : GROWTH) {
      var roster = zoned(nodesPerZone);
      var after = Claim.owners(owners, roster, partitions, 4);
      if (!owners.isEmpty()) {
        moves += moves(owners, after);
        assertEquals(0, clashes(zones(after, roster), 4));
      }
      owners = after;
    }
    assertTrue(moves >= bound && moves <= bound + 5 && moves < riak, moves + " moves");
  }

  @Test
  void aFifthNodeTakesSixOfThirtyTwo() {
    var after = Claim.owners(Claim.owners(List.of(), roster(4), 32, 3), roster(5), 32, 3);

    assertEquals(List.of(6, 6, 6, 7, 7), loads(after).values().stream().sorted().toList());
  }

  /** Violations are counted as Riak does: for each pair, in both directions, the preference lists in which it meets. */
  @ParameterizedTest
  @CsvSource({"16, 4 3 3 2, 3, 0", "32, 3 2 1 4 3, 3, 0", "128, 1 1 1 1 1 1, 5, 0", "16, 4 4 4 3, 4, 0",
      "32, 2 2 2 2 2, 4, 2", "32, 3 2 2 2, 4, 8", "256, 6 5 2, 2, 0"})
  void zonesAreAsDistinctAsInRiaksClaim(int partitions, String nodesPerZone, int n, int violations) {
    var roster = zoned(Stream.of(nodesPerZone.split(" ")).mapToInt(Integer::parseInt).toArray());
    var owners = Claim.owners(List.of(), roster, partitions, n);

    assertEquals(0, clashes(owners, n));
    assertBalanced(owners, roster.seats().size(), nodesPerZone);
    assertTrue(clashes(zones(owners, roster), n) <= violations, clashes(zones(owners, roster), n) + " violations");
  }

  /** Dynamo, Figure 8: thirty nodes, N=3; efficiency is the mean load over the highest. */
  @ParameterizedTest
  @CsvSource({"960, 1.000", "1024, 0.975"})
  void thirtyNodesShareAsEvenlyAsArithmeticAllows(int partitions, double efficiency) {
    var owners = Claim.owners(List.of(), roster(30), partitions, 3);
    double highest = loads(owners).values().stream().mapToInt(Integer::intValue).max().orElseThrow();

    assertEquals(efficiency, partitions / 30.0 / highest, 0.0005);
    assertEquals(0, clashes(owners, 3));
  }

  @Test
  void movementOverAllReplicasIsTheOwnersMovementTimesN() {
    var before = ConsistentHashRing.founding(ConsistentHashRingTest.nodes(5), 64, 3);
    var after = MembershipHistory.founding(ConsistentHashRingTest.nodes(5))
        .with(new MembershipChange.Join(1, NodeId.of("n1"), NodeId.of("n6"))).ring(64, 3);
    long copies = IntStream.range(0, 64).mapToLong(partition -> after.preferenceList(partition, 3).primaries().stream()
        .filter(node -> !before.preferenceList(partition, 3).isPrimary(node)).count()).sum();

    assertEquals(64 / 6 * 3, copies);
  }

  @Property(tries = 200)
  void anyWeightsGiveEachNodeItsShareRoundedUpOrDown(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 9) Integer> weights,
      @ForAll @IntRange(min = 1, max = 100) int partitions) {
    var seats = new TreeMap<NodeId, Roster.Seat>();
    weights.forEach(weight -> seats.put(NodeId.of("n" + seats.size()), new Roster.Seat(weight, "")));
    var before = Claim.owners(List.of(), roster(3), partitions, 3);
    double total = weights.stream().mapToInt(Integer::intValue).sum();

    for (var owners : List.of(Claim.owners(List.of(), new Roster(seats), partitions, 3),
        Claim.owners(before, new Roster(seats), partitions, 3))) {
      var loads = loads(owners);
      seats.forEach((node, seat) ->
          assertTrue(Math.abs(loads.getOrDefault(node, 0) - partitions * seat.weight() / total) < 1, node + " in " + loads));
    }
  }

  /** With exactly N nodes, N must divide Q; with a node twice on the ring, both ways round must be at least N. */
  private static boolean arithmeticAllows(int partitions, int members, int n) {
    int highest = (partitions + members - 1) / members;
    return members >= n && highest * n <= partitions;
  }

  private static void assertBalanced(List<NodeId> owners, int members, String what) {
    assertTrue(spread(owners, members) <= 1, () -> what + ": " + loads(owners));
  }

  private static int spread(List<NodeId> owners, int members) {
    var loads = loads(owners);
    int highest = loads.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    int lowest = loads.size() < members ? 0 : loads.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
    return highest - lowest;
  }

  private static TreeMap<NodeId, Integer> loads(List<NodeId> owners) {
    var loads = new TreeMap<NodeId, Integer>();
    owners.forEach(node -> loads.merge(node, 1, Integer::sum));
    return loads;
  }

  private static int moves(List<NodeId> before, List<NodeId> after) {
    return (int) IntStream.range(0, before.size()).filter(i -> !before.get(i).equals(after.get(i))).count();
  }

  private static int clashes(List<?> owners, int n) {
    int clashes = 0;
    for (int i = 0; i < owners.size(); i++) {
      for (int distance = 1; distance < Math.min(n, owners.size()); distance++) {
        if (owners.get(i).equals(owners.get((i + distance) % owners.size()))) {
          clashes += 2 * (n - distance);
        }
      }
    }
    return clashes;
  }

  private static List<String> zones(List<NodeId> owners, Roster roster) {
    Function<NodeId, String> zone = node -> roster.seats().get(node).zone();
    return owners.stream().map(zone).toList();
  }

  private static Roster roster(int members) {
    return Roster.of(ConsistentHashRingTest.nodes(members));
  }

  private static Roster zoned(int... nodesPerZone) {
    var seats = new TreeMap<NodeId, Roster.Seat>();
    for (int zone = 0; zone < nodesPerZone.length; zone++) {
      for (int node = 0; node < nodesPerZone[zone]; node++) {
        seats.put(NodeId.of("z" + zone + "n" + node), new Roster.Seat(1, "z" + zone));
      }
    }
    return new Roster(seats);
  }
}
