// Two runs beside each other: the first event that differs, and what is different of them at a moment. A side is { events, index,
// state, cursor }: a run, and its state after so many of its lines.

import { valueText } from '../format.js';
import { entries, get } from '../run/trie.js';
import { copiesOf, hintsOf } from './key-history.js';

/** What a header says of the way to a run, and not of the run. */
const OF_THE_WAY = new Set(['script', 'flags', 'build']);

/**
 * The first line, from 0, that is not the same in both: where their canonical forms differ, or one log has ended. Null if all are the
 * same. Of the header only what the cluster is counts.
 */
export function firstDifference(a, b) {
  for (let line = 0; line < Math.max(a.length, b.length); line++) {
    if (line >= a.length || line >= b.length) return line;
    if (!isSame(shorn(a[line]), shorn(b[line]))) return line;
  }
  return null;
}

function shorn(event) {
  return event.kind !== 'run.header' ? event : Object.fromEntries(Object.entries(event).filter(([name]) => !OF_THE_WAY.has(name)));
}

/** Whether two values of JSON have one canonical form, without making it. */
export function isSame(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && isSame(a[name], b[name]));
}

/** Rows { name, a, b } in words, of whatever is not the same on both sides: nodes, keys, beliefs, steps, operations. */
export function differencesOf(a, b, roster) {
  return { nodes: nodes(a, b, roster), keys: keys(a, b, roster), views: views(a, b, roster), steps: steps(a, b), operations: operations(a, b) };
}

function apart(rows) {
  return rows.filter(({ a, b }) => a !== b);
}

function nodes(a, b, roster) {
  const hints = [a, b].map(({ state }) => hintsOf(state, roster));
  const told = (side, held, name) => {
    const kept = held.filter(({ node }) => node === name).map(({ target, count }) => `${count} for ${target}`);
    return [wordOf(side.state, name), `${get(side.state.nodes, name)?.records.size ?? 0} records`, ...(kept.length ? [`hints: ${kept.join(', ')}`] : [])].join('; ');
  };
  const rows = roster.map(name => ({ name, a: told(a, hints[0], name), b: told(b, hints[1], name) }));
  const faults = ({ state }) => [...entries(state.faults)].map(([fault]) => fault).sort().join('; ') || 'nothing';
  return apart([...rows, { name: 'broken', a: faults(a), b: faults(b) }]);
}

/** In a word, as the ring's table says it. */
export function wordOf(state, name) {
  const node = get(state.nodes, name);
  if (!node?.up) return 'down';
  return node.pausedUntil > 0 ? 'standing still' : node.serving ? 'serving' : 'starting';
}

function keys(a, b, roster) {
  const changed = new Map();
  for (const name of roster) {
    for (const what of ['records', 'hints']) {
      const [here, there] = [a, b].map(({ state }) => get(state.nodes, name)?.[what]);
      for (const [one, other] of [[here, there], [there, here]]) {
        if (!one) continue;
        for (const [id, entry] of entries(one)) {
          if (!isSame(entry.record, (other && get(other, id)?.record) ?? null)) changed.set(JSON.stringify([entry.bucket, entry.key]), entry);
        }
      }
    }
  }
  return [...changed.values()].map(({ bucket, key }) => ({ bucket, key, name: key, a: held(a.state, roster, bucket, key), b: held(b.state, roster, bucket, key) }))
    .sort((one, other) => one.bucket.localeCompare(other.bucket) || one.key.localeCompare(other.key, 'en', { numeric: true }));
}

/** "milk (n3:1) on n3, n4; nothing on n5": copies that are alike together. */
function held(state, roster, bucket, key) {
  const holders = new Map();
  for (const { node, target, record } of copiesOf(state, roster, bucket, key)) {
    const what = record.versions.map(version => `${valueText(version)} (${version.dot})`).join(' ‖ ') || 'the memory of it';
    if (!holders.has(what)) holders.set(what, []);
    holders.get(what).push(target ? `${node} for ${target}` : node);
  }
  return [...holders].map(([what, who]) => `${what} on ${who.join(', ')}`).join('; ') || 'nothing anywhere';
}

function views(a, b, roster) {
  const belief = ({ state }, who, whom) => (get(state.nodes, who)?.up ? get(get(state.nodes, who).view, whom)?.status ?? 'alive' : 'down itself');
  return apart(roster.flatMap(who => roster.filter(whom => whom !== who)
    .map(whom => ({ name: `${who} of ${whom}`, a: belief(a, who, whom), b: belief(b, who, whom) }))));
}

/** A scenario's steps by their words; the how manieth of the same words. */
function steps(a, b) {
  return rowsOf(a, b, ({ events, cursor }) => events.slice(0, cursor).filter(event => event.kind === 'note')
    .map(({ text, ok }) => ({ name: text.split(' → ')[0], told: `${ok ? '✓' : '✕'} ${text.split(' → ').slice(1).join(' → ') || (ok ? 'done' : 'not as it should be')}` })));
}

/** Operations by verb and key; the how manieth of these. One is told of when it has begun. */
function operations(a, b) {
  return rowsOf(a, b, ({ index, cursor }) => [...index.operations.values()].filter(({ line }) => line < cursor)
    .map(({ verb, bucket, key, node, end }) => ({
      name: `${verb} ${bucket === 'default' ? '' : `${bucket}/`}${key}`, told: `${end && end.line < cursor ? end.outcome : 'under way'}, by ${node}`,
    })));
}

function rowsOf(a, b, list) {
  const rows = new Map();
  for (const side of ['a', 'b']) {
    const counts = new Map();
    for (const { name, told } of list(side === 'a' ? a : b)) {
      const number = (counts.get(name) ?? 0) + 1;
      counts.set(name, number);
      const id = `${number} ${name}`;
      if (!rows.has(id)) rows.set(id, { name: number > 1 ? `${name}, ${number}.` : name, a: 'nothing so far', b: 'nothing so far' });
      rows.get(id)[side] = told;
    }
  }
  return apart([...rows.values()]);
}
