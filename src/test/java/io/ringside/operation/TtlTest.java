package io.ringside.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TtlTest {
  @ParameterizedTest
  @CsvSource({"1ms,1", "90s,90000", "30m,1800000", "12h,43200000", "7d,604800000", "36500d,3153600000000"})
  void aTimeIsANumberAndAUnit(String text, long millis) {
    assertThat(Ttl.parse(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "10", "-5", "--5s", "1.5h", "5 s", "5w"})
  void anythingElseIsNoTime(String text) {
    assertThatThrownBy(() -> Ttl.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("with a unit");
  }

  @Test
  void nothingLivesForNoTimeOrForMoreThanAHundredYears() {
    assertThatThrownBy(() -> Ttl.parse("0s")).hasMessageContaining("before it is written");
    assertThatThrownBy(() -> Ttl.parse("36501d")).hasMessageContaining("hundred years");
    assertThatThrownBy(() -> Ttl.parse("999999999999999d")).hasMessageContaining("hundred years");
    assertThatThrownBy(() -> Ttl.parse("1" + "0".repeat(40) + "d")).hasMessageContaining("hundred years");
  }

  @Test
  void aNegativeTimeIsCalledSo() {
    assertThatThrownBy(() -> Ttl.parse("-1s")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is negative");
  }
}
