package io.ringside.scenario;

import io.ringside.env.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Does the same with many things, without doing all of it at once. */
final class Turns {
  /** Enough to keep a cluster busy, and few enough for its limits. */
  private static final int AT_ONCE = 16;

  private Turns() {}

  /** Completes with what came of each, in order; fails, and leaves the rest undone, as soon as some have failed. */
  static <T, R> Future<List<R>> aFewAtOnce(List<T> things, Function<T, Future<R>> act) {
    return from(0, things, act, new ArrayList<>());
  }

  private static <T, R> Future<List<R>> from(int first, List<T> things, Function<T, Future<R>> act, List<R> done) {
    if (first >= things.size()) {
      return Future.succeededFuture(done);
    }
    int end = Math.min(things.size(), first + AT_ONCE);
    List<Future<R>> some = things.subList(first, end).stream().map(act).collect(Collectors.toList());
    return Future.join(some).compose(over -> {
      some.forEach(one -> done.add(one.result()));
      return from(end, things, act, done);
    });
  }

  /**
   * Completes with what came of each; fails as the first that fails. One begins when the one before is done and so many
   * milliseconds have gone by since that began.
   */
  static <T, R> Future<List<R>> paced(Scheduler scheduler, long everyMillis, List<T> things, Function<T, Future<R>> act) {
    Future<List<R>> all = Future.succeededFuture(new ArrayList<>());
    for (T thing : things) {
      all = all.compose(done -> {
        long beginMillis = scheduler.nowMillis();
        return act.apply(thing).compose(result -> {
          done.add(result);
          return rest(scheduler, beginMillis + everyMillis - scheduler.nowMillis());
        }).map(rested -> done);
      });
    }
    return all;
  }

  /** Completes so much later, in a turn of its own even if that is now or was before. */
  static Future<Void> rest(Scheduler scheduler, long millis) {
    Promise<Void> over = Promise.promise();
    scheduler.after(Math.max(0, millis), over::complete);
    return over.future();
  }
}
