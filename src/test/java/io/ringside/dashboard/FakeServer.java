package io.ringside.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The page over a cluster that is only played, of any size: for what concerns the page alone. */
final class FakeServer implements AutoCloseable {
  private final Process process;
  private final String url;

  private FakeServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static FakeServer start(int nodes) throws IOException {
    Process process = new ProcessBuilder("node", "src/test/js/fake-server.mjs", "--nodes", Integer.toString(nodes), "--child")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String url = output.readLine();
    if (url == null) {
      process.destroyForcibly();
      throw new IOException("The fake server did not start");
    }
    return new FakeServer(process, url);
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
