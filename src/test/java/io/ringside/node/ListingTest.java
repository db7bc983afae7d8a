package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.message.Names;
import io.ringside.message.Request;
import io.ringside.storage.Batch;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final String BUCKET = "b";
  private static final Record LIVE = record(Optional.of(Content.text("milk")));
  private static final Record DELETED = record(Optional.empty());
  private static final int MANY = 100_000;
  private static final long NOW = 5000;

  private final MemoryDataStore store = new MemoryDataStore();
  private final Listing listing = new Listing(store, () -> NOW);

  private static Record record(Optional<Content> content) {
    var version = new Version(CausalContext.EMPTY, RequestId.of("r"), 0, content);
    return new Record(Siblings.NONE.put(Actor.of("n1"), version), Optional.empty());
  }

  private void holds(Record record, String bucket, String... names) {
    for (String name : names) {
      store.commit(Batch.put(Space.DATA, StoreKeys.data(new Key(bucket, name)), record.encode()));
    }
  }

  private Names keys(String prefix, String after, int limit) {
    return listing.keys(new Request.ListKeys(BUCKET, prefix, after, limit)).result();
  }

  private Names buckets(String after, int limit) {
    return listing.buckets(new Request.ListBuckets(after, limit)).result();
  }

  private static List<String> all(Function<String, Names> page) {
    var names = new ArrayList<String>();
    Names last = page.apply("");
    names.addAll(last.names());
    while (last.more()) {
      last = page.apply(last.next().get());
      names.addAll(last.names());
    }
    return names;
  }

  @Test
  void whatHasExpiredIsNotListed() {
    holds(record(Optional.of(Content.text("milk").expiringAt(NOW))), BUCKET, "gone");
    holds(record(Optional.of(Content.text("milk").expiringAt(NOW + 1))), BUCKET, "here");
    assertThat(listing.keys(new Request.ListKeys(BUCKET, "", "", 10)).result().names()).containsExactly("here");
  }

  @Test
  void keysComeInTheOrderOfTheirBytesAndFromTheirBucketOnly() {
    holds(LIVE, BUCKET, "b", "\ud83c\udf5e", "a", "\uffee", "ab");
    holds(LIVE, "a", "other");
    holds(LIVE, "bb", "other");
    assertThat(keys("", "", 100)).isEqualTo(new Names(List.of("a", "ab", "b", "\uffee", "\ud83c\udf5e"), Optional.empty()));
  }

  @Test
  void aPrefixAndAPlaceToStartLimitTheKeys() {
    holds(LIVE, BUCKET, "a", "ab", "abc", "abd", "b");
    assertThat(keys("ab", "", 100).names()).containsExactly("ab", "abc", "abd");
    assertThat(keys("ab", "abc", 100).names()).containsExactly("abd");
    assertThat(keys("ab", "a", 100).names()).containsExactly("ab", "abc", "abd");
    assertThat(keys("ab", "b", 100).names()).isEmpty();
    assertThat(keys("", "abc", 100).names()).containsExactly("abd", "b");
  }

  @Test
  void aLimitedListSaysWhereToGoOnAndTheLastOneDoesNot() {
    holds(LIVE, BUCKET, "a", "b", "c");
    assertThat(keys("", "", 2)).isEqualTo(new Names(List.of("a", "b"), Optional.of("b")));
    assertThat(keys("", "b", 2)).isEqualTo(new Names(List.of("c"), Optional.empty()));
    assertThat(keys("", "", 3)).isEqualTo(new Names(List.of("a", "b", "c"), Optional.empty()));
  }

  @Test
  void deletedKeysAreHidden() {
    holds(DELETED, BUCKET, "a", "c");
    holds(LIVE, BUCKET, "b");
    assertThat(keys("", "", 100).names()).containsExactly("b");
  }

  @Test
  void anAnswerThatFoundOnlyDeletedKeysSaysHowFarItLooked() {
    for (int i = 0; i < MANY; i++) {
      holds(DELETED, BUCKET, String.format("k%06d", i));
    }
    holds(LIVE, BUCKET, "last");
    Names first = keys("", "", 100);
    int looked = Listing.MAX_PAGES * Listing.PAGE;
    assertThat(first).isEqualTo(new Names(List.of(), Optional.of(String.format("k%06d", looked - 1))));
    assertThat(all(after -> keys("", after, 100))).containsExactly("last");
  }

  @Test
  void bucketsAreListedOnceInTheOrderOnDisk() {
    List<String> names = List.of("\ud83c\udf5e", "zz", "a", "\uffee", "x".repeat(127), "x".repeat(128), "x".repeat(200), "x".repeat(256));
    names.forEach(bucket -> holds(LIVE, bucket, "k1", "k2", "\uffff"));
    List<String> ordered = names.stream().sorted(StoreKeys.BUCKET_ORDER).toList();
    assertThat(buckets("", 100)).isEqualTo(new Names(ordered, Optional.empty()));
    assertThat(all(after -> buckets(after, 1))).isEqualTo(ordered);
    assertThat(all(after -> buckets(after, 3))).isEqualTo(ordered);
  }

  @Test
  void anyNumberOfBucketsIsListedPieceByPiece() {
    for (int i = 0; i < MANY / 4; i++) {
      holds(LIVE, "bucket" + i, "k");
    }
    assertThat(buckets("", Integer.MAX_VALUE).names()).hasSize(Listing.MAX_BUCKETS);
    assertThat(all(after -> buckets(after, Integer.MAX_VALUE))).hasSize(MANY / 4).doesNotHaveDuplicates();
  }

  @Test
  void anEmptyNodeListsNothing() {
    assertThat(keys("", "", 1)).isEqualTo(new Names(List.of(), Optional.empty()));
    assertThat(buckets("", 1)).isEqualTo(new Names(List.of(), Optional.empty()));
  }
}
