package io.ringside.storage;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keeps bytes in sorted maps. Every future is complete when it is returned, on the caller's thread and without a
 * context, so that it takes no time, real or simulated. Not safe for more than one thread.
 */
public final class MemoryDataStore implements DataStore {
  private final Map<Space, NavigableMap<Bytes, Bytes>> spaces = new EnumMap<>(Space.class);
  private boolean closed;

  public MemoryDataStore() {
    for (Space space : Space.values()) {
      spaces.put(space, new TreeMap<>());
    }
  }

  /**
   * A store of its own with a copy of what this one holds, open even if this one is closed: the same disk after a
   * restart.
   */
  public MemoryDataStore reopened() {
    var copy = new MemoryDataStore();
    spaces.forEach((space, entries) -> copy.spaces.get(space).putAll(entries));
    return copy;
  }

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return whileOpen(() -> find(space, key));
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return whileOpen(() -> keys.stream().map(key -> find(space, key)).toList());
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return whileOpen(() -> {
      Change.Outcome<R> outcome = change.apply(find(space, key));
      write(outcome.writes());
      return outcome.result();
    });
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return whileOpen(() -> {
      write(batch);
      return null;
    });
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return whileOpen(() -> {
      var page = new PageBuilder(limit);
      NavigableMap<Bytes, Bytes> rest = prefix.compareTo(after) > 0
          ? spaces.get(space).tailMap(prefix, true)
          : spaces.get(space).tailMap(after, false);
      for (Map.Entry<Bytes, Bytes> entry : rest.entrySet()) {
        if (!entry.getKey().startsWith(prefix)) {
          return page.build(false);
        }
        if (!page.add(entry.getKey(), entry.getValue())) {
          return page.build(true);
        }
      }
      return page.build(false);
    });
  }

  @Override
  public Future<Void> clear(Space space) {
    return whileOpen(() -> {
      spaces.get(space).clear();
      return null;
    });
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return Future.succeededFuture();
  }

  private Optional<Bytes> find(Space space, Bytes key) {
    return Optional.ofNullable(spaces.get(space).get(key));
  }

  private void write(Batch batch) {
    for (Batch.Edit edit : batch.edits()) {
      edit.value().ifPresentOrElse(
          value -> spaces.get(edit.space()).put(edit.key(), value),
          () -> spaces.get(edit.space()).remove(edit.key()));
    }
  }

  private <R> Future<R> whileOpen(Supplier<R> work) {
    if (closed) {
      return Future.failedFuture(new Failure.Unavailable("the store is closed"));
    }
    try {
      return Future.succeededFuture(work.get());
    } catch (RuntimeException thrown) {
      return Future.failedFuture(thrown);
    }
  }
}
