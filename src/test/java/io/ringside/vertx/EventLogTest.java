package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.EventPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final long START = 3;

  private final EventLog log = started(new EventLog(NodeId.of("n1"), 16));

  @Test
  void eventsAreReadInOrderAndPagedByTheirNumbers() {
    emit(2, 10);
    EventPage first = log.read(START, 0, 4);
    EventPage second = log.read(START, first.last(), 100);
    assertThat(first.lines()).hasSize(4);
    assertThat(first.last()).isEqualTo(4);
    assertThat(second.lines()).hasSize(6).first().asString().contains("\"seq\":\"5\"", "note 5");
    assertThat(second.last()).isEqualTo(10);
    assertThat(second.missed()).isZero();
  }

  @Test
  void aReaderAtTheEndGetsNothingAndStaysThere() {
    emit(2, 5);
    assertThat(log.read(START, 5, 10)).isEqualTo(new EventPage(START, 5, 0, List.of()));
  }

  @Test
  void aLateReaderIsToldHowManyItMissed() {
    emit(2, 30);
    EventPage page = log.read(START, 4, 100);
    assertThat(page.missed()).isEqualTo(10);
    assertThat(page.lines()).hasSize(16).first().asString().contains("\"seq\":\"15\"");
    assertThat(page.last()).isEqualTo(30);
  }

  @Test
  void aReaderOfAnotherStartBeginsAnew() {
    emit(2, 5);
    EventPage page = log.read(START - 1, 4, 100);
    assertThat(page.start()).isEqualTo(START);
    assertThat(page.lines()).hasSize(5);
  }

  @Test
  void aLineNamesNodeStartAndNumber() {
    assertThat(log.read(START, 0, 1).lines().get(0))
        .contains("\"node\":\"n1\"", "\"start\":\"3\"", "\"seq\":\"1\"", "\"kind\":\"node.up\"");
  }

  @Test
  void whatIsToldBeforeTheStartIsKnownIsReadOnceUnderItsName() {
    var starting = new EventLog(NodeId.of("n1"), 16);
    emitTo(starting, 1, 2);
    EventPage before = starting.read(START - 1, 7, 10);
    started(starting);
    EventPage after = starting.read(before.start(), before.last(), 10);
    assertThat(before).isEqualTo(new EventPage(START - 1, 7, 0, List.of()));
    assertThat(after.lines()).hasSize(3).allSatisfy(line -> assertThat(line).contains("\"start\":\"3\""));
    assertThat(starting.read(after.start(), after.last(), 10).lines()).isEmpty();
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
    var wide = started(new EventLog(NodeId.of("n1"), 20_000));
    CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> emitTo(wide, 1, 2_000)),
        CompletableFuture.runAsync(() -> emitTo(wide, 1, 2_000))).join();
    var numbers = new ArrayList<String>();
    for (EventPage page = wide.read(START, 0, 999); !page.lines().isEmpty(); page = wide.read(START, page.last(), 999)) {
      page.lines().forEach(line -> numbers.add(line.replaceAll(".*\"seq\":\"(\\d+)\".*", "$1")));
    }
    assertThat(numbers).containsExactlyElementsOf(IntStream.rangeClosed(1, 4_001).mapToObj(Integer::toString).toList());
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
