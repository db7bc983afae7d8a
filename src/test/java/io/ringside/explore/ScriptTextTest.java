package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTextTest {
  private static final String WHOLE = """
      ringside-run 2
      seed 7
      cluster nodes=3 n=3 r=2 w=2 millis=5000
      weather delay=500 loss=0 duplication=0 capacity=0 disk=300
      config quorum.w=2
      mishaps minted
      at 100ms put c1 key-0   # a write
      at 200ms crash n2
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "at 1ms crash n1", "# of an unknown build\nseed 7\nringside-run 2", "ringside-run"})
  void aFileThatDoesNotSayItsVersionFirstIsRefused(String text) {
    assertThatThrownBy(() -> ScriptText.read(text)).isInstanceOf(MalformedScript.class).satisfies(thrown ->
        assertThat(((MalformedScript) thrown).hint()).isEqualTo("sim run --seed 1 --print-script shows a whole one"));
  }

  @Test
  void aScriptSaysHowFarItGoes() {
    assertThat(ScriptText.read(WHOLE).setting().ending()).isEqualTo(Ending.QUIET);
    assertThat(ScriptText.read(WHOLE + "end answers\n").setting().ending()).isEqualTo(Ending.ANSWERS);
    assertThatThrownBy(() -> ScriptText.read(WHOLE + "end answer\n"))
        .hasMessageContaining("line 9, column 5: 'answer' is no end");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (long seed = 0; seed < 100; seed++) {
      Script script = Swarm.write(seed, 20_000);
      assertThat(ScriptText.read(ScriptText.write(script))).isEqualTo(script);
    }
  }

  @Test
  void aScriptIsSomethingThatPeopleCanWrite() {
    Script script = ScriptText.read(WHOLE);
    assertThat(script.deeds()).extracting(Deed::toString).containsExactly("at 100ms put c1 key-0", "at 200ms crash n2");
    assertThat(script.setting().nodes()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "crash n2          | crahs n2          | line 8, column 10: 'crahs' is no deed               | did you mean crash?",
      "crash n2          | crash n9          | line 8, column 16: there is no n9                   | the nodes are n1 to n3",
      "crash n2          | partition n1,n7   | line 8, column 23: there is no n7                   | the nodes are n1 to n3",
      "crash n2          | crash             | line 8, column 10: crash takes 1 word, not 0        | for example at 1200ms crash n2",
      "crash n2          | pause n1 -7       | column 19: the milliseconds of pause is from 0      | for example 800",
      "crash n2          | loss 130          | column 15: the per cent of loss is from 0 to 100    | for example 20",
      "crash n2          | cutkind n1 n2 Stor | column 24: 'Stor' is no kind of message            | did you mean Store?",
      "at 200ms crash    | at -200ms crash   | line 8, column 4: a time is from 0                  | for example 1200ms",
      "at 200ms crash    | at 200 crash      | line 8, column 4: '200' is no time                  | for example 1200ms",
      "at 200ms crash    | at 50ms crash     | a deed at 50 ms comes after one at 100 ms           | deeds stand in the order of time",
      "put c1 key-0      | put x key-0       | line 7, column 14: 'x' is no client                 | for example c1",
      "mishaps minted    | mishaps mintd     | line 6, column 9: 'mintd' is no mishap              | did you mean minted?",
      "seed 7            | seed seven        | line 2, column 6: 'seven' is no whole number        | for example 42",
      "ringside-run 2    | ringside-run 1    | line 1, column 14: this is version 1                | play it with the build that wrote it",
      "seed 7            | seeds 7           | line 2, column 1: 'seeds' begins no line            | did you mean seed?",
      "w=2 millis        | w=4 millis        | line 3, column 27: w is at most 3                   | for example w=3",
      "nodes=3           | nodes=0           | line 3, column 15: nodes is from 1 to 1000, not 0   | for example nodes=5",
      "loss=0            | loss=101          | line 4, column 24: loss is from 0 to 100, not 101   | for example loss=5",
      "delay=500         | dely=500          | line 4, column 9: nothing is called 'dely' here     | did you mean delay?",
      "quorum.w=2        | quorum.w=3        | line 5, column 8: quorum.w=3 contradicts w=2        | leave it out",
      "quorum.w=2        | quorum.n=9        | line 5, column 8: quorum.n=9 contradicts n=3        | leave it out",
      "quorum.w=2        | buckets.b.n=9     | N may not exceed the founding members, who are 3    | lower N",
      "quorum.w=2        | cluster.partitions=2 | line 5, column 8:                                | ''",
      "quorum.w=2        | quorum.x=2        | line 5, column 8:                                   | ''"})
  void aScriptThatCannotBePlayedIsRefusedAtTheWordThatIsWrong(String right, String wrong, String reason, String hint) {
    assertThatThrownBy(() -> ScriptText.read(WHOLE.replace(right, wrong)))
        .isInstanceOf(MalformedScript.class).hasMessageContaining(reason)
        .satisfies(thrown -> assertThat(((MalformedScript) thrown).hint()).contains(hint));
  }

  /** The checkers go by the line of the cluster, and so do its nodes. */
  @Test
  void nodesAreToldWhatTheClusterIsSaidToBe() {
    String five = WHOLE.replace("nodes=3 n=3 r=2 w=2", "nodes=5 n=5 r=3 w=4");
    assertThat(ScriptText.read(five.replace("config quorum.w=2\n", "")).setting().config())
        .containsExactly("quorum.n=5", "quorum.r=3", "quorum.w=4");
    assertThat(ScriptText.read(five.replace("config quorum.w=2", "config quorum.w=4")).setting().config())
        .containsExactly("quorum.n=5", "quorum.r=3", "quorum.w=4");
  }

  @Test
  void nothingIsDoneAfterTheEnd() {
    assertThatThrownBy(() -> ScriptText.read(WHOLE + "at 5000ms put c1 key-0\n"))
        .hasMessage("line 9, column 4: a deed at 5000 ms comes after the end: the run has millis=5000");
    assertThatThrownBy(() -> ScriptText.read(WHOLE + "at 99999ms crash n1\n")).hasMessageContaining("comes after the end");
    assertThat(ScriptText.read(WHOLE + "at 6000ms restart n2\n").deeds()).hasSize(3);
  }

  @Test
  void aScriptMaySayWhichBuildWroteIt() {
    assertThat(ScriptText.buildOf(WHOLE)).isEmpty();
    String told = ScriptText.afterHead("build 1.0+ab", WHOLE);
    assertThat(ScriptText.buildOf(told)).contains("1.0+ab");
    assertThat(ScriptText.read(told)).isEqualTo(ScriptText.read(WHOLE));
  }

  @Test
  void aByteOrderMarkAndTheLineEndsOfWindowsAreNotSeen() {
    String text = ScriptText.write(Swarm.write(1, 2000));
    assertThat(ScriptText.read("\uFEFF" + text.replace("\n", "\r\n"))).isEqualTo(ScriptText.read(text));
  }
}
