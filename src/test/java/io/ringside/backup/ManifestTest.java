package io.ringside.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.NodeId;
import io.ringside.message.BackupName;
import io.ringside.storage.BackupLabel;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Manifest MANIFEST = new Manifest(
      new BackupLabel(new BackupName("monday"), "shop", NodeId.of("n1"), Long.MAX_VALUE,
          new TreeSet<>(List.of(NodeId.of("n1"), NodeId.of("n2"))), 256, -7, 1_700_000_000_123L),
      List.of(new FileSum("RINGSIDE", 37, "ab12"), new FileSum("rocksdb/000009.sst", 1L << 40, "cd34")));

  @Test
  void whatIsWrittenIsRead() {
    assertThat(Manifest.parse(MANIFEST.toJson())).isEqualTo(MANIFEST);
    assertThat(MANIFEST.sizeBytes()).isEqualTo((1L << 40) + 37);
  }

  @Test
  void peopleCanReadIt() {
    assertThat(MANIFEST.toJson()).contains(
        "\"cluster\" : \"shop\"", "\"taken\" : \"2023-11-14T22:13:20.123Z\"", "\"members\" : [ \"n1\", \"n2\" ]");
  }

  @Test
  void noBeginningOfItIsTakenForAll() {
    String json = MANIFEST.toJson().strip();
    for (int length = 0; length < json.length(); length++) {
      String part = json.substring(0, length);
      assertThatThrownBy(() -> Manifest.parse(part)).as(part).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noOtherCharacterInAValuePasses() {
    String json = MANIFEST.toJson();
    for (int at = 0; at < json.length(); at++) {
      if (Character.isLetterOrDigit(json.charAt(at))) {
        String changed = json.substring(0, at) + (json.charAt(at) == '1' ? '2' : '1') + json.substring(at + 1);
        assertThatThrownBy(() -> Manifest.parse(changed)).as(changed).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void anotherFormatIsNamed() {
    assertThatThrownBy(() -> Manifest.parse(MANIFEST.toJson().replace("\"format\" : 1", "\"format\" : 2")))
        .hasMessageContaining("the format 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../n2/RINGSIDE", "rocksdb/../../x", "./RINGSIDE"})
  void aFileLiesWithinItsBackup(String path) {
    assertThatThrownBy(() -> new FileSum(path, 1, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/x", "-x", "a b", "grün"})
  void aBackupsNameIsNoPath(String name) {
    assertThatThrownBy(() -> new BackupName(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
