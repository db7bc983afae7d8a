package io.ringside.explore;

import java.util.List;
import java.util.Locale;

/** Something that a client or misfortune does in a run, and the words that say to whom. */
enum Act {
  /** Reads. */
  GET(Word.CLIENT, Word.KEY),
  /** Reads, and is answered when enough owners have what it reads. */
  MEND(Word.CLIENT, Word.KEY),
  /** The same, and hears owners alone: no such read goes back behind another. */
  INSIST(Word.CLIENT, Word.KEY),
  /** Writes without having read. */
  PUT(Word.CLIENT, Word.KEY),
  /** Writes, without having read, what expires after so long. */
  EXPIRE(Word.CLIENT, Word.KEY, Word.MILLIS),
  /** Writes over what this client saw last of the key, which may be long ago. */
  OVERWRITE(Word.CLIENT, Word.KEY),
  /** Reads, and writes the union of all siblings and one element more over them: a set, a cart, a counter. */
  ADD(Word.CLIENT, Word.KEY),
  /** Writes, without having read, if there is nothing. */
  CREATE(Word.CLIENT, Word.KEY),
  /** Reads, and deletes what it found. */
  DELETE(Word.CLIENT, Word.KEY),
  /** The client asks another node from now on. */
  MOVE(Word.CLIENT, Word.NODE),
  /** The client is gone in the middle of whatever it does, and begins anew as another session that remembers nothing. */
  FORGET(Word.CLIENT),

  CRASH(Word.NODE),
  STOP(Word.NODE),
  RESTART(Word.NODE),
  PAUSE(Word.NODE, Word.MILLIS),
  /** The node's wall clock is so far ahead from now on. */
  SKEW(Word.NODE, Word.MILLIS),
  /** The node's disk does nothing for so long. */
  STALL(Word.NODE, Word.MILLIS),
  /** Every other access of the node's disk fails for so long. */
  FALTER(Word.NODE, Word.MILLIS),
  FULL(Word.NODE),
  SNAPSHOT(Word.NODE),
  /** The node, if it is down, gets an empty disk. */
  WIPE(Word.NODE),
  /** The node, if it is down, gets the disk of its last snapshot. */
  ROLLBACK(Word.NODE),
  /** Bits of one record on the node's disk change. */
  FLIP(Word.NODE),
  /** One record on the node's disk loses its end. */
  TEAR(Word.NODE),
  /** One record on the node's disk lands on another, and is gone from its own place. */
  MISDIRECT(Word.NODE),
  /** Bits of what one record adds to the node's Merkle trees change on its disk. */
  BLUR(Word.NODE),
  /** The node, if it is down, has a hint for somebody who does not own its key: from when N was another. */
  STRAY(Word.NODE),
  /** The node's disk says that it has flushed and has not, from now on. */
  LIE(Word.NODE),

  /** These nodes, as in {@code n1,n4}, and all others no longer hear each other. */
  PARTITION(Word.NODES),
  CUT(Word.NODE, Word.NODE),
  /** Messages of one kind do not pass in this direction. */
  CUTKIND(Word.NODE, Word.NODE, Word.KIND),
  CLOG(Word.NODE, Word.NODE),
  UNCLOG(Word.NODE, Word.NODE),
  /** So many per cent of all messages are lost. */
  LOSS(Word.PERCENT),
  /** All messages are late by so much. */
  DELAY(Word.MILLIS),
  /** The network is as new. */
  HEAL();

  /** What a word of an act must be. */
  enum Word { CLIENT, KEY, NODE, NODES, KIND, MILLIS, PERCENT }

  private final List<Word> words;

  Act(Word... words) {
    this.words = List.of(words);
  }

  List<Word> words() {
    return words;
  }

  /** True if a client does it. */
  boolean isWork() {
    return ordinal() <= FORGET.ordinal();
  }

  /** True if it breaks something: neither work, nor mending, nor a copy that nobody notices. */
  boolean isFault() {
    return !isWork() && this != RESTART && this != HEAL && this != UNCLOG && this != SNAPSHOT;
  }

  /** True if it may destroy what a node has acknowledged: done to fewer than W nodes in a run. */
  boolean isDestructive() {
    return this == WIPE || this == ROLLBACK || this == FLIP || this == TEAR || this == MISDIRECT || this == LIE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
