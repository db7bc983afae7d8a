package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What a step does. */
public sealed interface Action {
  /** Why a scenario that troubles disks is not played live. */
  String DISKS_NOT_LIVE = "it troubles a node's disk, and the real disk under a running node cannot be told to stall";

  /** Completes with what came of it, in lines for people; fails if it did not turn out as the scenario says. */
  Future<List<String>> performOn(Stage stage);

  /** Why it is played in virtual time only, if it is. */
  default Optional<String> whyNotLive() {
    return Optional.empty();
  }

  /** Nothing but words. */
  record Say(String words) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return Future.succeededFuture(List.of());
    }
  }

  record Wait(long millis) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.rest(millis).map(over -> List.of());
    }
  }

  record Get(Key key, Manner manner) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.get(this);
    }
  }

  record Put(Key key, Content content, Manner manner) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.put(this);
    }
  }

  /** Reads, then writes over what it found. */
  record Update(Key key, Content content, Manner manner) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.update(this);
    }
  }

  record Delete(Key key, Manner manner) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.delete(this);
    }
  }

  /** Reads, and writes one value over all siblings. */
  record Resolve(Key key, String resolver, Manner manner) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.resolve(this);
    }
  }

  record Crash(NodeId node) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().crash(node);
    }
  }

  record Restart(NodeId node) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().restart(node);
    }
  }

  /** All that the node had on its disk is gone; it is down. */
  record Wipe(NodeId node) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().wipe(node);
    }
  }

  /** Nothing moves in the node for so long; the step ends as soon as that has begun. */
  record Pause(NodeId node, long millis) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().pause(node, millis);
    }
  }

  /** The node's disk does nothing for so long, and the node lives on; the step ends as soon as that has begun. */
  record Stall(NodeId node, long millis) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().stall(node, millis);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(DISKS_NOT_LIVE);
    }
  }

  /** The node's disk fails every other access for so long; the step ends as soon as that has begun. */
  record Falter(NodeId node, long millis) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().falter(node, millis);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(DISKS_NOT_LIVE);
    }
  }

  /** There is no room on the node's disk until it is started again: it takes no write from now on, and is read. */
  record Fill(NodeId node) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().fill(node);
    }
  }

  /** The node crashes, and restarts so much later, again and again. */
  record Flap(NodeId node, long everyMillis, int times) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().flap(this);
    }
  }

  /** So many records on the node's disk are damaged, in turn flipped, torn and misdirected. */
  record Rot(NodeId node, int records) implements Action {
    /** A real disk is damaged by hand, and by tests. */
    static final String NOT_LIVE = "it damages records on a disk, and no live disk lets itself be damaged one record at a time";

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().rot(this);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(NOT_LIVE);
    }
  }

  /** The node looks at all that it holds; the step ends when it has. */
  record Scrub(NodeId node) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().scrub(node);
    }
  }

  /** What one node sends to another is lost from now on; the other direction works. */
  record CutOneWay(Cut link) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().cut(link);
    }
  }

  /** Links lose this share of what is sent over them, from 0 to 1: all of them if none is named. */
  record Lose(double share, List<Cut> links) implements Action {
    public Lose {
      links = List.copyOf(links);
    }

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().lose(this);
    }
  }

  /** What is sent over links is so late: over all of them if none is named. */
  record Slow(long millis, List<Cut> links) implements Action {
    public Slow {
      links = List.copyOf(links);
    }

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().slow(this);
    }
  }

  /** Of what is sent over links this share arrives twice, from 0 to 1: over all of them if none is named. */
  record Duplicate(double share, List<Cut> links) implements Action {
    static final String NOT_LIVE = "it has messages arrive twice, and the event bus of a live cluster delivers none twice";

    public Duplicate {
      links = List.copyOf(links);
    }

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().duplicate(this);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(NOT_LIVE);
    }
  }

  /** The node's wall clock jumps to so far ahead of all others, or behind; 0 sets it right. */
  record Skew(NodeId node, long millis) implements Action {
    static final String NOT_LIVE = "it sets a node's clock, and the nodes of a live cluster have that of their computer";

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().skew(this);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(NOT_LIVE);
    }
  }

  record Partition(List<SortedSet<NodeId>> groups) implements Action {
    public Partition {
      groups = List.copyOf(groups);
    }

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().partition(groups);
    }
  }

  /** Makes the network whole; crashed nodes stay down. */
  record Heal() implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.breakage().heal();
    }
  }

  /** Counts stale reads in a cluster beside this one, whose messages are delayed as the model says. */
  record Measure(Measurement measurement) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.staleness().measure(measurement);
    }

    @Override
    public Optional<String> whyNotLive() {
      return Optional.of(Measurement.NOT_LIVE);
    }
  }

  /**
   * The same for each number of a range.
   *
   * @param everyMillis 0 for a few at once, else how long after one the next begins, which waits for it in any case
   */
  record Each(List<Action> actions, long everyMillis) implements Action {
    public Each {
      actions = List.copyOf(actions);
    }

    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.each(this);
    }

    @Override
    public Optional<String> whyNotLive() {
      return actions.stream().flatMap(action -> action.whyNotLive().stream()).findFirst();
    }
  }

  /**
   * Looks until it sees what is expected.
   *
   * @param limitMillis how long it may take: 0 for one look, else until then
   * @param sinceBeginning whether the limit is a time on the scenario's clock, or counts from this step's start
   */
  record Expect(Expectation expectation, long limitMillis, boolean sinceBeginning) implements Action {
    @Override
    public Future<List<String>> performOn(Stage stage) {
      return stage.expect(this);
    }
  }
}
