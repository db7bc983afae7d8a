// Everything that is known of one key at a moment: who holds what, which versions there have been, which live, and how it came so.

import { covers, mergeVersions } from '../clock.js';
import { keyText } from '../format.js';
import { isTold } from '../run/coalesced.js';
import { idOf } from '../run/reduce.js';
import { entries, get } from '../run/trie.js';
import { countBelow } from './steps.js';
import { moment, sentence } from './wording.js';

const CHANGES = new Set(['store.put', 'store.forget', 'store.reap', 'record.quarantined', 'hint.store', 'hint.shorten', 'disk.record', 'disk.hint']);

/** Of so many versions it is found out which came of which: more are not drawn. */
const RELATED = 100;

const TELLING = new Set(['store.put', 'store.forget', 'store.reap', 'record.quarantined', 'disk.record']);

/** The last line before the cursor that says of a node that what it told was missed; -1 if there is none. */
export function missedAt(index, name, cursor) {
  return lastBelow(index.gaps.get(name), cursor);
}

/** The last one after which it is not known what it holds, of a key or of any: there what it told was missed, or left out. */
export function unknownAt(events, index, name, cursor, id) {
  const left = lastBelow(index.coalesced.get(name), cursor);
  const isKnown = left < 0 || (id && isTold(...JSON.parse(id), events[left].parts));
  return Math.max(missedAt(index, name, cursor), isKnown ? -1 : left);
}

function lastBelow(lines = [], cursor) {
  return lines[countBelow(lines, cursor) - 1] ?? -1;
}

/** Whether any line before the cursor says what a node holds of a key, and none since that what it said was missed. */
export function isSaid(events, index, id, name, cursor) {
  return isSaidBetween(events, index, id, name, unknownAt(events, index, name, cursor, id), cursor);
}

/** Since which line it is not known any more what a node holds of a key; -1 if it is, or was never. */
export function unsaidSince(events, index, id, name, cursor) {
  const missed = unknownAt(events, index, name, cursor, id);
  return !isSaidBetween(events, index, id, name, missed, cursor) && isSaidBetween(events, index, id, name, -1, missed) ? missed : -1;
}

/** What became of what a node had told, in words; of no line it is empty. */
export function since(events, line) {
  return line < 0 ? '' : `since ${moment(events[line].at)}: ${sentence(events[line])}`;
}

function isSaidBetween(events, index, id, name, after, before) {
  return (index.byKey.get(id) ?? []).some(line => line > after && line < before && TELLING.has(events[line].kind)
    && (events[line].node === name || events[line].member === name));
}

/** Of all keys those whose names hold what is sought: { shown, found }, the first `most` of them, and how many they are. */
export function keysWith(keys, sought, most) {
  if (sought === '') return { shown: keys.slice(0, most), found: keys.length };
  const fitting = keys.filter(({ bucket, key }) => keyText(bucket, key).includes(sought));
  return { shown: fitting.slice(0, most), found: fitting.length };
}

/** A row for each node that holds the key: { node, record }, and one for each hint: { node, target, record }. */
export function copiesOf(state, roster, bucket, key) {
  const copies = [];
  for (const name of roster) {
    const node = get(state.nodes, name);
    const held = node && get(node.records, idOf(bucket, key));
    if (held) copies.push({ node: name, target: null, record: held.record });
    for (const target of node?.hints.size ? roster : []) {
      const hint = get(node.hints, idOf(target, bucket, key));
      if (hint) copies.push({ node: name, target, record: hint.record });
    }
  }
  return copies;
}

/** What a read of all copies would answer. */
export function siblingsOf(copies) {
  return mergeVersions(copies.map(copy => copy.record));
}

/**
 * The versions of a key that any node has held by a moment, in the order in which they were first seen:
 * { dot, version, line, node, parents, depth, alive }. Parents are the dots that its writer had seen and that no other parent had
 * seen already, of the last hundred and those that live, and none of others; depth is the longest way to a version without any.
 */
export function versionsOf(events, lines, cursor, alive) {
  const found = new Map();
  for (const line of lines.slice(0, countBelow(lines, cursor))) {
    const event = events[line];
    if (!CHANGES.has(event.kind)) continue;
    for (const version of event.record?.versions ?? []) {
      if (!found.has(version.dot)) found.set(version.dot, { dot: version.dot, version, line, node: event.node === '*' ? event.member : event.node });
    }
  }
  const all = [...found.values()];
  const living = new Set(alive.map(version => version.dot));
  for (const one of all) Object.assign(one, { alive: living.has(one.dot), parents: [] });
  const related = all.filter((one, i) => one.alive || i >= all.length - RELATED);
  for (const one of related) one.parents = parentsOf(one, related);
  all.forEach(one => depthOf(one, found));
  return all;
}

/** From the newest on, so that most of what it had seen was seen by a parent that is known already. */
function parentsOf(one, others) {
  const seen = others.filter(other => other !== one && covers(one.version.past, other.dot));
  const parents = [];
  for (const other of seen.toReversed()) if (!parents.some(parent => covers(parent.version.past, other.dot))) parents.push(other);
  const isNearest = parent => !seen.some(between => between !== parent && covers(between.version.past, parent.dot));
  return parents.filter(isNearest).map(({ dot }) => dot).reverse();
}

/** A version's writer has seen only what was there before, so there is no circle; a log that lies about it ends at 0. */
function depthOf(one, found) {
  if (one.depth === undefined) {
    one.depth = 0;
    one.depth = one.parents.reduce((most, dot) => Math.max(most, 1 + depthOf(found.get(dot), found)), 0);
  }
  return one.depth;
}

/** How many hints each node holds, for whom: [{ node, target, count }]. */
export function hintsOf(state, roster) {
  const held = [];
  for (const name of roster) {
    const counts = new Map();
    for (const [, { target }] of entries(get(state.nodes, name)?.hints ?? { root: undefined })) {
      counts.set(target, (counts.get(target) ?? 0) + 1);
    }
    for (const target of roster) if (counts.has(target)) held.push({ node: name, target, count: counts.get(target) });
  }
  return held;
}
