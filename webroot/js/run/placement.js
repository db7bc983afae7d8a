// Where a key lives: its partition, and the walk from there. The same as io.ringside.ring, which a test compares.

import { md5 } from './md5.js';

const utf8 = new TextEncoder();

/** Leaves of a partition's Merkle tree: so many branches, and so many leaves below each (`io.ringside.merkle.MerkleTree`). */
export const FAN_OUT = 32;

/** The partition of a key among `partitions`: floor(position · partitions / 2^64). */
export function partitionOf(bucket, key, partitions) {
  return Number((positionOf(bucket, key) * BigInt(partitions)) >> 64n);
}

/** The leaf that a key's digest lies in: the lowest bits, since the highest say which partition. */
export function leafOf(bucket, key) {
  return Number(positionOf(bucket, key) & BigInt(FAN_OUT * FAN_OUT - 1));
}

/** The start of an MD5: an unsigned number of 64 bits. */
export function positionOf(bucket, key) {
  const name = utf8.encode(bucket);
  const rest = utf8.encode(key);
  const bytes = new Uint8Array(4 + name.length + rest.length);
  new DataView(bytes.buffer).setUint32(0, name.length);
  bytes.set(name, 4);
  bytes.set(rest, 4 + name.length);
  return new DataView(md5(bytes).buffer).getBigUint64(0);
}

/**
 * The walk clockwise from a partition, until all owners were met: { partition, primaries, fallbacks, steps }. Steps are
 * { partition, node, role }, the role being 'primary', 'fallback', or 'skipped' for a node that was met before. Members that own
 * nothing come last, by name, without a step.
 */
export function walkFrom(partition, owners, members, n) {
  const met = [];
  const steps = [];
  for (let i = 0; i < owners.length && met.length < members.length; i++) {
    const at = (partition + i) % owners.length;
    const node = owners[at];
    const known = met.includes(node);
    if (!known) met.push(node);
    steps.push({ partition: at, node, role: known ? 'skipped' : met.length <= n ? 'primary' : 'fallback' });
  }
  for (const member of [...members].sort()) if (!met.includes(member)) met.push(member);
  return { partition, primaries: met.slice(0, n), fallbacks: met.slice(n), steps };
}
