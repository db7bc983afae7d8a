package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store in which somebody meddles with records as they are changed. */
final class MeddledStore extends PassingStore {
  /** What is done to a record. */
  interface Meddler {
    /** What a change is shown of what is there. */
    default Record shown(Record old) {
      return old;
    }

    /** What is kept of what a change made; empty: the record goes altogether. */
    default Optional<Record> kept(Record old, Record now) {
      return Optional.of(now);
    }
  }

  private final Meddler meddler;
  private final List<Space> spaces;

  MeddledStore(DataStore inner, Meddler meddler, Space... spaces) {
    super(inner);
    this.meddler = meddler;
    this.spaces = List.of(spaces);
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    if (!spaces.contains(space)) {
      return inner.update(space, key, change);
    }
    return inner.update(space, key, bytes -> {
      Record old = Record.decode(bytes);
      Record shown = meddler.shown(old);
      Change.Outcome<R> outcome = change.apply(shown.equals(old) ? bytes : encoded(shown));
      return new Change.Outcome<>(outcome.result(), meddledWith(outcome.writes(), old));
    });
  }

  private Batch meddledWith(Batch writes, Record old) {
    var edits = new ArrayList<Batch.Edit>();
    writes.edits().forEach(edit -> edits.add(spaces.contains(edit.space()) ? meddledWith(edit, old) : edit));
    return new Batch(edits);
  }

  private Batch.Edit meddledWith(Batch.Edit edit, Record old) {
    return new Batch.Edit(edit.space(), edit.key(),
        edit.value().flatMap(value -> meddler.kept(old, Record.decode(value)).map(Record::encode)));
  }

  private static Optional<Bytes> encoded(Record record) {
    return record.equals(Record.NONE) ? Optional.empty() : Optional.of(record.encode());
  }
}
