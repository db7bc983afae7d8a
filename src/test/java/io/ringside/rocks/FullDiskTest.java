package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringside.config.DataConfig.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fills a small disk of its own, in a mount namespace; skipped where none can be made. */
@Timeout(120)
class FullDiskTest {
  private static final String ON_SMALL_DISK = "mount -t tmpfs -o size=10m tmpfs \"$0\" && exec \"$@\"";

  @TempDir Path directory;

  @Test
  void aFullDiskEndsWritesButNotReads() throws Exception {
    assumeTrue(canMount(), "needs the right to mount: run as root, or allow user namespaces");

    Process process = StoreProcess.start(onSmallDisk(StoreProcess.command(directory, Durability.SYNC, 1, 2_000)));
    List<String> lines;
    try (var output = process.inputReader()) {
      lines = new ArrayList<>(output.lines().toList());
    }

    assertThat(process.waitFor()).isZero();
    assertThat(lines).hasSizeGreaterThan(100);
    assertThat(lines.get(lines.size() - 3)).contains("unavailable").contains("takes no more writes");
    assertThat(lines.get(lines.size() - 2)).startsWith("then ").contains("unavailable");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("still readable true");
  }

  private boolean canMount() throws InterruptedException {
    try {
      return StoreProcess.start(onSmallDisk(List.of("true"))).waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  private List<String> onSmallDisk(List<String> command) {
    var all = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c", ON_SMALL_DISK, directory.toString()));
    all.addAll(command);
    return all;
  }
}
