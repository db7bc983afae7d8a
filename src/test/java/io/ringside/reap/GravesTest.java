package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.event.Events;
import io.ringside.merkle.TreeId;
import io.ringside.message.Grave;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.Batch;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.ScriptedTransport;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GravesTest {
  private static final NodeConfig CONFIG = NodeConfig.of("node.name=a", "cluster.members=a=h:1,b=h:2,c=h:3", "cluster.partitions=4",
      "buckets.few.n=2", "buckets.few.r=1", "buckets.few.w=1");
  private static final NodeId SELF = CONFIG.self();
  private static final int LIMIT = 10;

  private final SimScheduler world = new SimScheduler();
  private final MemoryDataStore store = new MemoryDataStore();
  private final Forest forest = new Forest(CONFIG, Node.foundingRing(CONFIG));
  private final Graves graves =
      new Graves(new Env(SELF, new ScriptedTransport(), world, new Random(1), Events.NONE), forest, store);

  private void write(Key key, Optional<Content> content) {
    Place place = forest.placeOf(key);
    Siblings record = Siblings.NONE.put(
        Actor.of("a"), new Version(CausalContext.EMPTY, RequestId.of("r"), world.wallMillis(), content));
    store.commit(Batch.put(Space.DATA, place.address(), new Record(record, Optional.empty()).encode())
        .and(place.write(place.move(Siblings.NONE, record)))
        .and(Graves.write(place, Siblings.NONE, record, world.wallMillis())));
  }

  private void delete(Key key) {
    write(key, Optional.empty());
  }

  private Graves.Ripe next(Bytes behind) {
    return graves.next(behind, world.wallMillis(), new Handful(LIMIT), partition -> true).result();
  }

  /** All that one walk through them all comes to, step by step. */
  private List<Graves.Ripe> walk() {
    var steps = new ArrayList<Graves.Ripe>();
    Bytes behind = Bytes.EMPTY;
    do {
      Graves.Ripe ripe = next(behind);
      steps.add(ripe);
      behind = ripe.behind();
    } while (behind.size() > 0);
    return steps;
  }

  private List<TreeId> treesOf(Graves.Ripe ripe) {
    return ripe.keys().stream().map(key -> forest.placeOf(key).tree()).distinct().toList();
  }

  /** In each partition there are those with two copies and those with three: neither group is passed over for the other. */
  @Test
  void eachStepIsOfOneTreeAndNoGraveIsPassedOver() {
    var keys = new TreeSet<Key>();
    for (int i = 0; i < 100; i++) {
      keys.add(new Key(i % 2 == 0 ? "few" : "many", "key-" + i));
    }
    keys.forEach(this::delete);
    List<Graves.Ripe> steps = walk();
    assertThat(steps).allSatisfy(step -> {
      assertThat(treesOf(step)).hasSizeLessThanOrEqualTo(1);
      assertThat(step.keys()).hasSizeLessThanOrEqualTo(LIMIT).hasSameSizeAs(step.graves());
    });
    assertThat(steps.stream().flatMap(step -> step.keys().stream())).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void whatWillExpireIsNoGraveYet() {
    write(Key.of("session"), Optional.of(Content.text("soon gone").expiringAt(world.wallMillis() + 1000)));
    assertThat(next(Bytes.EMPTY).keys()).isEmpty();
    world.runFor(1000);
    assertThat(next(Bytes.EMPTY).keys()).containsExactly(Key.of("session"));
  }

  @Test
  void whatIsNotWantedIsPassedOverInOneStep() {
    for (int i = 0; i < 100; i++) {
      delete(Key.of("key-" + i));
    }
    Graves.Ripe ripe = graves.next(Bytes.EMPTY, world.wallMillis(), new Handful(LIMIT), partition -> partition == 3).result();
    assertThat(ripe.keys()).hasSize(LIMIT).allMatch(key -> forest.placeOf(key).tree().partition() == 3);
    assertThat(graves.next(Bytes.EMPTY, world.wallMillis(), new Handful(LIMIT), partition -> false).result())
        .isEqualTo(new Graves.Ripe(List.of(), List.of(), 0, Bytes.EMPTY, 0));
  }

  /** Of ten, each of a little more than a mebibyte. */
  @Test
  void aStepIsCutByTheBytesOfItsRecordsTooAndNoGraveIsPassedOver() {
    var keys = new ArrayList<Key>();
    for (int i = 0; i < 10; i++) {
      keys.add(keyIn3(i));
      write(keyIn3(i), Optional.of(Content.text("x".repeat(1 << 20)).expiringAt(world.wallMillis())));
    }
    List<Graves.Ripe> steps = walk();
    assertThat(steps).extracting(step -> step.graves().size()).containsExactly(3, 3, 3, 1);
    assertThat(steps).allMatch(step -> step.bytes() > step.graves().size() << 20 && step.bytes() <= 4 << 20);
    assertThat(steps.stream().flatMap(step -> step.keys().stream())).containsExactlyInAnyOrderElementsOf(keys);
    List<Grave> all = steps.stream().flatMap(step -> step.graves().stream()).toList();
    assertThat(graves.confirm(new Request.ShowGraves(3, all)).result().places()).hasSize(10);
    graves.dig(all).result();
    assertThat(walk()).containsExactly(new Graves.Ripe(List.of(), List.of(), 0, Bytes.EMPTY, 0));
  }

  @Test
  void whatHasChangedSinceIsNotAsItWasDescribed() {
    delete(Key.of("cart"));
    delete(Key.of("list"));
    List<Grave> before = walk().stream().flatMap(step -> step.graves().stream()).toList();
    write(Key.of("cart"), Optional.of(Content.text("milk")));
    List<Key> still = graves.confirm(new Request.ShowGraves(0, before)).result().places().stream()
        .map(place -> StoreKeys.dataKey(before.get(place).address())).toList();
    assertThat(still).containsExactly(Key.of("list"));
  }

  /** As of all that a node has, while it makes its digests anew. */
  @Test
  void marksOfWhatHasNoDigestArePassedOverTogether() {
    for (int i = 0; i < LIMIT; i++) {
      store.commit(Batch.put(Space.GRAVES, StoreKeys.grave(3, StoreKeys.data(keyIn3(i))), Bytes.wrap(new byte[] {0})));
    }
    assertThat(next(Bytes.EMPTY)).isEqualTo(new Graves.Ripe(List.of(), List.of(), LIMIT, Bytes.EMPTY, 0));
  }

  private Key keyIn3(int number) {
    return IntStream.range(0, 1000).mapToObj(i -> Key.of("key-" + i))
        .filter(key -> forest.placeOf(key).tree().partition() == 3).skip(number).findFirst().orElseThrow();
  }
}
