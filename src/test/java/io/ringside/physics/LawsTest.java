package io.ringside.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringside.NodeId;
import io.ringside.physics.Finding.Verdict;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Version;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each law holds on a small sample from a fixed seed, and each finds what is planted against it. */
class LawsTest {
  private static final Effort SMALL = new Effort(1_000, 60, 40_000, 1_500, 600, 30, 64, 20, 100_000, 7, line -> {});
  private static final String DISK_TABLE = "0:43.649 1:58.335 2:67.101 5:81.797 10:92.619 20:98.587";

  private static List<Finding> off(Law law) {
    return law.measure(SMALL).findings().stream().filter(finding -> !finding.ok()).toList();
  }

  @Test
  void readsAreAsStaleAsPublished() {
    assertThat(off(Staleness.of(
        Staleness.experiment(Model.DISK, 1, 1, DISK_TABLE), Staleness.experiment(Model.SSD, 2, 2, "0:100")))).isEmpty();
  }

  @Test
  void aSlowerDiskIsFoundOut() {
    Model slower = Model.of("slower", "38% pareto(1.05, 1.51), 62% exp(0.12)", Model.DISK.a().text());

    assertThat(off(Staleness.of(Staleness.experiment(slower, 1, 1, DISK_TABLE)))).isNotEmpty();
  }

  @Test
  void aModelOfOnesOwnIsHeldAgainstItsPrediction() {
    var model = Model.of("own", "mean(12)", "30% constant(1), 70% mean(4)");
    assertThat(off(Staleness.own(model, List.of(new Quorums(5, 2, 2), new Quorums(2, 1, 1)), List.of(0.0, 2.5, 20.0)))).isEmpty();
  }

  @Test
  void nodesThatDoNotFollowTheModelAreFoundOut() {
    Experiment.Outcome right = sweep(Model.exponential(10, 5));
    Wars other = Wars.predict(Model.exponential(20, 5), right.experiment().quorums(), 40_000, new Random(1));
    var wrong = new Experiment.Outcome(right.experiment(), other, right.measured());

    assertThat(right.findings("own")).allMatch(Finding::ok);
    assertThat(right.rootMeanSquare()).isLessThan(Sweep.limit(right));
    assertThat(wrong.findings("own")).anyMatch(finding -> finding.verdict() == Verdict.OFF);
    assertThat(wrong.rootMeanSquare()).isGreaterThan(Sweep.limit(wrong));
  }

  private static Experiment.Outcome sweep(Model model) {
    List<Double> times = IntStream.range(0, 20).mapToObj(i -> 5.0 * i).toList();
    return new Experiment(model, new Quorums(3, 1, 1), times, List.of()).run(SMALL, 400);
  }

  @Test
  void latenciesAreAsPublished() {
    assertThat(off(new Latency())).isEmpty();
  }

  @Test
  void readsAreBehindByAsManyVersionsAsPublished() {
    assertThat(off(new Versions())).isEmpty();
    assertThat(Versions.percentWithin(new Quorums(3, 1, 1), 2)).isCloseTo(55.56, within(0.005));
  }

  @Test
  void quorumsThatAreNotRandomAreFoundOut() {
    assertThat(off(new Versions((primaries, count, random) -> primaries.subList(0, count)))).isNotEmpty();
  }

  @Test
  void crashesAreDetectedInTime() {
    List<Detection.Published> small = List.of(new Detection.Published(5, 1.463), new Detection.Published(10, 1.530));
    assertThat(off(new Detection(small))).isEmpty();
  }

  @Test
  void anotherTimeOfDetectionIsFoundOut() {
    assertThat(off(new Detection(List.of(new Detection.Published(5, 1.2))))).isNotEmpty();
  }

  @Test
  void theLivingAreAccusedAsOftenAsPublished() {
    assertThat(off(new Accusation())).isEmpty();
  }

  @Test
  void aWorseNetworkIsFoundOut() {
    assertThat(off(new Accusation(0.9))).isNotEmpty();
  }

  @Test
  void timeoutsAreAsPublished() {
    assertThat(off(new Timeouts())).isEmpty();
    assertThat(Timeouts.timesTold(4, 12)).isEqualTo(8);
  }

  @Test
  void slowMembersDoNotMakeTheHealthyKillEachOther() {
    assertThat(off(new SlowMembers())).isEmpty();
  }

  @Test
  void withoutLifeguardTheyDo() {
    assertThat(off(new SlowMembers(SlowMembers.WITHOUT))).isNotEmpty();
  }

  @Test
  void rumoursSpreadAsFastAsPublished() {
    assertThat(off(new Spread())).isEmpty();
    assertThat(off(new Spread(List.of(new Spread.Published(16, 6.0))))).isNotEmpty();
  }

  @Test
  void aLargerClusterCostsNoMorePerNode() {
    assertThat(off(new Growth())).isEmpty();
  }

  @Test
  void ringsAreAsEvenAndAsStillAsPublished() {
    assertThat(off(new Rings())).isEmpty();
  }

  @Test
  void aRingThatIsDealtAnewEachTimeIsFoundOut() {
    Rings dealt = new Rings((before, roster, partitions, replicas) -> {
      List<NodeId> members = List.copyOf(roster.members());
      return IntStream.range(0, partitions).mapToObj(i -> members.get(i % members.size())).toList();
    });
    assertThat(off(dealt)).extracting(Finding::point).anyMatch(point -> point.contains("moved"));
  }

  @Test
  void siblingsAreAsPublished() {
    assertThat(off(new Traces())).isEmpty();
  }

  @Test
  void aServerThatForgetsTheContextIsFoundOut() {
    var forgetful = new Traces((server, version) -> server.put(Actor.of("a"),
        new Version(CausalContext.EMPTY, version.request(), version.writtenAtMillis(), version.content())));
    assertThat(off(forgetful)).isNotEmpty();
  }

  @Test
  void theSameSeedGivesTheSameFindings() {
    Law law = Staleness.own(Model.SSD, List.of(new Quorums(3, 1, 1)), List.of(0.0));
    assertThat(law.measure(SMALL)).isEqualTo(law.measure(SMALL));
  }

  @Test
  void aNumberKeepsTheZeroesThatCount() {
    assertThat(Finding.plain(9430.2)).isEqualTo("9430");
    assertThat(Finding.plain(1000.4)).isEqualTo("1000");
    assertThat(Finding.plain(0.5)).isEqualTo("0.5");
    assertThat(Finding.plain(12.34)).isEqualTo("12.34");
    assertThat(Finding.plain(1999.9999)).isEqualTo("2000");
  }

  @Test
  void whatTreesCostFollowsTheDifference() {
    assertThat(new Exchange().measure(SMALL).findings()).hasSize(4).allMatch(Finding::ok);
  }

  @Test
  void rumoursDieOutAsPublished() {
    assertThat(off(new Rumours())).isEmpty();
    assertThat(off(new Rumours(List.of(new Rumours.Published(1, 0.10, 1.7))))).isNotEmpty();
  }
}
