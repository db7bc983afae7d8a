package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ringside.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command against a cluster of one node that says what it is told to say, one answer after the other; the last one stays. */
class ScrubCommandTest {
  private static final String SILENT = "{\"node\":\"n1\",\"reachable\":false,\"reason\":\"no answer\"}";

  private final StringWriter out = new StringWriter();
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] body = Bytes.utf8("{\"nodes\":[" + (answers.size() > 1 ? answers.remove() : answers.peek()) + "]}").array();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String node(boolean running, int records) {
    return "{\"node\":\"n1\",\"reachable\":true,\"quarantined\":0,\"scrub\":{\"running\":" + running + ",\"phase\":\"records\","
        + "\"records\":" + records + ",\"corrected\":0,\"quarantined\":0}}";
  }

  private int scrub(String... told) {
    answers.addAll(List.of(told));
    var environment = new TreeMap<String, String>();
    environment.put("RINGSIDE_AT", "http://127.0.0.1:" + server.getAddress().getPort());
    return Main.run(new String[] {"scrub"}, new PrintWriter(out), new PrintWriter(new StringWriter()), environment);
  }

  /** Found by a reviewer: it was taken for done, with nothing seen. */
  @Test
  void aNodeThatIsSilentForAMomentIsFollowedToItsEnd() {
    assertThat(scrub(node(true, 0), SILENT, SILENT, node(true, 7), node(false, 480))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("480");
  }

  @Test
  void ofANodeThatStaysSilentNothingIsSaid() {
    assertThat(scrub(node(true, 7), SILENT)).isEqualTo(ExitCode.DEGRADED);
    assertThat(out.toString().lines().skip(1)).singleElement().asString().matches("n1 +- +- +- +- +no answer *");
  }

  @Test
  void aNodeThatDidNotHearTheOrderIsGivenItAgain() {
    assertThat(scrub(SILENT, node(false, 3), node(true, 0), node(false, 480))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("480");
    assertThat(asked).containsExactly(
        "POST /cluster/scrub", "GET /cluster/repair", "POST /cluster/scrub?node=n1", "GET /cluster/repair");
  }
}
