package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Checks;
import io.ringside.check.Violation;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.message.Request;
import io.ringside.operation.Options;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Looks at what the nodes of a world hold, and judges it by the invariants. To be used where the world's futures complete; not
 * safe for more than one thread.
 */
public final class Judge {
  private final World world;
  private final ToIntFunction<Key> copies;
  private final Journal journal;

  /**
   * @param copies how many primaries a key has
   * @param journal what clients wrote and were told; it is told each record that is looked at
   */
  public Judge(World world, ToIntFunction<Key> copies, Journal journal) {
    this.world = world;
    this.copies = copies;
    this.journal = journal;
  }

  /** Completes with what each primary of a key has itself; fails if one of them does not answer. */
  public Future<SortedMap<NodeId, Siblings>> owners(Key key) {
    List<NodeId> primaries = world.ring().preferenceList(key, copies.applyAsInt(key)).primaries();
    return world.askAll(primaries, new Request.Inspect(key)).map(inspections -> {
      SortedMap<NodeId, Siblings> owners = new TreeMap<>();
      inspections.forEach((node, inspection) -> {
        owners.put(node, inspection.own().siblings());
        journal.saw(key, inspection.own().siblings());
      });
      return owners;
    });
  }

  /** Completes with how many writes each running node keeps for others, without those that keep none. */
  Future<SortedMap<NodeId, Long>> hintsPending() {
    return world.askAll(world.upNodes(), new Request.ShowStatus()).map(statuses -> {
      SortedMap<NodeId, Long> pending = new TreeMap<>();
      statuses.forEach((node, status) -> {
        long kept = status.hintsPending().values().stream().mapToLong(Long::longValue).sum();
        if (kept > 0) {
          pending.put(node, kept);
        }
      });
      return pending;
    });
  }

  /** Completes with what does not hold at this moment; a cluster that is not healed and quiet has differences of right. */
  public Future<List<Violation>> judge(SortedSet<Key> keys) {
    return records(keys).compose(records -> hintsPending().map(pending -> {
      var violations = new ArrayList<Violation>();
      SortedMap<Key, Siblings> finals = new TreeMap<>();
      records.forEach((key, owners) -> {
        violations.addAll(Checks.ownersAreEqual(key, owners));
        finals.put(key, owners.values().stream().reduce(Siblings.NONE, Siblings::merge));
      });
      violations.addAll(Checks.noHintIsLeft(pending));
      violations.addAll(Checks.siblingsAreCausalMaxima(finals));
      violations.addAll(Checks.noAcknowledgedWriteIsLost(journal.writes(), journal.ledger(), finals));
      violations.addAll(journal.ledger().violations());
      world.bugs().forEach(bug -> violations.add(new Violation("bug", bug)));
      return violations;
    }));
  }

  /**
   * Completes when all owners of each key hold the same and no node keeps a hint, or fails with what still differs, in words. A
   * key that differs is read, again and again, since reads repair what hints do not bring.
   */
  public Future<Void> converge(SortedSet<Key> keys, Client reader, long limitMillis) {
    Scheduler scheduler = world.scheduler();
    return Patience.until(scheduler, scheduler.nowMillis() + limitMillis, () -> differences(keys)
        .compose(different -> hintsPending().compose(pending -> different.isEmpty() && pending.isEmpty()
            ? Future.succeededFuture()
            : readAll(different, reader).transform(read -> Future.failedFuture(
                new Unexpected(Wording.differences(different, pending)))))));
  }

  private Future<SortedMap<Key, SortedMap<NodeId, Siblings>>> differences(SortedSet<Key> keys) {
    return records(keys).map(records -> {
      SortedMap<Key, SortedMap<NodeId, Siblings>> different = new TreeMap<>(records);
      different.values().removeIf(owners -> owners.values().stream().distinct().count() <= 1);
      return different;
    });
  }

  private static Future<?> readAll(SortedMap<Key, ?> keys, Client reader) {
    var everybody = Options.DEFAULTS.withFanout(Options.Fanout.ALL);
    return Future.join(keys.keySet().stream().map(key -> reader.get(key, everybody)).toList());
  }

  private Future<SortedMap<Key, SortedMap<NodeId, Siblings>>> records(SortedSet<Key> keys) {
    SortedMap<Key, SortedMap<NodeId, Siblings>> records = new TreeMap<>();
    return Turns.aFewAtOnce(List.copyOf(keys), key -> owners(key).map(owners -> records.put(key, owners))).map(all -> records);
  }
}
