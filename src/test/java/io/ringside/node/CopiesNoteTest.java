package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.CausalContext;
import io.vertx.core.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each start compares the numbers of copies with those that the last one has noted. */
class CopiesNoteTest extends NodeFixture {
  private static final String MEMBERS = "n1=h:1,n2=h:2,n3=h:3";

  @BeforeEach
  void startsWithARecord() {
    remembers(0, P2, P3);
    start(disk);
    mint(CausalContext.EMPTY);
  }

  private long doubts() {
    return told(Event.TreesDoubted.class).size();
  }

  private boolean isInDoubt() {
    return resultOf(node.showRepair(new Request.ShowRepair())).inDoubt();
  }

  private static String[] fewer() {
    return new String[] {"buckets.carts.n=2", "buckets.carts.r=1", "buckets.carts.w=1"};
  }

  @Test
  void startsWithTheSameNumbersDoubtNothing() {
    stop();
    start(disk);
    assertThat(doubts()).isZero();
    assertThat(isInDoubt()).isFalse();
  }

  @Test
  void aStartWithOtherNumbersMakesItsTreesAnewAndTheNextOneRestsOnThem() {
    stop();
    config = config(MEMBERS, fewer());
    start(disk);
    assertThat(isInDoubt()).isTrue();
    world.runFor(5000);
    assertThat(isInDoubt()).isFalse();
    stop();
    start(disk);
    assertThat(doubts()).isOne();
    assertThat(isInDoubt()).isFalse();
  }

  @Test
  void aDirectoryFromBeforeThereWasANoteIsNotTrusted() {
    stop();
    resultOf(disk.commit(Batch.delete(Space.STATE, StoreKeys.state("copies"))));
    start(disk);
    assertThat(doubts()).isOne();
    assertThat(isInDoubt()).isTrue();
  }

  /** A disk that does not take what stands under this name. */
  private static final class Forgetful extends PassingStore {
    Forgetful(DataStore inner) {
      super(inner);
    }

    @Override
    public Future<Void> commit(Batch batch) {
      boolean note = batch.edits().stream().anyMatch(edit -> edit.key().equals(StoreKeys.state("copies")));
      return note ? Future.failedFuture(new Failure.Unavailable("the disk is full")) : super.commit(batch);
    }
  }

  @Test
  void whoeverDiesBeforeItIsNotedDoesNotRelyOnTreesThatWereThrownAway() {
    stop();
    config = config(MEMBERS, fewer());
    MemoryDataStore before = disk;
    assertThat(starting(new Forgetful(before)).failed()).isTrue();
    crash();
    config = config(MEMBERS);
    start(disk);
    assertThat(isInDoubt()).isTrue();
  }
}
