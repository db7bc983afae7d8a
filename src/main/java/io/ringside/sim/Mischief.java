package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Crashes nodes and cuts the network at random, and puts everything right in the end. */
final class Mischief {
  private final SimCluster cluster;
  private final SimSettings settings;
  private final Random random;
  private int faults;
  private boolean over;

  Mischief(SimCluster cluster, SimSettings settings, Random random) {
    this.cluster = cluster;
    this.settings = settings;
    this.random = random;
  }

  void start() {
    cluster.setUsualLink(Link.LOCAL.with(settings.loss(), settings.loss()));
    scheduleNext();
  }

  private void scheduleNext() {
    cluster.world().after(1 + random.nextInt(2 * settings.meanFaultMillis()), () -> {
      if (!over) {
        faults++;
        oneFault();
        scheduleNext();
      }
    });
  }

  private void oneFault() {
    NodeId node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    switch (random.nextInt(4)) {
      case 0, 1 -> crashOrRestart(node);
      case 2 -> cluster.setFaults(halves());
      default -> cluster.setFaults(FaultPlan.NONE);
    }
  }

  private void crashOrRestart(NodeId node) {
    if (cluster.isUp(node)) {
      cluster.crash(node);
    } else {
      cluster.restart(node);
    }
  }

  private FaultPlan halves() {
    var nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, random);
    int cut = 1 + random.nextInt(nodes.size() - 1);
    return FaultPlan.NONE.partition(List.of(nodes.subList(0, cut), nodes.subList(cut, nodes.size())));
  }

  /** Heals the network and starts whatever is down. */
  void makeGood() {
    over = true;
    cluster.setUsualLink(Link.LOCAL);
    cluster.setFaults(FaultPlan.NONE);
    cluster.nodes().stream().filter(node -> !cluster.isUp(node)).forEach(cluster::restart);
  }

  int faults() {
    return faults;
  }
}
