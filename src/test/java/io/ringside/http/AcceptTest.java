package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptTest {
  private static final List<String> OFFERS = List.of("text/plain; charset=utf-8", "application/json");

  @Test
  void noHeaderTakesTheFirstOffer() {
    assertThat(Accept.parse(null).choose(OFFERS)).contains(OFFERS.get(0));
  }

  @Test
  void theBetterLikedOfferIsChosen() {
    assertThat(Accept.parse("text/*;q=0.5, application/json").choose(OFFERS)).contains("application/json");
  }

  @Test
  void theMoreSpecificRangeDecides() {
    assertThat(Accept.parse("*/*, text/plain;q=0").choose(OFFERS)).contains("application/json");
  }

  @Test
  void nothingIsChosenWhereNothingIsTaken() {
    assertThat(Accept.parse("image/png").choose(OFFERS)).isEmpty();
  }

  @Test
  void emptyPartsTakeNothing() {
    assertThat(Accept.parse(";").choose(OFFERS)).isEmpty();
    assertThat(Accept.parse(",").choose(OFFERS)).isEmpty();
    assertThat(Accept.parse(";,application/json").choose(OFFERS)).contains("application/json");
  }

  @Test
  void onlyTheVeryTypeIsNamed() {
    assertThat(Accept.parse("*/*").names("application/json")).isFalse();
    assertThat(Accept.parse("application/json").names("application/json")).isTrue();
  }
}
