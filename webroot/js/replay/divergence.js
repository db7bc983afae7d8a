// When the owners of a key held different things: found in one pass over the log.

import { idOf, isNothing } from '../run/reduce.js';
import { ownersBy, textOf } from './series.js';

const KEPT = new Set(['store.put', 'store.forget', 'disk.record']);
const GONE = new Set(['store.reap', 'record.quarantined']);

/**
 * Each time that a key's owners differed: { id, bucket, key, from, until }, in the order in which they began: the line that set them
 * apart and the one that made them equal, Infinity if none did.
 */
export function differencesOf(events) {
  const ownersOf = ownersBy(events[0]);
  const keys = new Map();
  const all = [];
  const put = (one, node, text, line) => {
    one.copies.set(node, text);
    const differ = new Set(ownersOf(one.id, one).map(owner => one.copies.get(owner) ?? '')).size > 1;
    if (differ && !one.open) all.push(one.open = { id: one.id, bucket: one.bucket, key: one.key, from: line, until: Infinity });
    if (!differ && one.open) one.open = void (one.open.until = line);
  };
  events.forEach(({ kind, node, member, bucket, key, record, earlier }, line) => {
    const gone = GONE.has(kind) && !earlier;
    if (kind === 'node.wipe') for (const one of keys.values()) put(one, member, '', line);
    if (!gone && !KEPT.has(kind)) return;
    const id = idOf(bucket, key);
    if (!keys.has(id)) keys.set(id, { id, bucket, key, copies: new Map(), open: undefined });
    put(keys.get(id), member ?? node, gone || isNothing(record) ? '' : textOf(record), line);
  });
  return all;
}

/** Those that last at a moment, the oldest first, and of those that are over the one that ended last. */
export function divergenceAt(differences, cursor) {
  return {
    open: differences.filter(({ from, until }) => from < cursor && until >= cursor),
    last: differences.filter(({ until }) => until < cursor).sort((a, b) => a.until - b.until).at(-1),
  };
}
