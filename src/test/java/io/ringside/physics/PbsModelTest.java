package io.ringside.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PbsModelTest {
  @Test
  void aFileSaysAllOfAModel() {
    PbsModel model = PbsModel.of(PbsModel.read("m.txt", List.of(
        "# a comment", "name: fast disks", "w: \"38% pareto(1.05, 1.51), 62% exp(0.183)\"  # LinkedIn", "a: mean(1)", "",
        "n: 5", "rw: 1/2, 2/1", "t: 0 0.5 10")));

    assertThat(model.model().name()).isEqualTo("fast disks");
    assertThat(model.model().w().text()).isEqualTo("38% pareto(1.05, 1.51), 62% exp(0.183)");
    assertThat(model.model().s()).as("as r, which is as a").isEqualTo(model.model().a());
    assertThat(model.quorums()).containsExactly(new Quorums(5, 1, 2), new Quorums(5, 2, 1));
    assertThat(model.timesMillis()).containsExactly(0.0, 0.5, 10.0);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "W; m.txt:2: a line is 'key: value', not 'W'", "ww: mean(1); m.txt:2: there is no 'ww'; did you mean",
      "w: mean(2); m.txt:2: 'w' is already said at m.txt:1", "a: mean(x); m.txt:2: a: 'mean(x)': 'x' is no number",
      "n: 99; m.txt:2: n: N is 1 to 16, not '99'", "rw: 4/1; m.txt:2: rw: R and W are between 1 and N=3, not R=4",
      "t: -1; m.txt:2: t: a time after the commit is 0 to", "rw: 1-1; m.txt:2: rw: '1-1' is no pair of quorums"})
  void whatIsWrongIsSaidWithItsLine(String line, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PbsModel.of(PbsModel.read("m.txt", List.of("w: mean(1)", line)))).withMessageContaining(reason);
  }

  @Test
  void aModelWithoutWritesIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> PbsModel.of(PbsModel.read("m.txt", List.of("a: mean(1)"))))
        .withMessageContaining("at least w");
  }
}
