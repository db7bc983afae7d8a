package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.physics.Law;
import io.ringside.physics.Physics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path directory;

  @Test
  void eachFindingIsALineAndTheProgressStandsApart() {
    assertThat(run("--quick", "--law", "ring", "timeouts", "-o", "json")).isEqualTo(ExitCode.OK);

    List<JsonObject> lines = out.toString().lines().map(JsonObject::new).toList();
    assertThat(lines).allMatch(line -> line.getString("verdict").equals("ok")).hasSizeGreaterThan(10);
    assertThat(err.toString()).contains("seed 1");
  }

  @Test
  void aModelOfOnesOwnIsMeasuredAndDrawn() throws IOException {
    Path model = Files.writeString(directory.resolve("model"), "w: mean(20)\na: mean(2)\nname: mine\nt: 0 10\n");

    assertThat(run("--quick", "--model", model.toString(), "--rw", "1/1 2/1", "--out", directory.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("mine R=1 W=1 t=0", "mine R=2 W=1 t=10");
    assertThat(directory.resolve("mine-r-1-w-1.svg")).content().startsWith("<svg").contains("mine R=1 W=1", "</svg>");
  }

  @Test
  void theHelpNamesEveryLaw() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains(Physics.laws().stream().map(Law::name).toList());
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsMeasured() {
    assertThat(run("--w", "mean(x)")).isEqualTo(ExitCode.USAGE);
    assertThat(run("--law", "stalenes")).isEqualTo(ExitCode.USAGE);
    assertThat(run("--model", directory.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--w: w: 'mean(x)': 'x' is no number", "did you mean staleness?", "cannot be read");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "sim";
    all[1] = "physics";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Main.run(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
