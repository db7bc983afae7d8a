package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.testing.Every;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws of a put and a merge, for all states that three replicas can reach with a few writes. */
class SiblingsTest {
  private static final Actor A = Actor.of("a");
  private static final Actor B = Actor.of("b");

  private static Version version(CausalContext past, String text, RequestId request) {
    return new Version(past, request, 0, Optional.of(Content.text(text)));
  }

  private static Version blind(String text) {
    return version(CausalContext.EMPTY, text, RequestId.of(text));
  }

  private static Version over(CausalContext past, String text) {
    return version(past, text, RequestId.of(text));
  }

  /** Everything that a and b can come to hold with up to four steps: blind puts, puts over what they hold, and exchanges. */
  private static List<Siblings> reachable() {
    record World(Siblings a, Siblings b) {}
    var worlds = new LinkedHashSet<World>(List.of(new World(Siblings.NONE, Siblings.NONE)));
    var states = new LinkedHashSet<Siblings>();
    for (int step = 0; step < 5; step++) {
      for (World world : List.copyOf(worlds)) {
        worlds.add(new World(next(world.a(), A, CausalContext.EMPTY), world.b()));
        worlds.add(new World(next(world.a(), A, world.a().context()), world.b()));
        worlds.add(new World(world.a(), next(world.b(), B, world.b().context())));
        worlds.add(new World(world.a(), world.b().merge(world.a())));
        worlds.add(new World(world.a().merge(world.b()), world.b()));
      }
    }
    worlds.forEach(world -> states.addAll(List.of(world.a(), world.b())));
    return List.copyOf(states);
  }

  /** Each dot with its own request, in whatever world it is minted. */
  private static Siblings next(Siblings state, Actor actor, CausalContext past) {
    return state.put(actor, over(past, state.nextDot(actor) + " over " + past));
  }

  /** Those that may meet: a dot names one value in both. Histories of different worlds reuse dots, and may not. */
  private static boolean mayMeet(Siblings... all) {
    var named = new TreeMap<Dot, Version>();
    for (Siblings siblings : all) {
      for (var entry : siblings.versions().entrySet()) {
        Version known = named.putIfAbsent(entry.getKey(), entry.getValue());
        if (known != null && !known.equals(entry.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void mergingIsIdempotentAndCommutative() {
    List<Siblings> states = reachable();
    assertThat(states).hasSizeGreaterThan(40);
    assertThat(states).allMatch(state -> state.merge(state).equals(state));
    Every.pair(states, (one, other) -> {
      if (mayMeet(one, other)) {
        assertThat(one.merge(other)).isEqualTo(other.merge(one));
      }
    });
  }

  @Test
  void mergingIsAssociative() {
    List<Siblings> states = reachable().stream().limit(90).toList();
    Every.pair(states, (first, second) -> states.forEach(third -> {
      if (mayMeet(first, second, third)) {
        assertThat(first.merge(second).merge(third)).isEqualTo(first.merge(second.merge(third)));
      }
    }));
  }

  @Test
  void whatIsMergedInKnowsAllOfBothSides() {
    Every.pair(reachable(), (one, other) -> {
      if (mayMeet(one, other)) {
        Siblings merged = one.merge(other);
        assertThat(merged.context()).isEqualTo(one.context().merge(other.context()));
        assertThat(merged.merge(one)).isEqualTo(merged);
        assertThat(merged.versions().keySet()).allMatch(dot ->
            one.versions().containsKey(dot) || other.versions().containsKey(dot));
      }
    });
  }

  @Test
  void aPutSupersedesExactlyWhatItsPastCovers() {
    for (Siblings state : reachable()) {
      for (Siblings seen : reachable().stream().limit(40).toList()) {
        Dot dot = state.nextDot(A);
        if (seen.context().covers(dot)) {
          continue;
        }
        Siblings put = state.put(A, over(seen.context(), "new"));
        var expected = new ArrayList<>(state.versions().keySet().stream().filter(old -> !seen.context().covers(old)).toList());
        expected.add(dot);
        assertThat(put.versions().keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(put.context().covers(state.context()) && put.context().covers(dot)).isTrue();
      }
    }
  }

  @Test
  void aWriteOverItsOwnDotIsRefused() {
    Version reused = over(CausalContext.EMPTY.with(Dot.of("a", 1)), "again");

    assertThatThrownBy(() -> Siblings.NONE.put(A, reused))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("its own dot a:1");
  }

  @Test
  void aDotThatNamesTwoValuesIsCaught() {
    Siblings one = Siblings.NONE.put(A, blind("one"));
    Siblings other = Siblings.NONE.put(A, blind("other"));

    assertThatThrownBy(() -> one.merge(other)).isInstanceOf(IllegalStateException.class).hasMessageContaining("a:1");
  }

  @Test
  void aVersionThatItsContextDoesNotCoverIsRefused() {
    var versions = new TreeMap<Dot, Version>();
    versions.put(Dot.of("a", 1), blind("one"));

    assertThatThrownBy(() -> new Siblings(CausalContext.EMPTY, versions))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a:1");
  }

  @Test
  void aRequestMintedTwiceIsOneVersionUnderTheLowerDot() {
    Version write = blind("milk");
    Siblings atA = Siblings.NONE.put(A, write);
    Siblings atB = Siblings.NONE.put(B, write);

    assertThat(atA.merge(atB)).isEqualTo(atB.merge(atA)).hasToString("{a:1 b:1}[a:1]");
    assertThat(atA.merge(atB).merge(atB)).isEqualTo(atA.merge(atB));
    assertThat(atA.merge(atB).dotOf(write.request())).isEqualTo(Dot.of("a", 1));
  }

  @Test
  void whateverMintedTwiceAndSupersededReplicasThatMeetOftenEnoughAgree() {
    Version write = blind("milk");
    Siblings atA = Siblings.NONE.put(A, write);
    Siblings atB = Siblings.NONE.put(B, write);
    Siblings superseded = atA.put(A, over(CausalContext.EMPTY.with(Dot.of("a", 1)), "eggs"));
    Every.order(List.of(atA, atB, superseded, atA.merge(atB))).forEach(order -> {
      Siblings merged = order.stream().reduce(Siblings.NONE, Siblings::merge);
      Siblings settled = order.stream().reduce(merged, Siblings::merge);
      assertThat(settled).hasToString("{a:2 b:1}[a:2]");
    });
  }

  /** What may happen at either replica. A late mint brings all that was ever asked for and is not known there, as a pause may. */
  private enum Step { BLIND, OVER, LATE, MERGE }

  private static final class Two {
    private final boolean whereThePastIsKnown;
    private final List<Siblings> held = new ArrayList<>(List.of(Siblings.NONE, Siblings.NONE));
    private final LinkedHashSet<Siblings> states = new LinkedHashSet<>(held);
    private final List<Version> asked = new ArrayList<>();

    private Two(boolean whereThePastIsKnown) {
      this.whereThePastIsKnown = whereThePastIsKnown;
    }

    void take(Step step, int at) {
      Siblings here = held.get(at);
      if (step == Step.MERGE) {
        become(at, here.merge(held.get(1 - at)));
      } else if (step == Step.LATE) {
        asked.forEach(late -> comesLate(late, at));
      } else {
        CausalContext past = step == Step.BLIND ? CausalContext.EMPTY : here.context();
        Version version = over(past, "request " + asked.size());
        asked.add(version);
        become(at, here.put(actor(at), version));
      }
    }

    private void comesLate(Version late, int at) {
      Siblings here = held.get(at);
      boolean mayBeMinted = whereThePastIsKnown
          ? here.context().covers(late.past()) : !late.past().covers(here.nextDot(actor(at)));
      if (mayBeMinted && here.dotOf(late.request()) == null) {
        become(at, here.put(actor(at), late));
      }
    }

    private static Actor actor(int at) {
      return at == 0 ? A : B;
    }

    private void become(int at, Siblings siblings) {
      held.set(at, siblings);
      states.add(siblings);
    }
  }

  /** The states of each history of four steps. */
  private static Stream<List<Siblings>> historiesWithLateMints(boolean whereThePastIsKnown) {
    var choices = new ArrayList<Consumer<Two>>();
    for (Step step : Step.values()) {
      choices.add(two -> two.take(step, 0));
      choices.add(two -> two.take(step, 1));
    }
    return Every.list(4, choices).map(steps -> {
      var two = new Two(whereThePastIsKnown);
      steps.forEach(step -> step.accept(two));
      return List.copyOf(two.states);
    }).distinct();
  }

  @Test
  void mergingIsCommutativeAndIdempotentWhateverComesLate() {
    historiesWithLateMints(false).forEach(states -> Every.pair(states, (one, other) -> {
      Siblings merged = one.merge(other);
      assertThat(merged.equals(other.merge(one)) && merged.merge(one).equals(merged) && merged.merge(other).equals(merged))
          .as("%s and %s", one, other).isTrue();
    }));
  }

  @Test
  void mergingIsAssociativeWhereWhatComesLateIsMintedWhereItsPastIsKnown() {
    historiesWithLateMints(true).forEach(states -> Every.pair(states, (one, other) -> {
      Siblings merged = one.merge(other);
      states.forEach(third -> assertThat(merged.merge(third).equals(one.merge(other.merge(third))))
          .as("%s, %s and %s", one, other, third).isTrue());
    }));
  }

  @Test
  void noRequestIsThereTwiceNorBesideWhatReplacedIt() {
    historiesWithLateMints(false).flatMap(List::stream).distinct().forEach(state -> state.versions().forEach((dot, version) -> {
      assertThat(state.versions().values()).filteredOn(other -> other.request().equals(version.request())).hasSize(1);
      assertThat(state.versions().values()).noneMatch(other -> other.replaced().dotOf(version.request()) != null);
      assertThat(version.replaced().dotOf(version.request())).isNull();
      assertThat(state.dotOf(version.request())).isEqualTo(dot);
    }));
  }

  @Test
  void aMintThatComesLateGoesWhereItsRequestWasReplacedAndIsAnsweredWithItsFirstDot() {
    Version milk = blind("milk");
    Siblings deleted = Siblings.NONE.put(A, milk).put(A, over(CausalContext.EMPTY.with(Dot.of("a", 1)), "deleted"));
    Siblings late = Siblings.NONE.put(B, milk);

    assertThat(deleted.dotOf(milk.request())).isEqualTo(Dot.of("a", 1));
    assertThat(deleted.merge(late)).isEqualTo(late.merge(deleted)).hasToString("{a:2 b:1}[a:2]");
  }

  @Test
  void whatWasReplacedIsRememberedThroughFourWritesAndForgottenAtTheFifth() {
    Version milk = blind("milk");
    Siblings late = Siblings.NONE.put(B, milk);
    Siblings now = Siblings.NONE.put(A, milk);
    for (int write = 1; write <= Replaced.LIMIT; write++) {
      now = now.put(A, over(now.context(), "over " + write));
      assertThat(now.merge(late).versions()).as("write %d", write).hasSize(1);
    }
    now = now.put(A, over(now.context(), "one more"));
    assertThat(now.merge(late).versions()).hasSize(2);
    assertThat(now.dotOf(milk.request())).isNull();
  }

  /** The limit of associativity: who meets the late one before the memory has gone loses it, who meets it after does not. */
  @Test
  void beyondTheMemoryTheOrderOfMeetingsDecidesAndMeetingOftenEnoughStillEndsInOneState() {
    Version milk = blind("milk");
    Siblings late = Siblings.NONE.put(B, milk);
    Siblings deleted = Siblings.NONE.put(A, milk);
    deleted = deleted.put(A, over(deleted.context(), "first"));
    Siblings latest = deleted;
    for (int write = 0; write < Replaced.LIMIT; write++) {
      latest = latest.put(A, over(latest.context(), "over " + write));
    }
    Siblings one = late.merge(deleted).merge(latest);
    Siblings other = late.merge(deleted.merge(latest));
    assertThat(one).isNotEqualTo(other);
    assertThat(one.merge(other)).isEqualTo(other.merge(one)).isEqualTo(one);
  }

  /** What is live under the very dot that is named is for causality to judge. */
  @Test
  void whatIsNamedAsReplacedUnderItsOwnDotStays() {
    Version milk = blind("milk");
    Siblings one = Siblings.NONE.put(A, milk);
    var says = over(CausalContext.EMPTY, "says so").replacing(
        new Replaced(List.of(new Replaced.Entry(milk.request(), Dot.of("a", 1)))));
    var versions = new TreeMap<Dot, Version>();
    versions.put(Dot.of("b", 1), says);
    Siblings other = new Siblings(CausalContext.EMPTY.with(Dot.of("b", 1)), versions);

    assertThat(one.merge(other)).isEqualTo(other.merge(one)).hasToString("{a:1 b:1}[a:1 b:1]");
  }

  @Test
  void theNewestAreRememberedFirstAndEachOnce() {
    Siblings state = Siblings.NONE;
    for (int i = 1; i <= 3; i++) {
      state = state.put(A, blind("milk " + i));
    }
    state = state.put(A, over(state.context(), "eggs")).put(A, blind("bread"));
    Version last = state.put(B, over(state.context(), "all")).versions().get(Dot.of("b", 1));

    assertThat(last.replaced().entries()).extracting(Replaced.Entry::dot)
        .containsExactly(Dot.of("a", 5), Dot.of("a", 4), Dot.of("a", 3), Dot.of("a", 2));
    assertThat(last.asOf(Long.MAX_VALUE).replaced()).isEqualTo(last.replaced());
    assertThat(blind("nothing").replaced()).isEqualTo(Replaced.NONE);
    Version unnamed = version(CausalContext.EMPTY, "unnamed", RequestId.NONE);
    Siblings over = Siblings.NONE.put(A, unnamed).put(A, over(CausalContext.EMPTY.with(Dot.of("a", 1)), "named"));
    assertThat(over.versions().get(Dot.of("a", 2)).replaced().isEmpty()).isTrue();
  }

  @Test
  void moreThanTheLimitAndTheSameTwiceAreRefused() {
    var twice = new Replaced.Entry(RequestId.of("r"), Dot.of("a", 1));
    assertThatThrownBy(() -> new Replaced(List.of(twice, twice))).isInstanceOf(IllegalArgumentException.class);
    var five = IntStream.range(0, Replaced.LIMIT + 1)
        .mapToObj(i -> new Replaced.Entry(RequestId.of("r" + i), Dot.of("a", 1 + i))).toList();
    assertThatThrownBy(() -> new Replaced(five)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Replaced.Entry(RequestId.NONE, Dot.of("a", 1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesWithoutARequestAreNeverTakenForOne() {
    Version write = version(CausalContext.EMPTY, "milk", RequestId.NONE);
    Siblings both = Siblings.NONE.put(A, write).merge(Siblings.NONE.put(B, write));

    assertThat(both.versions()).hasSize(2);
    assertThat(both.dotOf(RequestId.NONE)).isNull();
  }

  @Test
  void aTombstoneSupersedesLikeAnyVersionAndIsDeletedOnlyIfAlone() {
    Siblings milk = Siblings.NONE.put(A, blind("milk"));
    Siblings deleted = milk.put(A, new Version(milk.context(), RequestId.NONE, 0, Optional.empty()));

    assertThat(deleted.isDeleted()).isTrue();
    assertThat(deleted).hasToString("{a:2}[a:2†]");
    assertThat(deleted.merge(milk)).isEqualTo(deleted);
    assertThat(deleted.put(A, blind("eggs")).isDeleted()).isFalse();
    assertThat(Siblings.NONE.isDeleted()).isFalse();
  }

  /** What is shown changes at one moment; what is kept, compared and merged does not. */
  @Test
  void whatHasExpiredSaysDeletedFromThatMomentOn() {
    var lasting = new Version(CausalContext.EMPTY, RequestId.NONE, 0, Optional.of(Content.text("lasting")));
    var fleeting = new Version(CausalContext.EMPTY, RequestId.NONE, 0, Optional.of(Content.text("fleeting").expiringAt(100)));
    Siblings both = Siblings.NONE.put(Actor.of("a"), lasting).put(Actor.of("b"), fleeting);
    assertThat(both.asOf(99)).isSameAs(both);
    assertThat(both.asOf(100).versions().get(Dot.of("b", 1)).isTombstone()).isTrue();
    assertThat(both.asOf(100).versions().get(Dot.of("a", 1))).isEqualTo(lasting);
    assertThat(both.asOf(100).context()).isEqualTo(both.context());
    assertThat(Siblings.NONE.put(Actor.of("b"), fleeting).asOf(100).isDeleted()).isTrue();
  }
}
