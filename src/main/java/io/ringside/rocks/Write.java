package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import java.util.Optional;

/** An update of one key, or a batch without a look at what was there. */
final class Write<R> extends Task<R> {
  private final Optional<SpaceKey> key;
  private final Change<R> change;

  private Write(Optional<SpaceKey> key, Change<R> change) {
    this.key = key;
    this.change = change;
  }

  static <R> Write<R> update(SpaceKey key, Change<R> change) {
    return new Write<>(Optional.of(key), change);
  }

  static Write<Void> commit(Batch batch) {
    return new Write<>(Optional.empty(), nothing -> new Change.Outcome<>(null, batch));
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
