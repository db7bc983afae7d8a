// Of which keys a node tells that says more than anybody can look at. The same as io.ringside.event.Coalesced, which a test compares.

import { positionOf } from './placement.js';

/** Keys whose answer is remembered. */
const MOST = 50_000;

const known = new Map();

/** Whether all is told of a key where that is so of one in `oneIn`. */
export function isTold(bucket, key, oneIn) {
  const name = `${oneIn} ${bucket.length} ${bucket}${key}`;
  if (!known.has(name)) {
    if (known.size >= MOST) known.clear();
    known.set(name, positionOf(bucket, key) % BigInt(oneIn) === 0n);
  }
  return known.get(name);
}
