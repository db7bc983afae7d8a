package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.Space;
import java.util.Optional;

/** An update of one key, a batch without a look at what was there, or the end of all that is in a space. */
final class Write<R> extends Task<R> {
  private final Optional<SpaceKey> key;
  private final Change<R> change;
  private final Optional<Space> cleared;

  private Write(Optional<SpaceKey> key, Change<R> change, Optional<Space> cleared) {
    this.key = key;
    this.change = change;
    this.cleared = cleared;
  }

  static <R> Write<R> update(SpaceKey key, Change<R> change) {
    return new Write<>(Optional.of(key), change, Optional.empty());
  }

  static Write<Void> commit(Batch batch) {
    return new Write<>(Optional.empty(), nothing -> new Change.Outcome<>(null, batch), Optional.empty());
  }

  /** Not to be done together with others: it comes after those before it, and before those after it. */
  static Write<Void> clear(Space space) {
    return new Write<>(Optional.empty(), nothing -> new Change.Outcome<>(null, Batch.EMPTY), Optional.of(space));
  }

  /** The space that is to be cleared, if any. */
  Optional<Space> cleared() {
    return cleared;
  }

  /** The key that must be looked up first, if any. */
  Optional<SpaceKey> key() {
    return key;
  }

  /**
   * Sees what earlier writes of the group did, and adds its own. A change that throws decides this task alone and adds
   * nothing.
   */
  void applyTo(GroupView view) {
    try {
      Change.Outcome<R> outcome = outcomeOn(view);
      view.write(outcome.writes());
      succeed(outcome.result());
    } catch (Throwable thrown) { // An error too: the writer's thread must outlive whatever a change does.
      fail(thrown);
    }
  }

  private Change.Outcome<R> outcomeOn(GroupView view) {
    Optional<Bytes> old;
    try {
      old = key.flatMap(view::value);
    } catch (Failure.Unreadable unreadable) {
      return change.unreadable(unreadable);
    }
    return change.apply(old);
  }
}
