package io.ringside.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringside.config.GossipConfig;
import org.junit.jupiter.api.Test;

class SuspicionTest {
  @Test
  void theLimitGrowsWithTheLogarithmOfTheSize() {
    GossipConfig knobs = new GossipConfig(1000, 200, 3, 1, 4, 10_000);
    assertEquals(1000, Suspicion.limitMillis(knobs, 1));
    assertEquals(1000, Suspicion.limitMillis(knobs, 5));
    assertEquals(1000, Suspicion.limitMillis(knobs, 10));
    assertEquals(1698, Suspicion.limitMillis(knobs, 50));
    assertEquals(2698, Suspicion.limitMillis(knobs, 500));
  }

  @Test
  void theLimitIsProportionalToThePeriodAndTheMultiplier() {
    assertEquals(2000, Suspicion.limitMillis(new GossipConfig(500, 200, 3, 4, 4, 10_000), 5));
  }
}
