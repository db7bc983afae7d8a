package io.ringside.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** JavaScript reads the same file. */
  private static final Path CASES = Path.of("src/test/resources/canonical.json");

  @Test
  void theTextAndItsHashAreWhatJavaScriptWrites() throws IOException {
    for (JsonNode one : JSON.readTree(CASES.toFile())) {
      assertThat(Canonical.text(one.get("value"))).isEqualTo(one.get("text").textValue());
      assertThat(Canonical.hash(one.get("value"))).isEqualTo(one.get("sha256").textValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "1e300", "9007199254740992", "-9007199254740992", "18446744073709551616", "[{\"a\":1.0}]"})
  void whatHasNoCanonicalFormIsRefused(String json) throws IOException {
    JsonNode value = JSON.readTree(json);
    assertThatThrownBy(() -> Canonical.text(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
