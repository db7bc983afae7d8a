package io.ringside.explore;

import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.sim.Damage;
import io.ringside.sim.Link;
import io.ringside.sim.SimCluster;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Does to a cluster what a script says, and puts everything right in the end. */
final class Misfortune {
  /** After something was mended: so long until every operation has to succeed again, and until a node that stood still is well. */
  private static final long RECOVERY_MILLIS = 4000;

  private static final long SCRUB_MILLIS = 1000;
  private static final long AFTER_VAIN_START_MILLIS = 500;

  private final SimCluster cluster;
  private final Link usual;
  private final boolean crashesAreHarmless;
  private final Consumer<NodeId> lostData;
  private final TreeSet<NodeId> full = new TreeSet<>();
  private final TreeSet<NodeId> notServing = new TreeSet<>();

  /** Whose disk is new, and nobody has served from it yet. Were the old one put back, nothing would be lost, and all think it is. */
  private final TreeSet<NodeId> empty = new TreeSet<>();
  private final SortedMap<NodeId, Future<Void>> stopping = new TreeMap<>();
  private final SortedMap<NodeId, Long> unwellUntilMillis = new TreeMap<>();
  private long changes;
  private int faults;
  private long troubledUntilMillis;

  /**
   * @param crashesAreHarmless whether a disk keeps what it has completed
   * @param lostData is told of each node that serves, and whose disk lacks something that it had when it last did
   */
  Misfortune(SimCluster cluster, Link usual, boolean crashesAreHarmless, Consumer<NodeId> lostData) {
    this.crashesAreHarmless = crashesAreHarmless;
    this.lostData = lostData;
    this.cluster = cluster;
    this.usual = usual;
    cluster.network().setUsualLink(usual);
    cluster.whenGivenUp(this::restartMended);
  }

  int faults() {
    return faults;
  }

  /** How often something was broken or mended so far, or a node found that it needs one that is not there. */
  long changes() {
    return changes;
  }

  /**
   * A node that has fallen behind others in an era asks them before it answers. If one of them is not there it may have to wait for
   * that one, whoever else is well: what began before has not everything that it needs.
   */
  void sent(NodeId from, NodeId to, Request<?> request) {
    if (request instanceof Request.RejoinEra && !(isWell(to) && areConnected(from, to))) {
      changes++;
    }
  }

  /** Whoever finds, while it serves already, that it has lost a past takes no requests until a higher start number is on its disk. */
  void foundLoss(NodeId node) {
    changed(0);
    unwell(node, 0);
  }

  /** True if nothing is broken, and all that was has been mended for a while. */
  boolean isCalm() {
    boolean calmNetwork = isSteady() && cluster.faults().isNone() && cluster.network().isWhole();
    boolean calmNodes = full.isEmpty() && cluster.nodes().stream().allMatch(node ->
        cluster.isAwake(node) && cluster.isWhole(node));
    return calmNetwork && calmNodes && cluster.world().nowMillis() >= troubledUntilMillis;
  }

  /** Whether no message is lost or late but by what is cut. */
  private boolean isSteady() {
    return usual.loss() == 0 && usual.capacity() == Link.UNBOUNDED && cluster.faults().loss() == 0
        && cluster.faults().extraDelayMillis() == 0;
  }

  /** How many nodes are well and can talk with this one, both ways, itself among them; none if it is not well. */
  int wellAround(NodeId node) {
    return !isSteady() || !isWell(node) ? 0
        : (int) cluster.nodes().stream().filter(other -> isWell(other) && areConnected(node, other)).count();
  }

  private boolean isWell(NodeId node) {
    return cluster.isAwake(node) && cluster.isWhole(node) && !full.contains(node) && !notServing.contains(node)
        && cluster.world().nowMillis() >= unwellUntilMillis.getOrDefault(node, 0L);
  }

  private boolean areConnected(NodeId one, NodeId other) {
    return one.equals(other) || isWhole(new Cut(one, other)) && isWhole(new Cut(other, one));
  }

  private boolean isWhole(Cut link) {
    return !cluster.faults().blocks(link.from(), link.to()) && cluster.network().isWhole(link);
  }

  /** What has piled up meanwhile is worked off first. */
  private void unwell(NodeId node, long forMillis) {
    unwellUntilMillis.merge(node, cluster.world().nowMillis() + forMillis + RECOVERY_MILLIS, Math::max);
  }

  /** A crash that nobody wrote into the script: the protocol came to a place where one was due. */
  void strike(NodeId node, long restartAfterMillis) {
    changed(restartAfterMillis);
    crash(node);
    cluster.world().after(restartAfterMillis, () -> restart(node));
  }

  /** A node that has found that its store hides something from it, and starts again to have it mended. */
  private void restartMended(NodeId node) {
    changed(0);
    notServing.add(node);
    stopping.remove(node);
    cluster.restartMended(node).onSuccess(started -> serves(node, false)).onFailure(failure -> startedInVain(node));
  }

  private void changed(long lastsMillis) {
    changes++;
    troubledUntilMillis = Math.max(troubledUntilMillis, cluster.world().nowMillis() + lastsMillis + RECOVERY_MILLIS);
  }

  private void crash(NodeId node) {
    notServing.add(node);
    stopping.remove(node);
    cluster.crash(node);
  }

  /** As soon as it is down, if it is just stopping. */
  private void restart(NodeId node) {
    Future<Void> down = stopping.remove(node);
    if (down != null) {
      down.onComplete(stopped -> restart(node));
    } else if (!cluster.isUp(node)) {
      full.remove(node);
      boolean anotherDisk = cluster.hasAnotherDisk(node);
      cluster.restart(node).onSuccess(started -> serves(node, anotherDisk)).onFailure(failure -> startedInVain(node));
    }
  }

  /** Until then its disk may be replaced again, by one that lacks nothing. */
  private void serves(NodeId node, boolean anotherDisk) {
    empty.remove(node);
    notServing.remove(node);
    if (anotherDisk) {
      lostData.accept(node);
    }
  }

  /** A disk that fails while its node starts ends that start; whoever watches over the process starts another. */
  private void startedInVain(NodeId node) {
    changed(AFTER_VAIN_START_MILLIS);
    cluster.exit(node);
    cluster.world().after(AFTER_VAIN_START_MILLIS, () -> restart(node));
  }

  void befall(Deed deed) {
    Act act = deed.act();
    boolean lasting = act == Act.PAUSE || act == Act.STALL || act == Act.FALTER;
    changed(lasting ? deed.number(1) : 0);
    if (lasting) {
      unwell(NodeId.of(deed.word(0)), deed.number(1));
    }
    faults += act.isFault() ? 1 : 0;
    if (act.words().isEmpty()) {
      heal();
    } else if (act.words().get(0) == Act.Word.NODE && act.words().size() == 1) {
      befallNode(act, NodeId.of(deed.word(0)));
    } else {
      befallOthers(deed);
    }
  }

  private void befallNode(Act act, NodeId node) {
    boolean up = cluster.isUp(node);
    switch (act) {
      case CRASH -> crash(node);
      case STOP -> {
        if (up && !stopping.containsKey(node)) {
          notServing.add(node);
          stopping.put(node, cluster.stop(node));
        }
      }
      case RESTART -> restart(node);
      case FULL -> {
        if (up) {
          full.add(node);
          notServing.add(node);
          cluster.setDiskFull(node, true);
        }
      }
      case SNAPSHOT -> cluster.snapshot(node);
      case WIPE -> {
        if (!up) {
          cluster.wipe(node);
          empty.add(node);
        }
      }
      case ROLLBACK -> {
        if (!up && !empty.contains(node)) {
          cluster.rollBack(node);
        }
      }
      case FLIP -> cluster.damageOneRecord(node, Damage.FLIPPED);
      case TEAR -> cluster.damageOneRecord(node, Damage.TORN);
      case MISDIRECT -> cluster.damageOneRecord(node, Damage.MISDIRECTED);
      case BLUR -> cluster.damageOneDigest(node);
      case STRAY -> {
        if (!up) {
          cluster.strayHint(node);
        }
      }
      case LIE -> cluster.lieOfFlushes(node);
      default -> throw new IllegalArgumentException(act + " does not happen to a node");
    }
  }

  private void befallOthers(Deed deed) {
    switch (deed.act()) {
      case PAUSE -> cluster.pause(NodeId.of(deed.word(0)), deed.number(1));
      case SKEW -> cluster.setSkew(NodeId.of(deed.word(0)), deed.number(1));
      case STALL -> stall(NodeId.of(deed.word(0)), deed.number(1));
      case FALTER -> cluster.falterDisk(NodeId.of(deed.word(0)), deed.number(1));
      case PARTITION -> partition(Arrays.stream(deed.word(0).split(",")).map(NodeId::of).toList());
      case CUT -> cluster.setFaults(cluster.faults().withCut(NodeId.of(deed.word(0)), NodeId.of(deed.word(1))));
      case CUTKIND -> cluster.network().cutKind(NodeId.of(deed.word(0)), NodeId.of(deed.word(1)), deed.word(2));
      case CLOG -> cluster.network().clog(NodeId.of(deed.word(0)), NodeId.of(deed.word(1)));
      case UNCLOG -> unclog(NodeId.of(deed.word(0)), NodeId.of(deed.word(1)));
      case LOSS -> cluster.setFaults(cluster.faults().withLoss(deed.number(0) / 100.0));
      case DELAY -> cluster.setFaults(cluster.faults().withExtraDelay(deed.number(0)));
      default -> throw new IllegalArgumentException(deed + " is no misfortune");
    }
  }

  /** A disk that hangs already hangs for so long more. */
  private void stall(NodeId node, long millis) {
    cluster.stallDisk(node, millis);
    unwell(node, cluster.diskStallsForMillis(node));
    troubledUntilMillis = Math.max(troubledUntilMillis, unwellUntilMillis.get(node));
  }

  /** All that was held back comes at once. */
  private void unclog(NodeId from, NodeId to) {
    unwell(to, 0);
    cluster.network().unclog(from, to);
  }

  private void partition(List<NodeId> some) {
    var others = new ArrayList<>(cluster.nodes());
    others.removeAll(some);
    cluster.setFaults(cluster.faults().partition(List.of(some, others)));
  }

  private void heal() {
    cluster.setFaults(FaultPlan.NONE);
    cluster.network().healKinds();
  }

  /** Only these nodes live on, whole and well connected; the others are gone for now. */
  void leaveOnly(List<NodeId> core) {
    healNetwork();
    cluster.nodes().stream().filter(node -> !core.contains(node)).forEach(this::crash);
    core.forEach(this::mend);
  }

  /** Everything works again, for good. */
  void makeGood() {
    healNetwork();
    cluster.nodes().forEach(this::mend);
  }

  private void healNetwork() {
    changed(0);
    heal();
    cluster.network().unclogAll();
    cluster.network().setUsualLink(Link.LOCAL);
  }

  /**
   * A disk that falters no longer does, one that is full is emptied a little, one with a damaged record is scrubbed, a clock is
   * set, a process that hangs, or whose disk does, is killed, and a node that is down starts.
   */
  private void mend(NodeId node) {
    cluster.setSkew(node, 0);
    cluster.falterDisk(node, 0);
    if (cluster.isUp(node) && !cluster.isAwake(node) && crashesAreHarmless) {
      crash(node);
    }
    if (full.contains(node)) {
      crash(node);
    }
    if (cluster.diskStallsForMillis(node) > 0) {
      notServing.add(node);
      stopping.remove(node);
      cluster.exit(node);
    }
    restart(node);
    scrub(node);
  }

  /** Until nothing is left that cannot be read, or the node is down again. */
  private void scrub(NodeId node) {
    if (cluster.isDamaged(node) && cluster.isUp(node)) {
      cluster.ask(node, new Request.BeginScrub());
      cluster.world().after(SCRUB_MILLIS, () -> scrub(node));
    }
  }
}
