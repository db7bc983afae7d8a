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
  @ValueSource(strings = {"", "# nothing", "seed 7", "# of an unknown build\nseed 7\nringside-run 2", "ringside-run"})
  void aFileThatDoesNotSayItsVersionFirstIsRefused(String text) {
    assertThatThrownBy(() -> ScriptText.read(text)).isInstanceOf(MalformedScript.class).satisfies(thrown ->
        assertThat(((MalformedScript) thrown).hint()).isEqualTo("sim run --seed 1 --print-script shows a whole one"));
  }

  @Test
  void aScriptSaysHowFarItGoes() {
    assertThat(ScriptText.read(WHOLE).setting().ending()).isEqualTo(Ending.QUIET);
    assertThat(ScriptText.read(WHOLE + "end answers\n").setting().ending()).isEqualTo(Ending.ANSWERS);
    assertThatThrownBy(() -> ScriptText.read(WHOLE + "end answer\n")).hasMessageContaining("line 9: 'answer' is no end");
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
      "crash n2              | crahs n2            | line 8: 'crahs' is no deed      | did you mean crash?",
      "crash n2              | crash n9            | line 8: there is no n9          | the nodes are n1 to n3",
      "crash n2              | crash               | line 8: crash takes 1 words     | ''",
      "at 200ms crash        | at -200ms crash     | line 8: a time is not negative  | ''",
      "at 200ms crash        | at 200 crash        | line 8: '200' is no time        | ''",
      "put c1 key-0          | put x key-0         | line 7: 'x' is no client        | ''",
      "mishaps minted        | mishaps mintd       | line 6: 'mintd' is no mishap    | did you mean minted?",
      "seed 7                | seed seven          | line 2: 'seven' is no whole     | ''",
      "ringside-run 2        | ringside-run 1      | line 1: this is version 1       | play it with the build that wrote it",
      "seed 7                | seeds 7             | line 2: 'seeds' begins no line  | did you mean seed?",
      "w=2 millis            | w=4 millis          | 1 <= R, W <= N <= nodes         | ''",
      "quorum.w=2            | quorum.x=2          | quorum.x                        | ''"})
  void aScriptThatCannotBePlayedIsRefusedWithLineReasonAndHint(String right, String wrong, String reason, String hint) {
    assertThatThrownBy(() -> ScriptText.read(WHOLE.replace(right, wrong)))
        .isInstanceOf(MalformedScript.class).hasMessageContaining(reason)
        .satisfies(thrown -> assertThat(((MalformedScript) thrown).hint()).isEqualTo(hint));
  }
}
