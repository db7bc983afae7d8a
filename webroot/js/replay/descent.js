// How two owners went down a tree to the keys that differ. Messages say who asked whom for what kind of thing, but not in which
// branch; that follows from the keys that were looked at afterwards, since a key's leaf never changes.

import { leafOf, partitionOf } from '../run/placement.js';
import { idOf } from '../run/reduce.js';

/**
 * What had been told by a moment of the descent that ended at `line`, of kind tree.differ: { told, asked, keys, merged }. `asked` is
 * how many questions of each kind there were; `keys` those that were looked at again, by leaf: { bucket, key, leaf, line, mended },
 * `mended` being whom it was sent to; `merged` the event that says how many were, or undefined.
 */
export function descentAt(events, line, cursor) {
  const told = events[line];
  const { node, peer, partition, n } = told;
  const asked = { CompareRoots: 0, ShowDigests: 0, ShowEntries: 0 };
  const question = ({ kind, answer, from, to }) => kind === 'msg.send' && !answer && from === node && to === peer;
  let earlier = false; // in a tree before, of the same exchange
  for (let i = line - 1; i > 0 && asked.CompareRoots === 0 && events[i].member !== node; i--) {
    const event = events[i];
    earlier ||= event.kind === 'tree.differ' && event.node === node;
    if (question(event) && Object.hasOwn(asked, event.request) && (!earlier || event.request === 'CompareRoots')) asked[event.request]++;
  }
  const keys = new Map();
  let merged;
  for (let i = line + 1; i < cursor && !merged; i++) {
    const event = events[i];
    const { kind, request, bucket, key, target } = event;
    if (kind === 'tree.merge' && event.node === node && event.peer === peer && event.partition === partition && event.n === n) merged = event;
    if (request === 'CompareRoots' && event.from === node && !event.answer) break;
    const mends = kind === 'repair.tree' && event.node === node && (target === node || target === peer);
    if (!mends && !(request === 'Inspect' && question(event)) || partitionOf(bucket, key, events[0].partitions) !== partition) continue;
    const id = idOf(bucket, key);
    if (!keys.has(id)) keys.set(id, { bucket, key, leaf: leafOf(bucket, key), line: i, mended: [] });
    if (mends) keys.get(id).mended.push(target);
  }
  return { told, asked, keys: [...keys.values()].sort((a, b) => a.leaf - b.leaf), merged };
}
