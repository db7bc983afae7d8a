package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimDiskTest {
  private static final Bytes KEY = Bytes.utf8("k");

  private final SimScheduler world = new SimScheduler();
  private final Life life = world.of(NodeId.of("n1"));
  private final Platter platter = new Platter();

  private SimDisk disk(Durability durability) {
    return new SimDisk(life, platter, new Random(1), 1000, durability, new DiskTroubles());
  }

  private Future<Void> put(SimDisk disk, String value) {
    return disk.commit(Batch.put(Space.DATA, KEY, Bytes.utf8(value)));
  }

  private Optional<Bytes> onPlatter() {
    return platter.contents().get(Space.DATA, KEY).result();
  }

  @Test
  void whatIsCompletedSurvivesACrash() {
    SimDisk disk = disk(Durability.SYNC);
    Future<Void> put = put(disk, "1");
    world.runFor(100);
    assertThat(put.succeeded()).isTrue();
    assertThat(disk.crash()).isZero();
    assertThat(onPlatter()).contains(Bytes.utf8("1"));
  }

  @Test
  void whatIsUnderWayIsDoneOrNotAndNobodyHears() {
    boolean done = false;
    boolean undone = false;
    for (int i = 0; i < 50; i++) {
      var each = new Platter();
      var disk = new SimDisk(life, each, new Random(i), 1000, Durability.SYNC, new DiskTroubles());
      Future<Void> put = disk.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")));
      disk.crash();
      boolean there = each.contents().get(Space.DATA, KEY).result().isPresent();
      done |= there;
      undone |= !there;
      assertThat(put.isComplete()).isFalse();
    }
    assertThat(done && undone).isTrue();
  }

  @Test
  void anAsynchronousDiskMayLoseTheNewestWritesOnly() {
    int mostLost = 0;
    for (int i = 0; i < 50; i++) {
      var each = new Platter();
      var disk = new SimDisk(life, each, new Random(i), 100, Durability.ASYNC, new DiskTroubles());
      disk.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("old")));
      world.runFor(1000);
      disk.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("new")));
      world.runFor(100);
      mostLost = Math.max(mostLost, disk.crash());
      assertThat(each.contents().get(Space.DATA, KEY).result()).isPresent();
    }
    assertThat(mostLost).isOne();
  }

  @Test
  void aLyingDiskLosesWhatItSaidItHad() {
    boolean lost = false;
    for (int i = 0; i < 50; i++) {
      var each = new Platter();
      var disk = new SimDisk(life, each, new Random(i), 100, Durability.SYNC, new DiskTroubles());
      disk.lie();
      Future<Void> put = disk.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")));
      world.runFor(1000);
      assertThat(put.succeeded()).isTrue();
      lost |= disk.crash() > 0 && each.contents().get(Space.DATA, KEY).result().isEmpty();
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aFullDiskTakesNoMoreWritesUntilARestartAndIsRead() {
    SimDisk disk = disk(Durability.SYNC);
    put(disk, "1");
    world.runFor(100);
    disk.setFull(true);
    Future<Void> refused = put(disk, "2");
    world.runFor(100);
    disk.setFull(false);
    Future<Void> stillRefused = put(disk, "3");
    Future<Optional<Bytes>> read = disk.get(Space.DATA, KEY);
    world.runFor(100);
    assertThat(refused.cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(stillRefused.cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(read.result()).contains(Bytes.utf8("1"));
  }

  @Test
  void aStalledDiskAnswersAfterwards() {
    SimDisk disk = disk(Durability.SYNC);
    disk.stall(5000);
    Future<Void> put = put(disk, "1");
    world.runFor(4999);
    assertThat(put.isComplete()).isFalse();
    world.runFor(100);
    assertThat(put.succeeded()).isTrue();
  }

  @Test
  void aRottenRecordIsNeverServedAndNeverTakenForNone() {
    SimDisk disk = disk(Durability.SYNC);
    put(disk, "1");
    world.runFor(100);
    assertThat(platter.rotOne(new Random(1))).contains(KEY);
    Future<Optional<Bytes>> read = disk.get(Space.DATA, KEY);
    world.runFor(100);
    assertThat(read.cause()).isInstanceOf(Failure.Unavailable.class);
  }
}
