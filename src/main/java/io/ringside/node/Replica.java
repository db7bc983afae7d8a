package io.ringside.node;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.event.Event;
import io.ringside.handoff.HintedHandoff;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Inspection;
import io.ringside.message.Minted;
import io.ringside.message.Request;
import io.ringside.reap.Graves;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.repair.Quarantine;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A node's part in every operation: reads, mints, merges. Whatever it acknowledges is stored, and all it does to a record can be
 * done twice. Not safe for more than one thread.
 */
final class Replica {
  private final Env env;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final DataStore store;
  private final HintedHandoff handoff;
  private final Forest forest;
  private final Quarantine quarantine;
  private final Supplier<NodeState> state;

  Replica(
      Env env, NodeConfig config, ConsistentHashRing ring, DataStore store, HintedHandoff handoff, Forest forest,
      Quarantine quarantine, Supplier<NodeState> state) {
    this.env = env;
    this.config = config;
    this.ring = ring;
    this.store = store;
    this.handoff = handoff;
    this.forest = forest;
    this.quarantine = quarantine;
    this.state = state;
  }

  /**
   * Own record and hints together: a fallback serves what it keeps for others. Of a key whose record could not be read it says
   * nothing: what has come back may be old.
   */
  Future<Held> read(Key key) {
    return inspect(key).map(inspection -> {
      if (quarantine.has(key)) {
        throw new Failure.Declined("the record could not be read, and the other owners are being asked for theirs");
      }
      Siblings all = inspection.hints().values().stream().reduce(inspection.own().siblings(), Siblings::merge);
      return new Held(all, inspection.own().synchronised());
    });
  }

  Future<Inspection> inspect(Key key) {
    return recordOf(key).compose(record -> {
      var own = new Held(record.siblings(), !state.get().amnesiac() && !quarantine.has(key));
      return handoff.of(key).map(hints -> new Inspection(own, hints));
    });
  }

  private Future<Record> recordOf(Key key) {
    return orAside(key, () -> store.get(Space.DATA, StoreKeys.data(key)).map(Record::decode));
  }

  /** If the record cannot be read it is put aside, and then the same is done where there is none. */
  private <R> Future<R> orAside(Key key, Supplier<Future<R>> work) {
    return work.get().recover(failure -> failure instanceof Failure.Unreadable unreadable
        ? quarantine.putAside(key, unreadable).compose(taken -> work.get())
        : Future.failedFuture(failure));
  }

  Future<Minted> mint(Request.Mint mint) {
    NodeState now = state.get();
    var minter = new Record.Minter(env.self(), freshEpoch(), now.start(), now.trustedSince());
    var version = new Version(mint.past(), mint.request(), env.scheduler().wallMillis(), mint.content());
    if (mint.standsInFor().isPresent()) {
      NodeId target = mint.standsInFor().get();
      checkOwner(target, mint.key());
      return handoff.keep(target, mint.key(), old -> {
        Changed changed = minted(old, minter, version);
        return new HintedHandoff.Kept<>(changed.record(), changed.minted());
      });
    }
    checkOwner(env.self(), mint.key());
    return change(mint.key(), old -> minted(old, minter, version)).map(changed -> {
      if (changed.differs()) {
        env.events().emit(new Event.Stored(
            mint.key(), changed.record().siblings(), "put", Optional.of(changed.minted().dot())));
      }
      env.mishaps().at(Mishap.MINTED);
      return changed.minted();
    });
  }

  /** A record before and after: the same if there was nothing to do. */
  private record Changed(Record record, Minted minted, boolean differs) {}

  private Changed minted(Record old, Record.Minter minter, Version version) {
    Dot before = old.siblings().dotOf(version.request());
    if (before != null) {
      return new Changed(old, new Minted(before, old.siblings()), false);
    }
    Record.Mint mint = old.mint(minter, version);
    checkLimits(old.siblings(), mint.record().siblings());
    return new Changed(mint.record(), new Minted(mint.dot(), mint.record().siblings()), true);
  }

  /** What merges have made too large may still be made smaller, a little at a time. */
  private void checkLimits(Siblings before, Siblings after) {
    int count = after.versions().size();
    if (count > config.limits().siblingsHard()) {
      throw new Failure.Refused(Failure.Refused.Why.LIMIT,
          "the key would have " + count + " siblings, and the limit is " + config.limits().siblingsHard());
    }
    long bytes = after.valueBytes();
    if (bytes > config.limits().recordBytes() && bytes > before.valueBytes()) {
      throw new Failure.Refused(Failure.Refused.Why.LIMIT, "the key's " + count + " siblings would have " + bytes
          + " bytes, and limits.recordBytes is " + config.limits().recordBytes());
    }
  }

  /** Never the epoch of examples. */
  private long freshEpoch() {
    return env.random().nextLong() | 1;
  }

  Future<Ack> store(Request.Store store) {
    checkOwner(env.self(), store.key());
    return change(store.key(), old -> merged(old, store.siblings())).map(changed -> {
      if (changed.differs()) {
        emitStored(store.key(), changed.record(), store.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
      env.mishaps().at(Mishap.STORED);
      return Ack.STORED;
    });
  }

  private Changed merged(Record old, Siblings others) {
    Record merged = old.merge(env.self(), others);
    return new Changed(merged, null, !merged.equals(old));
  }

  Future<Ack> hint(Request.Hint hint) {
    checkOwner(hint.target(), hint.key());
    return handoff.keep(hint.target(), hint.key(),
        old -> new HintedHandoff.Kept<>(old.merge(env.self(), hint.siblings()), Ack.STORED));
  }

  @FunctionalInterface
  private interface RecordChange {
    Changed apply(Record old);
  }

  private Future<Changed> change(Key key, RecordChange change) {
    Place place = forest.placeOf(key);
    return orAside(key, () -> {
      forest.began(place);
      long now = env.scheduler().wallMillis();
      return store.update(Space.DATA, place.address(), bytes -> written(place, Record.decode(bytes), change, now))
          .transform(ended -> {
            forest.ended(place, ended.succeeded() ? ended.result().move() : Place.Move.NONE);
            return ended.succeeded()
                ? Future.succeededFuture(ended.result().changed()) : Future.failedFuture(ended.cause());
          });
    });
  }

  /** What became of a record, and of its digest. */
  private record Written(Changed changed, Place.Move move) {}

  private static Change.Outcome<Written> written(Place place, Record old, RecordChange change, long nowMillis) {
    Changed changed = change.apply(old);
    if (!changed.differs()) {
      return new Change.Outcome<>(new Written(changed, Place.Move.NONE), Batch.EMPTY);
    }
    Siblings before = old.siblings();
    Siblings after = changed.record().siblings();
    Place.Move move = place.move(before, after);
    Batch writes = Batch.put(Space.DATA, place.address(), changed.record().encode()).and(place.write(move))
        .and(Graves.write(place, before, after, nowMillis));
    return new Change.Outcome<>(new Written(changed, move), writes);
  }

  private void checkOwner(NodeId node, Key key) {
    int n = config.bucket(key.bucket()).n();
    if (!ring.preferenceList(key, n).isPrimary(node)) {
      throw new Failure.Refused(node + " is no primary of partition " + ring.partitionOf(key) + " on the ring that "
          + env.self() + " knows");
    }
  }

  private void emitStored(Key key, Record record, String cause) {
    env.events().emit(new Event.Stored(key, record.siblings(), cause));
  }
}
