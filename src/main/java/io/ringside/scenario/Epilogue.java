package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.check.Violation;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedSet;

/** How every scenario ends: heal, bring all nodes back, wait until it is quiet, and judge what is left. */
final class Epilogue {
  /** How long a healed cluster may take until all owners are equal. */
  private static final long QUIET_LIMIT_MILLIS = 30_000;

  /** What was found to differ just before everything was equal has been looked at again by then. */
  private static final long SETTLE_MILLIS = 5_000;

  /** So long nothing but heartbeats may be seen, where nobody else uses the cluster. */
  private static final long QUIET_MILLIS = 10_000;

  private final Stage stage;
  private final SortedSet<Key> keys;

  Epilogue(Stage stage, SortedSet<Key> keys) {
    this.stage = stage;
    this.keys = keys;
  }

  /**
   * Completes with what does not hold; empty if all is well. Reads each key once, since a read repairs sooner than trees do.
   */
  Future<List<Violation>> play() {
    return stage.breakage().makeWhole()
        .compose(whole -> readAll())
        .compose(read -> awaitRest())
        .compose(atRest -> stage.world().watched().isPresent() ? stage.rest(SETTLE_MILLIS) : Future.succeededFuture())
        .compose(settled -> stage.world().quietFor(QUIET_MILLIS))
        .compose(quiet -> stage.judge().judge(keys, quiet).compose(found ->
            found.isEmpty() || stage.world().watched().isPresent() ? Future.succeededFuture(found) : judgeAgain(quiet)));
  }

  private Future<Void> awaitRest() {
    var scheduler = stage.world().scheduler();
    return Patience.until(scheduler, scheduler.nowMillis() + QUIET_LIMIT_MILLIS, () -> stage.judge().mustBeAtRest(keys))
        .otherwiseEmpty();
  }

  /** Live, nobody knows whether a node has just begun to do something by itself: what is wrong then is no more a little later. */
  private Future<List<Violation>> judgeAgain(World.Quiet quiet) {
    return awaitRest().compose(atRest -> stage.judge().judge(keys, quiet));
  }

  private Future<Void> readAll() {
    return Turns.aFewAtOnce(List.copyOf(keys), key -> stage.read(key, Manner.USUAL).otherwiseEmpty()).mapEmpty();
  }
}
