package io.ringside.repair;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.config.RepairConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Scheduler.Timer;
import io.ringside.event.Event;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.RepairReport;
import io.ringside.repair.Scrubbing.Phase;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks at everything that this node holds, now and then: can each record be read, has it its digest, and are the Merkle trees
 * what the digests add up to? What is wrong is mended or put aside. Not safe for more than one thread.
 */
public final class Scrub {
  /*
   * Two walks. Along the records, for those without their digest: a directory from before there were digests, or one that
   * lost some; and for those of which nothing is alive, without the mark that says so. Then along the digests, tree by tree: they
   * name every record, so that one that cannot be read is found by its name, which a scan of the records cannot say; and each
   * leaf is added up. After each page, or as many digests as have records of a few megabytes, it rests, so that it takes its
   * share of the time only. Where it is stands on disk, and the next start goes on from there.
   *
   * A digest that cannot be read cannot be set right either: a broken block of a table breaks each scan across it, whatever is
   * written over it later. So all digests are thrown away as soon as somebody meets one of those, and the walks begin anew. The
   * trees in memory go on counting what is written, and are corrected at the end of their turn.
   *
   * Nor can records be named by digests that are only being made: see HiddenRecords. A broken block is looked for before digests are
   * thrown away, since those that are left name what can be saved.
   *
   * Trees are taken for whole if a mark says so, which is written when there are no records yet or when a pass has ended. Without
   * it they are compared with nobody's until the first pass has ended.
   */
  private static final int PAGE = 100;
  private static final int PAGES_PER_NOTE = 16;

  /** Nothing is begun for so long after a start: clients come first. */
  private static final long AFTER_START_MILLIS = 1000;

  /** A store that could not answer is asked again after this. */
  private static final long AFTER_FAILURE_MILLIS = 10_000;

  private final Env env;
  private final RepairConfig config;
  private final Forest forest;
  private final DataStore store;
  private final DigestCheck check;
  private final Upkeep upkeep;
  private final Background background;
  private final Walk walk;
  private final HiddenRecords hidden;
  private final DigestWalk digests;
  private Scrubbing scrubbing = Scrubbing.NEVER;
  private int pagesSinceNote;
  private Timer next;
  private boolean running;
  private boolean walking;

  public Scrub(Env env, RepairConfig config, Forest forest, Quarantine quarantine, DataStore store, Upkeep upkeep) {
    this.env = env;
    this.config = config;
    this.forest = forest;
    this.store = store;
    this.background = new Background(env.events());
    this.walk = new Walk(env.scheduler(), background, config.scrubDutyPercent());
    this.upkeep = upkeep;
    this.check = new DigestCheck(forest, quarantine, store, background);
    this.hidden = new HiddenRecords(forest, store, background);
    this.digests = new DigestWalk(forest, check, store, env.scheduler(), background, this::note);
    forest.whenSpoilt(this::beginAnew);
  }

  /** Completes when it is known how far the last start came, and whether the trees can be relied on. */
  public Future<Void> load() {
    return store.getAll(Space.STATE, List.of(StoreKeys.SCRUB, StoreKeys.HIDES))
        .compose(known -> {
          scrubbing = known.get(0).map(Scrubbing::decode).orElse(Scrubbing.NEVER);
          hidden.noted(known.get(1).isPresent());
          return store.get(Space.STATE, StoreKeys.TREES);
        })
        .compose(whole -> whole.map(version -> new ByteReader(version).varInt()).orElse(0) == EntryDigest.VERSION
            ? Future.succeededFuture() : look());
  }

  /** Completes when no digest is on disk, and trees are not taken for whole. Only before {@link #load}. */
  static Future<Void> forgetDigests(DataStore store) {
    return store.commit(Batch.delete(Space.STATE, StoreKeys.TREES)).compose(marked -> store.clear(Space.MERKLE));
  }

  /** Without a mark: trees of nothing are whole, unless there are digests all the same, which cannot be read. */
  private Future<Void> look() {
    forest.doubt();
    return store.isEmpty(Space.DATA).compose(noRecord ->
        noRecord && !forest.isSpoilt() ? beginEmpty() : Future.succeededFuture());
  }

  /** Digests that are left are of records that are not. */
  private Future<Void> beginEmpty() {
    scrubbing = Scrubbing.NEVER.ended(Math.max(1, env.scheduler().wallMillis()));
    Batch noting = whole().and(Batch.put(Space.STATE, StoreKeys.SCRUB, scrubbing.encode()));
    return store.clear(Space.MERKLE).compose(cleared -> store.commit(noting)).map(noted -> {
      forest.trustEmpty();
      return null;
    });
  }

  private static Batch whole() {
    return Batch.put(Space.STATE, StoreKeys.TREES, new ByteWriter().varInt(EntryDigest.VERSION).toBytes());
  }

  /** Goes on with what an earlier start began, or begins when it is time. */
  public void start() {
    running = true;
    if (forest.isInDoubt() || scrubbing.isUnderWay()) {
      next = env.scheduler().after(AFTER_START_MILLIS, this::begin);
    } else {
      schedule();
    }
  }

  /** At a moment of its own within the first tenth after it is due, so that not all nodes look at once. */
  private void schedule() {
    if (running && scrubbing.isUnderWay()) {
      next = env.scheduler().after(AFTER_FAILURE_MILLIS, this::begin);
      return;
    }
    if (!running || config.scrubPeriodHours() == 0) {
      return;
    }
    long periodMillis = TimeUnit.HOURS.toMillis(config.scrubPeriodHours());
    long sinceMillis = scrubbing.endedMillis() == 0 ? 0 : Math.max(0, env.scheduler().wallMillis() - scrubbing.endedMillis());
    long delayMillis = Math.max(AFTER_START_MILLIS, periodMillis - sinceMillis);
    next = env.scheduler().after(delayMillis + env.random().nextLong(periodMillis / 10), this::begin);
  }

  public void stop() {
    running = false;
    cancelNext();
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel();
    }
  }

  /** Begins now, unless it is under way already. */
  public void begin() {
    if (!running || walking) {
      return;
    }
    cancelNext();
    walking = true;
    if (!scrubbing.isUnderWay() || forest.isInDoubt()) {
      beginPass();
    }
    digests.begin(scrubbing.lastTree());
    background.run("scrub", walk.along(this::step).eventually(() -> {
      walking = false;
      digests.giveUp();
      schedule();
      return Future.succeededFuture();
    }));
  }

  private void beginPass() {
    scrubbing = scrubbing.begun();
    hidden.beginPass();
  }

  private void beginAnew(Failure.Unreadable why) {
    env.events().emit(new Event.TreesDoubted(why.getMessage()));
    begin();
  }

  /** Whether some records may have no digest, since a broken block hides them from whoever looks for those. */
  public boolean mayHide() {
    return hidden.mayBe();
  }

  /** Whether the trees cannot be relied on until a scrub has ended. */
  public boolean isFirstToEnd() {
    return forest.isInDoubt();
  }

  /** How far it is. */
  public RepairReport.Scrub report() {
    return new RepairReport.Scrub(walking, scrubbing.phase() == Phase.DIGESTS ? "digests" : walking ? "records" : "rest",
        walking ? digests.treesDone() : 0, forest.trees().size(), scrubbing.records(), scrubbing.corrected(),
        scrubbing.quarantined(), scrubbing.endedMillis());
  }

  /** Completes with whether more is to be done. */
  private Future<Boolean> step() {
    if (!running) {
      return Future.failedFuture(new Failure.Unavailable(env.self() + " stops"));
    }
    if (forest.isSpoilt()) {
      return hidden.isLookedFor() ? throwDigestsAway().map(done -> true) : hidden.look();
    }
    if (scrubbing.phase() == Phase.RECORDS) {
      return alongRecords().compose(done -> scrubbing.phase() == Phase.DIGESTS ? hidden.allPassed() : Future.succeededFuture(true));
    }
    if (digests.isDone()) {
      return end().map(done -> false);
    }
    return digests.step().compose(this::afterPage).map(done -> true).recover(failure -> {
      if (!(failure instanceof Failure.Unreadable unreadable)) {
        return Future.failedFuture(failure);
      }
      forest.spoil(unreadable);
      return Future.succeededFuture(true);
    });
  }

  private Future<Void> afterPage(Optional<TreeId> ended) {
    if (ended.isEmpty()) {
      return Future.succeededFuture();
    }
    scrubbing = scrubbing.at(Phase.DIGESTS, StoreKeys.merklePrefix(ended.get()));
    return saveNowAndThen();
  }

  /** The mark goes first: should this node die in between, its next start knows that it has to look at all records. */
  private Future<Void> throwDigestsAway() {
    digests.giveUp();
    beginPass();
    hidden.lookAnew();
    return store.commit(Batch.delete(Space.STATE, StoreKeys.TREES).and(Batch.put(Space.STATE, StoreKeys.SCRUB, scrubbing.encode())))
        .compose(marked -> store.clear(Space.MERKLE))
        .map(cleared -> {
          forest.cleared();
          digests.begin(Optional.empty());
          return null;
        });
  }

  private Future<Void> alongRecords() {
    Future<Void> ready = scrubbing.after().size() == 0 ? upkeep.begin() : Future.succeededFuture();
    return ready.compose(begun ->
        store.scanReadable(Space.DATA, Bytes.EMPTY, scrubbing.after(), PAGE, hidden::passedOver)).compose(page ->
        check.checkRecords(page.entries()).compose(found -> upkeep.mark(page.entries()).map(marked ->
            found.and(new DigestCheck.Found(0, marked, 0)))).compose(found -> {
          note(found);
          scrubbing = page.more()
              ? scrubbing.at(Phase.RECORDS, page.lastKey())
              : scrubbing.at(Phase.DIGESTS, Bytes.EMPTY);
          return page.more() ? saveNowAndThen() : save();
        }));
  }

  private void note(DigestCheck.Found found) {
    scrubbing = scrubbing.found(found.records(), found.corrected(), found.quarantined());
  }

  private Future<Void> saveNowAndThen() {
    return ++pagesSinceNote < PAGES_PER_NOTE ? Future.succeededFuture() : save();
  }

  private Future<Void> save() {
    pagesSinceNote = 0;
    return store.commit(Batch.put(Space.STATE, StoreKeys.SCRUB, scrubbing.encode()));
  }

  /** It has not ended before that is on disk: a store that could not take it is asked again. */
  private Future<Void> end() {
    Scrubbing ended = scrubbing.ended(Math.max(1, env.scheduler().wallMillis()));
    return store.commit(whole().and(Batch.put(Space.STATE, StoreKeys.SCRUB, ended.encode()))).map(noted -> {
      scrubbing = ended;
      if (forest.isInDoubt()) {
        forest.trust();
        env.events().emit(new Event.TreesRebuilt(scrubbing.records()));
      }
      env.events().emit(new Event.ScrubEnded(scrubbing.records(), scrubbing.corrected(), scrubbing.quarantined()));
      return null;
    });
  }
}
