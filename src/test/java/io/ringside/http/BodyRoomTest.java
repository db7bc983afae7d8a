package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.config.NodeConfig;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
  private static final int MEBIBYTE = 1 << 20;

  private final BodyRoom room = room("limits.bodiesMebibytes=16");

  private static BodyRoom room(String... settings) {
    return BodyRoom.of(NodeConfig.of(settings).limits());
  }

  private static void isRefused(ThrowingCallable growth, String why) {
    assertThatThrownBy(growth).isInstanceOfSatisfying(Refusal.class, refusal -> {
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.error()).isEqualTo("overloaded");
      assertThat(refusal).hasMessageContaining(why);
      assertThat(refusal.headers()).containsKey("Retry-After");
    });
  }

  @Test
  void allBodiesTogetherHaveRoom() {
    Stream.generate(room::enter).limit(16).forEach(place -> place.grow(MEBIBYTE));
    BodyRoom.Place next = room.enter();
    isRefused(() -> next.grow(1), "limits.bodiesMebibytes");
  }

  @Test
  void whatIsOnlyAnnouncedTakesNothing() {
    Stream.generate(room::enter).limit(100).forEach(place -> place.check(MEBIBYTE));
    room.enter().grow(4 * MEBIBYTE);
  }

  @Test
  void whoLeavesMakesRoomOnce() {
    BodyRoom.Place first = room.enter();
    first.grow(10);
    first.grow(16 * MEBIBYTE);
    BodyRoom.Place second = room.enter();
    isRefused(() -> second.check(1), "limits.bodiesMebibytes");
    first.leave();
    first.leave();
    second.grow(16 * MEBIBYTE);
    isRefused(() -> room.enter().grow(1), "limits.bodiesMebibytes");
  }

  @Test
  void ofLargeBodiesOneIsTakenAtATime() {
    BodyRoom.Place first = room.enter();
    first.grow(BodyRoom.LARGE_BYTES + 1);
    first.grow(BodyRoom.LARGE_BYTES + 2);
    BodyRoom.Place second = room.enter();
    second.grow(BodyRoom.LARGE_BYTES);
    isRefused(() -> second.grow(BodyRoom.LARGE_BYTES + 1), "there is room for one");
    first.leave();
    second.grow(BodyRoom.LARGE_BYTES + 1);
  }

  @Test
  void theHeapSaysHowMuchRoomThereIs() {
    assertThat(room().maxBytes()).isBetween((long) MEBIBYTE, Runtime.getRuntime().maxMemory() / 10);
  }

  @Test
  void oneValueAlwaysHasRoom() {
    BodyRoom small = room("limits.bodiesMebibytes=1", "limits.valueBytes=4000000");
    small.enter().grow(4_000_000);
  }
}
