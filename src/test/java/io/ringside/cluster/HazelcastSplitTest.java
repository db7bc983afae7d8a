package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * S20, the half of the data plane: Hazelcast falls apart into five islands of one member each, and merges again, while every link of
 * the event bus works. Nobody who reads or writes notices, neither in the split nor in the merge, and no JVM is restarted.
 */
class HazelcastSplitTest {
  private static final int MEMBERS = 5;

  /** The bus port of the members, and the default of {@code cluster.joinPortOffset} above it. */
  private static final int HAZELCAST_PORT = 8101;

  private static final String TELLS_ITS_MEMBERS = "-Dlogback.configurationFile=logback-hazelcast.xml";

  /** Hazelcast's own word for whom it sees, each time that this changes. */
  private static final Pattern MEMBERS_SEEN = Pattern.compile("Members \\{size:(\\d+),");

  /** One write and one read, on a machine that runs seven JVMs; a lookup in a registry that splits would take longer. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static final Duration MERGE_PATIENCE = Duration.ofSeconds(30);

  @TempDir
  private Path directory;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nobodyNoticesThatHazelcastSplitsAndMerges() throws Exception {
    assumeTrue(Namespaces.arePossible(), "network namespaces cannot be made here: it takes root and CAP_NET_ADMIN");
    try (var namespaces = new Namespaces();
        var cluster = new RunningCluster(namespaces.lay(directory, 2, MEMBERS), TELLS_ITS_MEMBERS)) {
      cluster.start();
      List<Long> processes = processes(cluster);
      awaitHazelcast(cluster, MEMBERS);
      try (var load = new Load(cluster)) {
        load.awaitOperations(200);
        load.sinceLastAsked();

        namespaces.block(HAZELCAST_PORT);
        awaitHazelcast(cluster, 1);
        load.awaitOperations(200);
        everybodyIsAliveToEverybody(cluster);

        namespaces.unblock(HAZELCAST_PORT);
        giveHazelcastTimeToMerge(cluster);
        load.awaitOperations(200);
        everybodyIsAliveToEverybody(cluster);

        Load.Progress progress = load.sinceLastAsked();
        assertThat(progress.failures()).isEmpty();
        assertThat(progress.slowestOfAll()).isLessThan(AT_ONCE.toMillis());
      }
      cluster.awaitNoHints(cluster.addressesFrom(0).get(0));
      assertThat(processes(cluster)).isEqualTo(processes);
    }
  }

  /** How long that takes is not ours to promise, minutes have been seen: while it tries, and when it has, nobody may notice. */
  private void giveHazelcastTimeToMerge(RunningCluster cluster) {
    Await.until(MERGE_PATIENCE, () -> cluster.names().stream().allMatch(name -> seenBy(name) == MEMBERS));
  }

  private void awaitHazelcast(RunningCluster cluster, int members) {
    RunningCluster.await("each Hazelcast sees " + members, () ->
        cluster.names().stream().allMatch(name -> seenBy(name) == members));
  }

  /** How many members Hazelcast saw when it said so last; 0 if it never did. */
  private int seenBy(String name) {
    try {
      String log = Files.readString(directory.resolve(name + ".log"));
      return MEMBERS_SEEN.matcher(log).results()
          .reduce((earlier, later) -> later).map(last -> Integer.parseInt(last.group(1))).orElse(0);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void everybodyIsAliveToEverybody(RunningCluster cluster) {
    cluster.addressesFrom(0).forEach(address -> cluster.awaitAlive(address, MEMBERS));
  }

  private static List<Long> processes(RunningCluster cluster) {
    return cluster.names().stream().map(name -> cluster.stateOf(name).pid()).toList();
  }
}
