package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Agreement;
import io.ringside.check.AtRest;
import io.ringside.check.History;
import io.ringside.check.Promises;
import io.ringside.check.Violation;
import io.ringside.check.Watch;
import io.ringside.check.Write;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.membership.ClusterView;
import io.ringside.message.NodeStatus;
import io.ringside.message.Request;
import io.ringside.operation.Options;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Looks at what the nodes of a world hold, and has it judged by the invariants, as random runs are. To be used where the world's
 * futures complete; not safe for more than one thread.
 */
public final class Judge {
  private static final String LOST = "I1";

  private final World world;
  private final ToIntFunction<Key> copies;
  private final Journal journal;
  private final Optional<Watch> watch;
  private final io.ringside.check.Judge verdict = new io.ringside.check.Judge(Promises.NONE);

  /**
   * @param copies how many primaries a key has
   * @param journal what clients asked and were told; it is told each record that is looked at
   * @param watch what was seen of the cluster from its first event on; empty if others use it too
   */
  public Judge(World world, ToIntFunction<Key> copies, Journal journal, Optional<Watch> watch) {
    this.world = world;
    this.copies = copies;
    this.journal = journal;
    this.watch = watch;
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
      SortedMap<NodeId, Long> pending = kept(statuses);
      pending.values().removeIf(count -> count == 0);
      return pending;
    });
  }

  private static SortedMap<NodeId, Long> kept(SortedMap<NodeId, NodeStatus> statuses) {
    SortedMap<NodeId, Long> kept = new TreeMap<>();
    statuses.forEach((node, status) ->
        kept.put(node, status.hintsPending().values().stream().mapToLong(Long::longValue).sum()));
    return kept;
  }

  /** Completes with what does not hold at this moment; a cluster that is not healed and quiet has differences of right. */
  public Future<List<Violation>> judge(SortedSet<Key> keys) {
    return judge(keys, World.Quiet.UNSEEN);
  }

  /** As {@link #judge(SortedSet)}, and whether anything but heartbeats was seen in a while in which nobody asked for anything. */
  Future<List<Violation>> judge(SortedSet<Key> keys, World.Quiet quiet) {
    return atRest(keys).map(left -> left.withQuietWhile(quiet.events(), quiet.messages())).map(rest -> {
      var violations = new ArrayList<Violation>(watch
          .map(all -> verdict.judge(journal.history(), all, rest))
          .orElseGet(() -> verdict.judge(Bystanders.addedTo(journal.history(), rest.finals()), rest)).violations());
      violations.addAll(journal.ledger().violations());
      world.bugs().forEach(bug -> violations.add(new Violation("bug", bug)));
      return violations.stream().distinct().toList();
    });
  }

  /**
   * Completes if every write that was acknowledged is there now, or superseded, or kept for an owner that it has not reached yet;
   * fails with the first that is not.
   */
  Future<List<String>> nothingLost() {
    return ofEach(journal.written(), this::heldAndKept).map(owners -> {
      AtRest now = AtRest.of(owners);
      History told = Bystanders.addedTo(journal.history(), now.finals());
      verdict.judge(told, now).violations().stream().filter(violation -> violation.invariant().equals(LOST)).findFirst()
          .ifPresent(lost -> {
            throw new Unexpected(lost.toString());
          });
      long acknowledged = told.writes().stream().filter(Write::acknowledged).count();
      return List.of("all " + acknowledged + " acknowledged writes are there, or superseded");
    });
  }

  /** What each primary has, and what others keep for it. */
  private Future<SortedMap<NodeId, Siblings>> heldAndKept(Key key) {
    return owners(key).compose(owners -> world.askAll(world.upNodes(), new Request.Inspect(key)).map(inspections -> {
      inspections.values().forEach(inspection -> inspection.hints().forEach((target, kept) ->
          owners.computeIfPresent(target, (owner, held) -> held.merge(kept))));
      return owners;
    }));
  }

  private Future<AtRest> atRest(SortedSet<Key> keys) {
    SortedMap<Key, SortedMap<NodeId, Siblings>> owners = new TreeMap<>();
    SortedMap<Key, SortedSet<NodeId>> others = new TreeMap<>();
    return Turns.aFewAtOnce(List.copyOf(keys), key -> everywhere(key, owners, others))
        .compose(looked -> world.askAll(world.upNodes(), new Request.ShowStatus()))
        .compose(statuses -> views().map(views -> {
          SortedMap<NodeId, Long> epochs = new TreeMap<>();
          statuses.forEach((node, status) -> epochs.put(node, status.ringEpoch()));
          return AtRest.of(owners).withOthers(others).withHints(kept(statuses)).withViews(views)
              .withRing(world.ring(), epochs);
        }));
  }

  /** Looks for a key at its owners and at all others that run. */
  private Future<?> everywhere(
      Key key, SortedMap<Key, SortedMap<NodeId, Siblings>> owners, SortedMap<Key, SortedSet<NodeId>> others) {
    return owners(key).compose(held -> {
      owners.put(key, held);
      List<NodeId> strangers = world.upNodes().stream().filter(node -> !held.containsKey(node)).toList();
      return world.askAll(strangers, new Request.Inspect(key));
    }).map(inspections -> {
      var holders = new TreeSet<NodeId>();
      inspections.forEach((node, inspection) -> {
        if (!inspection.own().siblings().isEmpty()) {
          holders.add(node);
        }
      });
      return others.put(key, holders);
    });
  }

  private Future<SortedMap<NodeId, ClusterView>> views() {
    return world.askAll(world.upNodes(), new Request.ShowView()).map(reports -> {
      SortedMap<NodeId, ClusterView> views = new TreeMap<>();
      reports.forEach((node, report) -> views.put(node, report.view()));
      return views;
    });
  }

  /**
   * Completes when all owners of each key hold the same, no node keeps a hint and all believe the same of each other, or fails
   * with what still differs, in words. A key that differs is read, again and again, since a read repairs sooner than trees do.
   */
  public Future<Void> converge(SortedSet<Key> keys, Client reader, long limitMillis) {
    Scheduler scheduler = world.scheduler();
    return Patience.until(scheduler, scheduler.nowMillis() + limitMillis, () -> unrest(keys)
        .compose(unrest -> unrest.isNone()
            ? Future.succeededFuture()
            : readAll(unrest.different(), reader).transform(read -> Future.failedFuture(new Unexpected(
                Wording.differences(unrest.different(), unrest.pending(), unrest.disagreements()))))));
  }

  /** Completes if everything is at rest at this moment, else fails with what still differs, in words. */
  Future<Void> mustBeAtRest(SortedSet<Key> keys) {
    return unrest(keys).map(unrest -> {
      if (!unrest.isNone()) {
        throw new Unexpected(Wording.differences(unrest.different(), unrest.pending(), unrest.disagreements()));
      }
      return null;
    });
  }

  /** What shows that a cluster still has to do. */
  private record Unrest(
      SortedMap<Key, SortedMap<NodeId, Siblings>> different, SortedMap<NodeId, Long> pending, List<Violation> disagreements) {
    private boolean isNone() {
      return different.isEmpty() && pending.isEmpty() && disagreements.isEmpty();
    }
  }

  private Future<Unrest> unrest(SortedSet<Key> keys) {
    return differences(keys).compose(different -> hintsPending()
        .compose(pending -> views().map(views -> new Unrest(different, pending, Agreement.onMembers(views)))));
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
    return ofEach(keys, this::owners);
  }

  private static Future<SortedMap<Key, SortedMap<NodeId, Siblings>>> ofEach(
      SortedSet<Key> keys, Function<Key, Future<SortedMap<NodeId, Siblings>>> look) {
    SortedMap<Key, SortedMap<NodeId, Siblings>> records = new TreeMap<>();
    return Turns.aFewAtOnce(List.copyOf(keys), key -> look.apply(key).map(owners -> records.put(key, owners))).map(all -> records);
  }
}
