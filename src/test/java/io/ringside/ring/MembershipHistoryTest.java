package io.ringside.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringside.NodeId;
import io.ringside.ring.MembershipChange.Join;
import io.ringside.ring.MembershipChange.Leave;
import io.ringside.ring.MembershipChange.Replace;
import io.ringside.ring.MembershipChange.Weight;
import io.ringside.ring.MembershipChange.Zone;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MembershipHistoryTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");
  private static final NodeId N9 = NodeId.of("n9");

  @Property(tries = 300)
  void mergingIsCommutativeAssociativeAndIdempotent(@ForAll("histories") MembershipHistory a,
      @ForAll("histories") MembershipHistory b, @ForAll("histories") MembershipHistory c) {
    assertEquals(a.merge(b), b.merge(a));
    assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
    assertEquals(a, a.merge(a));
    assertEquals(a, a.merge(MembershipHistory.EMPTY));
  }

  @Property(tries = 100)
  void nodesThatKnowTheSameChangesComputeTheSameRing(@ForAll("histories") MembershipHistory a,
      @ForAll("histories") MembershipHistory b) {
    var founded = MembershipHistory.founding(ConsistentHashRingTest.nodes(3));
    assertEquals(founded.merge(a).merge(b).ring(32, 3), b.merge(founded).merge(a).ring(32, 3));
  }

  @Property(tries = 200)
  void noHistoryLeavesAPartitionWithoutAMember(@ForAll("histories") MembershipHistory history) {
    var ring = MembershipHistory.founding(ConsistentHashRingTest.nodes(3)).merge(history).ring(16, 3);

    assertEquals(16, ring.owners().size());
    for (int partition = 0; partition < 16; partition++) {
      assertEquals(Math.min(3, ring.members().size()), ring.preferenceList(partition, 3).primaries().size());
    }
  }

  @Test
  void theFoundersMayBeNamedInAnyOrder() {
    var forwards = founder(N1).merge(founder(N2)).merge(founder(N3));
    var backwards = founder(N3).merge(founder(N2)).merge(founder(N1));

    assertEquals(forwards.ring(256, 3), backwards.ring(256, 3));
    assertEquals(forwards.ring(256, 3), ConsistentHashRing.founding(ConsistentHashRingTest.nodes(3), 256, 3));
  }

  @Test
  void aReplacementTakesExactlyThePartitionsOfTheReplaced() {
    var founded = MembershipHistory.founding(ConsistentHashRingTest.nodes(5));
    var before = founded.ring(64, 3);
    var after = founded.with(new Replace(1, N1, N2, N9)).ring(64, 3);

    for (int partition = 0; partition < 64; partition++) {
      assertEquals(before.owner(partition).equals(N2) ? N9 : before.owner(partition), after.owner(partition));
    }
  }

  @Test
  void ofTwoReplacementsForOneNodeTheLaterDoesNothing() {
    var founded = MembershipHistory.founding(ConsistentHashRingTest.nodes(3));
    var once = founded.with(new Replace(1, N1, N2, N9));

    assertEquals(once.ring(16, 3), once.with(new Replace(1, N3, N2, N4)).ring(16, 3));
  }

  @Test
  void aNodeThatLeftMayJoinAgain() {
    var back = MembershipHistory.founding(ConsistentHashRingTest.nodes(4))
        .with(new Leave(1, N1, N4), new Join(2, N1, N4)).ring(64, 3);

    assertEquals(ConsistentHashRingTest.nodes(4), back.members());
    assertEquals(16, back.partitionsOwnedBy(N4).size());
  }

  @Test
  void theLastMemberCannotLeave() {
    var left = founder(N1).with(new Leave(1, N1, N1));

    assertEquals(founder(N1).ring(8, 3), left.ring(8, 3));
  }

  @Test
  void changesThatMakeNoSenseChangeNothing() {
    var founded = MembershipHistory.founding(ConsistentHashRingTest.nodes(3));
    var more = founded.with(new Join(1, N1, N2), new Leave(2, N1, N9), new Weight(3, N1, N9, 5),
        new Zone(4, N1, N9, "east"), new Replace(5, N1, N9, N4), new Replace(6, N1, N1, N2));

    assertEquals(founded.ring(64, 3), more.ring(64, 3));
  }

  @Test
  void aHeavierNodeOwnsMoreByItsWeight() {
    var ring = MembershipHistory.founding(ConsistentHashRingTest.nodes(4)).with(new Weight(1, N1, N2, 2)).ring(100, 2);

    assertEquals(40, ring.partitionsOwnedBy(N2).size());
    assertEquals(20, ring.partitionsOwnedBy(N3).size());
  }

  @Test
  void nobodysHistoryIsNoRing() {
    assertThrows(IllegalStateException.class, () -> MembershipHistory.EMPTY.ring(8, 3));
    assertThrows(IllegalArgumentException.class, () -> new Weight(1, N1, N1, 0));
  }

  @Test
  void theNextChangeIsLaterThanTheLatest() {
    assertEquals(-1, MembershipHistory.EMPTY.latestTime());
    assertEquals(7, founder(N1).with(new Join(7, N1, N2)).latestTime());
  }

  private static MembershipHistory founder(NodeId node) {
    return MembershipHistory.founding(new TreeSet<>(List.of(node)));
  }

  @Provide
  Arbitrary<MembershipHistory> histories() {
    Arbitrary<NodeId> node = Arbitraries.integers().between(1, 5).map(i -> NodeId.of("n" + i));
    Arbitrary<Long> time = Arbitraries.longs().between(0, 4);
    Arbitrary<MembershipChange> change = Combinators.combine(time, node, node, node, Arbitraries.integers().between(0, 4))
        .as(MembershipHistoryTest::change);
    return change.set().ofMaxSize(6).map(changes -> new MembershipHistory(new TreeSet<>(changes)));
  }

  private static MembershipChange change(long time, NodeId origin, NodeId node, NodeId other, int kind) {
    return List.of(new Join(time, origin, node), new Leave(time, origin, node), new Replace(time, origin, node, other),
        new Weight(time, origin, node, 1 + other.name().length()), new Zone(time, origin, node, "z" + other)).get(kind);
  }
}
