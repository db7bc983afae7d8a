package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.testing.Every;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A floor is a context that grows in place: compared with one, for all contexts of a small space. */
class FloorTest {
  private static final List<Dot> DOTS = List.of(
      Dot.of("a", 1), Dot.of("a", 2), Dot.of("a", 3), Dot.of("a", 4), Dot.of("b", 1), Dot.of("b", 2));

  private static final List<CausalContext> CONTEXTS = Every.subset(DOTS).map(FloorTest::context).toList();

  private static CausalContext context(List<Dot> dots) {
    CausalContext context = CausalContext.EMPTY;
    for (Dot dot : dots) {
      context = context.with(dot);
    }
    return context;
  }

  @Test
  void itCoversWhatTheContextsCoverThatWereAdded() {
    Every.pair(CONTEXTS, (first, second) -> {
      var floor = new Floor();
      floor.add(first);
      floor.add(second);
      CausalContext both = first.merge(second);
      assertThat(DOTS).allMatch(dot -> floor.covers(dot) == both.covers(dot));
    });
  }

  @Test
  void dotsAreTheSameInAnyOrder() {
    Every.subset(DOTS).flatMap(Every::order).forEach(order -> {
      var floor = new Floor();
      order.forEach(floor::add);
      assertThat(DOTS).allMatch(dot -> floor.covers(dot) == order.contains(dot));
    });
  }

  @Test
  void whatIsMissingInAContextIsWhatItDoesNotCover() {
    Every.pair(CONTEXTS, (inFloor, context) -> {
      var floor = new Floor();
      floor.add(inFloor);
      List<Dot> missing = DOTS.stream().filter(dot -> inFloor.covers(dot) && !context.covers(dot)).toList();
      assertThat(new TreeSet<>(floor.missingIn(context, 100))).containsExactlyElementsOf(missing);
      assertThat(floor.missingIn(context, 1)).hasSize(Math.min(1, missing.size()));
    });
  }

  @Test
  void whatAContextCoversIsTakenOnce() {
    Every.pair(CONTEXTS, (first, second) -> {
      var uncovered = new Uncovered<Dot>();
      DOTS.forEach(dot -> uncovered.put(dot, dot));
      assertThat(uncovered.takeCoveredBy(first))
          .containsExactlyInAnyOrderElementsOf(DOTS.stream().filter(first::covers).toList());
      assertThat(uncovered.takeCoveredBy(second))
          .containsExactlyInAnyOrderElementsOf(DOTS.stream().filter(dot -> second.covers(dot) && !first.covers(dot)).toList());
    });
  }
}
