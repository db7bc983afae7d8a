package io.ringside.http;

import io.ringside.message.EventPage;

/** Whether a node says more than anybody can look at. Belongs to one event loop. */
final class Pace {
  /*
   * Goes by the times of the events, and not by when they were read: whoever catches up on a quiet hour is told all of it, and two
   * viewers are told the same of a busy one. A token bucket (Turner 1986), with debts of up to a second.
   */
  static final int EVENTS_PER_SECOND = 1000;
  static final int BURST = 2 * EVENTS_PER_SECOND;

  private double allowance = BURST;
  private boolean tooFast;
  private long life;
  private long last;
  private long lastMillis;

  boolean isTooFast() {
    return tooFast;
  }

  /** All events count, those too that were left out, or missed. */
  void told(EventPage page) {
    if (page.life() != life) {
      life = page.life();
      last = page.lines().isEmpty() ? page.last() : page.lines().get(0).sequence() - 1;
    }
    if (page.lines().isEmpty()) {
      allowance = Math.min(BURST, allowance + EVENTS_PER_SECOND * EventFeed.TICK_MILLIS / 1000.0);
    }
    for (EventPage.Line line : page.lines()) {
      double earned = Math.max(0, line.atMillis() - lastMillis) * EVENTS_PER_SECOND / 1000.0;
      allowance = Math.max(Math.min(BURST, allowance + earned) - (line.sequence() - last), -EVENTS_PER_SECOND);
      lastMillis = Math.max(lastMillis, line.atMillis());
      last = line.sequence();
    }
    tooFast = tooFast ? allowance < BURST / 4.0 : allowance <= 0;
  }
}
