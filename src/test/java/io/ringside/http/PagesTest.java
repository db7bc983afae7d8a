package io.ringside.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class PagesTest {
  private static final String SCRIPT = "/js/replay/main.js";

  private HttpFace face;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext test) {
    HttpFace.start(vertx).onComplete(test.succeeding(started -> {
      face = started;
      test.completeNow();
    }));
  }

  private Future<HttpResponse<Buffer>> ask(HttpMethod method, String path, String takes) {
    var request = face.request(method, path);
    if (takes != null) {
      request.putHeader("Accept-Encoding", takes);
    }
    return request.send();
  }

  private void check(VertxTestContext test, String path, String takes, Consumer<HttpResponse<Buffer>> that) {
    ask(HttpMethod.GET, path, takes).onComplete(test.succeeding(got -> test.verify(() -> {
      that.accept(got);
      test.completeNow();
    })));
  }

  @ParameterizedTest
  @CsvSource({"/,text/html", "/lab.html,text/html", SCRIPT + ",text/javascript", "/vendor/preact.js,text/javascript", "/css/base.css,text/css", "/icon.svg,image/svg+xml",
      "/vendor/manifest.json,application/json", "/vendor/LICENSE-htm.txt,text/plain"})
  void aPagesTextsAreGzippedForWhoTakesThemSo(String path, String type, VertxTestContext test) {
    check(test, path, "gzip, deflate, br", got -> {
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.getHeader("Content-Type")).isEqualTo(type + "; charset=utf-8");
      assertThat(got.getHeader("Content-Encoding")).isEqualTo("gzip");
      assertThat(got.getHeader("Vary")).isEqualTo("Accept-Encoding");
      assertThat(unpacked(got.body())).isNotBlank().doesNotContain("\n// Puts the panels on the page");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "br", "gzip;q=0", "deflate, gzip ; q=0.0", "xgzip"})
  void whoDoesNotTakeThemSoGetsThemPlain(String takes, VertxTestContext test) {
    check(test, SCRIPT, takes, got -> {
      assertThat(got.getHeader("Content-Encoding")).isNull();
      assertThat(got.bodyAsString()).contains("import ");
    });
  }

  @Test
  void whoSaysNothingGetsThemPlain(VertxTestContext test) {
    check(test, SCRIPT, null, got -> assertThat(got.bodyAsString()).contains("import "));
  }

  @Test
  void headSaysWhatGetWould(VertxTestContext test) {
    ask(HttpMethod.GET, SCRIPT, "gzip;q=0.5").compose(got -> ask(HttpMethod.HEAD, SCRIPT, "gzip;q=0.5").map(head -> {
      assertThat(got.getHeader("Content-Encoding")).isEqualTo("gzip");
      assertThat(head.getHeader("Content-Encoding")).isEqualTo("gzip");
      assertThat(head.getHeader("Content-Length")).isEqualTo(got.getHeader("Content-Length"));
      return head;
    })).onComplete(test.succeedingThenComplete());
  }

  @Test
  void whatIsThereAlreadyIsNotSentAgain(VertxTestContext test) {
    ask(HttpMethod.GET, SCRIPT, "gzip").compose(got -> {
      String tag = got.getHeader("ETag");
      assertThat(tag).isNotBlank();
      assertThat(got.getHeader("Cache-Control")).isEqualTo("no-cache");
      return face.request(HttpMethod.GET, SCRIPT).putHeader("If-None-Match", tag).send().compose(again -> {
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isNull();
        assertThat(again.getHeader("ETag")).isEqualTo(tag);
        return face.request(HttpMethod.GET, "/js/replay/below.js").putHeader("If-None-Match", tag).send();
      });
    }).onComplete(test.succeeding(other -> test.verify(() -> {
      assertThat(other.statusCode()).as("another's tag").isEqualTo(200);
      test.completeNow();
    })));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/js/none.js", "/js/", SCRIPT + "/", "/.hidden.js", "/js/main.class", "/js/../openapi.js", "/vendor/none.css"})
  void whatIsNotThereIsToldAsEverywhere(String path, VertxTestContext test) {
    check(test, path, "gzip", got -> {
      assertThat(got.statusCode()).isEqualTo(404);
      assertThat(got.bodyAsJsonObject().getString("error")).isEqualTo("no_such_path");
    });
  }

  private static String unpacked(Buffer packed) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.getBytes()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
