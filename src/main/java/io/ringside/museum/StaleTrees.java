package io.ringside.museum;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import java.util.List;

/** Trees that do not say what the store holds, so that two owners who differ believe that they do not. */
final class StaleTrees {
  private StaleTrees() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("stale-merkle-tree", List.of(30),
            "A write is in the store and not in the tree: false “in sync” for ever.",
            "Riak, basho_docs aaestall", "I6", 4, List.of(), () -> Bugs.inStores(UntoldStore::new), StaleTrees::aDiskIsReplaced),
        new Exhibit("key-in-nobodys-range", List.of(31),
            "An off-by-one where a range ends: the last key is in no tree after a restart.",
            "Cassandra, dtest consistency_test.py", "I6", 4, List.of(), () -> Bugs.inStores(ShortStore::new),
            StaleTrees::allStartAgain));
  }

  // what happens

  /** Nobody reads: only the trees can tell what the new disk lacks. */
  private static void aDiskIsReplaced(Scene scene) {
    scene.at(scene.primary(0)).put(CausalContext.EMPTY, Scene.ALL_PRIMARIES);
    scene.passes(500);
    scene.loseDisk(scene.primary(2));
    scene.restart(scene.primary(2));
  }

  private static void allStartAgain(Scene scene) {
    scene.at(scene.primary(0)).put(CausalContext.EMPTY, Scene.ALL_PRIMARIES);
    scene.passes(500);
    for (NodeId node : List.of(scene.primary(0), scene.primary(1))) {
      scene.crash(node);
      scene.restart(node);
    }
    scene.loseDisk(scene.primary(2));
    scene.restart(scene.primary(2));
  }

  // what is wrong

  /** Writes records without their digests. */
  private static final class UntoldStore extends PassingStore {
    private UntoldStore(DataStore inner) {
      super(inner);
    }

    @Override
    public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
      return inner.update(space, key, old -> {
        Change.Outcome<R> outcome = change.apply(old);
        return new Change.Outcome<>(outcome.result(), new Batch(
            outcome.writes().edits().stream().filter(edit -> edit.space() != Space.MERKLE).toList()));
      });
    }
  }

  /** Ends each scan of digests one too early. */
  private static final class ShortStore extends PassingStore {
    private ShortStore(DataStore inner) {
      super(inner);
    }

    @Override
    public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
      return inner.scan(space, prefix, after, limit).map(page -> space != Space.MERKLE || page.entries().isEmpty()
          ? page : new Page(page.entries().subList(0, page.entries().size() - 1), page.more()));
    }
  }
}
