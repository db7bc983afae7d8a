package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LuckTest {
  private final SimScheduler world = new SimScheduler();

  @Test
  void whatWasAskedBeforeDoesNotMatter() {
    var busy = new Luck(7, world);
    var idle = new Luck(7, world);
    busy.nextLong();
    busy.nextLong();
    world.runFor(1);
    assertThat(busy.nextLong()).isEqualTo(idle.nextLong());
  }

  @Test
  void anotherDrawAnotherMomentAndAnotherSeedAreOtherLuck() {
    var luck = new Luck(7, world);
    long first = luck.nextLong();
    assertThat(luck.nextLong()).isNotEqualTo(first);
    assertThat(new Luck(8, world).nextLong()).isNotEqualTo(first);
    world.runFor(1);
    assertThat(luck.nextLong()).isNotEqualTo(first);
  }

  /** Each bucket gets its share, whether draws fall into one moment or one into each. */
  @Test
  void luckIsEvenWithinAMomentAndFromMomentToMoment() {
    int draws = 100_000;
    var luck = new Luck(1, world);
    var within = new int[10];
    var across = new int[10];
    for (int i = 0; i < draws; i++) {
      within[luck.nextInt(10)]++;
    }
    for (int i = 0; i < draws; i++) {
      world.runFor(1);
      across[(int) (luck.nextDouble() * 10)]++;
    }
    for (int i = 0; i < 10; i++) {
      assertThat(within[i]).isCloseTo(draws / 10, within(500));
      assertThat(across[i]).isCloseTo(draws / 10, within(500));
    }
  }
}
