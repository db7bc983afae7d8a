package io.ringside.museum;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Violation;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each bug of the museum is noticed by the checker that should notice it; without the bug none says a word. */
class MuseumTest {
  @TestFactory
  Stream<DynamicTest> eachBugIsNoticedWithinItsBound() {
    return Museum.exhibits().stream().map(exhibit -> DynamicTest.dynamicTest(exhibit.name(), () -> {
      boolean noticed = LongStream.rangeClosed(1, exhibit.bound()).anyMatch(seed ->
          exhibit.run(seed).stream().map(Violation::invariant).anyMatch(exhibit.invariant()::equals));
      assertThat(noticed).as("%s within %d seeds", exhibit.invariant(), exhibit.bound()).isTrue();
    }));
  }

  @TestFactory
  Stream<DynamicTest> withoutItsBugNothingIsWrong() {
    return Museum.exhibits().stream().map(exhibit -> DynamicTest.dynamicTest(exhibit.name(), () ->
        LongStream.rangeClosed(1, exhibit.bound()).forEach(seed ->
            assertThat(exhibit.runWithoutBug(seed)).as("seed %d", seed).isEmpty())));
  }
}
