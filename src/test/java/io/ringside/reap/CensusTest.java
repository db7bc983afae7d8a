package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.message.RepairReport;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.Batch;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final int PAGE = 10;
  private static final long REAPED = 4;

  private final SimScheduler world = new SimScheduler();
  private final MemoryDataStore store = new MemoryDataStore();
  private final Census census = new Census(world, store, PAGE);

  private static Bytes mark(int number) {
    return StoreKeys.grave(number % 3, StoreKeys.data(Key.of("key-" + number)));
  }

  private void bury(int number, long deadSinceMillis) {
    store.commit(Batch.put(Space.GRAVES, mark(number), new ByteWriter().varLong(deadSinceMillis).toBytes()));
  }

  private void forget(int number) {
    store.commit(Batch.delete(Space.GRAVES, mark(number)));
  }

  private RepairReport.Deletes report() {
    return census.report(REAPED);
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    bury(1, world.wallMillis());
    assertThat(report()).isEqualTo(new RepairReport.Deletes(false, 0, 0, REAPED));
  }

  @Test
  void whereNothingIsDeletedOneLookSaysSo() {
    assertThat(census.next().result()).isFalse();
    assertThat(report()).isEqualTo(new RepairReport.Deletes(true, 0, 0, REAPED));
  }

  @Test
  void theFirstOfThemSaysSinceWhen() {
    bury(1, world.wallMillis() - 3000);
    bury(2, world.wallMillis() - 7000);
    assertThat(census.next().result()).isTrue();
    world.runFor(500);
    assertThat(report()).isEqualTo(new RepairReport.Deletes(true, 2, 7500, REAPED));
  }

  @Test
  void whatExpiresLaterDoesNotCountYet() {
    bury(1, world.wallMillis() + 1000);
    assertThat(census.next().result()).isFalse();
    world.runFor(1000);
    assertThat(census.next().result()).isTrue();
    assertThat(report()).isEqualTo(new RepairReport.Deletes(true, 1, 0, REAPED));
  }

  /** Until it is around for the first time it tells how far it is; from then on what it found the last time around. */
  @Test
  void manyAreCountedPageByPage() {
    for (int number = 0; number < 25; number++) {
      bury(number, world.wallMillis());
    }
    assertThat(census.next().result()).isTrue();
    assertThat(report()).isEqualTo(new RepairReport.Deletes(false, 10, 0, REAPED));
    census.next();
    census.next();
    assertThat(report()).isEqualTo(new RepairReport.Deletes(true, 25, 0, REAPED));
    for (int number = 0; number < 25; number++) {
      forget(number);
    }
    assertThat(census.next().result()).isFalse();
    assertThat(report()).isEqualTo(new RepairReport.Deletes(true, 0, 0, REAPED));
  }
}
