package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurabilityTest {
  private static final List<Violation> LOST = List.of(new Violation("I1", "the acknowledged write 7 is lost"));

  private final Durability durability = new Durability();
  private final NodeLog log = new NodeLog(durability);

  private static Event up(long start) {
    return new Event.NodeUp(start, List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3")), 16, 3, 2, 2);
  }

  @Test
  void aWriteThatIsLostAfterACrashIsNamed() {
    log.says("n1", 1, up(1)).says("n2", 1, up(1)).says("n1", 2, up(2));
    assertThat(durability.judge(LOST)).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I13");
      assertThat(one.text()).contains("[n1] began anew", "W = 2", "the acknowledged write 7 is lost");
    });
  }

  @Test
  void nothingLostIsNothingToName() {
    log.says("n1", 1, up(1)).says("n1", 2, up(2));
    assertThat(durability.judge(List.of())).isEmpty();
  }

  @Test
  void aWriteThatIsLostWithoutAnyCrashIsNoMatterOfDurability() {
    log.says("n1", 1, up(1)).says("n2", 1, up(1));
    assertThat(durability.judge(LOST)).isEmpty();
  }

  @Test
  void fewerThanWDisksAreNoExcuseAndWAreOne() {
    log.says("n1", 1, up(1)).says("n1", 2, up(2));
    durability.lostData(NodeId.of("n1"));
    assertThat(durability.judge(LOST)).hasSize(1);
    log.says("n2", 2, new Event.Amnesia(2, 1, "its disk is empty"));
    assertThat(durability.judge(LOST)).isEmpty();
  }
}
