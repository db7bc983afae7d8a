// A run over its time, in slices: how many answers, how long they took, and how far the copies were apart at the end of each.

import { csv } from '../files.js';
import { partitionOf, walkFrom } from '../run/placement.js';
import { idOf } from '../run/reduce.js';
import { entries } from '../run/trie.js';
import { linesBy } from './steps.js';

export const SLICES = 60;

/** What a row has besides `from` and `until`, in microseconds: the columns of a table, and their titles. */
export const COLUMNS = [
  ['answered', 'answered'], ['failed', 'failed'], ['p50', 'p50 µs'], ['p99', 'p99 µs'],
  ['siblings', 'keys with siblings'], ['apart', 'keys whose owners differ'], ['hints', 'hints kept'],
  ['handed', 'hints handed over'], ['read', 'mended by reads'], ['tree', 'mended by trees'],
];

const COUNTED = { 'hint.replay': 'handed', 'repair.read': 'read', 'repair.tree': 'tree' };

/** One row a slice. Counts are of the slice; siblings, apart and hints are as they stand at its end. */
export function seriesOf(events, timeline, end, slices = SLICES) {
  const begin = events[0]?.at ?? 0;
  const width = Math.max(1, (end - begin) / slices);
  const rows = Array.from({ length: slices }, (_, i) => ({ from: begin + i * width, until: begin + (i + 1) * width, answered: 0, failed: 0, handed: 0, read: 0, tree: 0 }));
  const waits = rows.map(() => []);
  for (const event of events) {
    const slice = Math.min(slices - 1, Math.max(0, Math.ceil((event.at - begin) / width) - 1));
    if (event.kind === 'op.end') {
      rows[slice][event.outcome === 'failed' ? 'failed' : 'answered']++;
      waits[slice].push(event.tookMicros);
    } else if (event.kind === 'events.coalesced') {
      rows[slice].answered += event.answered;
      rows[slice].failed += event.failed;
    } else if (Object.hasOwn(COUNTED, event.kind)) {
      rows[slice][COUNTED[event.kind]]++;
    }
  }
  const ownersOf = ownersBy(events[0]);
  return rows.map((row, i) => {
    waits[i].sort((a, b) => a - b);
    const state = timeline.at(i === slices - 1 ? events.length : linesBy(events, row.until));
    return { ...row, p50: quantile(waits[i], 0.5), p99: quantile(waits[i], 0.99), ...copiesOf(state, ownersOf, Boolean(events[0]?.watched)) };
  });
}

/** The smallest that at least this share does not exceed; null of none. */
export function quantile(sorted, share) {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Who owns a key, remembered; nobody where the log does not say how the ring is divided. */
export function ownersBy(header) {
  const known = new Map();
  return (id, { bucket, key }) => {
    if (!known.has(id)) {
      known.set(id, header?.owners
        ? walkFrom(partitionOf(bucket, key, header.owners.length), header.owners, header.roster, header.n).primaries : []);
    }
    return known.get(id);
  };
}

/**
 * How many keys have siblings at any owner, of how many the owners hold different things, and how many hints are kept. Where a cluster
 * was watched, an owner of which nothing is told differs from nobody.
 */
export function copiesOf(state, ownersOf, isWatched = false) {
  const keys = new Map();
  let hints = 0;
  for (const [name, node] of entries(state.nodes)) {
    hints += node.hints.size;
    for (const [, held] of entries(node.records)) {
      const id = idOf(held.bucket, held.key);
      if (!keys.has(id)) keys.set(id, { held, copies: new Map() });
      keys.get(id).copies.set(name, held.record);
    }
  }
  let siblings = 0;
  let apart = 0;
  for (const [id, { held, copies }] of keys) {
    const owned = ownersOf(id, held).filter(node => !isWatched || copies.has(node)).map(node => copies.get(node));
    if (owned.some(record => record?.versions.length > 1)) siblings++;
    if (new Set(owned.map(textOf)).size > 1) apart++;
  }
  return { siblings, apart, hints };
}

const texts = new WeakMap();

/** A record as text, remembered: two records are equal if their texts are. Of none it is empty. */
export function textOf(record) {
  if (!record) return '';
  if (!texts.has(record)) texts.set(record, JSON.stringify(record));
  return texts.get(record);
}

/** The same as a file for a spreadsheet. */
export function csvOf(rows) {
  return csv(['from s', 'until s', ...COLUMNS.map(([, title]) => title)], rows.map(row => [row.from / 1e6, row.until / 1e6, ...COLUMNS.map(([name]) => row[name])]));
}
