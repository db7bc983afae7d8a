package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTrouble;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Breaks and heals a scenario's world, and knows what is broken at the moment. Not safe for more than one thread. */
final class Breakage {
  private static final long LOOK_MILLIS = 200;

  /** What was mended has been noticed by everybody after so long. */
  private static final long RECOVERY_MILLIS = 4000;

  private final World world;
  private final SortedMap<NodeId, Long> troubledUntilMillis = new TreeMap<>();
  private final SortedSet<NodeId> full = new TreeSet<>();
  private final SortedSet<NodeId> down = new TreeSet<>();
  private final SortedSet<NodeId> lacking = new TreeSet<>();
  private final SortedSet<NodeId> skewed = new TreeSet<>();
  private long changes;
  private long changedMillis = -RECOVERY_MILLIS;
  private FaultPlan cuts = FaultPlan.NONE;
  private LinkTroubles troubles = LinkTroubles.NONE;

  Breakage(World world) {
    this.world = world;
  }

  Future<List<String>> crash(NodeId node) {
    down.add(node);
    change();
    return world.crash(node).map(gone -> List.of(node + " is gone"));
  }

  Future<List<String>> restart(NodeId node) {
    full.remove(node);
    return world.restart(node).map(back -> {
      down.remove(node);
      noteTrouble(node, 0);
      return List.of(node + " serves again");
    });
  }

  Future<List<String>> wipe(NodeId node) {
    lacking.add(node);
    change();
    return world.wipe(node).map(gone -> List.of("nothing is left on the disk of " + node));
  }

  Future<List<String>> pause(NodeId node, long millis) {
    world.pause(node, millis);
    noteTrouble(node, millis);
    return Future.succeededFuture(List.of(node + " does not move for " + millis + " ms"));
  }

  Future<List<String>> rot(Action.Rot rot) {
    lacking.add(rot.node());
    change();
    return world.rot(rot.node(), rot.records())
        .map(rotten -> List.of(rot.records() + " records on the disk of " + rot.node() + " are not what was written"));
  }

  Future<List<String>> scrub(NodeId node) {
    return world.ask(node, new Request.BeginScrub()).compose(begun -> scrubbed(node));
  }

  private Future<List<String>> scrubbed(NodeId node) {
    return world.ask(node, new Request.ShowRepair()).compose(report -> {
      RepairReport.Scrub scrub = report.scrub();
      return scrub.running()
          ? Turns.rest(scheduler(), LOOK_MILLIS).compose(rested -> scrubbed(node))
          : Future.succeededFuture(List.of(node + " has read " + scrub.records() + " records, corrected " + scrub.corrected()
              + " digests and put aside " + scrub.quarantined() + " records"));
    });
  }

  /** A disk that does nothing already does nothing for so long more. */
  Future<List<String>> stall(NodeId node, long millis) {
    long nowMillis = scheduler().nowMillis();
    noteTrouble(node, Math.max(0, troubledUntilMillis.getOrDefault(node, nowMillis) - nowMillis) + millis);
    return world.stallDisk(node, millis).map(begun -> List.of("the disk of " + node + " does nothing for " + millis + " ms"));
  }

  Future<List<String>> falter(NodeId node, long millis) {
    noteTrouble(node, millis);
    return world.falterDisk(node, millis).map(begun -> List.of(
        "the disk of " + node + " fails every other access for " + millis + " ms"));
  }

  Future<List<String>> fill(NodeId node) {
    full.add(node);
    change();
    return world.fillDisk(node).map(begun -> List.of("there is no room left on the disk of " + node));
  }

  private void noteTrouble(NodeId node, long millis) {
    change();
    troubledUntilMillis.merge(node, scheduler().nowMillis() + millis, Math::max);
  }

  Future<List<String>> flap(Action.Flap flap) {
    Future<?> flapped = Future.succeededFuture();
    for (int i = 0; i < flap.times(); i++) {
      flapped = flapped
          .compose(up -> crash(flap.node()))
          .compose(down -> Turns.rest(scheduler(), flap.everyMillis()))
          .compose(rested -> restart(flap.node()))
          .compose(back -> Turns.rest(scheduler(), flap.everyMillis()));
    }
    return flapped.map(over -> List.of(flap.node() + " went and came back " + flap.times() + " times"));
  }

  Future<List<String>> cut(Cut link) {
    change();
    cuts = cuts.withCut(link.from(), link.to());
    return world.cut(link).map(cut -> List.of(link.to() + " no longer hears " + link.from()));
  }

  Future<List<String>> partition(List<SortedSet<NodeId>> groups) {
    change();
    cuts = cuts.partition(groups);
    return world.partition(groups).map(cut -> List.of("nothing passes between " + groups));
  }

  Future<List<String>> lose(Action.Lose lose) {
    return worsen(lose.links(), link -> link.withLoss(lose.share()));
  }

  Future<List<String>> slow(Action.Slow slow) {
    return worsen(slow.links(), link -> link.withDelay(slow.millis()));
  }

  Future<List<String>> duplicate(Action.Duplicate duplicate) {
    return worsen(duplicate.links(), link -> link.withDuplication(duplicate.share()));
  }

  private Future<List<String>> worsen(List<Cut> links, UnaryOperator<LinkTrouble> change) {
    setTroubles(troubles.with(links, change));
    return world.worsen(troubles).map(worse -> List.of("links have now: " + String.join(", ", troubles.names())));
  }

  /** What is under way will still be as late as it was going to be. */
  private void setTroubles(LinkTroubles next) {
    change(troubles.longestDelayMillis());
    troubles = next;
  }

  Future<List<String>> skew(Action.Skew skew) {
    change();
    return setClock(skew.node(), skew.millis()).map(set -> List.of("the clock of " + skew.node() + " is "
        + (skew.millis() == 0 ? "right" : Math.abs(skew.millis()) + " ms " + (skew.millis() > 0 ? "ahead" : "behind"))));
  }

  private Future<Void> setClock(NodeId node, long millis) {
    if (millis == 0) {
      skewed.remove(node);
    } else {
      skewed.add(node);
    }
    return world.skew(node, millis);
  }

  Future<List<String>> heal() {
    cuts = cuts.heal();
    setTroubles(LinkTroubles.NONE);
    return world.heal().map(healed -> List.of("every link works"));
  }

  /** Completes when the network is whole, pauses and troubles of disks are over, and every node is up, its clock right. */
  Future<Void> makeWhole() {
    return heal()
        .compose(healed -> everyClockRight())
        .compose(right -> everybodyWell())
        .compose(well -> endOfFullOnes())
        .compose(ended -> {
          var restarts = new ArrayList<Future<?>>();
          world.ring().members().stream().filter(node -> !world.isUp(node)).forEach(node -> restarts.add(restart(node)));
          return Future.join(restarts).mapEmpty();
        });
  }

  /** A store that has failed a write takes none before it is opened again, whatever room there is. */
  private Future<?> endOfFullOnes() {
    List<Future<List<String>>> ends = List.copyOf(full).stream().filter(world::isUp).map(this::crash).toList();
    return Future.join(ends);
  }

  private Future<?> everyClockRight() {
    return Future.join(List.copyOf(skewed).stream().map(node -> setClock(node, 0)).toList());
  }

  private Future<Void> everybodyWell() {
    long lastMillis = troubledUntilMillis.values().stream().mapToLong(Long::longValue).reduce(changedMillis, Math::max);
    return Turns.rest(scheduler(), lastMillis - scheduler().nowMillis());
  }

  /** How many of a key's first n nodes run and can talk with this one, both ways. */
  long ownersWithin(NodeId reach, Key key, int n) {
    return world.ring().preferenceList(key, n).primaries().stream()
        .filter(owner -> world.isUp(owner) && !full.contains(owner))
        .filter(owner -> troubledUntilMillis.getOrDefault(owner, 0L) <= scheduler().nowMillis())
        .filter(owner -> !cuts.blocks(reach, owner) && !cuts.blocks(owner, reach))
        .count();
  }

  private void change() {
    change(0);
  }

  /** @param lastsMillis how long what ends by this goes on all the same */
  private void change(long lastsMillis) {
    changes++;
    changedMillis = Math.max(changedMillis, scheduler().nowMillis() + lastsMillis);
  }

  /** How often something was broken or mended so far. */
  long changes() {
    return changes;
  }

  /** True if nothing is broken, and all that was has been mended for a while. */
  boolean isCalm() {
    return cuts.isNone() && troubles.isNone() && scheduler().nowMillis() >= changedMillis + RECOVERY_MILLIS
        && world.ring().members().stream().allMatch(this::isWell);
  }

  /** How many nodes are well and can talk with this one both ways, itself among them; none if it is not, or links are bad. */
  int wellAround(NodeId node) {
    return !troubles.isNone() || !isWell(node) ? 0 : (int) world.ring().members().stream().filter(this::isWell)
        .filter(other -> !cuts.blocks(node, other) && !cuts.blocks(other, node)).count();
  }

  /** Up for a while, with its disk and all that should be on it. */
  private boolean isWell(NodeId node) {
    return !down.contains(node) && !full.contains(node) && !lacking.contains(node) && (!troubledUntilMillis.containsKey(node)
        || scheduler().nowMillis() >= troubledUntilMillis.get(node) + RECOVERY_MILLIS);
  }

  private Scheduler scheduler() {
    return world.scheduler();
  }
}
