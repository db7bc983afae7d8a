package io.ringside.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a script of the page's own language, with Node. */
public final class NodeScript {
  private static final long LIMIT_SECONDS = 300;

  private NodeScript() {}

  /** What it prints; an assertion fails if it does not end, or not well. */
  public static String run(String script, List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("node", script));
    command.addAll(arguments);
    Path output = Files.createTempFile("node", ".out");
    try {
      Process node = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      node.destroyForcibly();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended && node.exitValue() == 0).as(printed).isTrue();
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
