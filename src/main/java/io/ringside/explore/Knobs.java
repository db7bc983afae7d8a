package io.ringside.explore;

import java.util.ArrayList;
import java.util.List;

/** Draws how the nodes of one run are configured: each knob that changes what they do to each other, now and then. */
final class Knobs {
  /*
   * Not drawn, since a simulation has nothing that they turn: files and queues of RocksDB (data.*), sockets and bodies (http.*,
   * limits.headerBytes), tokens, which only HTTP has; and what a run is too short or its values too small to reach:
   * hints.maxBytesMebibytes, repair.scrubPeriodHours. limits.inFlight would excuse every failure. quorum.ttlSeconds makes of each
   * write what the deed "expire" makes of some, and pr and pw are asked for by clients.
   *
   * Shares of time are not below a quarter: a disk that stalls for ten seconds within a batch makes the rest after it so much
   * longer, by right, and no run waits for minutes.
   */
  private static final double SELDOM = 0.15;
  private static final double SOMETIMES = 0.3;
  private static final double OFTEN = 0.7;

  private final Dice dice;
  private final List<String> lines = new ArrayList<>();

  private Knobs(Dice dice) {
    this.dice = dice;
  }

  /** All but the cluster's own: N, R, W and partitions. */
  static List<String> draw(Dice dice) {
    var knobs = new Knobs(dice);
    knobs.gossip();
    knobs.quorums();
    knobs.hints();
    knobs.repair();
    knobs.deletes();
    knobs.limits();
    return knobs.lines;
  }

  private void set(String key, int... values) {
    lines.add(key + "=" + dice.pick(values));
  }

  private void gossip() {
    int periodMillis = dice.pick(200, 500, 1000);
    lines.add("gossip.periodMillis=" + periodMillis);
    lines.add("gossip.probeTimeoutMillis=" + periodMillis * 2 / 5);
    if (dice.chance(SOMETIMES)) {
      set("gossip.indirectProbes", 0, 1, 3);
      set("gossip.suspicionMultiplier", 2, 4);
      set("gossip.suspicionMaxMultiplier", 1, 3, 6);
      set("gossip.slownessLimit", 0, 2, 8);
      set("gossip.retransmitMultiplier", 2, 4);
      set("gossip.syncPeriodMillis", 2000, 10_000);
    }
  }

  private void quorums() {
    set("quorum.replicaTimeoutMillis", 100, 300, 500);
    lines.add("quorum.fanout=" + (dice.chance(SOMETIMES) ? "quorum" : "all"));
    if (dice.chance(SOMETIMES)) {
      set("quorum.hedgeAfterMillis", 5, 50, 90);
      set("quorum.hedgeBudgetPercent", 0, 5, 100);
    }
    if (dice.chance(SELDOM)) {
      lines.add("data.durability=async");
    }
  }

  private void hints() {
    set("hints.deliverPeriodMillis", 100, 500, 1000);
    set("hints.batchLimit", 1, 8, 64);
    if (dice.chance(SOMETIMES)) {
      set("hints.ratePerSecond", 5, 50, 5000);
      set("hints.dutyPercent", 25, 75, 100);
      set("hints.backOffMillis", 500, 2000, 8000);
    }
    if (dice.chance(SELDOM)) {
      set("hints.maxCount", 1, 5, 20);
    }
  }

  private void repair() {
    if (dice.chance(SOMETIMES)) {
      set("repair.periodMillis", 200, 500, 2000);
      set("repair.confirmMillis", 0, 200, 1000);
      set("repair.batchLimit", 1, 4, 32);
      set("repair.batchMillis", 1, 10, 1000);
      set("repair.dutyPercent", 25, 50, 100);
      set("repair.keysLimit", 3, 20, 10_000);
      set("repair.scrubDutyPercent", 25, 100);
    }
    if (dice.chance(SOMETIMES)) {
      set("repair.readBudgetPercent", 0, 20, 100);
      set("repair.readBudgetBurst", 1, 5, 100);
    }
  }

  private void deletes() {
    if (dice.chance(OFTEN)) {
      set("deletes.reapAfterSeconds", 0, 0, 2, 10);
      set("deletes.periodMillis", 100, 300, 1000);
      set("deletes.batchLimit", 1, 3, 500);
    }
  }

  private void limits() {
    if (dice.chance(SELDOM)) {
      lines.add("limits.siblingsSoft=2");
      set("limits.siblingsHard", 3, 5, 20);
    }
  }
}
