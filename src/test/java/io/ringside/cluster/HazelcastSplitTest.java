package io.ringside.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.testing.OwnNetwork;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * S20. Hazelcast falls apart into five islands of one member each, and merges again, while every link of the event bus works:
 * nobody who reads or writes notices, neither in the split nor in the merge. And the reverse: the links of the bus are cut between
 * two members and three while Hazelcast is whole, and what Hazelcast believes does not matter. No JVM is restarted in either.
 */
@ExtendWith(OwnNetwork.class)
class HazelcastSplitTest {
  private static final int MEMBERS = 5;
  private static final int LEFT = 2;

  /** How long Hazelcast is in pieces: {@code mvn test -Dtest=HazelcastSplitTest -Dringside.split.seconds=90} takes its time. */
  private static final Duration SPLIT = Duration.ofSeconds(Long.getLong("ringside.split.seconds", 5));

  private static final Duration ANSWERED_AGAIN = Duration.ofSeconds(10);

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
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nobodyNoticesThatHazelcastSplitsAndMerges() throws Exception {
    var namespaces = new Namespaces();
    try (var cluster = new RunningCluster(namespaces.lay(directory, LEFT, MEMBERS), TELLS_ITS_MEMBERS)) {
      cluster.start();
      List<Long> processes = processes(cluster);
      awaitHazelcast(cluster, MEMBERS);
      try (var load = new Load(cluster)) {
        load.awaitOperations(200);
        load.sinceLastAsked();

        namespaces.block(HAZELCAST_PORT);
        awaitHazelcast(cluster, 1);
        nobodyIsMournedFor(SPLIT, cluster);
        load.awaitOperations(200);
        everybodyIsAliveToEverybody(cluster);

        namespaces.unblock(HAZELCAST_PORT);
        assertThat(Await.until(ANSWERED_AGAIN, () -> cluster.addressesFrom(0).stream()
            .allMatch(address -> cluster.allAnswer(address, MEMBERS)))).as("every node answers everybody").isTrue();
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

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatHazelcastBelievesDoesNotMatterWhenTheBusIsCut() throws Exception {
    var namespaces = new Namespaces();
    try (var cluster = new RunningCluster(namespaces.lay(directory, LEFT, MEMBERS), TELLS_ITS_MEMBERS)) {
      cluster.start();
      List<Long> processes = processes(cluster);
      awaitHazelcast(cluster, MEMBERS);
      List<String> addresses = cluster.addressesFrom(0);
      try (var load = new Load(cluster)) {
        load.awaitOperations(200);

        namespaces.blockAcross(Namespaces.BUS_PORT);
        addresses.subList(0, LEFT).forEach(address -> cluster.awaitAlive(address, LEFT));
        addresses.subList(LEFT, MEMBERS).forEach(address -> cluster.awaitAlive(address, MEMBERS - LEFT));
        load.sinceLastAsked();
        load.awaitOperations(200);
        assertThat(load.sinceLastAsked().failures()).as("failures once each side knows the other to be away").isEmpty();
        assertThat(cluster.names()).allMatch(name -> seenBy(name) == MEMBERS);

        namespaces.unblockAcross(Namespaces.BUS_PORT);
        everybodyIsAliveToEverybody(cluster);
        load.awaitOperations(200);
      }
      cluster.awaitNoHints(addresses.get(0));
      assertThat(processes(cluster)).isEqualTo(processes);
    }
  }

  /** Looks at what each member believes of all others, over and over. */
  private static void nobodyIsMournedFor(Duration time, RunningCluster cluster) {
    assertThat(Await.until(time, () -> cluster.addressesFrom(0).stream().anyMatch(cluster::mournsAnybody)))
        .as("somebody is taken for dead because Hazelcast does not see him").isFalse();
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
