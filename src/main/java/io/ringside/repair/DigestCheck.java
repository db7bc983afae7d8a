package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.env.Background;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether records and their digests belong together, some at a time, and mends those that do not. */
final class DigestCheck {
  /*
   * A digest is only ever set to what its record says, within a change of that record: so no write comes between, and doing it
   * twice does no harm. What leaves add up to is another matter: see TreeSums.
   */
  private final Forest forest;
  private final Quarantine quarantine;
  private final DataStore store;
  private final Background background;

  DigestCheck(Forest forest, Quarantine quarantine, DataStore store, Background background) {
    this.forest = forest;
    this.quarantine = quarantine;
    this.store = store;
    this.background = background;
  }

  /** What a look at some of them found. */
  record Found(long records, long corrected, long quarantined) {
    static final Found NOTHING = new Found(0, 0, 0);
    private static final Found CORRECTED = new Found(0, 1, 0);
    private static final Found QUARANTINED = new Found(0, 0, 1);

    Found and(Found more) {
      return new Found(records + more.records, corrected + more.corrected, quarantined + more.quarantined);
    }
  }

  /** Has each of these records its digest? They come from {@link Space#DATA}. Finds nothing once digests are spoilt. */
  Future<Found> checkRecords(List<Page.Entry> records) {
    List<Place> places = records.stream().map(record -> forest.placeOf(StoreKeys.dataKey(record.key()))).toList();
    return getEach(Space.MERKLE, places.stream().map(Place::entry).toList()).compose(digests -> {
      digests.stream().flatMap(digest -> digest.unreadable().stream()).findFirst().ifPresent(forest::spoil);
      if (forest.isSpoilt()) {
        return Future.succeededFuture(Found.NOTHING);
      }
      Future<Found> found = Future.succeededFuture(Found.NOTHING);
      for (int i = 0; i < places.size(); i++) {
        Place place = places.get(i);
        if (forest.has(place.tree()) && !isDigestOf(digests.get(i), place, records.get(i).value())) {
          found = found.compose(before -> mend(place).map(before::and));
        }
      }
      return found;
    });
  }

  /** Has each of these digests its record, where it belongs? They come from {@link Space#MERKLE}. */
  Future<Found> checkDigests(List<Page.Entry> digests) {
    List<Bytes> addresses = digests.stream().map(digest -> StoreKeys.merkleAddressOf(digest.key())).toList();
    return getEach(Space.DATA, addresses).compose(records -> {
      Future<Found> found = Future.succeededFuture(Found.NOTHING);
      for (int i = 0; i < digests.size(); i++) {
        Page.Entry digest = digests.get(i);
        Look record = records.get(i);
        found = found.compose(before -> checkDigest(digest, record).map(before::and));
      }
      return found;
    });
  }

  private Future<Found> checkDigest(Page.Entry digest, Look record) {
    Key key = StoreKeys.dataKey(StoreKeys.merkleAddressOf(digest.key()));
    Place place = forest.placeOf(key);
    if (record.unreadable().isPresent()) {
      return putAside(key, record.unreadable().get());
    }
    if (!place.entry().equals(digest.key())) {
      return drop(digest.key());
    }
    boolean right = record.value().isPresent()
        && isDigestOf(new Look(Optional.of(digest.value()), Optional.empty()), place, record.value().get());
    return right ? Future.succeededFuture(new Found(1, 0, 0)) : mend(place);
  }

  /** A digest where none belongs: from when the bucket had another number of copies. */
  private Future<Found> drop(Bytes digest) {
    var place = new Place(
        StoreKeys.merkleTreeOf(digest), StoreKeys.merkleLeafOf(digest), StoreKeys.merkleAddressOf(digest));
    forest.began(place);
    return store.commit(Batch.delete(Space.MERKLE, digest)).eventually(() -> {
      forest.ended(place, Place.Move.NONE);
      return Future.succeededFuture();
    }).map(Found.CORRECTED);
  }

  private Future<Found> putAside(Key key, Failure.Unreadable why) {
    return quarantine.putAside(key, why).map(taken -> taken ? Found.QUARANTINED : Found.NOTHING);
  }

  /** What a look at one place found: a value, none, or one that cannot be read. */
  private record Look(Optional<Bytes> value, Optional<Failure.Unreadable> unreadable) {}

  /** Many at once; one by one only if one of them cannot be read. */
  private Future<List<Look>> getEach(Space space, List<Bytes> keys) {
    return store.getAll(space, keys)
        .map(values -> values.stream().map(value -> new Look(value, Optional.empty())).toList())
        .recover(failure -> {
          if (!(failure instanceof Failure.Unreadable)) {
            return Future.failedFuture(failure);
          }
          var looks = new ArrayList<Future<Look>>();
          keys.forEach(key -> looks.add(getOne(space, key)));
          return Future.all(looks).map(all -> all.<Look>list());
        });
  }

  private Future<Look> getOne(Space space, Bytes key) {
    return store.get(space, key).map(value -> new Look(value, Optional.empty())).recover(failure ->
        failure instanceof Failure.Unreadable unreadable
            ? Future.succeededFuture(new Look(Optional.empty(), Optional.of(unreadable)))
            : Future.failedFuture(failure));
  }

  private boolean isDigestOf(Look digest, Place place, Bytes record) {
    try {
      long right = EntryDigest.of(place.address(), Record.decode(record).siblings());
      return digest.value().map(Forest::digestIn).orElse(EntryDigest.NONE) == right && digest.unreadable().isEmpty();
    } catch (MalformedBytes foreign) {
      background.run("scrub " + StoreKeys.dataKey(place.address()),
          Future.failedFuture(new Failure.Refused("the record is none: " + foreign.getMessage())));
      return true;
    }
  }

  private Future<Found> mend(Place place) {
    forest.began(place);
    return store.update(Space.DATA, place.address(), old -> {
      var move = place.move(Siblings.NONE, Record.decode(old).siblings());
      return new Change.Outcome<>(Found.CORRECTED, place.write(move));
    }).eventually(() -> {
      forest.ended(place, Place.Move.NONE);
      return Future.succeededFuture();
    }).recover(failure -> failure instanceof Failure.Unreadable unreadable
        ? putAside(StoreKeys.dataKey(place.address()), unreadable)
        : Future.failedFuture(failure));
  }
}
