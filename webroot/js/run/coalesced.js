// Of which keys a node tells that says more than anybody can look at. The same as io.ringside.event.Coalesced, which a test compares.

import { positionOf } from './placement.js';

const PARTS = 64n;

/** Keys whose part is remembered. */
const MOST = 50_000;

const known = new Map();

/** Which of the parts of all keys a key belongs to. */
export function partOf(bucket, key) {
  const name = `${bucket.length} ${bucket}${key}`;
  if (!known.has(name)) {
    if (known.size >= MOST) known.clear();
    known.set(name, positionOf(bucket, key) % PARTS);
  }
  return known.get(name);
}

/** Whether all is told of a key where that is so of `parts`, the bits of a number. */
export function isTold(bucket, key, parts) {
  return (BigInt(parts) >> partOf(bucket, key)) % 2n === 1n;
}
