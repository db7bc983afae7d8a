package io.ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path directory;

  @Test
  void onceItPlaysTheWholeDemonstrationOnRealNodesAndEnds() {
    int exitCode = demo("--once", "--port", "0", "--data", directory.toString(), "-o", "json");

    List<JsonObject> lines = out.toString().lines().map(JsonObject::new).toList();
    JsonObject verdict = lines.get(lines.size() - 1);
    assertTrue(lines.get(0).getString("address").startsWith("http://127.0.0.1:"), out.toString());
    assertEquals(List.of(), verdict.getJsonArray("failures").getList());
    assertEquals(ExitCode.OK, exitCode, err.toString());
    assertTrue(Files.isDirectory(directory.resolve("n5")), "data that was asked for stays");
  }

  @Test
  void onceItFailsIfAStepIsNotAsItShouldBe() throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong.scenario"), "# wrong: it is\nput k 2\nput k 1 over seen\nexpect k = 2\n");

    assertEquals(ExitCode.NOT_FOUND, demo("--once", "--port", "0", "--scenario", wrong.toString()));
    assertTrue(out.toString().contains("expected 2, but a read has 1"), out.toString());
  }

  @Test
  void aPortInUseIsSaidWithWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(ExitCode.INTERNAL, demo("--once", "--port", "" + taken.getLocalPort()));
      assertTrue(err.toString().contains("Address already in use") && err.toString().contains("--port 0"), err.toString());
    }
  }

  @Test
  void aPlayWithTooFewNodesIsRefusedBeforeAnythingStarts() {
    assertEquals(ExitCode.USAGE, demo("--once", "--nodes", "3"));
    assertEquals(ExitCode.USAGE, demo("--once", "--scenario", "no-such"));
  }

  private int demo(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "demo";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.run(all, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
