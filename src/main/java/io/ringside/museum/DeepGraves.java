package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.sim.Wiring;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A replica that is told to forget a tombstone forgets all of the record that it is in, and says so. */
final class DeepGraves implements Wiring {
  /*
   * A change that would forget the record as it was when it was dead, and leaves it alone as it is, is an order that came too late.
   * Its node believes that it has forgotten what it was shown; a node with this bug would tell of what was really there.
   */
  private final SortedMap<NodeId, SortedMap<Bytes, Siblings>> takenAlong = new TreeMap<>();

  private SortedMap<Bytes, Siblings> takenAlongBy(NodeId node) {
    return takenAlong.computeIfAbsent(node, first -> new TreeMap<>());
  }

  @Override
  public DataStore store(NodeId self, DataStore store) {
    return new DeepStore(store, takenAlongBy(self));
  }

  @Override
  public Events events(NodeId self, Events events) {
    return event -> events.emit(event instanceof Event.Reaped gone ? whole(self, gone) : event);
  }

  private Event.Reaped whole(NodeId self, Event.Reaped gone) {
    Siblings all = takenAlongBy(self).remove(StoreKeys.data(gone.key()));
    return all == null ? gone : new Event.Reaped(gone.key(), all);
  }

  /** Remembers of each record what it was when all of it was dead. */
  private static final class DeepStore extends PassingStore {
    private final SortedMap<Bytes, Record> dead = new TreeMap<>();
    private final SortedMap<Bytes, Siblings> takenAlong;

    private DeepStore(DataStore inner, SortedMap<Bytes, Siblings> takenAlong) {
      super(inner);
      this.takenAlong = takenAlong;
    }

    @Override
    public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
      return space != Space.DATA ? inner.update(space, key, change) : inner.update(space, key, bytes -> {
        Record old = Record.decode(bytes);
        if (old.siblings().isDeleted()) {
          dead.put(key, old);
        }
        Change.Outcome<R> right = change.apply(bytes);
        Record tombstone = dead.getOrDefault(key, Record.NONE);
        if (!right.writes().edits().isEmpty() || !isWithin(tombstone, old)) {
          return right;
        }
        Change.Outcome<R> wrong = change.apply(Optional.of(tombstone.encode()));
        if (!wrong.writes().edits().contains(new Batch.Edit(Space.DATA, key, Optional.empty()))) {
          return right;
        }
        takenAlong.put(key, old.siblings());
        return wrong;
      });
    }

    private static boolean isWithin(Record tombstone, Record old) {
      return !tombstone.siblings().isEmpty()
          && old.siblings().versions().keySet().containsAll(tombstone.siblings().versions().keySet());
    }
  }
}
