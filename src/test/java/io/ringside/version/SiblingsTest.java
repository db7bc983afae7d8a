package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.testing.Every;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
