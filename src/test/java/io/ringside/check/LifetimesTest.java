package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.N1;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  /** What wall clocks show when a story begins. */
  private static final long ZERO = 1_000_000;

  private static final Dot DOT = dot("n1", 1);

  private final Story story = Story.sloppy();
  private final Attempt put = story.expiringPut("a", 100, 200, 20_000, DOT);

  private static Siblings recordOf(Attempt put, Dot dot, long endsMillis) {
    var content = put.call().written().map(written -> written.expiringAt(ZERO + endsMillis));
    return new Siblings(seen(dot), new TreeMap<>(Map.of(dot, new Version(NOTHING, put.call().request(), 0, content))));
  }

  private void reads(long from, long to, boolean alive) {
    Siblings record = recordOf(put, DOT, 20_150);
    story.get("b", from, to, alive ? record : record.asOf(Long.MAX_VALUE));
  }

  private List<Violation> judged(Watch watch) {
    return new Judge(Promises.NONE).judgeSoFar(story.history(), watch);
  }

  private void isOne(Watch watch, String invariant, String text) {
    assertThat(judged(watch)).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo(invariant);
      assertThat(one.text()).contains(text).contains("it is of a's put of cart").endsWith("and lives for 20.000 s");
    });
  }

  private static Watch clocksApart(long millis) {
    return Watch.ofOneClock(ZERO, millis);
  }

  @Test
  void aValueIsAliveUntilItsTimeHasComeAndDeadFromThenOn() {
    reads(300, 310, true);
    reads(20_050, 20_150, true);
    reads(20_100, 20_160, false);
    reads(30_000, 30_010, false);
    assertThat(judged(clocksApart(0))).isEmpty();
  }

  @Test
  void aValueThatIsFoundDeadBeforeItsTimeIsLost() {
    reads(20_000, 20_090, false);
    isOne(clocksApart(0), "I1", "found n1:1 dead before its time");
  }

  @Test
  void aValueThatIsFoundAliveAfterItsTimeIsBack() {
    reads(20_210, 20_220, true);
    isOne(clocksApart(0), "I10", "found n1:1 alive after its time");
  }

  @Test
  void clocksThatAreApartExcuseSoMuchAndNoMore() {
    reads(19_400, 19_500, false);
    reads(20_700, 20_800, true);
    assertThat(judged(clocksApart(1000))).isEmpty();
    assertThat(judged(clocksApart(400))).hasSize(2);
    assertThat(judged(Watch.ofOneClock(ZERO))).as("where nobody knows").isEmpty();
  }

  @Test
  void whatIsStoredWithAnotherEndIsFoundThoughNobodyReadsIt() {
    Watch tooEarly = clocksApart(0);
    new NodeLog(tooEarly).says("n1", new Event.Stored(CART, recordOf(put, DOT, 250), "put", Optional.of(DOT)));
    isOne(tooEarly, "I1", "n1:1 expires too early, at 0.250 s");
    Watch tooLate = clocksApart(0);
    new NodeLog(tooLate).says("n1", new Event.Stored(CART, recordOf(put, DOT, 20_250), "put", Optional.of(DOT)));
    isOne(tooLate, "I10", "n1:1 expires too late, at 20.250 s");
  }

  /** A coordinator that stood still settles its own end when it wakes. */
  @Test
  void aSecondMintMayExpireLater() {
    Dot twin = dot("n2", 1);
    Watch watch = clocksApart(0);
    new NodeLog(watch).says("n2", new Event.Stored(CART, recordOf(put, twin, 28_000), "put", Optional.of(twin)));
    story.get("b", 21_000, 21_010, recordOf(put, twin, 28_000));
    assertThat(judged(watch)).isEmpty();
  }

  @Test
  void whatIsReapedAliveIsFoundToTheSecond() {
    Siblings record = recordOf(put, DOT, 20_150);
    for (boolean alive : List.of(true, false)) {
      Watch watch = clocksApart(0);
      watch.saw(new LoggedEvent(N1, 1, 1, alive ? 20_100 : 20_200, new Event.Reaped(CART, record)));
      assertThat(watch.violations()).hasSize(alive ? 1 : 0);
    }
  }
}
