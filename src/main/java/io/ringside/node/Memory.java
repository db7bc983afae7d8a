package io.ringside.node;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.Mended;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a node knows of itself and remembers of its peers, kept in {@link Space#STATE}. */
final class Memory {
  private static final Bytes SELF = StoreKeys.state("self");
  private static final String START_PREFIX = "start/";
  private static final int MAX_PEERS = 10_000;

  private final DataStore store;

  Memory(DataStore store) {
    this.store = store;
  }

  /**
   * What a start finds.
   *
   * @param copy whether all this is an old copy: it lacks what came after
   * @param mended what was lost, if it is what could be read of a damaged store, and no backup
   */
  record Found(NodeState state, boolean copy, Optional<Mended> mended) {}

  Future<Found> found() {
    return store.getAll(Space.STATE, List.of(SELF, StoreKeys.COPY)).map(values ->
        new Found(values.get(0).map(NodeState::decode).orElse(NodeState.NONE), values.get(1).isPresent(),
            values.get(1).flatMap(Mended::decode)));
  }

  /** Completes when it is durable: nothing may be minted under a start that could be forgotten. */
  Future<NodeState> save(NodeState state) {
    return store.commit(Batch.put(Space.STATE, SELF, state.encode())).map(state);
  }

  /** As {@link #save}, of a copy: from now on the state says what it lacks. */
  Future<NodeState> saveCopy(NodeState state) {
    return store.commit(Batch.put(Space.STATE, SELF, state.encode()).and(Batch.delete(Space.STATE, StoreKeys.COPY))).map(state);
  }

  /** The highest start of each peer that was ever heard of here. */
  Future<SortedMap<NodeId, Long>> startsOfPeers() {
    return store.scan(Space.STATE, StoreKeys.state(START_PREFIX), Bytes.EMPTY, MAX_PEERS).map(page -> {
      SortedMap<NodeId, Long> starts = new TreeMap<>();
      page.entries().forEach(entry -> starts.put(
          NodeId.of(entry.key().utf8().substring(START_PREFIX.length())), new ByteReader(entry.value()).varLong()));
      return starts;
    });
  }

  Future<Void> rememberStart(NodeId peer, long start) {
    return store.commit(Batch.put(Space.STATE, StoreKeys.state(START_PREFIX + peer), new ByteWriter().varLong(start).toBytes()));
  }
}
