package io.ringside.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.membership.Member;
import io.ringside.version.Siblings;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Key KEY = Key.of("a-key-that-must-not-show");

  private final Metrics metrics = new Metrics(N1, List.of(N1, N2));

  private static Event.OperationEnded ended(String verb, String outcome, int siblings) {
    return new Event.OperationEnded("op", verb, KEY, outcome, "", 2500, siblings);
  }

  @Test
  void operationsAreTimedByVerbAndOutcome() {
    metrics.emit(ended("get", "value", 1));
    metrics.emit(ended("get", "value", 1));
    metrics.emit(ended("put", "written", 1));
    assertThat(metrics.scrape())
        .contains("ringside_operation_seconds_count{node=\"n1\",outcome=\"value\",verb=\"get\"} 2")
        .contains("ringside_operation_seconds_count{node=\"n1\",outcome=\"written\",verb=\"put\"} 1")
        .contains("ringside_operation_seconds_bucket{")
        .contains("ringside_read_siblings_count{node=\"n1\"} 2");
  }

  @Test
  void hintsAndRepairsAreCounted() {
    metrics.emit(new Event.HintDelivered(N2, KEY));
    metrics.emit(new Event.HintDropped(N2, KEY, Event.HintDropped.TOO_MANY));
    metrics.emit(new Event.HintRerouted(N2, KEY, List.of(N2)));
    metrics.emit(new Event.HintsFound(7));
    metrics.emit(new Event.ReadRepaired(KEY, N2));
    assertThat(metrics.scrape())
        .contains("ringside_hints_total{event=\"delivered\",node=\"n1\"} 1.0")
        .contains("ringside_hints_total{event=\"dropped\",node=\"n1\"} 1.0")
        .contains("ringside_hints_total{event=\"rerouted\",node=\"n1\"} 1.0")
        .contains("ringside_hints_total{event=\"found\",node=\"n1\"} 7.0")
        .contains("ringside_hints_dropped_total{node=\"n1\",reason=\"full: hints.maxCount\"} 1.0")
        .contains("ringside_read_repairs_total{kind=\"read\",node=\"n1\"} 1.0");
  }

  @Test
  void whatIsForgottenForGoodIsCounted() {
    metrics.emit(new Event.Reaped(KEY, Siblings.NONE));
    metrics.emit(new Event.ReapEnded(3, 7, 1, 1, ""));
    metrics.emit(new Event.ReapEnded(4, 7, 1, 0, "the owners do not hold the same"));
    assertThat(metrics.scrape())
        .contains("ringside_deletes_records_total{event=\"reaped\",node=\"n1\"} 1.0")
        .contains("ringside_deletes_rounds_total{end=\"reaped\",node=\"n1\"} 1.0")
        .contains("ringside_deletes_rounds_total{end=\"in vain\",node=\"n1\"} 1.0");
  }

  @Test
  void membersAreCountedByStatus() {
    metrics.emit(new Event.ViewChanged(Member.unheard(N2).with(Member.Status.DEAD), "silent"));
    assertThat(metrics.scrape())
        .contains("ringside_members{node=\"n1\",status=\"alive\"} 1.0")
        .contains("ringside_members{node=\"n1\",status=\"dead\"} 1.0");
  }

  @Test
  void noKeyEverShows() {
    metrics.emit(ended("get", "value", 1));
    metrics.emit(new Event.HintDropped(N2, KEY, KEY.name()));
    assertThat(metrics.scrape()).doesNotContain(KEY.name());
  }

  @Test
  void endlessNamesEndAsOther() {
    for (int i = 0; i < 1000; i++) {
      metrics.emit(ended("get", "outcome-" + i, 1));
    }
    assertThat(metrics.scrape().lines().filter(line -> line.startsWith("ringside_operation_seconds_count"))).hasSizeLessThan(40);
    assertThat(metrics.scrape()).contains("outcome=\"other\"");
  }

  @Test
  void memoryIsShown() {
    assertThat(metrics.scrape()).contains("jvm_memory_used_bytes");
  }
}
