package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path directory;

  @Test
  void aListNamesEachScenarioAndAnyOfThemIsShown() {
    assertThat(scenario("list", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines().map(JsonObject::new).map(line -> line.getString("name")))
        .contains("crash-and-hints", "flapping-node");
    assertThat(scenario("show", "split-2-3")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).startsWith("# split-2-3: ").contains("partition n1 n2 | n3 n4 n5");
    assertThat(scenario("show", "split-2-3", "-o", "json")).isEqualTo(ExitCode.OK);
    assertThat(new JsonObject(out.toString()).getString("text")).startsWith("# split-2-3: ");
  }

  @Test
  void theSameSeedGivesTheSameHash() {
    assertThat(scenario("run", "shopping-cart", "--seed", "42", "-o", "json")).isEqualTo(ExitCode.OK);
    List<JsonObject> lines = out.toString().lines().map(JsonObject::new).toList();
    JsonObject last = lines.get(lines.size() - 1);
    assertThat(last.getString("seed")).isEqualTo("42");
    assertThat(scenario("run", "shopping-cart", "--seed", "42")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("seed 42, hash " + last.getString("hash"));
  }

  @Test
  void aFileOfOnesOwnIsPlayedLive() throws IOException {
    Path mine = file("# mine: three nodes.\ncluster nodes=3\nput k v\nexpect within 5s k = v on every owner\n");

    assertThat(scenario("run", mine.toString(), "--live")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("all 2 steps are as they should be");
    assertThat(scenario("run", file("# mine: wrong.\ncluster nodes=1 n=1 r=1 w=1\nput k w\nput k v over seen\nexpect k = w\n").toString(), "--live"))
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void aSeedThatIsNoNumberIsRefused() {
    assertThat(scenario("run", "split-2-3", "--seed", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err).hasToString("ringside: --seed: 'x' is not a whole number\n  hint: for example --seed 42\n");
    assertThat(scenario("run", "split-2-3", "--seed", "1", "--live")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("a live run has no seed");
  }

  @Test
  void whatCannotBePlayedIsRefusedWithItsPlace() throws IOException {
    Path broken = file("# mine: broken.\nput k v\n\n  partion n1 | n2\n");

    assertThat(scenario("run", broken.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err).hasToString("ringside: " + broken + ":4:3: 'partion' is not a verb\n  hint: did you mean partition?\n");
    assertThat(scenario("run", "split-2-4")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no scenario 'split-2-4'", "did you mean split-2-3?");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("mine.scenario"), text);
  }

  private int scenario(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] all = new String[arguments.length + 1];
    all[0] = "scenario";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.run(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
