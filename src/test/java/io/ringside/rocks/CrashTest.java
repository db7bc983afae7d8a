package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills real processes in the middle of their writes. */
@Timeout(120)
class CrashTest {
  private static final int KILLS = 4;
  private static final int VALUE_SIZE = 2_000;

  @TempDir Path directory;

  /**
   * What survives of the writes that were under way is a prefix: no key is there whose predecessor is not. Under {@code async}
   * too: what only a process lost was already in the operating system's hands.
   */
  @ParameterizedTest
  @EnumSource(Durability.class)
  void killingTheProcessLosesNothingAcknowledged(Durability durability) throws Exception {
    var acknowledged = new ArrayList<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(writeUntilKilled(durability, kill * 1_000_000 + 1, 1_000 + 777 * kill));
      assertNoGapFrom(kill * 1_000_000 + 1);
    }

    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 1_000);
    assertAllHeld(acknowledged);
  }

  @Test
  void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
    Process process = StoreProcess.start(StoreProcess.command(directory, Durability.ASYNC, 1, VALUE_SIZE));
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("open");

      assertThatThrownBy(this::open).isInstanceOf(CannotOpenStore.class)
          .hasMessageContaining("in use by another process").hasMessageContaining("data.directory");
    } finally {
      kill(process);
    }
  }

  private List<String> writeUntilKilled(Durability durability, int firstKey, int acknowledgements) throws Exception {
    Process process = StoreProcess.start(StoreProcess.command(directory, durability, firstKey, VALUE_SIZE));
    var acknowledged = new ArrayList<String>();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("open");
      while (acknowledged.size() < acknowledgements) {
        acknowledged.add(lines.readLine());
      }
      process.destroyForcibly();
      String last = null;
      for (String line = readLine(lines); line != null; line = readLine(lines)) {
        if (last != null) {
          acknowledged.add(last);
        }
        last = line; // The last may be torn, so it is left out.
      }
    } finally {
      kill(process);
    }
    return acknowledged;
  }

  private static String readLine(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (IOException closedByTheKill) {
      return null;
    }
  }

  private void assertAllHeld(List<String> acknowledged) throws Exception {
    RocksDbDataStore store = open();
    try {
      for (String name : acknowledged) {
        Bytes key = Bytes.utf8(name);
        Optional<Bytes> value = store.get(Space.DATA, key).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(value).as(name).contains(StoreProcess.value(key, VALUE_SIZE));
      }
    } finally {
      store.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private void assertNoGapFrom(int firstKey) throws Exception {
    RocksDbDataStore store = open();
    try {
      int number = firstKey;
      Page page;
      do {
        page = store.scan(Space.DATA, Bytes.EMPTY, StoreProcess.key(number - 1), 1_000).toCompletionStage().toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
        for (Page.Entry entry : page.entries()) {
          assertThat(entry.key()).isEqualTo(StoreProcess.key(number));
          number++;
        }
      } while (page.more());
    } finally {
      store.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private RocksDbDataStore open() {
    return RocksDbDataStore.open(
        new DataConfig(directory, Durability.SYNC, 4, 1, 10_000, 256, Path.of("backups"), 16), "test",
        NodeId.of("n1"), Runnable::run);
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
