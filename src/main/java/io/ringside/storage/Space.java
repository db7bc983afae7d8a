package io.ringside.storage;

import io.ringside.MalformedBytes;

/** A room of its own within a store, with its own keys. The ids stand on disk: never change them. */
public enum Space {
  /** What this node replicates: records by {@link io.ringside.Key}. */
  DATA(1),
  /** What it keeps for others: records by target and key. */
  HINTS(2),
  /** What it knows of itself and its peers: start numbers, incarnations. */
  STATE(3),
  /** What its Merkle trees add up: the digest of each record, by tree, leaf and key. */
  MERKLE(4),
  /** Whose records could not be read and were put aside: when, by the record's key in {@link #DATA}. */
  QUARANTINE(5),
  /** Of which records nothing is alive, or will be: from when on, by partition and the record's key in {@link #DATA}. */
  GRAVES(6);

  private final int id;

  Space(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  /** The one with this id. */
  public static Space of(int id) {
    for (Space space : values()) {
      if (space.id == id) {
        return space;
      }
    }
    throw new MalformedBytes("there is no space " + id);
  }
}
