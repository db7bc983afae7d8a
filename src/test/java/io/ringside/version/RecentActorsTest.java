package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import org.junit.jupiter.api.Test;

class RecentActorsTest {
  private final RecentActors actors = new RecentActors();

  @Test
  void anActorIsTheSameObjectUntilAnotherTakesItsSlot() {
    Actor first = actors.of(NodeId.of("n1"), 7);
    assertThat(actors.of(NodeId.of("n1"), 7)).isSameAs(first).isEqualTo(new Actor(NodeId.of("n1"), 7));
    assertThat(actors.of(NodeId.of("n2"), 7)).isEqualTo(new Actor(NodeId.of("n2"), 7));
    assertThat(actors.of(NodeId.of("n1"), 8)).isEqualTo(new Actor(NodeId.of("n1"), 8));
    assertThat(actors.of(NodeId.of("n1"), 7)).isEqualTo(first);
  }
}
