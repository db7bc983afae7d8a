package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What must be seen. */
public sealed interface Expectation {
  /** Completes with what was seen, in lines for people; fails with {@link Unexpected} if it is something else. */
  Future<List<String>> lookAt(Stage stage);

  /**
   * A key has exactly these values: one, or siblings in any order.
   *
   * @param everyOwner whether each primary's own record must say so, or what a client reads
   * @param descending whether the one value's clock must cover all siblings that were seen of the key before
   */
  record Values(Key key, List<Content> contents, boolean everyOwner, boolean descending, Manner manner) implements Expectation {
    public Values {
      contents = List.copyOf(contents);
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().values(this);
    }
  }

  /** Nothing is left of a key but the word that it was deleted; or nothing at all was ever there. */
  record Gone(Key key, boolean everyOwner, boolean deleted, Manner manner) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().gone(this);
    }
  }

  /** None of a key's owners has anything of it: not even a tombstone. */
  record Reaped(Key key) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().reaped(this);
    }
  }

  /** A read finds so many siblings of a key; one value counts as one. */
  record SiblingCount(Key key, Bound bound, Manner manner) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().siblings(this);
    }
  }

  /** So many writes are kept for nodes that are away. */
  record Hints(Bound bound) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().hints(this);
    }
  }

  /** So many records could not be read, at whatever node, and are not healed. */
  record Quarantined(Bound bound) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().quarantined(this);
    }
  }

  /**
   * So many writes of the scenario's keys were kept for nodes that were away, were brought home, or were given up.
   *
   * @param target for whom; empty for anybody
   */
  record HintsTold(Sightings.Fate fate, Optional<NodeId> target, HowMany wanted) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().hintsTold(this);
    }
  }

  /** Nothing was kept for any other node, and something for each of these. */
  record HintsOnlyFor(SortedSet<NodeId> targets) implements Expectation {
    public HintsOnlyFor {
      targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().hintsOnlyFor(this);
    }
  }

  /**
   * So many times an owner was sent what it lacked of one of the scenario's keys.
   *
   * @param target which owner; empty for all together
   */
  record Repaired(Sightings.Mender mender, Optional<NodeId> target, HowMany wanted) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().repairs(this);
    }
  }

  /**
   * A node, since it started, has found every one of its trees equal to those of the other owners, and none differs now.
   *
   * @param node which one; empty for each that runs
   */
  record TreesEqual(Optional<NodeId> node) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().treesEqual(this);
    }
  }

  /** Of all running nodes just these say that they have lost data, and that it is not all back yet. */
  record Amnesiac(SortedSet<NodeId> nodes) implements Expectation {
    public Amnesiac {
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().amnesiac(this);
    }
  }

  /** A node, or any, was suspected so often. */
  record Suspicions(Optional<NodeId> node, Bound bound) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().suspicions(this);
    }
  }

  /** Exactly these nodes are asked last by one coordinator or more. */
  record Degraded(SortedSet<NodeId> nodes) implements Expectation {
    public Degraded {
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().degraded(this);
    }
  }

  /**
   * So many operations of the scenario's clients failed, wanted or not.
   *
   * @param notApplied whether only those count that said that nothing was stored
   */
  record FailedOperations(Bound bound, boolean notApplied) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.counting().failedOperations(this);
    }
  }

  /** Whatever a client was told is stored is there at its owners, or something that has seen it. */
  record NothingLost() implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.judge().nothingLost();
    }
  }

  /** Every running node has the ring that the scenario began with: no key has moved. */
  record RingUnchanged() implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().ringUnchanged();
    }
  }

  /** The same of each number of a range, looked at one after the other up to the first that is something else. */
  record All(List<Expectation> each) implements Expectation {
    public All {
      each = List.copyOf(each);
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return Turns.aFewAtOnce(each, one -> one.lookAt(stage)).map(seen -> List.of("all " + seen.size() + " are so"));
    }
  }

  /** All that was measured of stale reads is no farther from the model than so many percentage points. */
  record StaleAsPredicted(int points) implements Expectation {
    private static final double SIGMAS = 4;
    private static final double WIDEST_SIGMA = 50;

    /** How many points chance alone may make of so many reads, where half of them are stale. */
    static double scatter(int reads) {
      return SIGMAS * WIDEST_SIGMA / Math.sqrt(reads);
    }

    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.staleness().asPredicted(this);
    }
  }

  /** With R+W above N no read at all was stale. */
  record NeverStaleWhereQuorumsMeet() implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.staleness().noneWhereQuorumsMeet();
    }
  }

  /** Every running node but the one itself believes this of it. */
  record Seen(NodeId node, Member.Status status) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().seen(this);
    }
  }
}
