package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsonClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(100);

  private static Vertx vertx;
  private static String address;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    address = "http://127.0.0.1:" + vertx.createHttpServer().requestHandler(request -> {
      HttpServerResponse response = request.response();
      switch (request.path()) {
        case "/json" -> response.setStatusCode(503).end("{\"reason\":\"tired\"}");
        case "/html" -> response.end("<!doctype html>");
        case "/empty" -> response.end();
        default -> response.setChunked(true).write("{\"half\":");
      }
    }).listen(0, "127.0.0.1").await().actualPort();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void whatItSaysComesWithItsStatus() throws IOException {
    JsonClient.Answer answer = new JsonClient(LIMIT).get(address + "/json");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().path("reason").asText()).isEqualTo("tired");
  }

  @Test
  void whoSpeaksNoJsonIsNoNode() {
    var client = new JsonClient(LIMIT);
    for (String path : new String[] {"/html", "/empty"}) {
      assertThatThrownBy(() -> client.get(address + path)).isInstanceOf(IOException.class).hasMessageContaining("no node");
    }
  }

  @Test
  void anAnswerWithoutAnEndIsNotWaitedForForever() {
    var client = new JsonClient(SHORT);
    assertThatThrownBy(() -> client.get(address + "/half")).isInstanceOf(IOException.class).hasMessageContaining("100 ms");
  }
}
