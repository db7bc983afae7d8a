package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MuseumCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(args, new PrintWriter(out), new PrintWriter(err), new TreeMap<>());
  }

  @Test
  void onePieceTellsItsStoryAndWhatNoticedIt() {
    assertThat(run("sim", "museum", "--piece", "two-rings")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("two-rings (recipe 19)", "CEP-21", "must be noticed by I15", "I15: ");
  }

  @Test
  void jsonTellsAllOfIt() throws IOException {
    assertThat(run("sim", "museum", "--piece", "two-rings", "-o", "json")).isEqualTo(ExitCode.OK);
    JsonNode row = new ObjectMapper().readTree(out.toString());
    assertThat(row.get("noticed").asBoolean()).isTrue();
    assertThat(row.get("seeds")).hasSize(3);
    assertThat(row.get("invariant").asText()).isEqualTo("I15");
  }

  @Test
  void anUnknownPieceIsAMisuse() {
    assertThat(run("sim", "museum", "--piece", "mona-lisa")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no such piece: mona-lisa");
    assertThat(run("sim", "museum", "--seeds", "0")).isEqualTo(ExitCode.USAGE);
  }
}
