package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.List;

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

  /** So many writes are kept for nodes that are away, or at least one. */
  record Hints(long count, boolean atLeast) implements Expectation {
    @Override
    public Future<List<String>> lookAt(Stage stage) {
      return stage.look().hints(this);
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
