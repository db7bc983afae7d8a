package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.version.Actor;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DurabilityTest {
  private static final Key CART = Key.of("cart");
  private static final Dot DOT = new Dot(new Actor(NodeId.of("n1"), 5), 1);
  private static final List<Lost> LOST =
      List.of(new Lost(CART, new TreeSet<>(List.of(DOT)), "the acknowledged write 7 is lost"));

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

  private static Event minted() {
    return new Event.Stored(CART, Siblings.NONE, "put", Optional.of(DOT));
  }

  /** The planted bug: what two empty disks have taken since is thrown away by both. */
  @Test
  void disksThatWereLostBeforeAWriteDoNotExcuseIt() {
    log.says("n1", 1, up(1)).says("n2", 1, up(1));
    durability.lostData(NodeId.of("n1"));
    durability.lostData(NodeId.of("n2"));
    log.says("n1", 2, up(2)).says("n2", 2, up(2)).says("n1", 2, minted());
    log.says("n1", 2, Event.Amnesia.forgetting(2, List.of(3))).says("n2", 2, Event.Amnesia.forgetting(2, List.of(3)));
    assertThat(durability.judge(LOST)).singleElement().satisfies(one -> assertThat(one.text()).contains("[] lost data after it"));
  }

  @Test
  void disksThatWereLostAfterAWriteExcuseIt() {
    log.says("n1", 1, up(1)).says("n2", 1, up(1)).says("n1", 1, minted());
    durability.lostData(NodeId.of("n1"));
    durability.lostData(NodeId.of("n2"));
    log.says("n1", 2, up(2)).says("n2", 2, up(2));
    assertThat(durability.judge(LOST)).isEmpty();
  }

  @Test
  void aLossThatIsHeardOfLateWasBeforeTheNodeServed() {
    log.says("n1", 1, up(1)).says("n1", 2, up(2)).says("n2", 2, up(2)).says("n1", 2, minted());
    log.says("n1", 2, new Event.Amnesia(2, 7, "a peer remembers start 7")).says("n2", 2, new Event.Amnesia(2, 7, "and start 7"));
    assertThat(durability.judge(LOST)).hasSize(1);
    log.says("n1", 8, new Event.Amnesia(8, 9, "in the next life")).says("n2", 8, new Event.Amnesia(8, 9, "in the next life"));
    assertThat(durability.judge(LOST)).isEmpty();
  }
}
