package io.ringside.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.testing.Every;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A context is the set of dots it covers: each law holds for it because it holds for sets. */
class CausalContextTest {
  private static final List<Dot> DOTS =
      Stream.of("a", "b").flatMap(node -> LongStream.rangeClosed(1, 3).mapToObj(counter -> Dot.of(node, counter))).toList();
  private static final List<CausalContext> CONTEXTS = Every.subset(DOTS).map(CausalContextTest::of).toList();

  private static CausalContext of(Collection<Dot> dots) {
    return new CausalContext(VectorClock.EMPTY, new TreeSet<>(dots));
  }

  private static Set<Dot> covered(CausalContext context) {
    return DOTS.stream().filter(context::covers).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aContextCoversTheDotsItWasMadeOfAndNoOther() {
    Every.subset(DOTS).forEach(dots -> assertThat(covered(of(dots))).containsExactlyElementsOf(new TreeSet<>(dots)));
  }

  @Test
  void equalSetsOfDotsAreEqualContextsHoweverTheyCameAbout() {
    assertThat(CONTEXTS).hasSize(64).doesNotHaveDuplicates();
    Every.subset(DOTS).forEach(dots -> {
      var backwards = new TreeSet<Dot>(Collections.reverseOrder());
      backwards.addAll(dots);
      CausalContext oneByOne = CausalContext.EMPTY;
      for (Dot dot : backwards) {
        oneByOne = oneByOne.with(dot);
      }
      assertThat(oneByOne).isEqualTo(of(dots)).hasSameHashCodeAs(of(dots));
    });
  }

  @Test
  void anIsolatedDotNeverContinuesTheClock() {
    for (CausalContext context : CONTEXTS) {
      assertThat(context.dots()).allMatch(dot -> dot.counter() > context.clock().counterOf(dot.actor()) + 1);
    }
  }

  @Test
  void aDotThatClosesAGapIsPartOfTheClock() {
    CausalContext gap = of(List.of(Dot.of("a", 2), Dot.of("a", 3)));

    assertThat(gap).hasToString("{+a:2 +a:3}");
    assertThat(gap.with(Dot.of("a", 1))).hasToString("{a:3}");
  }

  @Test
  void coveringIsInclusion() {
    Every.pair(CONTEXTS, (one, other) ->
        assertThat(one.covers(other)).isEqualTo(covered(one).containsAll(covered(other))));
  }

  @Test
  void aMergeIsTheUnion() {
    Every.pair(CONTEXTS, (one, other) -> {
      var union = covered(one);
      union.addAll(covered(other));
      assertThat(one.merge(other)).isEqualTo(other.merge(one)).isEqualTo(of(union));
    });
  }

  @Test
  void mergingIsIdempotentAndAssociative() {
    assertThat(CONTEXTS).allMatch(context -> context.merge(context).equals(context));
    Every.pair(CONTEXTS, (first, second) -> CONTEXTS.forEach(third ->
        assertThat(first.merge(second).merge(third)).isEqualTo(first.merge(second.merge(third)))));
  }

  @Test
  void theHighestCounterIsFoundBehindAGap() {
    assertThat(of(List.of(Dot.of("a", 1), Dot.of("a", 3))).highestOf(Actor.of("a"))).isEqualTo(3);
    assertThat(of(List.of(Dot.of("a", 1), Dot.of("a", 2))).highestOf(Actor.of("a"))).isEqualTo(2);
    assertThat(of(List.of(Dot.of("b", 3))).highestOf(Actor.of("a"))).isZero();
  }

  @Test
  void aLimitDropsIsolatedDotsButNeverTheOneToKeep() {
    for (CausalContext context : CONTEXTS) {
      for (Dot kept : context.dots()) {
        CausalContext limited = context.limitedTo(1, kept);
        assertThat(limited.dots()).hasSize(1).contains(kept);
        assertThat(limited.clock()).isEqualTo(context.clock());
        assertThat(context.covers(limited)).isTrue();
      }
    }
  }

  @Test
  void aLimitThatIsNotReachedChangesNothing() {
    assertThat(CONTEXTS).allMatch(context -> context.limitedTo(DOTS.size(), null) == context);
  }

  @Property(tries = 300)
  void largeContextsMergeLikeSetsToo(@ForAll("contexts") CausalContext one, @ForAll("contexts") CausalContext other) {
    CausalContext merged = one.merge(other);
    assertThat(merged).isEqualTo(other.merge(one));
    assertThat(merged.covers(one) && merged.covers(other)).isTrue();
    assertThat(merged.merge(one)).isEqualTo(merged);
    Stream.concat(one.dots().stream(), other.dots().stream()).forEach(dot ->
        assertThat(merged.covers(dot)).isTrue());
    assertThat(merged.dots()).allMatch(dot -> one.covers(dot) || other.covers(dot));
  }

  @Provide
  Arbitrary<CausalContext> contexts() {
    Arbitrary<Actor> actors = Arbitraries.of("a", "b", "c", "d").map(Actor::of);
    Arbitrary<Dot> dots = Combinators.combine(actors, Arbitraries.longs().between(1, 60)).as(Dot::new);
    Arbitrary<TreeMap<Actor, Long>> clocks =
        Arbitraries.maps(actors, Arbitraries.longs().between(1, 40)).map(TreeMap::new);
    return Combinators.combine(clocks, dots.set().ofMaxSize(60))
        .as((clock, isolated) -> new CausalContext(new VectorClock(clock), new TreeSet<>(isolated)));
  }
}
