package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.repair.Quarantine;
import io.ringside.storage.Mended.Tally;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.rocksdb.RocksDBException;

/** Copies all that can be read of one database into another, and counts what cannot. Used once. Blocks. */
final class Salvage {
  /*
   * Space by space, passing over blocks that cannot be read. Such a block hides what newer tables hold between its first key and
   * its last, too, from whoever scans. But digests name the records; so those that are missing are looked up one by one, and
   * the ones that are really lost are marked as put aside: the node asks the other owners for them, and says "unavailable" and
   * never "nothing" until it knows. A block hides older tables, too, so no record comes back as it was before its last write.
   *
   * Digests are not copied, nor the marks that say they are whole: the node makes them anew from what it has.
   */
  private static final int PAGE = 1000;
  private static final List<Space> COPIED = List.of(Space.STATE, Space.DATA, Space.HINTS, Space.QUARANTINE, Space.GRAVES);
  private static final List<Bytes> OF_DIGESTS = List.of(StoreKeys.TREES, StoreKeys.SCRUB, StoreKeys.HIDES);

  private final Database from;
  private final Collection<Space> spaces;
  private final Database to;
  private final boolean cut;
  private final Map<Space, Integer> gaps = new EnumMap<>(Space.class);
  private final SortedMap<Space, Tally> tallies = new TreeMap<>();

  /**
   * @param spaces those that {@code from} has
   * @param cut whether writes are missing from the end or the middle of its log: then nobody knows in which eras this node has been
   *     with what it has, and it goes back to the first
   */
  Salvage(Database from, Collection<Space> spaces, Database to, boolean cut) {
    this.from = from;
    this.spaces = spaces;
    this.to = to;
    this.cut = cut;
  }

  /** How much of each space was copied and lost. Not durable before {@link Database#sync}. */
  SortedMap<Space, Tally> copy() throws RocksDBException {
    for (Space space : COPIED) {
      if (spaces.contains(space)) {
        copy(space);
      }
    }
    if (spaces.contains(Space.MERKLE) && (cut || gapsOf(Space.DATA) > 0)) {
      lookUpByDigests();
    }
    return Collections.unmodifiableSortedMap(tallies);
  }

  private void copy(Space space) throws RocksDBException {
    eachPage(space, entries -> {
      var edits = new ArrayList<Map.Entry<SpaceKey, Optional<Bytes>>>();
      for (Page.Entry entry : entries) {
        if (space != Space.STATE || isKept(entry.key())) {
          edits.add(edit(space, entry.key(), entry.value()));
        }
      }
      write(edits);
      tally(space, tally -> tally.copied(edits.size()));
    });
    tally(space, tally -> tally.lost(gapsOf(space)));
  }

  private boolean isKept(Bytes stateKey) {
    return !OF_DIGESTS.contains(stateKey) && !stateKey.equals(StoreKeys.COPY)
        && !(cut && stateKey.startsWith(StoreKeys.state(StoreKeys.ERA_PREFIX)));
  }

  private void lookUpByDigests() throws RocksDBException {
    long lostBefore = tallyOf(Space.DATA).lost();
    long[] named = {0};
    eachPage(Space.MERKLE, digests -> {
      List<SpaceKey> records = digests.stream()
          .map(digest -> new SpaceKey(Space.DATA, StoreKeys.merkleAddressOf(digest.key()))).toList();
      List<Lookup> copied = to.lookUp(records);
      named[0] += rescue(IntStream.range(0, records.size()).filter(i -> copied.get(i).value().isEmpty())
          .mapToObj(records::get).toList());
    });
    boolean allNamed = gapsOf(Space.MERKLE) == 0;
    tally(Space.DATA, tally -> tally.lost((allNamed ? named[0] : Math.max(named[0], lostBefore)) - lostBefore));
  }

  /** How many of these records are lost. */
  private long rescue(List<SpaceKey> missing) throws RocksDBException {
    List<Lookup> lookups = from.lookUp(missing);
    var edits = new ArrayList<Map.Entry<SpaceKey, Optional<Bytes>>>();
    long found = 0;
    for (int i = 0; i < missing.size(); i++) {
      Bytes address = missing.get(i).key();
      Optional<Bytes> value = valueOf(lookups.get(i));
      edits.add(value.map(there -> edit(Space.DATA, address, there)).orElseGet(() -> edit(Space.QUARANTINE, address,
          Quarantine.markOf(System.currentTimeMillis(), ThreadLocalRandom.current().nextLong()))));
      found += value.isPresent() ? 1 : 0;
    }
    write(edits);
    long copied = found;
    tally(Space.DATA, tally -> tally.copied(copied));
    return edits.size() - found;
  }

  /** Empty for what cannot be read, and for what is not there, though its digest is: a table of it may be missing. */
  private static Optional<Bytes> valueOf(Lookup lookup) {
    try {
      return lookup.value();
    } catch (Failure.Unreadable lost) {
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface PageWork {
    void on(List<Page.Entry> entries) throws RocksDBException;
  }

  /** A gap ends further on each time, so there is an end. */
  private void eachPage(Space space, PageWork work) throws RocksDBException {
    Bytes after = Bytes.EMPTY;
    boolean more = true;
    while (more) {
      try {
        Page page = from.scan(space, Bytes.EMPTY, after, PAGE);
        work.on(page.entries());
        more = page.more();
        after = more ? page.lastKey() : after;
      } catch (Failure.Unreadable block) {
        gaps.merge(space, 1, Integer::sum);
        more = block.behind().isPresent();
        after = block.behind().orElse(after);
      }
    }
  }

  private int gapsOf(Space space) {
    return gaps.getOrDefault(space, 0);
  }

  private Tally tallyOf(Space space) {
    return tallies.getOrDefault(space, Tally.NONE);
  }

  private void tally(Space space, UnaryOperator<Tally> change) {
    tallies.put(space, change.apply(tallyOf(space)));
  }

  private void write(List<Map.Entry<SpaceKey, Optional<Bytes>>> edits) throws RocksDBException {
    if (!edits.isEmpty()) {
      to.write(edits);
    }
  }

  private static Map.Entry<SpaceKey, Optional<Bytes>> edit(Space space, Bytes key, Bytes value) {
    return new SimpleImmutableEntry<>(new SpaceKey(space, key), Optional.of(value));
  }
}
