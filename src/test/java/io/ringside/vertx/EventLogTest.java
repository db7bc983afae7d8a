package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig.EventsConfig;
import io.ringside.event.Event;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.message.EventPage;
import io.ringside.message.Request;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final long START = 3;
  private static final EventsConfig SMALL = new EventsConfig(16, 16);
  private static final Key KEY = Key.of("cart");

  private final EventLog log = started(new EventLog(NodeId.of("n1"), SMALL));

  @Test
  void eventsAreReadInOrderAndPagedByTheirNumbers() {
    emit(2, 10);
    EventPage first = log.read(log.life(), 0, 4);
    EventPage second = log.read(log.life(), first.last(), 100);
    assertThat(first.lines()).hasSize(4);
    assertThat(first.last()).isEqualTo(4);
    assertThat(second.lines()).hasSize(6).first().extracting(EventPage.Line::text).asString().contains("\"seq\":\"5\"", "note 5");
    assertThat(second.last()).isEqualTo(10);
    assertThat(second.missed()).isZero();
  }

  @Test
  void aReaderAtTheEndGetsNothingAndStaysThere() {
    emit(2, 5);
    assertThat(log.read(log.life(), 5, 10)).isEqualTo(new EventPage(log.life(), 5, 0, List.of()));
  }

  @Test
  void aLateReaderIsToldHowManyItMissed() {
    emit(2, 30);
    EventPage page = log.read(log.life(), 4, 100);
    assertThat(page.missed()).isEqualTo(10);
    assertThat(page.lines()).hasSize(16).first().extracting(EventPage.Line::text).asString().contains("\"seq\":\"15\"");
    assertThat(page.last()).isEqualTo(30);
  }

  @Test
  void aReaderOfAnotherLifeBeginsAnew() {
    emit(2, 5);
    EventPage page = log.read(log.life() - 1, 4, 100);
    assertThat(page.life()).isEqualTo(log.life());
    assertThat(page.lines()).hasSize(5);
  }

  @Test
  void aLineNamesNodeStartAndNumber() {
    assertThat(log.read(log.life(), 0, 1).lines().get(0).text())
        .contains("\"node\":\"n1\"", "\"start\":\"3\"", "\"seq\":\"1\"", "\"kind\":\"node.up\"");
  }

  @Test
  void whatIsToldBeforeTheStartIsKnownIsReadOnceUnderItsName() {
    var starting = new EventLog(NodeId.of("n1"), SMALL);
    emitTo(starting, 1, 2);
    EventPage before = starting.read(starting.life() - 1, 7, 10);
    started(starting);
    EventPage after = starting.read(before.life(), before.last(), 10);
    assertThat(before).isEqualTo(new EventPage(starting.life() - 1, 7, 0, List.of()));
    assertThat(after.lines()).hasSize(3).allSatisfy(line -> assertThat(line.text()).contains("\"start\":\"3\""));
    assertThat(starting.read(after.life(), after.last(), 10).lines()).isEmpty();
  }

  @Test
  void aListenerHearsWhatFollows() {
    var heard = new ArrayList<LoggedEvent>();
    log.listen(heard::add);
    emit(2, 3);
    assertThat(heard).extracting(LoggedEvent::sequence).containsExactly(2L, 3L);
  }

  @Test
  void noEventOfTwoThreadsIsLostOrNumberedTwice() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(20_000, 16)));
    CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> emitTo(wide, 1, 2_000)),
        CompletableFuture.runAsync(() -> emitTo(wide, 1, 2_000))).join();
    var numbers = new ArrayList<String>();
    for (EventPage page = wide.read(wide.life(), 0, 999); !page.lines().isEmpty(); page = wide.read(wide.life(), page.last(), 999)) {
      page.lines().forEach(line -> numbers.add(line.text().replaceAll(".*\"seq\":\"(\\d+)\".*", "$1")));
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, 4_001).mapToObj(Integer::toString).toList());
  }

  @Test
  void noValueIsKeptWhole() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(1_000, 16)));
    IntStream.range(0, 999).forEach(i -> wide.emit(stored(1, 1 << 20)));
    assertThat(wide.read(wide.life(), 0, 1).missed()).isZero();
    assertThat(wide.keptBytes()).isLessThan(2_000 * EventJson.MAX_SHOWN_BYTES);
  }

  @Test
  void theOldestMakeRoomWhereEventsAreLarge() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(10_000, 1)));
    IntStream.range(0, 5_000).forEach(i -> wide.emit(stored(10, 500)));
    EventPage page = wide.read(wide.life(), 0, 10);
    assertThat(wide.keptBytes()).isBetween(1_000_000L, 1L << 20);
    assertThat(page.missed()).isBetween(4_000L, 4_999L);
    assertThat(page.lines()).hasSize(10).first().extracting(EventPage.Line::text).asString().contains("\"seq\":\"" + (page.missed() + 1) + "\"");
    assertThat(wide.read(wide.life(), page.last(), 10_000).missed()).isZero();
  }

  @Test
  void theBytesOfEventsThatWereReplacedAreNotCounted() {
    emit(2, 16);
    long full = log.keptBytes();
    emit(17, 99);
    assertThat(log.keptBytes()).isBetween(full - 200, full + 200);
  }

  @Test
  void twoThreadsKeepNoMoreThanOne() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(10_000, 1)));
    CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> IntStream.range(0, 5_000).forEach(i -> wide.emit(stored(10, 500)))),
        CompletableFuture.runAsync(() -> IntStream.range(0, 5_000).forEach(i -> wide.emit(stored(5, 5_000))))).join();
    wide.emit(stored(1, 1));
    assertThat(wide.keptBytes()).isBetween(1_000_000L, 1L << 20);
    EventPage page = wide.read(wide.life(), 0, 10_000);
    assertThat(page.missed() + page.lines().size()).isEqualTo(page.last());
  }

  @Test
  void aPageOfLongLinesEndsEarlier() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(10_000, 64)));
    IntStream.range(0, 1_000).forEach(i -> wide.emit(stored(10, 1_000)));
    EventPage page = wide.read(wide.life(), 0, 1_000);
    assertThat(page.isFull()).isTrue();
    assertThat(page.lines()).hasSizeBetween(20, 200);
    assertThat(wide.read(wide.life(), page.last(), 1).lines()).first().extracting(EventPage.Line::text).asString().contains("\"seq\":\"" + (page.last() + 1) + "\"");
  }

  @Test
  void aCoalescedPageTellsAllOfSomeKeysAndOfOthersHowMuchThereWas() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(10_000, 64)));
    for (int i = 0; i < 1_000; i++) {
      wide.emit(ended(Key.of("key-" + i)));
    }
    wide.emit(new Event.FaultBegan("split"));
    wide.emit(ended(KEY));
    EventPage page = wide.read(new Request.ReadEvents(wide.life(), 0, 500, 1));
    List<JsonObject> lines = page.lines().stream().map(line -> new JsonObject(line.text())).toList();
    assertThat(page.last()).isEqualTo(wide.last());
    assertThat(lines).hasSizeBetween(10, 60).extracting(line -> line.getString("kind")).startsWith("node.up", "events.coalesced")
        .contains("fault.begin", "op.end").endsWith("events.coalesced");
    assertThat(lines.stream().mapToInt(line -> line.getString("kind").equals("op.end") ? 1 : line.getInteger("answered", 0)).sum())
        .isEqualTo(1_001);
    long before = 0;
    for (JsonObject line : lines) {
      assertThat(Long.parseLong(line.getString("first", line.getString("seq")))).as("none is passed over in silence").isEqualTo(before + 1);
      before = Long.parseLong(line.getString("seq"));
    }
  }

  @Test
  void aCoalescedPageHasNoMoreLinesThanWereAskedFor() {
    var wide = started(new EventLog(NodeId.of("n1"), new EventsConfig(10_000, 64)));
    for (int i = 0; i < 100; i++) {
      wide.emit(ended(KEY));
      wide.emit(new Event.FaultBegan("split"));
    }
    for (int limit = 1; limit <= 10; limit++) {
      long read = 0;
      int pages = 0;
      while (read < wide.last() && pages++ < 300) {
        EventPage page = wide.read(new Request.ReadEvents(wide.life(), read, limit, 1));
        assertThat(page.lines()).hasSizeLessThanOrEqualTo(limit);
        read = page.last();
      }
      assertThat(read).isEqualTo(wide.last());
    }
  }

  private static Event ended(Key key) {
    return new Event.OperationEnded("o1", "get", key, "ok", "", 7, 1);
  }

  private static Event stored(int siblings, int bytes) {
    Siblings record = Siblings.NONE;
    for (int i = 0; i < siblings; i++) {
      record = record.put(Actor.of("n1"), new Version(CausalContext.EMPTY, RequestId.of("r" + i), 0,
          Optional.of(new Content(Content.OCTETS, Bytes.wrap(new byte[bytes])))));
    }
    return new Event.Stored(KEY, record, "put");
  }

  private void emit(int from, int to) {
    emitTo(log, from, to);
  }

  private static void emitTo(EventLog log, int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> log.emit(new Event.Note("", 0, "note " + i, true)));
  }

  private static EventLog started(EventLog log) {
    log.emit(new Event.NodeUp(START, List.of(), 256, 3, 2, 2));
    return log;
  }
}
