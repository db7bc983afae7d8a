package io.ringside.museum;

import io.ringside.check.Guarantee;
import io.ringside.client.Client;
import io.ringside.message.Minted;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.sim.Wiring;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Replaced;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What clients are told wrongly, and what they do wrong. */
final class CarelessClients {
  private static final int LIFE_MILLIS = 2000;

  private CarelessClients() {}

  static List<Exhibit> exhibits() {
    return List.of(
        new Exhibit("context-covers-the-unseen", List.of(26),
            "A put's answer covers siblings that the client has not seen, and its next put deletes them silently.",
            "Dotted Version Vectors, “consecutive and concurrent writes”", "I7", 2, List.of(),
            () -> Bugs.inClients(AllSeeing::new), new Crowd()),
        new Exhibit("retry-under-a-new-name", List.of(39),
            "A write that timed out is tried again as another request, and both are there.",
            "Riak and Cassandra counters", "I21", 2, List.of(), () -> Bugs.inClients(Renaming::new),
            CarelessClients::writeIsRetried),
        new Exhibit("failed-write-is-denied", List.of(21),
            "A write that missed W is reported as not applied; one replica has it, and read repair spreads it.",
            "Cassandra, “monotonic quorum reads”", "I3", 16, List.of(), () -> Bugs.inClients(Denying::new), new Crowd()),
        new Exhibit("empty-fallback-says-not-found", List.of(20),
            "Nodes that only stand in, and hold nothing, answer for the owners that nothing is there.",
            "Dynamo's sloppy quorum", "I8", 3, List.of(), () -> Bugs.inClients(EasilyContent::new),
            CarelessClients::ownersAreAway),
        new Exhibit("sibling-left-out-of-a-read", List.of(),
            "A read shows one sibling too few, under the context of all: who writes on deletes it unread.",
            "our own, feared by a reviewer", "I7", 2, List.of(), () -> inReads(CarelessClients::withoutOneSibling),
            CarelessClients::twoWriteAtOnce),
        new Exhibit("read-keeps-the-context-alone", List.of(),
            "A read shows nothing, under the context of what is there: who writes on deletes it unread.",
            "our own, feared by a reviewer", "I7", 2, List.of(), () -> inReads(CarelessClients::withoutAny),
            CarelessClients::twoWriteAtOnce),
        new Exhibit("delete-settled-anew", List.of(),
            "A delete of whatever is found is carried out once more, late, and deletes what was written since.",
            "our own, found by a reviewer", "I1", 2, List.of(), () -> Bugs.inClients(Late::new),
            CarelessClients::muchIsWrittenSince),
        new Exhibit("life-counted-twice", List.of(),
            "Whoever mints adds the value's life to its end once more: what has expired is found alive.",
            "our own, feared by a reviewer", "I10", 2, List.of(), () -> Bugs.inPeers(Generous::new),
            CarelessClients::aShortLife));
  }

  // what happens

  private static void writeIsRetried(Scene scene) {
    scene.crash(scene.primary(2));
    var write = scene.at(scene.primary(0)).beginPersistentPut(CausalContext.EMPTY, Scene.ALL_PRIMARIES);
    scene.passes(1500);
    scene.restart(scene.primary(2));
    scene.await(write);
  }

  private static void ownersAreAway(Scene scene) {
    Visitor visitor = scene.at(scene.fallback(0));
    visitor.put();
    scene.passes(500);
    scene.cutOff(scene.fallback(0), scene.fallback(1));
    scene.verdicts().promise(Guarantee.READ_YOUR_WRITES);
    visitor.get();
  }

  private static void twoWriteAtOnce(Scene scene) {
    scene.at(scene.primary(0)).put();
    scene.at(scene.primary(1)).put();
    Visitor reader = scene.at(scene.primary(2));
    reader.put(reader.get());
  }

  /** So much that the record no longer knows which request the tombstone was of. */
  private static void muchIsWrittenSince(Scene scene) {
    Visitor forgetful = scene.at(scene.primary(0));
    forgetful.delete(forgetful.put());
    Visitor other = scene.at(scene.primary(1));
    for (int i = 0; i <= Replaced.LIMIT; i++) {
      other.put(other.get());
    }
    forgetful.get();
  }

  private static void aShortLife(Scene scene) {
    Visitor visitor = scene.at(scene.primary(0));
    visitor.put(CausalContext.EMPTY, Options.DEFAULTS.withTtlMillis(LIFE_MILLIS));
    scene.passes(LIFE_MILLIS + 500);
    visitor.get();
  }

  // what is wrong

  private static Wiring inReads(UnaryOperator<SortedMap<Dot, Version>> shown) {
    return Bugs.inClients(client -> new PassingClient(client) {
      @Override
      Future<Found> read(Operation.Get get) {
        return inner.execute(get).map(found -> new Found(
            new Siblings(found.context(), shown.apply(found.siblings().versions())), found.explanation()));
      }
    });
  }

  private static SortedMap<Dot, Version> withoutOneSibling(SortedMap<Dot, Version> versions) {
    return versions.size() < 2 ? versions : versions.headMap(versions.lastKey());
  }

  private static SortedMap<Dot, Version> withoutAny(SortedMap<Dot, Version> versions) {
    return new TreeMap<>();
  }

  private static final class AllSeeing extends PassingClient {
    private AllSeeing(Client inner) {
      super(inner);
    }

    @Override
    Future<Written> write(Operation.Put put) {
      return inner.execute(put).compose(written -> inner.get(put.key()).map(found ->
          new Written(written.dot(), written.context().merge(found.context()), written.explanation())));
    }
  }

  private static final class Renaming extends PassingClient {
    private Renaming(Client inner) {
      super(inner);
    }

    @Override
    Future<Written> write(Operation.Put put) {
      return inner.execute(new Operation.Put(
          put.key(), put.content(), put.context(), inner.newRequest(), put.onlyIfAbsent(), put.options()));
    }
  }

  private static final class Denying extends PassingClient {
    private Denying(Client inner) {
      super(inner);
    }

    @Override
    Future<Written> write(Operation.Put put) {
      return inner.execute(put).recover(failure -> Future.failedFuture(failure instanceof OperationFailure known
          ? new OperationFailure(known.kind(), known.getMessage(), known.hint(), Effect.NOT_APPLIED, 0)
          : failure));
    }
  }

  private static final class EasilyContent extends PassingClient {
    private EasilyContent(Client inner) {
      super(inner);
    }

    @Override
    Future<Found> read(Operation.Get get) {
      return inner.execute(new Operation.Get(get.key(), get.options().withNotFoundOk(true)));
    }
  }

  /** Carries out its last delete again, over what it finds, whenever it reads. */
  private static final class Late extends PassingClient {
    private Optional<Operation.Delete> last = Optional.empty();

    private Late(Client inner) {
      super(inner);
    }

    @Override
    Future<Written> remove(Operation.Delete delete) {
      last = Optional.of(delete);
      return inner.execute(delete);
    }

    @Override
    Future<Found> read(Operation.Get get) {
      return inner.execute(get).compose(found -> last.filter(delete -> delete.key().equals(get.key()))
          .map(delete -> inner.execute(new Operation.Delete(delete.key(), found.context(), delete.request(), delete.options()))
              .transform(again -> Future.succeededFuture(found)))
          .orElseGet(() -> Future.succeededFuture(found)));
    }
  }

  private static final class Generous extends PassingPeer {
    private Generous(Peer inner) {
      super(inner);
    }

    @Override
    public Future<Minted> mint(Request.Mint mint) {
      Optional<Content> content = mint.content().map(given -> given.expiresAtMillis() == Content.NEVER
          ? given : given.expiringAt(given.expiresAtMillis() + LIFE_MILLIS));
      return inner.mint(new Request.Mint(
          mint.key(), mint.past(), mint.request(), content, mint.standsInFor(), mint.era()));
    }
  }
}
