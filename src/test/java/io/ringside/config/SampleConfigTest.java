package io.ringside.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleConfigTest {
  private static final Path SAMPLE = Path.of("config/node.yaml");

  @TempDir
  private Path directory;

  @Test
  void theSampleServesEachOfItsMembers() {
    for (String name : new String[] {"n1", "n2", "n3"}) {
      NodeConfig config = new ConfigSources().file(SAMPLE).set("node.name", name, "--name").read().node();
      assertThat(config.seat()).map(Founder::id).contains(config.self());
      assertThat(config.bucket("sessions")).isEqualTo(new BucketConfig(3, 1, 2, 0, 0, 0));
    }
  }

  @Test
  void itsCommentedLinesNameEveryOtherSettingAtItsDefault() throws IOException {
    Path uncommented = Files.writeString(directory.resolve("node.yaml"),
        Files.readString(SAMPLE).replaceAll("(?m)^#(?=  \\S)", ""));
    ResolvedConfig config = new ConfigSources().file(uncommented).read();
    assertThat(Schema.entries()).allSatisfy(entry -> {
      Setting setting = config.setting(entry.key());
      assertThat(setting.origin()).as(entry.key()).isNotEqualTo(Origin.DEFAULT);
      if (!entry.key().equals("cluster.members")) {
        assertThat(setting.text()).as(entry.key()).isEqualTo(entry.knob().value());
      }
    });
  }
}
