package io.ringside.node;

import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.handoff.HintedHandoff;
import io.ringside.message.DiskStart;
import io.ringside.message.Failure;
import io.ringside.repair.AntiEntropy;
import io.ringside.repair.Leftovers;
import io.ringside.repair.Scrub;
import io.ringside.storage.DataStore;
import io.ringside.storage.Record;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * What a node does when others have reaped in its partitions without it: of its records and hints only that stays of which it is
 * sure to have minted it since. Not safe for more than one thread.
 */
final class Forgetting {
  /** A node that cannot look at all that it has to forget answers for none of it, and looks again after this. */
  private static final long RETRY_MILLIS = 10_000;

  private final Env env;
  private final BooleanSupplier serving;
  private final Identity identity;
  private final AntiEntropy antiEntropy;
  private final HintedHandoff handoff;
  private final Scrub scrub;
  private final Leftovers leftovers;
  private final Past past;
  private final DataStore store;
  private long notBeforeMillis;

  Forgetting(Env env, BooleanSupplier serving, Identity identity, AntiEntropy antiEntropy, HintedHandoff handoff, Scrub scrub,
      Leftovers leftovers, Past past, DataStore store) {
    this.env = env;
    this.serving = serving;
    this.identity = identity;
    this.antiEntropy = antiEntropy;
    this.handoff = handoff;
    this.scrub = scrub;
    this.leftovers = leftovers;
    this.past = past;
    this.store = store;
  }

  /**
   * Completes when it is forgotten durably. If not all can be looked at, a node that serves gives its store up, fails as
   * {@link Failure.Unavailable}, and forgets when it starts on the mended one; a start fails as {@link Failure.Unreadable}, and is
   * mended by its verticle.
   *
   * @param raised the partitions, each with the disk and start in which this node had raised its era; none if nobody knows
   */
  Future<Void> forget(SortedMap<Integer, Optional<DiskStart>> raised) {
    if (env.scheduler().nowMillis() < notBeforeMillis) {
      return Future.failedFuture(new Failure.Unavailable(env.self() + " cannot forget what others have reaped"));
    }
    var bySince = new TreeMap<Long, SortedSet<Integer>>();
    raised.forEach((partition, start) -> bySince.computeIfAbsent(
        identity.state().certainSince(identity.begun(), start), since -> new TreeSet<>()).add(partition));
    Future<Void> forgotten = Future.succeededFuture();
    for (var some : bySince.entrySet()) {
      forgotten = forgotten.compose(before -> forget(some.getValue(), some.getKey()));
    }
    return forgotten;
  }

  private Future<Void> forget(SortedSet<Integer> partitions, long certainSince) {
    long start = identity.state().start();
    env.events().emit(Event.Amnesia.forgetting(start, partitions));
    UnaryOperator<Record> certain = record -> record.mintedSince(env.self(), certainSince);
    return antiEntropy.verifyAfter(() -> identity.become(NodeState::withForgottenPast)
        .compose(saved -> forgetRecords(partitions, certain))
        .compose(forgotten -> handoff.forget(partitions, certain))
        .recover(failure -> serving.getAsBoolean() && failure instanceof Failure.Unreadable
            ? giveUp(failure) : Future.failedFuture(failure)));
  }

  /** While a node starts it is not known yet whether each record has its digest; what is left that others own has none. */
  private Future<Void> forgetRecords(SortedSet<Integer> partitions, UnaryOperator<Record> certain) {
    return serving.getAsBoolean() && !scrub.isFirstToEnd() && !scrub.mayHide() && !leftovers.mayBe()
        ? past.forgetByDigests(partitions, certain) : past.forget(partitions, certain);
  }

  private Future<Void> giveUp(Throwable failure) {
    String reason = "others have reaped, and not all that this node had can be read: " + failure.getMessage();
    return store.giveUp(reason).compose(obstacle -> {
      notBeforeMillis = env.scheduler().nowMillis() + RETRY_MILLIS;
      return Future.failedFuture(new Failure.Unavailable(
          reason + obstacle.map(why -> "; and the store cannot be mended: " + why).orElse("")));
    });
  }
}
