package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.message.Request;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Looks into the cluster: at what its nodes hold, keep for others, and believe of each other. */
final class Look {
  private final World world;
  private final ClusterShape shape;
  private final Stage stage;
  private final Journal journal;

  Look(World world, ClusterShape shape, Stage stage, Journal journal) {
    this.world = world;
    this.shape = shape;
    this.stage = stage;
    this.journal = journal;
  }

  Future<List<String>> values(Expectation.Values expected) {
    List<String> wanted = Wording.values(expected.contents());
    if (!expected.everyOwner()) {
      return stage.read(expected.key(), expected.manner()).map(found -> {
        mustBe(wanted, "a read", found.siblings());
        mustDescend(expected, found.siblings());
        return Wording.lines(found.siblings());
      });
    }
    return owners(expected.key()).map(owners -> {
      owners.forEach((owner, siblings) -> {
        mustBe(wanted, owner.name(), siblings);
        mustDescend(expected, siblings);
      });
      return onOwners(owners);
    });
  }

  private static void mustBe(List<String> wanted, String where, Siblings siblings) {
    if (!Wording.values(siblings).equals(wanted)) {
      throw new Unexpected("expected " + String.join(" ", wanted) + ", but " + where + " has "
          + String.join(" and ", Wording.lines(siblings)));
    }
  }

  private void mustDescend(Expectation.Values expected, Siblings siblings) {
    if (!expected.descending()) {
      return;
    }
    Siblings before = journal.latestSiblings(expected.key());
    if (before.versions().isEmpty()) {
      throw new Unexpected("nobody has read siblings of " + expected.key() + " before");
    }
    siblings.versions().forEach((dot, version) -> before.versions().keySet().forEach(sibling -> {
      if (!version.past().covers(sibling)) {
        throw new Unexpected("the clock " + Wording.clock(version.past().with(dot)) + " does not cover its sibling "
            + Wording.dot(sibling));
      }
    }));
  }

  Future<List<String>> gone(Expectation.Gone expected) {
    if (!expected.everyOwner()) {
      return stage.read(expected.key(), expected.manner()).map(found -> {
        mustBeGone(expected, "a read", found.siblings());
        return Wording.lines(found.siblings());
      });
    }
    return owners(expected.key()).map(owners -> {
      owners.forEach((owner, siblings) -> mustBeGone(expected, owner.name(), siblings));
      return onOwners(owners);
    });
  }

  private void mustBeGone(Expectation.Gone expected, String where, Siblings siblings) {
    boolean gone = expected.deleted()
        ? siblings.isDeleted()
        : siblings.versions().keySet().stream().allMatch(stage.before(expected.key())::covers)
            && (siblings.isDeleted() || siblings.versions().isEmpty());
    if (!gone) {
      throw new Unexpected("expected " + (expected.deleted() ? "a deletion" : "nothing") + ", but " + where + " has "
          + String.join(" and ", Wording.lines(siblings)));
    }
  }

  private static List<String> onOwners(SortedMap<NodeId, Siblings> owners) {
    var lines = new ArrayList<String>();
    owners.forEach((owner, siblings) -> lines.add(owner + " holds " + String.join(" and ", Wording.lines(siblings))));
    return lines;
  }

  Future<List<String>> siblings(Expectation.SiblingCount expected) {
    return stage.read(expected.key(), expected.manner()).map(found -> {
      int count = found.siblings().versions().size();
      if (!expected.bound().holds(count)) {
        throw new Unexpected("expected " + expected.bound() + " siblings of " + expected.key() + ", but there are " + count);
      }
      return List.of(count + " of " + expected.key());
    });
  }

  Future<List<String>> hints(Expectation.Hints expected) {
    return hintsPending().map(pending -> {
      long count = pending.values().stream().mapToLong(Long::longValue).sum();
      if (!expected.bound().holds(count)) {
        throw new Unexpected("expected " + expected.bound() + " hints, but there are " + count + ": " + pending);
      }
      return List.of(count + (count == 1 ? " hint" : " hints") + (count == 0 ? "" : ", by node " + pending));
    });
  }

  Future<List<String>> seen(Expectation.Seen expected) {
    String status = expected.status().name().toLowerCase(Locale.ROOT);
    var observers = new ArrayList<>(upNodes());
    observers.remove(expected.node());
    return askAll(observers, new Request.ShowView()).map(reports -> {
      reports.forEach((observer, report) -> {
        var belief = report.beliefs().get(expected.node());
        if (belief == null || belief.member().status() != expected.status()) {
          throw new Unexpected("expected " + expected.node() + " to be seen " + status + ", but " + observer + " believes it "
              + (belief == null ? "unknown" : belief.member().status().name().toLowerCase(Locale.ROOT)));
        }
      });
      return List.of(expected.node() + " is " + status + " to " + reports.keySet());
    });
  }

  Future<List<String>> ringUnchanged() {
    long epoch = world.ring().epoch();
    return askAll(upNodes(), new Request.ShowStatus()).map(statuses -> {
      statuses.forEach((node, status) -> {
        if (status.ringEpoch() != epoch) {
          throw new Unexpected("the ring of " + node + " is another one now");
        }
      });
      return List.of("one ring on " + statuses.keySet());
    });
  }

  /** Completes with what each primary of a key has itself; fails if one of them does not answer. */
  Future<SortedMap<NodeId, Siblings>> owners(Key key) {
    List<NodeId> primaries = world.ring().preferenceList(key, shape.n()).primaries();
    return askAll(primaries, new Request.Inspect(key)).map(inspections -> {
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
    return askAll(upNodes(), new Request.ShowStatus()).map(statuses -> {
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

  private List<NodeId> upNodes() {
    SortedSet<NodeId> members = world.ring().members();
    return members.stream().filter(world::isUp).toList();
  }

  private <R> Future<SortedMap<NodeId, R>> askAll(List<NodeId> nodes, Request<R> request) {
    SortedMap<NodeId, R> answers = new TreeMap<>();
    var asked = nodes.stream().map(node -> world.ask(node, request).map(answer -> answers.put(node, answer))).toList();
    return Future.join(asked).map(all -> answers);
  }
}
