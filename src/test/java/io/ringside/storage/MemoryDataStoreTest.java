package io.ringside.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryDataStoreTest extends DataStoreContract {
  @Override
  protected DataStore open() {
    return new MemoryDataStore();
  }

  @Test
  void everyFutureIsCompleteAtOnce() {
    assertThat(increment("counter").isComplete()).isTrue();
    assertThat(store.get(Space.DATA, bytes("counter")).isComplete()).isTrue();
  }

  @Test
  void aReopenedStoreHoldsTheSameAndIsItsOwn() {
    put(Space.DATA, "k", "before");
    await(store.close());

    DataStore reopened = ((MemoryDataStore) store).reopened();
    assertThat(await(reopened.get(Space.DATA, bytes("k")))).contains(bytes("before"));
    await(reopened.commit(Batch.put(Space.DATA, bytes("k"), bytes("after"))));

    DataStore again = ((MemoryDataStore) store).reopened();
    assertThat(await(again.get(Space.DATA, bytes("k")))).contains(bytes("before"));
  }
}
