package io.ringside.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a cluster on this machine is to be. Immutable.
 *
 * @param directory holds {@code cluster.json}, and a directory and a log for each member
 * @param settings arguments that every member is given besides its own
 */
public record ClusterPlan(Path directory, List<MemberPlan> members, List<String> settings) {
  /** Hazelcast listens at this distance from the event bus: the default of {@code cluster.joinPortOffset}. */
  private static final int JOIN_OFFSET = 1000;

  public ClusterPlan {
    directory = directory.toAbsolutePath().normalize();
    members = List.copyOf(members);
    settings = List.copyOf(settings);
  }

  /**
   * So many members n1, n2, … on loopback. Their ports are those of the last cluster in this directory, if it had as many, or
   * free ones.
   */
  public static ClusterPlan onLoopback(Path directory, int members, List<String> settings) {
    Optional<ClusterFile> former = ClusterFile.read(directory);
    if (former.isPresent() && former.get().plans().size() != members) {
      throw ClusterFailure.mistake(directory + " holds a cluster of " + former.get().plans().size() + " members, not " + members,
          "start it with as many, or name another directory: its founding roster cannot change");
    }
    List<MemberPlan> plans = former.map(ClusterFile::plans).orElseGet(() -> fresh(directory, members));
    return new ClusterPlan(directory, plans, settings);
  }

  private static List<MemberPlan> fresh(Path directory, int members) {
    var ports = new FreePorts(new Random());
    var plans = new ArrayList<MemberPlan>();
    for (int i = 1; i <= members; i++) {
      Path data = directory.toAbsolutePath().normalize().resolve("n" + i);
      plans.add(MemberPlan.onLoopback("n" + i, ports.next(JOIN_OFFSET), ports.next(), data));
    }
    return plans;
  }
}
