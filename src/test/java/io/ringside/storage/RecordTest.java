package io.ringside.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.testing.Every;
import io.ringside.testing.Malformed;
import io.ringside.testing.Seeds;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a replica may count on and when it must draw a new epoch; and the data losses of Riak that taught it. */
class RecordTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final long START = 5;

  private final TreeMap<Dot, Version> ledger = new TreeMap<>();
  private long epochs = 100;
  private int writes;

  private static Record.Minter minter(NodeId self, long freshEpoch, long trustedSince) {
    return new Record.Minter(self, freshEpoch, START, trustedSince);
  }

  private Version version(CausalContext past) {
    return new Version(past, RequestId.of("w" + ++writes), 0, Optional.of(Content.text("w" + writes)));
  }

  /** Mints as a replica does, and catches a dot that has named another value before. */
  private Record mint(Record record, NodeId node, CausalContext past) {
    Record.Mint mint = record.mint(minter(node, ++epochs, 1), version(past));
    Version minted = mint.record().siblings().versions().get(mint.dot());
    assertThat(ledger.putIfAbsent(mint.dot(), minted)).as("the first use of %s", mint.dot()).isNull();
    return mint.record();
  }

  private Record blind(Record record, NodeId node) {
    return mint(record, node, CausalContext.EMPTY);
  }

  private Record careful(Record record, NodeId node) {
    return mint(record, node, record.siblings().context());
  }

  @Test
  void aReplicaCountsOnExactlyIfItLacksNothingItMayHaveMinted() {
    for (List<Boolean> has : Every.list(4, List.of(false, true)).toList()) {
      boolean minted = has.get(0);
      boolean trusted = has.get(1);
      boolean pastIsAhead = has.get(2);
      boolean othersAreAhead = has.get(3);
      Record record = minted ? Record.NONE.mint(minter(A, 7, 1), version(CausalContext.EMPTY)).record() : Record.NONE;
      Dot lost = new Dot(new Actor(A, 7), 9);
      if (othersAreAhead) {
        record = record.merge(A, new Siblings(CausalContext.EMPTY.with(lost), new TreeMap<>()));
      }
      CausalContext past = pastIsAhead ? CausalContext.EMPTY.with(lost) : CausalContext.EMPTY;

      Dot dot = record.mint(minter(A, 8, trusted ? START : START + 1), version(past)).dot();

      boolean pastIsNews = pastIsAhead && !othersAreAhead;
      boolean countsOn = minted && trusted && !pastIsNews && !othersAreAhead;
      assertThat(dot).as("minted, trusted, past ahead, others ahead: %s", has)
          .isEqualTo(countsOn ? new Dot(new Actor(A, 7), 2) : new Dot(new Actor(A, 8), 1));
    }
  }

  @Test
  void aRecordThatOnlyMergedMintsUnderAFreshEpoch() {
    Record atB = Record.NONE.merge(B, blind(Record.NONE, A).siblings());

    assertThat(atB.minting()).isEmpty();
    assertThat(blind(atB, B).minting()).contains(new Record.Minting(epochs, START));
  }

  @Test
  void mergingWhatItMintedItselfKeepsItsEpoch() {
    Record atA = careful(blind(Record.NONE, A), A);

    assertThat(atA.merge(A, blind(Record.NONE, B).siblings()).minting()).isEqualTo(atA.minting());
    assertThat(atA.merge(A, atA.siblings())).isEqualTo(atA);
  }

  /** Riak, kv679: three writes at A, A loses its copy, A writes again, and its peers took the new write for an old one. */
  @Test
  void aLostCopyNeverMintsAnOldDotAgain() {
    Record atA = careful(careful(blind(Record.NONE, A), A), A);
    Record atB = Record.NONE.merge(B, atA.siblings());

    Record again = blind(Record.NONE, A);

    Siblings merged = atB.merge(B, again.siblings()).siblings();
    assertThat(merged.versions().keySet()).containsAll(again.siblings().versions().keySet()).hasSize(2);
  }

  /** Riak, kv679 by a fallback: repair gives A an old copy of its own, and A counted on from there. */
  @Test
  void aCopyThatPeersGaveBackIsNoPastToCountOn() {
    Record first = blind(Record.NONE, A);
    Record later = careful(careful(first, A), A);

    Record wiped = Record.NONE.merge(A, first.siblings());
    Record again = careful(wiped, A);

    Siblings merged = later.merge(A, again.siblings()).siblings();
    assertThat(merged.versions().keySet())
        .containsAll(again.siblings().versions().keySet()).containsAll(later.siblings().versions().keySet());
  }

  /** Riak, kv679 by a write that A does not coordinate: a hand-off arrives while A's own record cannot be read. */
  @Test
  void amnesiaOnAWriteOfAnotherIsAmnesiaToo() {
    Record atA = careful(blind(Record.NONE, A), A);
    Record atB = careful(Record.NONE.merge(B, atA.siblings()), B);

    Record forgetful = Record.NONE.merge(A, atB.siblings());
    Record again = blind(forgetful, A);

    assertThat(atA.merge(A, again.siblings()).siblings().versions()).hasSize(2);
  }

  /** A rolled-back copy that hears of its own later writes, from a peer or in a client's context, begins anew. */
  @Test
  void anOldCopyThatMeetsItsOwnFutureBeginsAnew() {
    Record old = blind(Record.NONE, A);
    Record lost = careful(old, A);

    careful(old.merge(A, lost.siblings()), A);
    mint(old, A, lost.siblings().context());
  }

  /** A minter that crashed before anybody else had its write may count on: it still has the record itself. */
  @Test
  void aCrashBetweenMintingAndReplicatingReusesNoDot() {
    Record alone = blind(Record.NONE, A);
    Record restarted = Record.decode(Optional.of(alone.encode()));

    assertThat(careful(restarted, A).siblings().context().highestOf(new Actor(A, epochs - 1))).isEqualTo(2);
  }

  /** An acknowledged write that was not on disk when the node died: its epoch is older than what is trusted. */
  @Test
  void anEpochOfAStartThatLostWritesIsNotContinued() {
    Record onDisk = blind(Record.NONE, A);
    careful(onDisk, A);

    Record.Mint mint = onDisk.mint(new Record.Minter(A, ++epochs, START + 1, START + 1), version(CausalContext.EMPTY));

    assertThat(ledger).doesNotContainKey(mint.dot());
  }

  @Test
  void noHistoryOfLossesAndRepairsEverReusesADot() {
    Seeds.run(300, seed -> {
      ledger.clear();
      var random = new Random(seed);
      var nodes = List.of(A, B);
      var records = new ArrayList<>(List.of(Record.NONE, Record.NONE));
      for (int step = 0; step < 40; step++) {
        int at = random.nextInt(2);
        Record record = records.get(at);
        records.set(at, switch (random.nextInt(6)) {
          case 0 -> Record.NONE;
          case 1, 2 -> record.merge(nodes.get(at), records.get(1 - at).siblings());
          case 3 -> blind(record, nodes.get(at));
          default -> careful(record, nodes.get(at));
        });
      }
    });
  }

  @Test
  void aRecordComesBackEqualAndWithEqualBytes() {
    Record record = blind(Record.NONE, A);
    Record merged = Record.NONE.merge(B, record.siblings());

    for (Record each : List.of(Record.NONE, record, merged)) {
      assertThat(Record.decode(each.encode())).isEqualTo(each);
      assertThat(Record.decode(each.encode()).encode()).isEqualTo(each.encode());
    }
    assertThat(Record.decode(Optional.empty())).isEqualTo(Record.NONE);
  }

  /** Stands on disk: if this fails, take a new format number. */
  @Test
  void theBytesAreWhatTheyAlwaysWere() {
    assertThat(Record.NONE.encode().hex()).isEqualTo("01" + "00" + "000000");
    assertThat(new Record(Siblings.NONE, Optional.of(new Record.Minting(0x0102030405060708L, 300))).encode().hex())
        .isEqualTo("01" + "01" + "0102030405060708" + "ac02" + "000000");
  }

  @Test
  void aTornOrForeignRecordIsRefused() {
    Bytes good = blind(Record.NONE, A).encode();
    Malformed.cutShort(good, Record::decode);
    Seeds.run(1000, seed -> Malformed.garbled(good, new Random(seed), Record::decode));
    byte[] foreign = good.array().clone();
    foreign[0] = 2;
    assertThatThrownBy(() -> Record.decode(Bytes.wrap(foreign))).isInstanceOf(MalformedBytes.class).hasMessageContaining("format 2");
  }
}
