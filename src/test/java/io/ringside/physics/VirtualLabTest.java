package io.ringside.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringside.http.QuorumLab;
import io.ringside.sim.RunLog;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class VirtualLabTest {
  private static final RunLog.Origin ORIGIN = new RunLog.Origin("a build", "lab");

  /** {@code question("rw=1/2", "n=5")}. */
  private static SortedMap<String, String> question(String... parts) {
    var question = new TreeMap<String, String>();
    for (String part : parts) {
      question.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
    }
    return question;
  }

  private static LabQuestion asked(String... parts) {
    return LabQuestion.of(question(parts));
  }

  private static LabTally played(LabQuestion question, int runs) {
    var tally = new LabTally(question.timesMillis());
    IntStream.rangeClosed(1, runs).forEach(seed -> tally.add(LabRun.play(question, seed)));
    return tally;
  }

  @ParameterizedTest
  @CsvSource({"disk, 3, 1/1", "disk, 3, 1/2", "disk, 3, 2/1", "ssd, 3, 1/1", "even, 5, 2/2"})
  void whatIsMeasuredIsWhatIsPredicted(String model, int n, String rw) {
    LabForecast forecast = LabForecast.of(asked("model=" + model, "n=" + n, "rw=" + rw));
    QuorumLab.Prediction prediction = forecast.told();
    QuorumLab.Progress measured = played(forecast.question(), 100).progress(List.of());
    for (QuorumLab.Count count : measured.counts()) {
      double share = prediction.curve().stream().filter(chance -> chance.afterMillis() == count.afterMillis()).findFirst().orElseThrow().share();
      double slack = 4 * Math.sqrt(share * (1 - share) / count.reads()) + 5.0 / count.reads();
      assertThat((double) count.current() / count.reads()).as(model + " " + rw + " after " + count.afterMillis()).isCloseTo(share, within(slack));
    }
    assertThat(measured.reads().p50()).isCloseTo(prediction.reads().p50(), within(0.05 * prediction.reads().p50() + 0.01));
    assertThat(measured.writes().p50()).isCloseTo(prediction.writes().p50(), within(0.15 * prediction.writes().p50() + 0.01));
  }

  @Test
  void noReadIsStaleWhereQuorumsMeet() {
    LabQuestion question = asked("rw=2/2", "t=0 1");
    assertThat(LabForecast.of(question).told().overlap()).isTrue();
    assertThat(played(question, 40).progress(List.of()).counts()).allMatch(count -> count.current() == count.reads());
  }

  @Test
  void aRecordedRunIsTheOneThatWasMeasured() {
    LabQuestion question = asked("t=0 1 5");
    var lines = new ArrayList<String>();
    LabRun recorded = LabRun.record(question, 7, ORIGIN, lines::add);
    assertThat(recorded).isEqualTo(LabRun.play(question, 7));
    assertThat(lines.get(0)).contains("\"kind\":\"run.header\"").contains("rw: 1/1");
    assertThat(lines.get(lines.size() - 1)).contains(recorded.hash());
    int stale = recorded.stale().stream().mapToInt(Integer::intValue).sum();
    assertThat(lines).filteredOn(line -> line.contains("\"says\":\"stale: ")).hasSize(stale);
    assertThat(stale).isPositive();
  }

  @Test
  void neighboursAmongSeedsAreStrangers() {
    LabQuestion question = asked("t=0");
    assertThat(IntStream.rangeClosed(1, 20).mapToObj(seed -> LabRun.play(question, seed).writeMicros().get(0)).distinct().count())
        .isGreaterThan(18);
  }

  @Test
  void theTimesBeginAtOnceAndEndWhereNearlyAllReadsAreCurrent() {
    LabForecast forecast = LabForecast.of(asked("model=disk"));
    List<Double> times = forecast.question().timesMillis();
    assertThat(times).isSorted().doesNotHaveDuplicates().startsWith(0.0).hasSize(9);
    assertThat(forecast.told().curve().get(forecast.told().curve().size() - 1).share()).isGreaterThan(0.999);
  }

  @Test
  void aQuestionsQueryAsksTheSameAgain() {
    for (LabQuestion question : List.of(asked("model=ssd", "n=5", "rw=2/3", "t=0 0.031 20"),
        asked("w=38% pareto(1.05, 1.51), 62% exp(0.183)", "a=mean(3)", "t=1000"))) {
      var again = new TreeMap<String, String>();
      for (String part : question.query().split("&")) {
        String[] both = part.split("=", 2);
        again.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
      LabQuestion repeated = LabQuestion.of(again);
      assertThat(repeated.query()).isEqualTo(question.query());
      assertThat(repeated.quorums()).isEqualTo(question.quorums());
      assertThat(repeated.timesMillis()).isEqualTo(question.timesMillis());
      assertThat(repeated.delays()).isEqualTo(question.delays());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      n=8                | N=7 at most
      n=0                | N is 1 to
      rw=4/1             | R=4
      rw=0/1             | R=0
      rw=1/1 2/2         | one pair
      rw=two             | no pair
      model=tape         | disk, ssd
      w=tape             | no distribution
      w=-1               | no distribution
      t=-1               | 0 to
      t=10001            | at most 10000 ms
      t=1 2 3 4 5 6 7 8 9 10 11 12 13 | at most 12 times
      """)
  void whatCannotBeAskedIsRefusedWithTheReason(String wish, String reason) {
    assertThatThrownBy(() -> asked(wish)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
  }

  @Test
  void aDelayThatIsTooLongToReadIsRefused() {
    assertThatThrownBy(() -> asked("w=" + "1% mean(1), ".repeat(99) + "1% mean(1)")).hasMessageContaining("letters");
  }

  @Test
  void operationsThatTakeForEverAreRefused() {
    for (String wish : List.of("w=mean(900000)", "w=pareto(1, 0.1)", "a=constant(70000)")) {
      assertThatThrownBy(() -> LabForecast.of(asked("w=mean(1)", wish))).as(wish).hasMessageContaining("60 s at most");
    }
  }

  @Test
  void anIntervalHoldsTheShareAndHasAWidthAtItsEnds() {
    QuorumLab.Count all = LabTally.count(0, 100, 100);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isBetween(0.95, 0.98);
    QuorumLab.Count half = LabTally.count(0, 500, 1000);
    assertThat(half.low()).isCloseTo(0.469, within(0.001));
    assertThat(half.high()).isCloseTo(0.531, within(0.001));
  }

  @Test
  void questionsHaveRoomForAFewAndMakeItAgain(Vertx vertx) throws Exception {
    var lab = new VirtualLab(vertx, "a build");
    var trials = new ArrayList<QuorumLab.Trial>();
    for (int i = 0; i < VirtualLab.MAX_OPEN; i++) {
      trials.add(lab.open(question("t=0")).await(60, TimeUnit.SECONDS));
    }
    assertThat(lab.open(question("t=0")).cause()).isInstanceOf(IllegalStateException.class);
    trials.get(0).close();
    trials.get(0).close();
    assertThat(lab.open(question("t=0")).await(60, TimeUnit.SECONDS).play(1, 2).await(60, TimeUnit.SECONDS).runs()).isEqualTo(2);
    assertThat(lab.open(question("t=0")).cause()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRefusedQuestionTakesNoRoom(Vertx vertx) throws Exception {
    var lab = new VirtualLab(vertx, "a build");
    for (int i = 0; i <= VirtualLab.MAX_OPEN; i++) {
      assertThatThrownBy(() -> lab.open(question("w=mean(900000)")).await(60, TimeUnit.SECONDS)).hasMessageContaining("at most");
    }
    assertThat(lab.open(question("t=0")).await(60, TimeUnit.SECONDS).prediction().n()).isEqualTo(3);
  }
}
