package io.ringside.node;

import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.storage.Mended;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which start of its node this is, and since which one its minting epochs can be trusted. A change counts once it is on disk. Not
 * safe for more than one thread.
 */
final class Identity {
  /*
   * Changes wait for each other, and each is made from what the one before left on disk: a start number that was taken only in
   * memory could be drawn again by the next life, and epochs that began under it would then seem to be of that life.
   */
  private final Env env;
  private final Memory memory;
  private NodeState state = NodeState.NONE;
  private long begun;
  private boolean blank;
  private Future<NodeState> latest = Future.succeededFuture(state);
  private int lost;
  private long toldBefore;
  private int losses;

  Identity(Env env, Memory memory) {
    this.env = env;
    this.memory = memory;
  }

  /** What is on disk. */
  NodeState state() {
    return state;
  }

  /** False while a past that was lost is not noted yet: nothing may be minted until then. */
  boolean isSettled() {
    return lost == 0;
  }

  /**
   * Completes with the state of a new start, which is on disk.
   *
   * @param alone whether nobody else can have what this node lacks
   */
  Future<NodeState> begin(boolean alone) {
    return memory.found().compose(found -> {
      state = found.state();
      blank = !found.copy() && state.equals(NodeState.NONE);
      return found.copy()
          ? beginAsCopy(alone, found.mended())
          : become(before -> (before.disk() == 0 ? drawn(before) : before).nextStart());
    }).map(begins -> {
      begun = begins.start();
      return begins;
    });
  }

  /** Never 0, which says that none was drawn. */
  private NodeState drawn(NodeState before) {
    return before.onDisk(env.random().nextLong() | 1);
  }

  /** Whether this life began on an empty disk. */
  boolean isBlank() {
    return blank;
  }

  /** The number with which this life began; it may have taken a higher one since. */
  long begun() {
    return begun;
  }

  /** An old copy has lost whatever came after it, and no start number need show it. Told again by each start until one has noted it. */
  private Future<NodeState> beginAsCopy(boolean alone, Optional<Mended> mended) {
    NodeState next = drawn(state.withLostPast(state.start())).nextStart();
    mended.ifPresent(this::tell);
    env.events().emit(new Event.Amnesia(next.start(), state.start(), mended.isPresent()
        ? "its store was damaged, and is a copy of what could be read" : "its directory is a backup that was put back"));
    latest = memory.saveCopy(alone ? next.recovered() : next).map(this::noted);
    return latest;
  }

  private void tell(Mended mended) {
    Mended.Tally records = mended.of(Space.DATA);
    Mended.Tally hints = mended.of(Space.HINTS);
    long lost = mended.spaces().values().stream().mapToLong(Mended.Tally::lost).sum();
    env.events().emit(new Event.StoreMended(mended.reason(), mended.aside(), mended.cut(), records.copied(), records.lost(),
        hints.copied(), hints.lost(), lost - records.lost() - hints.lost()));
  }

  /** Completes when the change is on disk, and fails without effect here if the disk does not take it. */
  Future<NodeState> become(UnaryOperator<NodeState> change) {
    latest = latest.transform(before -> {
      NodeState next = change.apply(state);
      return next.equals(state) ? Future.succeededFuture(state) : memory.save(next).map(this::noted);
    });
    return latest;
  }

  private NodeState noted(NodeState saved) {
    state = saved;
    return saved;
  }

  /**
   * From now on this node knows that it has lost a past; {@link #takeStartAbove} settles that. Several peers may tell of one loss
   * before it is settled, and each of as much as it remembers; a second process is told of only after that, again and again.
   */
  void lost(long remembered) {
    boolean sameLoss = lost > 0 || remembered <= toldBefore;
    losses += sameLoss ? 0 : 1;
    toldBefore = Math.max(toldBefore, remembered);
    lost++;
    String reason = "a peer remembers start " + remembered + ": this disk is new, or an old copy"
        + (losses > 1 ? "; since it is not the first time in this life, see whether a second process runs under this name" : "");
    env.events().emit(new Event.Amnesia(state.start(), remembered, reason));
  }

  /** Completes when a start above the one that a peer remembers is on disk; after a failure it can be tried again. */
  Future<NodeState> takeStartAbove(long remembered) {
    return become(now -> remembered >= now.start() ? now.withLostPast(remembered) : now).map(taken -> {
      lost--;
      return taken;
    });
  }
}
