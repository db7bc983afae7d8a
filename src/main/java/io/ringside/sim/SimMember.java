package io.ringside.sim;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.coordination.Coordinator;
import io.ringside.env.Env;
import io.ringside.env.Mishaps;
import io.ringside.event.Events;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.node.EventSource;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Batch;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** One member of a simulated cluster through all its lives: the disk stays, everything else begins anew with each start. */
final class SimMember {
  private NodeConfig config;
  private ConsistentHashRing ring;
  private final SimScheduler world;
  private final SimNetwork network;
  private final Wiring wiring;
  private final DiskTroubles troubles;
  private final Random disks;
  private final Random chances;
  private final BiFunction<NodeId, Life, Events> events;
  private Platter platter;
  private Platter.Extent served = Platter.Extent.EMPTY;
  private Optional<Platter> snapshot = Optional.empty();
  private Optional<Running> running = Optional.empty();
  private long skewMillis;
  private Mishaps mishaps = Mishaps.NONE;
  private boolean lying;
  private boolean serves;
  private int lives;

  private record Running(Life life, SimDisk disk, Node node, Coordinator coordinator) {}

  SimMember(
      NodeConfig config, ConsistentHashRing ring, SimScheduler world, SimNetwork network, Wiring wiring,
      DiskTroubles troubles, long seed, BiFunction<NodeId, Life, Events> events) {
    this.config = config;
    this.ring = wiring.ring(config.self(), ring);
    this.world = world;
    this.network = network;
    this.wiring = wiring;
    this.troubles = troubles;
    this.platter = new Platter(wiring.seal(config.self()), troubles);
    this.disks = new Luck(seed, world);
    this.chances = new Luck(~seed, world);
    this.events = events;
  }

  NodeId id() {
    return config.self();
  }

  boolean isUp() {
    return running.isPresent();
  }

  /** From its next start on. */
  void reconfigure(NodeConfig other, ConsistentHashRing otherRing) {
    config = other;
    ring = wiring.ring(id(), otherRing);
  }

  /** From its next start on. */
  void setMishaps(Mishaps unlucky) {
    mishaps = unlucky;
  }

  /**
   * Completes when the node serves.
   *
   * @param givenUp runs when the node gives its store up while it serves, so that it is mended
   */
  Future<Long> start(long diskLatencyMicros, Runnable givenUp) {
    if (isUp()) {
      throw new IllegalStateException(id() + " is running");
    }
    Life life = new Life(id(), ++lives, world, skewMillis);
    var disk = new SimDisk(life, platter, disks, diskLatencyMicros, config.data().durability(), troubles);
    if (lying) {
      disk.lie();
    }
    Events watched = wiring.events(id(), events.apply(id(), life));
    var node = new Node(env(life, watched), config, ring, wiring.store(id(), disk), EventSource.NONE);
    var coordinator = new Coordinator(env(life, watched), config, ring);
    network.serve(life, wiring.peer(id(), node));
    coordinator.start();
    running = Optional.of(new Running(life, disk, node, coordinator));
    serves = false;
    return node.start().map(start -> {
      serves = true;
      disk.broken().onSuccess(why -> life.after(0, givenUp));
      return start;
    });
  }

  private Env env(Life life, Events watched) {
    return new Env(id(), wiring.transport(id(), network.transport(life)), life,
        wiring.random(id(), chances), watched, mishaps);
  }

  /** Which of its lives it is in, or had last: 0 before the first. */
  int lives() {
    return lives;
  }

  /** As {@link SimNetwork#brokenNow}: what is broken within it. */
  SortedMap<String, Long> brokenNow() {
    SortedMap<String, Long> broken = new TreeMap<>();
    running.ifPresent(up -> up.disk().addBroken(broken));
    if (lying) {
      broken.put("lying disk of " + id(), 0L);
    }
    if (skewMillis != 0) {
      broken.put("clock of " + id() + " ahead by " + skewMillis + "ms", 0L);
    }
    return broken;
  }

  /**
   * Completes when the node has stopped as it should; fails, and it is down all the same, if its disk did not let it.
   *
   * @param ending is handed the end, to let it happen
   */
  Future<Void> stop(Consumer<Runnable> ending) {
    return running.map(up -> up.node().stop().eventually(() -> {
      ending.accept(() -> end(up));
      return Future.succeededFuture();
    })).orElseGet(Future::succeededFuture);
  }

  private void end(Running up) {
    up.life().end();
    running = Optional.empty();
    ended(platter.extent());
  }

  /** The process ends by itself, in the middle of what it was doing; what it has written is on the disk, or on its way there. */
  void exit() {
    running.ifPresent(up -> up.life().end());
    running = Optional.empty();
    ended(platter.extent());
  }

  /** A life that never served has told nobody of anything: what it wrote, and what it had lost, is nobody's affair. */
  private void ended(Platter.Extent had) {
    served = serves ? had : served;
    serves = false;
  }

  /** Everything ends in the middle of what it was doing; the disk keeps what it had synced, and perhaps a little more. */
  void crash() {
    running.ifPresent(up -> {
      up.life().end();
      up.disk().crash();
      ended(platter.extentBeforeLoss());
      platter = platter.copy();
    });
    running = Optional.empty();
  }

  /** Nothing of it moves for so long, if it is up. */
  void pause(long millis) {
    running.ifPresent(up -> up.life().pause(millis));
  }

  boolean isAwake() {
    return running.map(up -> up.life().isAwake()).orElse(false);
  }

  /** Its wall clock shows so much more than the world's from now on. */
  void setSkew(long millis) {
    skewMillis = millis;
    running.ifPresent(up -> up.life().setSkew(millis));
  }

  /** Its disk does nothing for so long, if it is up. */
  void stallDisk(long millis) {
    running.ifPresent(up -> up.disk().stall(millis));
  }

  long diskStallsForMillis() {
    return running.map(up -> up.disk().stallsForMillis()).orElse(0L);
  }

  /** Its disk fails every other access for so long, if it is up. */
  void falterDisk(long millis) {
    running.ifPresent(up -> up.disk().falter(millis));
  }

  void setDiskFull(boolean full) {
    running.ifPresent(up -> up.disk().setFull(full));
  }

  /** From now on, in this life and those to come, flushes complete and flush nothing. */
  void lieOfFlushes() {
    lying = true;
    running.ifPresent(up -> up.disk().lie());
  }

  /** Remembers the disk as it is now. */
  void snapshot() {
    snapshot = Optional.of(platter.copy());
  }

  /** The disk is replaced by the copy made of it, if there is one; only while the node is down. */
  void rollBack() {
    checkDown();
    snapshot.ifPresent(old -> platter = old.copy());
  }

  /** Whether the node is down, and its disk has not all that it had when it last served: lost by a crash, or on another one. */
  boolean hasAnotherDisk() {
    return !isUp() && !platter.extent().covers(served);
  }

  /** The disk is replaced by an empty one; only while the node is down. */
  void wipe() {
    checkDown();
    platter = platter.replaced();
  }

  /** Whether its next start mends a damaged record: every other one does, as if a compaction had met it before. */
  boolean isToBeMended() {
    return !isUp() && platter.hasDamagedRecord() && lives % 2 == 1;
  }

  void mend() {
    checkDown();
    platter = platter.mended(world.wallMillis());
  }

  private void checkDown() {
    if (isUp()) {
      throw new IllegalStateException(id() + " is running");
    }
  }

  /** Damages one record; false if there is none. */
  boolean damageOneRecord(Damage damage) {
    return platter.damageOne(damage, disks).isPresent();
  }

  /** Only while the node is down. */
  boolean strayHint(Function<Key, List<NodeId>> strangers) {
    checkDown();
    return platter.anyRecord(disks).map(record -> {
      Key key = StoreKeys.dataKey(record.key());
      List<NodeId> targets = strangers.apply(key);
      if (targets.isEmpty()) {
        return false;
      }
      var hint = new Record(Record.decode(record.value()).siblings(), Optional.empty());
      platter.plant(Batch.put(
          Space.HINTS, StoreKeys.hint(targets.get(disks.nextInt(targets.size())), key), hint.encode()));
      return true;
    }).orElse(false);
  }

  /** Changes bits of one digest; false if there is none. */
  boolean damageOneDigest() {
    return platter.damageOne(Space.MERKLE, Damage.FLIPPED, disks).isPresent();
  }

  /** Completes with the node's answer to a question of its own; fails if it is down. */
  <R> Future<R> ask(Request<R> request) {
    return running
        .map(up -> network.transport(up.life()).send(id(), request, config.quorum().replicaTimeoutMillis()))
        .orElseGet(() -> Future.failedFuture(new Failure.Unreachable(id() + " is down")));
  }

  Optional<Coordinator> coordinator() {
    return running.map(Running::coordinator);
  }

  Optional<Life> life() {
    return running.map(Running::life);
  }

  /** Whom it believes alive, if it is up and has begun to gossip. */
  Optional<ClusterView> view() {
    return running.map(up -> up.node().showView(new Request.ShowView())).filter(Future::succeeded).map(shown -> {
      var members = new TreeMap<NodeId, Member>();
      shown.result().beliefs().forEach((node, belief) -> members.put(node, belief.member()));
      return new ClusterView(members);
    });
  }

  /** Of the ring that it knows. */
  long ringEpoch() {
    return ring.epoch();
  }

  /** What is on the disk now. */
  Platter platter() {
    return platter;
  }
}
