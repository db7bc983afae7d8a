package io.ringside.node;

import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A store whose commits, while the test holds them, are done only when it lets them go, or not at all. */
final class SlowDataStore extends PassingStore {
  private final List<Held> held = new ArrayList<>();
  private boolean holding;

  private record Held(Batch batch, Promise<Void> done) {}

  SlowDataStore(DataStore store) {
    super(store);
  }

  void holdCommits() {
    holding = true;
  }

  void releaseCommits() {
    let(go -> inner.commit(go.batch()).onComplete(go.done()));
  }

  void refuseCommits() {
    let(go -> go.done().fail(new Failure.Unavailable("the disk does not take it")));
  }

  private void let(Consumer<Held> end) {
    holding = false;
    List.copyOf(held).forEach(end);
    held.clear();
  }

  @Override
  public Future<Void> commit(Batch batch) {
    if (!holding) {
      return inner.commit(batch);
    }
    Promise<Void> done = Promise.promise();
    held.add(new Held(batch, done));
    return done.future();
  }
}
