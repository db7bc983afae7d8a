// Keys that have siblings at a moment: writes that had not seen each other, of which the store keeps both.

import { idOf } from '../run/reduce.js';
import { copiesOf, siblingsOf } from './key-history.js';
import { countBelow } from './steps.js';

/** Of so many keys in which a conflict was seen last, those that still have one are found. */
const LOOKED_AT = 200;

/** Those keys, { id, bucket, key, siblings }, the one whose conflict was seen last first. */
export function conflictsAt(state, roster, events, lines, cursor) {
  const keys = new Map();
  for (let i = countBelow(lines, cursor) - 1; i >= 0 && keys.size < LOOKED_AT; i--) {
    const { bucket, key } = events[lines[i]];
    const id = idOf(bucket, key);
    if (!keys.has(id)) keys.set(id, { id, bucket, key, siblings: siblingsOf(copiesOf(state, roster, bucket, key)).length });
  }
  return [...keys.values()].filter(({ siblings }) => siblings > 1);
}
