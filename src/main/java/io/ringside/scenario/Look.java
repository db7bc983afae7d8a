package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks into the cluster: at what its nodes hold, keep for others, and believe of each other. */
final class Look {
  private final World world;
  private final Stage stage;
  private final Judge judge;
  private final Journal journal;

  Look(World world, Stage stage, Judge judge, Journal journal) {
    this.world = world;
    this.stage = stage;
    this.judge = judge;
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
    return judge.owners(expected.key()).map(owners -> {
      owners.forEach((owner, siblings) -> {
        mustBe(wanted, owner.name(), siblings);
        mustDescend(expected, siblings);
      });
      return Wording.owners(owners);
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
    return judge.owners(expected.key()).map(owners -> {
      owners.forEach((owner, siblings) -> mustBeGone(expected, owner.name(), siblings));
      return Wording.owners(owners);
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

  Future<List<String>> reaped(Expectation.Reaped expected) {
    return judge.owners(expected.key()).map(owners -> {
      owners.forEach((owner, siblings) -> {
        if (!siblings.isEmpty()) {
          throw new Unexpected("expected nothing, not even a tombstone, but " + owner + " has "
              + String.join(" and ", Wording.lines(siblings)));
        }
      });
      return List.of("nothing at " + owners.keySet());
    });
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
    return judge.hintsPending().map(pending -> {
      long count = pending.values().stream().mapToLong(Long::longValue).sum();
      if (!expected.bound().holds(count)) {
        throw new Unexpected("expected " + expected.bound() + " hints, but there are " + count + ": " + pending);
      }
      return List.of(count + (count == 1 ? " hint" : " hints") + (count == 0 ? "" : ", by node " + pending));
    });
  }

  Future<List<String>> quarantined(Expectation.Quarantined expected) {
    return world.askAll(world.upNodes(), new Request.ShowRepair()).map(reports -> {
      long count = reports.values().stream().mapToLong(RepairReport::quarantined).sum();
      if (!expected.bound().holds(count)) {
        throw new Unexpected("expected " + expected.bound() + " records in quarantine, but there are " + count);
      }
      return List.of(count + " in quarantine");
    });
  }

  Future<List<String>> seen(Expectation.Seen expected) {
    String status = expected.status().name().toLowerCase(Locale.ROOT);
    var observers = new ArrayList<>(world.upNodes());
    observers.remove(expected.node());
    return world.askAll(observers, new Request.ShowView()).map(reports -> {
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

  Future<List<String>> treesEqual(Expectation.TreesEqual expected) {
    List<NodeId> nodes = expected.node().map(List::of).orElseGet(world::upNodes);
    return world.askAll(nodes, new Request.ShowRepair()).map(reports -> reports.entrySet().stream()
        .map(answer -> compared(answer.getKey(), answer.getValue())).toList());
  }

  private static String compared(NodeId node, RepairReport report) {
    if (report.inDoubt()) {
      throw new Unexpected("the trees of " + node + " may lack something, and are compared with nobody's");
    }
    for (RepairReport.Peer peer : report.peers()) {
      if (peer.verified() < peer.trees() || peer.difference().trees() > 0) {
        throw new Unexpected("expected the trees of " + node + " to be equal to those of the other owners, but of "
            + peer.trees() + " that it shares with " + peer.node() + " it has found " + peer.verified() + " equal, and "
            + peer.difference().trees() + " differ");
      }
    }
    return "all trees of " + node + " are equal to those of the other owners: "
        + report.peers().stream().map(peer -> peer.trees() + " with " + peer.node()).collect(Collectors.joining(", "));
  }

  Future<List<String>> amnesiac(Expectation.Amnesiac expected) {
    return world.askAll(world.upNodes(), new Request.ShowStatus()).map(statuses -> {
      var amnesiac = new TreeSet<NodeId>();
      statuses.forEach((node, status) -> {
        if (status.amnesiac()) {
          amnesiac.add(node);
        }
      });
      if (!amnesiac.equals(expected.nodes())) {
        throw new Unexpected("expected that " + named(expected.nodes()) + " has lost data, but it is " + named(amnesiac));
      }
      return List.of(named(amnesiac) + " has lost data");
    });
  }

  private static String named(SortedSet<NodeId> nodes) {
    return nodes.isEmpty() ? "nobody" : nodes.toString();
  }

  Future<List<String>> ringUnchanged() {
    long epoch = world.ring().epoch();
    return world.askAll(world.upNodes(), new Request.ShowStatus()).map(statuses -> {
      statuses.forEach((node, status) -> {
        if (status.ringEpoch() != epoch) {
          throw new Unexpected("the ring of " + node + " is another one now");
        }
      });
      return List.of("one ring on " + statuses.keySet());
    });
  }
}
