package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.message.EventPage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long LIFE = 7;

  private final Pace pace = new Pace();
  private long sequence;
  private long millis = 1_000_000;

  @Test
  void whoSaysLittleForLongIsTooFastNeverHoweverMuchIsReadAtOnce() {
    var hour = new ArrayList<EventPage.Line>();
    for (int i = 0; i < 3_000_000; i += 1000) {
      hour.addAll(lines(900, 1000));
    }
    for (int from = 0; from < hour.size(); from += 500) {
      List<EventPage.Line> some = hour.subList(from, Math.min(hour.size(), from + 500));
      pace.told(new EventPage(LIFE, some.get(some.size() - 1).sequence(), 0, some));
      assertThat(pace.isTooFast()).isFalse();
    }
  }

  @Test
  void aBurstIsNotTooFast() {
    tell(Pace.BURST - 1, 1);
    assertThat(pace.isTooFast()).isFalse();
  }

  @Test
  void whoSaysTooMuchIsTooFastUntilItHasBeenSlowForAWhile() {
    for (int i = 0; i < 20; i++) {
      tell(500, 100);
    }
    assertThat(pace.isTooFast()).isTrue();
    tell(10, 100);
    assertThat(pace.isTooFast()).as("after a tenth of a second").isTrue();
    for (int i = 0; i < 20; i++) {
      tell(10, 100);
    }
    assertThat(pace.isTooFast()).as("after two seconds").isFalse();
  }

  @Test
  void whoFallsSilentIsTooFastNoMore() {
    tell(10_000, 100);
    assertThat(pace.isTooFast()).isTrue();
    for (int i = 0; i < 20; i++) {
      pace.told(new EventPage(LIFE, sequence, 0, List.of()));
    }
    assertThat(pace.isTooFast()).isFalse();
  }

  @Test
  void whatWasLeftOutCountsToo() {
    for (int i = 0; i < 20; i++) {
      sequence += 500;
      millis += 100;
      pace.told(new EventPage(LIFE, sequence, 0, List.of(new EventPage.Line(sequence, millis, "{}"))));
    }
    assertThat(pace.isTooFast()).isTrue();
  }

  @Test
  void anotherLifeCountsFromItsOwnBeginning() {
    tell(100, 100);
    pace.told(new EventPage(LIFE + 1, 900_001, 0, List.of(new EventPage.Line(900_001, millis, "{}"))));
    assertThat(pace.isTooFast()).isFalse();
  }

  private void tell(int events, long overMillis) {
    List<EventPage.Line> lines = lines(events, overMillis);
    pace.told(new EventPage(LIFE, sequence, 0, lines));
  }

  private List<EventPage.Line> lines(int events, long overMillis) {
    var lines = new ArrayList<EventPage.Line>();
    long begin = millis;
    for (int i = 1; i <= events; i++) {
      lines.add(new EventPage.Line(++sequence, begin + overMillis * i / events, "{}"));
    }
    millis += overMillis;
    return lines;
  }
}
