// When the owners of a key held different things, and for how long: found in one pass over the log.

import { idOf, isNothing } from '../run/reduce.js';
import { countBelow } from './steps.js';
import { ownersBy, textOf } from './series.js';

const KEPT = new Set(['store.put', 'store.forget', 'disk.record']);
const GONE = new Set(['store.reap', 'record.quarantined']);

/**
 * Each time that a key's owners differed: { id, bucket, key, from, until }, in the order in which they began. Both are lines: the
 * first one that made them differ, and the one that made them equal, or null if none did.
 */
export function differencesOf(events) {
  const ownersOf = ownersBy(events[0]);
  const keys = new Map();
  const all = [];
  const put = (name, id, text, line) => {
    const one = keys.get(id);
    one.copies.set(name, text);
    const differ = new Set(ownersOf(id, one).map(owner => one.copies.get(owner) ?? '')).size > 1;
    if (differ && !one.open) all.push(one.open = { id, bucket: one.bucket, key: one.key, from: line, until: null });
    if (!differ && one.open) {
      one.open.until = line;
      one.open = null;
    }
  };
  events.forEach((event, line) => {
    const name = event.member ?? event.node;
    if (event.kind === 'node.wipe') {
      for (const [id, { copies }] of keys) if (copies.get(name)) put(name, id, '', line);
    } else if (KEPT.has(event.kind) || GONE.has(event.kind) && !event.earlier) {
      const { bucket, key, record } = event;
      const id = idOf(bucket, key);
      if (!keys.has(id)) keys.set(id, { bucket, key, copies: new Map(), open: null });
      put(name, id, GONE.has(event.kind) || isNothing(record) ? '' : textOf(record), line);
    }
  });
  return all;
}

/** Those that last at a moment, the oldest first; of those that are over, the one that ended last and the longest, or null. */
export function divergenceAt(events, differences, cursor) {
  const begun = differences.slice(0, countBelow(differences.map(({ from }) => from), cursor));
  const over = begun.filter(({ until }) => until !== null && until < cursor);
  const most = measure => over.reduce((best, one) => (best === null || measure(one) > measure(best) ? one : best), null);
  return {
    open: begun.filter(({ until }) => until === null || until >= cursor),
    last: most(({ until }) => until), longest: most(one => tookOf(events, one)),
  };
}

/** How long owners differed, in microseconds of the run. */
export function tookOf(events, { from, until }) {
  return events[until].at - events[from].at;
}
