package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimDiskTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final Bytes OTHER = Bytes.utf8("other");

  private final SimScheduler world = new SimScheduler();
  private final Life life = world.of(NodeId.of("n1"));
  private final DiskTroubles troubles = new DiskTroubles();
  private final Platter platter = new Platter(Seal.CHECKED, troubles);

  private SimDisk disk(Durability durability) {
    return new SimDisk(life, platter, new Random(1), 1000, durability, troubles);
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
      var each = new Platter(Seal.CHECKED, troubles);
      var disk = new SimDisk(life, each, new Random(i), 1000, Durability.SYNC, troubles);
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
  void aFalteringDiskFailsSomeAccessesAndIsWellAfterwards() {
    SimDisk disk = disk(Durability.SYNC);
    disk.falter(1000);
    List<Future<Void>> puts = IntStream.range(0, 40).mapToObj(i -> put(disk, "v" + i)).toList();
    world.runFor(1000);
    assertThat(puts).allMatch(Future::isComplete);
    assertThat(puts.stream().filter(Future::failed).count()).isBetween(8L, 32L);
    assertThat(puts.stream().filter(Future::failed)).allMatch(put -> put.cause() instanceof Failure.Unavailable);
    List<Future<Void>> later = IntStream.range(0, 40).mapToObj(i -> put(disk, "v" + i)).toList();
    world.runFor(1000);
    assertThat(later).allMatch(Future::succeeded);
  }

  @Test
  void anAsynchronousDiskMayLoseTheNewestWritesOnly() {
    int mostLost = 0;
    for (int i = 0; i < 50; i++) {
      var each = new Platter(Seal.CHECKED, troubles);
      var disk = new SimDisk(life, each, new Random(i), 100, Durability.ASYNC, troubles);
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
      var each = new Platter(Seal.CHECKED, troubles);
      var disk = new SimDisk(life, each, new Random(i), 100, Durability.SYNC, troubles);
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

  @ParameterizedTest
  @EnumSource
  void aDamagedRecordIsNeverServedAndNeverTakenForNone(Damage damage) {
    for (int seed = 0; seed < 200; seed++) {
      var each = new Platter(Seal.CHECKED, troubles);
      each.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")).and(Batch.put(Space.DATA, OTHER, Bytes.utf8("2"))));
      Bytes victim = each.damageOne(damage, new Random(seed)).orElseThrow();
      assertThat(each.getAll(Space.DATA, List.of(victim)).cause()).isInstanceOf(Failure.Unavailable.class);
      Bytes before = victim.equals(OTHER) ? KEY : Bytes.EMPTY;
      assertThat(each.scan(Space.DATA, Bytes.EMPTY, before, 10).cause())
          .isInstanceOfSatisfying(Failure.Unreadable.class, bad -> assertThat(bad.behind()).contains(victim));
      assertThat(each.update(Space.DATA, victim, old -> {
        throw new AssertionError("a change saw " + old);
      }).cause()).isInstanceOf(Failure.Unavailable.class);
    }
    assertThat(troubles.unreadable(damage)).isEqualTo(600);
  }

  @Test
  void aScanEndsBeforeWhatIsDamagedAndGoesOnBehind() {
    var store = new SimDisk(life, platter, new Random(1), 1000, Durability.SYNC, troubles);
    store.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")).and(Batch.put(Space.DATA, OTHER, Bytes.utf8("2"))));
    world.runFor(100);
    Bytes victim = platter.damageOne(Damage.FLIPPED, new Random(1)).orElseThrow();
    Future<Page> rest = store.scanReadable(Space.DATA, Bytes.EMPTY, victim.equals(OTHER) ? KEY : Bytes.EMPTY, 10);
    Future<Page> all = store.scan(Space.DATA, Bytes.EMPTY, Bytes.EMPTY, 10);
    world.runFor(100);
    assertThat(rest.result().entries()).hasSize(victim.equals(OTHER) ? 0 : 1);
    assertThat(all.succeeded()).isEqualTo(victim.equals(OTHER));
  }

  @Test
  void aChangeCanReplaceWhatCannotBeRead() {
    platter.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")));
    platter.damageOne(Damage.TORN, new Random(1));
    var replaced = platter.update(Space.DATA, KEY, new Change<String>() {
      @Override
      public Outcome<String> apply(Optional<Bytes> old) {
        throw new AssertionError("a change saw " + old);
      }

      @Override
      public Outcome<String> unreadable(Failure.Unreadable why) {
        return new Outcome<>("replaced", Batch.put(Space.DATA, KEY, Bytes.utf8("2")));
      }
    });
    assertThat(replaced.result()).isEqualTo("replaced");
    assertThat(platter.isDamaged()).isFalse();
    assertThat(onPlatter()).contains(Bytes.utf8("2"));
  }

  @Test
  void aMisdirectedRecordDamagesWhereItLandsToo() {
    int landed = 0;
    for (int seed = 0; seed < 50; seed++) {
      var each = new Platter(Seal.CHECKED, troubles);
      each.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")).and(Batch.put(Space.DATA, OTHER, Bytes.utf8("2"))));
      Bytes victim = each.damageOne(Damage.MISDIRECTED, new Random(seed)).orElseThrow();
      landed += each.getAll(Space.DATA, List.of(victim.equals(KEY) ? OTHER : KEY)).failed() ? 1 : 0;
    }
    assertThat(landed).isBetween(10, 40);
  }

  @Test
  void whatIsWrittenAnewCanBeRead() {
    platter.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")));
    platter.damageOne(Damage.FLIPPED, new Random(1));
    platter.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("2")));
    assertThat(platter.isDamaged()).isFalse();
    assertThat(platter.getAll(Space.DATA, List.of(KEY)).result()).containsExactly(Optional.of(Bytes.utf8("2")));
  }

  /** Without its check the disk serves what it has: the damage is real, and only the check tells. */
  @Test
  void aDiskThatDoesNotCheckServesWhatNobodyWrote() {
    var blind = new Platter(stored -> Optional.of(stored.bytes()), troubles);
    blind.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("1")));
    Bytes whole = Seal.close(Space.DATA, KEY, Bytes.utf8("1")).bytes();
    blind.damageOne(Damage.FLIPPED, new Random(1));
    Bytes served = blind.getAll(Space.DATA, List.of(KEY)).result().get(0).orElseThrow();
    assertThat(served.size()).isEqualTo(whole.size());
    assertThat(served).isNotEqualTo(whole);
  }

  @Test
  void theSameBytesElsewhereAreNotTheseBytes() {
    Seal.Stored here = Seal.close(Space.DATA, KEY, Bytes.utf8("1"));
    assertThat(Seal.CHECKED.open(here)).contains(Bytes.utf8("1"));
    assertThat(Seal.CHECKED.open(new Seal.Stored(Space.DATA, OTHER, here.bytes()))).isEmpty();
    assertThat(Seal.CHECKED.open(new Seal.Stored(Space.HINTS, KEY, here.bytes()))).isEmpty();
  }

  @Test
  void aCopyFromBeforeALossLacksNothing() {
    SimDisk disk = disk(Durability.SYNC);
    disk.lie();
    put(disk, "1");
    world.runFor(100);
    Platter.Extent first = platter.extent();
    Platter copy = platter.copy();
    platter.loseUnsynced(new Random(0) {
      @Override
      public int nextInt(int bound) {
        return bound - 1;
      }
    });
    assertThat(platter.extent().covers(first)).isFalse();
    assertThat(copy.extent().covers(first)).isTrue();
    put(disk, "2");
    world.runFor(100);
    assertThat(platter.extent().covers(first)).isFalse();
    copy.commit(Batch.put(Space.DATA, KEY, Bytes.utf8("3")));
    assertThat(copy.extent().covers(first)).isTrue();
    assertThat(first.covers(copy.extent())).isFalse();
    assertThat(platter.replaced().extent().covers(first)).isFalse();
  }
}
