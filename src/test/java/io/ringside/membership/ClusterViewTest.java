package io.ringside.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.membership.Member.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The laws of views, over all views of two members with two incarnations. */
class ClusterViewTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final List<ClusterView> ALL = all();

  private static List<ClusterView> all() {
    var all = new ArrayList<ClusterView>();
    for (Member a : beliefsAbout(A)) {
      for (Member b : beliefsAbout(B)) {
        all.add(ClusterView.founding(List.of(B, A)).with(a).with(b));
      }
    }
    return all;
  }

  private static List<Member> beliefsAbout(NodeId node) {
    var beliefs = new ArrayList<Member>();
    for (long incarnation = 0; incarnation < 2; incarnation++) {
      for (Status status : Status.values()) {
        beliefs.add(new Member(node, incarnation, status));
      }
    }
    return beliefs;
  }

  @Test
  void mergingIsCommutativeAndIdempotent() {
    for (ClusterView one : ALL) {
      for (ClusterView other : ALL) {
        assertThat(one.merge(other)).isEqualTo(other.merge(one));
        assertThat(one.merge(other).merge(other)).isEqualTo(one.merge(other));
      }
    }
  }

  @Test
  void whatIsNewerInAnotherViewIsAllThatMergingItWouldChange() {
    for (ClusterView one : ALL) {
      for (ClusterView other : ALL) {
        ClusterView learnt = one;
        for (Member newer : one.newerIn(other)) {
          assertThat(learnt.with(newer)).isNotEqualTo(learnt);
          learnt = learnt.with(newer);
        }
        assertThat(learnt).isEqualTo(one.merge(other));
      }
    }
  }

  @Test
  void viewsShareTheirFingerprintOnlyWithTheirEquals() {
    for (ClusterView one : ALL) {
      for (ClusterView other : ALL) {
        assertThat(one.fingerprint() == other.fingerprint()).isEqualTo(one.equals(other));
      }
    }
  }

  @Test
  void strangersAreNotLetIn() {
    ClusterView view = ClusterView.founding(List.of(A));
    Member stranger = new Member(B, 7, Status.ALIVE);
    assertThat(view.with(stranger)).isSameAs(view);
    assertThat(view.newerIn(ClusterView.founding(List.of(B)).with(stranger))).isEmpty();
  }
}
