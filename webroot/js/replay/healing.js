// What had been mended by a moment, and what waits: counted from what nodes said of it, and from what they hold.

import { idOf } from '../run/reduce.js';
import { countIn, get } from '../run/trie.js';
import { hintsOf } from './key-history.js';

/** Columns of what became of hints, by the kind of event; a drop is of a hint that was kept only if others have reaped since. */
const HINTS = {
  'hint.store': ({ grown }) => (grown ? null : 'created'), 'hint.replay': () => 'delivered', 'hint.reroute': () => 'rerouted',
  'hint.drop': ({ reason }) => (reason?.startsWith('full') ? 'refused' : 'outdated'),
};

/**
 * Who keeps how many for whom, and what became of the others: a row { node, target, kept, created, delivered, rerouted, outdated,
 * refused } for each two of which there is anything to say.
 */
export function hintsBy(events, lines, state, roster) {
  const rows = new Map();
  const rowOf = (node, target) => rows.get(`${node} ${target}`) ?? rows.set(`${node} ${target}`,
    { node, target, kept: 0, created: 0, delivered: 0, rerouted: 0, outdated: 0, refused: 0 }).get(`${node} ${target}`);
  for (const line of lines) {
    const event = events[line];
    const column = Object.hasOwn(HINTS, event.kind) ? HINTS[event.kind](event) : null;
    if (column) rowOf(event.node, event.target)[column]++;
  }
  for (const { node, target, count } of hintsOf(state, roster)) rowOf(node, target).kept = count;
  return [...rows.values()].sort((a, b) => roster.indexOf(a.node) - roster.indexOf(b.node) || roster.indexOf(a.target) - roster.indexOf(b.target));
}

/** What each node was given or lost: a column's name, its title, and the kind of event that it counts, by which of its nodes. */
export const MENDED = [
  ['hints', 'hints', 'hint.replay', 'target'], ['read', 'by reads', 'repair.read', 'target'], ['skipped', 'left by reads', 'repair.skip', 'target'],
  ['tree', 'by trees', 'repair.tree', 'target'], ['aside', 'put aside', 'record.quarantined', 'node'], ['healed', 'brought back', 'record.healed', 'node'],
  ['graves', 'deleted, not reaped'], ['reaped', 'reaped', 'store.reap', 'node'], ['forgotten', 'forgotten', 'store.forget', 'node'],
];

const COUNTED = new Map(MENDED.map(([name, , kind, by]) => [kind, [name, by]]));
const graves = new WeakMap();

/** A row for each node with those columns; graves are counted in what it holds. */
export function mendedBy(events, lines, state, roster) {
  const rows = new Map(roster.map(node => [node, { node, ...Object.fromEntries(MENDED.map(([name]) => [name, 0])), graves: gravesOf(get(state.nodes, node)) }]));
  for (const line of lines) {
    const event = events[line];
    const [name, by] = COUNTED.get(event.kind) ?? [];
    if (name && !event.earlier && rows.has(event[by])) rows.get(event[by])[name]++;
  }
  return [...rows.values()];
}

function gravesOf(node) {
  return node ? countIn(node.records, ({ record: { versions } }) => versions.length > 0 && versions.every(({ deleted }) => deleted), graves) : 0;
}

/** Records that were put aside, the latest first: { event, line, healed }, where it was brought back, or null. */
export function asideBy(events, lines) {
  const open = new Map();
  const all = [];
  for (const line of lines) {
    const event = events[line];
    const id = idOf(event.node, event.bucket, event.key);
    const before = open.get(id) ?? [];
    if (event.kind === 'record.healed') {
      for (const one of before) one.healed = line;
      open.delete(id);
    } else if (event.kind === 'record.quarantined' && !(event.earlier && before.length > 0)) {
      all.push({ event, line, healed: null });
      open.set(id, [...before, all.at(-1)]);
    }
  }
  return all.reverse();
}
