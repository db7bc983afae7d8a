package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortionsTest {
  private static final int LIMIT = Portions.LIMIT_BYTES;

  @Test
  void aPortionEndsBeforeTheRecordThatWouldCarryItPastItsLimit() {
    assertThat(Portions.first(List.of(4, 3, 3, 1), 10)).isEqualTo(3);
    assertThat(Portions.first(List.of(4, 3, 4, 1), 10)).isEqualTo(2);
  }

  @Test
  void aRecordThatIsTooLargeIsAPortionByItself() {
    assertThat(Portions.first(List.of(11, 1), 10)).isEqualTo(1);
    assertThat(Portions.first(List.of(), 10)).isZero();
  }

  @Test
  void manyPortionsAreAllOfThemInOrder() {
    assertThat(Portions.of(List.of("a", "b", "c", "d"), List.of(LIMIT, 1, LIMIT - 1, 2 * LIMIT)))
        .containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
  }

  @Test
  void theyAddUpBeyondWhatAnIntHolds() {
    assertThat(Portions.first(List.of(1, Integer.MAX_VALUE, 1), LIMIT)).isEqualTo(1);
  }

  @Test
  void aRecordOfUnknownSizeIsNotTakenForASmallOne() {
    assertThat(Portions.bytesOf(Optional.of(new Footprint(1, 7)))).isEqualTo(7);
    assertThat(Portions.bytesOf(Optional.of(new Footprint(1, 0)))).isEqualTo(1 << 20);
    assertThat(Portions.bytesOf(Optional.empty())).isEqualTo(1 << 20);
  }
}
