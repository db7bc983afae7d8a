package io.ringside.env;

/**
 * A place in the protocol where a simulation may let something unlucky but legal happen (FoundationDB calls it BUGGIFY). What
 * follows must be right all the same.
 */
public enum Mishap {
  /** A minter has stored a write and told nobody yet: a good moment to crash. */
  MINTED,
  /** A slot is filled, and the coordinator has not heard of it: a good moment to crash. */
  STORED,
  /** A hint is delivered and not yet dropped: a good moment to crash. */
  HINT_DELIVERED,
  /** A node has taken a step towards a new era and told nobody yet: a good moment to crash. */
  ERA_STEPPED,
  /** An owner has forgotten what was reaped, and others have not yet: a good moment to crash. */
  REAPED,
  /** A coordinator takes a live node for a suspect. */
  FALSE_SUSPICION,
  /** A coordinator does not wait for a replica as long as it should. */
  IMPATIENCE,
  /** Hints go home one at a time. */
  SMALL_BATCH,
  /** A read repairs nobody. */
  REPAIR_FORGOTTEN,
  /** A message of gossip carries no news. */
  NEWS_FORGOTTEN
}
