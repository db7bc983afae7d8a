// What had been mended by a moment, counted from what nodes said of it.

import { EMPTY, countOf } from '../run/trie.js';

const full = ({ reason }) => reason.startsWith('full');

/** Columns of tables: a title, the kind of event that it counts, and which of them. A drop is of a hint that was kept, unless for want of room. */
export const HINTS = [
  ['created', 'hint.store', ({ grown }) => !grown], ['delivered', 'hint.replay'], ['rerouted', 'hint.reroute'],
  ['outdated', 'hint.drop', event => !full(event)], ['no room', 'hint.drop', full],
];
export const MENDED = [
  ['by hints', 'hint.replay'], ['by reads', 'repair.read'], ['left by reads', 'repair.skip'], ['by trees', 'repair.tree'],
  ['put aside', 'record.quarantined', ({ earlier }) => !earlier], ['brought back', 'record.healed'], ['reaped', 'store.reap'], ['forgotten', 'store.forget'],
];

/** A row for each name that an event of these lines is counted under: name → as many numbers as there are columns. */
export function tally(events, lines, columns, nameOf) {
  const rows = new Map();
  for (const line of lines) {
    const event = events[line];
    columns.forEach(([, kind, fits], i) => {
      if (event.kind !== kind || fits && !fits(event)) return;
      const name = nameOf(event);
      if (!rows.has(name)) rows.set(name, columns.map(() => 0));
      rows.get(name)[i]++;
    });
  }
  return rows;
}

const known = new WeakMap();

/** How many records a node has of which it only knows that they are deleted; counted anew only where they are others. */
export function gravesOf({ records } = { records: EMPTY }) {
  return countOf(records, ({ record: { versions } }) => versions.length > 0 && versions.every(({ deleted }) => deleted), known);
}
