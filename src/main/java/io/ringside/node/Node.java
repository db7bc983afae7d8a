package io.ringside.node;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.gossip.Gossip;
import io.ringside.gossip.ViewListener;
import io.ringside.handoff.HintedHandoff;
import io.ringside.membership.ClusterView;
import io.ringside.message.Ack;
import io.ringside.message.BackupReport;
import io.ringside.message.Dead;
import io.ringside.message.Digests;
import io.ringside.message.DiskStart;
import io.ringside.message.Entries;
import io.ringside.message.EraReport;
import io.ringside.message.EventPage;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Inspection;
import io.ringside.message.LatestView;
import io.ringside.message.Minted;
import io.ringside.message.Names;
import io.ringside.message.News;
import io.ringside.message.NodeStatus;
import io.ringside.message.Peer;
import io.ringside.message.RepairReport;
import io.ringside.message.Reaped;
import io.ringside.message.Request;
import io.ringside.message.Unequal;
import io.ringside.message.ViewReport;
import io.ringside.message.Welcome;
import io.ringside.reap.GraveAnswers;
import io.ringside.reap.Graves;
import io.ringside.reap.Reaper;
import io.ringside.repair.AntiEntropy;
import io.ringside.repair.Copies;
import io.ringside.repair.Forest;
import io.ringside.repair.Leftovers;
import io.ringside.repair.Quarantine;
import io.ringside.repair.Scrub;
import io.ringside.repair.TreeAnswers;
import io.ringside.repair.Upkeep;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;
import io.ringside.storage.BackupLabel;
import io.ringside.storage.Broken;
import io.ringside.storage.ClosingStore;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One member of the cluster: it keeps its share of the data, gossips, and brings hints home. The same class runs on a real event
 * bus and in the simulator. Not safe for more than one thread.
 */
public final class Node implements Peer {
  /*
   * A start in five steps: remember (what this node knows of its own past), ask (what its peers remember of it), decide (which of
   * its epochs can be trusted), announce (so that the peers remember this start before anything is minted in it), and serve. A
   * start that a majority could not be told of trusts no earlier epoch: should its disk be lost or replaced by an older one,
   * nobody may remember it, and the older disk would count on in the same epochs.
   * Until it serves, it answers data requests as unavailable, which leads the asker elsewhere.
   */
  private final Env env;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final EventSource eventLog;
  private final Memory memory;
  private final Identity identity;
  private final PeerStarts peerStarts;
  private final Eras eras;
  private final HintedHandoff handoff;
  private final Copies copies;
  private final Forest forest;
  private final Leftovers leftovers;
  private final TreeAnswers trees;
  private final AntiEntropy antiEntropy;
  private final Quarantine quarantine;
  private final Scrub scrub;
  private final Graves graves;
  private final GraveAnswers graveAnswers;
  private final Reaper reaper;
  private final Forgetting forgetting;
  private final Replica replica;
  private final Listing listing;
  private final ClosingStore store;
  private final long beganMillis;
  private final Background background;
  private final SortedMap<Integer, Reaped> reapedElsewhere = new TreeMap<>();
  private Gossip gossip;
  private StartNumber number;
  private Optional<Broken> broken = Optional.empty();
  private boolean serving;
  private boolean ended;
  private long servingSinceMillis;

  /** @param disk where it keeps all it has */
  public Node(Env env, NodeConfig config, ConsistentHashRing ring, DataStore disk, EventSource eventLog) {
    this.env = env;
    this.beganMillis = env.scheduler().wallMillis();
    this.config = config;
    this.ring = ring;
    this.eventLog = eventLog;
    this.memory = new Memory(disk);
    this.store = new ClosingStore(disk);
    this.identity = new Identity(env, memory);
    this.peerStarts = new PeerStarts(memory);
    this.background = new Background(env.events());
    long limit = config.quorum().replicaTimeoutMillis();
    this.eras = new Eras(env, limit, ring, store, this::view, new Duties());
    this.handoff = new HintedHandoff(env, config.hints(), limit, store, this::view, this::home, eras);
    this.copies = new Copies(config, ring);
    this.forest = new Forest(config, ring);
    this.leftovers = new Leftovers(env, config.repair(), limit, ring, copies, forest, eras, store, this::view);
    this.trees = new TreeAnswers(ring, forest, store);
    this.antiEntropy = new AntiEntropy(env, config.repair(), limit, ring, forest, eras, store, this::view);
    this.quarantine = new Quarantine(env, config.repair(), limit, ring, forest, eras, store);
    this.replica = new Replica(env, config, ring, store, handoff, forest, quarantine, identity::state);
    this.graves = new Graves(env, forest, store);
    this.scrub = new Scrub(env, config.repair(), forest, quarantine, store, new Rest());
    this.graveAnswers = new GraveAnswers(ring, copies, eras, graves, env.mishaps());
    this.reaper = new Reaper(env, config.deletes(), limit, ring, copies, eras, graves, this::view);
    this.forgetting = new Forgetting(
        env, () -> serving, identity, antiEntropy, handoff, scrub, leftovers, new Past(env, forest, store), store);
    this.listing = new Listing(store, env.scheduler()::wallMillis);
  }

  /** The ring that a cluster with this configuration begins with. */
  public static ConsistentHashRing foundingRing(NodeConfig config) {
    return ConsistentHashRing.founding(config.roster(), config.cluster().partitions(), config.mostCopies());
  }

  /**
   * Completes with the number of this start when the node serves; fails with {@link Failure} if its store does, or if the node
   * was ended meanwhile. Once only: the next start is another node on the same store.
   */
  public Future<Long> start() {
    background.run("tell that the store takes no more writes", store.broken().map(this::brokenStore));
    return eras.load()
        .compose(loaded -> identity.begin(ring.members().size() == 1))
        .compose(begun -> memory.startsOfPeers())
        .compose(this::askPeers)
        .compose(asked -> unlessEnded(leftovers::load))
        .compose(loaded -> unlessEnded(() -> forest.grow(store)))
        .compose(grown -> unlessEnded(() -> eras.catchUpAtStart(reapedElsewhere)))
        .compose(caughtUp -> unlessEnded(handoff::start))
        .compose(counted -> unlessEnded(quarantine::load))
        .compose(loaded -> unlessEnded(scrub::load))
        .compose(grown -> unlessEnded(() -> number.announce()))
        .compose(announced -> unlessEnded(this::serve));
  }

  private Void brokenStore(Broken why) {
    broken = Optional.of(why);
    env.events().emit(new Event.StoreBroken(why.reason(), why.damaged()));
    return null;
  }

  private <R> Future<R> unlessEnded(Supplier<Future<R>> step) {
    return ended ? Future.failedFuture(new Failure.Unavailable(env.self() + " was stopped while it started")) : step.get();
  }

  private Future<Void> askPeers(SortedMap<NodeId, Long> remembered) {
    gossip = new Gossip(env, config.gossip(), ring.members(), remembered, new Listener());
    number = new StartNumber(env, config, ring.members(), identity, gossip, antiEntropy::verifyAnew);
    return number.ask().map(welcomes -> {
      welcomes.forEach(welcome ->
          welcome.reaped().forEach((partition, told) -> reapedElsewhere.merge(partition, told, Reaped::later)));
      return null;
    });
  }

  private Future<Long> serve() {
    serving = true;
    antiEntropy.start(this::allVerified);
    quarantine.start();
    scrub.start();
    leftovers.start();
    reaper.start();
    number.start();
    servingSinceMillis = env.scheduler().nowMillis();
    long start = identity.state().start();
    env.events().emit(new Event.NodeUp(start, List.copyOf(ring.members()), ring.partitions(),
        config.quorum().n(), config.quorum().r(), config.quorum().w()));
    return Future.succeededFuture(start);
  }

  /** Every other owner has what this node has, and the reverse: whatever it had lost has come back. */
  private void allVerified() {
    if (identity.state().amnesiac() && !ended) {
      background.run("remember that nothing is missing", identity.become(NodeState::recovered));
    }
  }

  /**
   * Completes when the node no longer serves and its clean stop is recorded, if it ever served. Its store stays open. Nothing is
   * written behind that record: a disk that loses its last writes would keep it and lose those.
   */
  public Future<Void> stop() {
    if (!serving) {
      halt();
      return Future.succeededFuture();
    }
    env.events().emit(new Event.NodeStopping());
    halt();
    return store.takeNoMore().compose(quiet -> identity.become(NodeState::stopped)).mapEmpty();
  }

  /** Ends everything at once, as a crash would: nothing is recorded. */
  public void halt() {
    serving = false;
    ended = true;
    handoff.stop();
    antiEntropy.stop();
    quarantine.stop();
    scrub.stop();
    leftovers.stop();
    reaper.stop();
    if (gossip != null) {
      gossip.stop();
      number.stop();
    }
  }

  private ClusterView view() {
    return gossip == null ? ClusterView.founding(ring.members()) : gossip.view();
  }

  private PreferenceList home(Key key) {
    return ring.preferenceList(key, copies.of(key));
  }

  /** What a scrub looks at besides records and digests. */
  private final class Rest implements Upkeep {
    @Override
    public Future<Void> begin() {
      return handoff.verify().compose(told -> graves.verify());
    }

    @Override
    public Future<Integer> mark(List<Page.Entry> records) {
      return graves.mark(records);
    }
  }

  private final class Duties implements Eras.Duties {
    @Override
    public boolean keepsForOthers(int partition) {
      return handoff.mayHaveHints(partition) || leftovers.mayBeIn(partition);
    }

    @Override
    public boolean isOnlyOneInItsStart() {
      return number.isOnlyOne();
    }

    @Override
    public DiskStart present() {
      return new DiskStart(identity.state().disk(), identity.state().start());
    }

    @Override
    public Future<Void> forget(SortedMap<Integer, Optional<DiskStart>> raised) {
      return forgetting.forget(raised);
    }
  }

  private final class Listener implements ViewListener {
    @Override
    public void startRose(NodeId node, long start) {
      if (!node.equals(env.self())) {
        peerStarts.heard(node, start);
        background.run("remember a peer's start", peerStarts.remember());
      }
    }

    @Override
    public void ownPast(long start) {
      number.remembers(start);
    }
  }

  // data

  @Override
  public Future<Held> read(Request.Read read) {
    return whileServing(() -> eras.read(read, () -> replica.read(read.key())));
  }

  @Override
  public Future<Minted> mint(Request.Mint mint) {
    return whileServing(() -> eras.write(mint, () -> replica.mint(mint)));
  }

  @Override
  public Future<Ack> store(Request.Store store) {
    return whileServing(() -> eras.write(store, () -> replica.store(store)));
  }

  @Override
  public Future<Ack> hint(Request.Hint hint) {
    return whileServing(() -> eras.write(hint, () -> replica.hint(hint)));
  }

  @Override
  public Future<Inspection> inspect(Request.Inspect inspect) {
    return whileServing(() -> eras.show(inspect, () -> replica.inspect(inspect.key())));
  }

  @Override
  public Future<Names> listKeys(Request.ListKeys list) {
    return whileServing(() -> listing.keys(list));
  }

  @Override
  public Future<Names> listBuckets(Request.ListBuckets list) {
    return whileServing(() -> listing.buckets(list));
  }

  private <R> Future<R> whileServing(Supplier<Future<R>> answer) {
    return serving && identity.isSettled()
        ? Future.succeededFuture().compose(nothing -> answer.get())
        : Future.failedFuture(new Failure.Unavailable(env.self() + " is starting or stopping"));
  }

  // gossip

  @Override
  public Future<Welcome> hello(Request.Hello hello) {
    return whileGossiping(() -> {
      eras.voidAll();
      number.greetedBy(hello);
      return gossip.hello(hello).map(welcome -> new Welcome(welcome.rememberedStart(), welcome.view(), eras.reaped(hello.from())));
    });
  }

  @Override
  public Future<News> probe(Request.Probe probe) {
    return whileGossiping(() -> gossip.probe(probe));
  }

  @Override
  public Future<News> probeFor(Request.ProbeFor probe) {
    return whileGossiping(() -> gossip.probeFor(probe));
  }

  /** A start that is announced so is remembered, come what may, once this is answered. */
  @Override
  public Future<ClusterView> syncView(Request.SyncView sync) {
    return whileGossiping(() -> gossip.syncView(sync).compose(view -> peerStarts.remember().map(view)));
  }

  @Override
  public Future<ViewReport> showView(Request.ShowView show) {
    return whileGossiping(() -> Future.succeededFuture(gossip.report()));
  }

  @Override
  public Future<LatestView> followView(Request.FollowView follow) {
    return whileGossiping(() -> Future.succeededFuture(gossip.viewUnless(follow.known())));
  }

  private <R> Future<R> whileGossiping(Supplier<Future<R>> answer) {
    return gossip != null ? answer.get() : Future.failedFuture(new Failure.Unavailable(env.self() + " is starting"));
  }

  // anti-entropy

  @Override
  public Future<Unequal> compareRoots(Request.CompareRoots compare) {
    return whileServing(() -> trees.compareRoots(compare));
  }

  @Override
  public Future<Digests> showDigests(Request.ShowDigests show) {
    return whileServing(() -> trees.showDigests(show));
  }

  @Override
  public Future<Entries> showEntries(Request.ShowEntries show) {
    return whileServing(() -> trees.showEntries(show));
  }

  // reaping

  @Override
  public Future<EraReport> stepEra(Request.StepEra step) {
    return whileServing(() -> graveAnswers.step(step));
  }

  @Override
  public Future<EraReport> rejoinEra(Request.RejoinEra rejoin) {
    return whileServing(() -> graveAnswers.rejoin(rejoin));
  }

  @Override
  public Future<Dead> showGraves(Request.ShowGraves show) {
    return whileServing(() -> graveAnswers.show(show));
  }

  @Override
  public Future<Ack> reap(Request.Reap reap) {
    return whileServing(() -> graveAnswers.reap(reap));
  }

  // for people

  @Override
  public Future<RepairReport> showRepair(Request.ShowRepair show) {
    return whileServing(() -> Future.succeededFuture(new RepairReport(
        scrub.isFirstToEnd(), antiEntropy.report(), antiEntropy.repaired(), quarantine.count(), scrub.report(),
        graves.report())));
  }

  @Override
  public Future<RepairReport> beginScrub(Request.BeginScrub begin) {
    return whileServing(() -> {
      scrub.begin();
      return showRepair(new Request.ShowRepair());
    });
  }

  @Override
  public Future<BackupReport> beginBackup(Request.BeginBackup begin) {
    return whileServing(() -> store.backups().begin(new BackupLabel(begin.name(), config.cluster().id(), env.self(),
        identity.state().start(), ring.members(), ring.partitions(), ring.epoch(), env.scheduler().wallMillis())));
  }

  @Override
  public Future<BackupReport> showBackup(Request.ShowBackup show) {
    return whileServing(() -> Future.succeededFuture(store.backups().report()));
  }

  @Override
  public Future<NodeStatus> showStatus(Request.ShowStatus show) {
    NodeState state = identity.state();
    boolean ready = serving && identity.isSettled();
    long up = ready ? env.scheduler().nowMillis() - servingSinceMillis : 0;
    String reason = !identity.isSettled() ? "it notes that it has lost a past"
        : broken.isPresent() ? "its store takes no more writes until it is restarted: " + broken.get().reason()
        : state.amnesiac() ? "it has lost data; reads and hints bring it back"
        : !ready ? "starting or stopping" : leftovers.mayBe() ? "it hands over what it does not own any more" : "";
    return Future.succeededFuture(new NodeStatus(
        ready, reason, state.start(), up, beganMillis, ring.epoch(), new TreeMap<>(handoff.pending()), state.amnesiac(), handoff.counts()));
  }

  @Override
  public Future<EventPage> readEvents(Request.ReadEvents read) {
    return Future.succeededFuture(eventLog.read(read));
  }
}
