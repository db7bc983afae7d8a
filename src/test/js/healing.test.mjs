import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { descentAt, descentsBy, descentsOf } from '../../../webroot/js/replay/descent.js';
import { differencesOf, divergenceAt, tookOf } from '../../../webroot/js/replay/divergence.js';
import { asideBy, hintsBy, mendedBy } from '../../../webroot/js/replay/healing.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { leafOf } from '../../../webroot/js/run/placement.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { EMPTY, countIn, entries, set } from '../../../webroot/js/run/trie.js';

const at = (micros, kind, fields) => ({ v: 1, node: '*', start: '0', at: micros, kind, bucket: 'default', ...fields });
const record = (...dots) => ({ context: { dots, clock: {} }, versions: dots.map(dot => ({ dot, deleted: dot.startsWith('gone') })) });
const put = (micros, node, key, ...dots) => at(micros, 'store.put', { node, key, record: record(...dots) });
const header = at(0, 'run.header', { roster: ['n1', 'n2'], owners: ['n1', 'n2'], partitions: 1, n: 2 });
const ask = (micros, request, fields) => at(micros, 'msg.send', { m: micros, from: 'n1', to: 'n2', request, ...fields });
const answer = (micros, request) => at(micros, 'msg.deliver', { m: micros, from: 'n2', to: 'n1', request, answer: true });

test('a key lies in the leaf that the lowest bits of its position name, as at the nodes', () => {
  for (const { bucket, key, leaf } of JSON.parse(readFileSync('src/test/resources/placement.json', 'utf8')).keys) assert.equal(leafOf(bucket, key), leaf);
});

test('owners differ from the line that sets them apart to the one that makes them equal, and an emptied disk is one', () => {
  const events = [
    header, put(10, 'n1', 'a', 'n1:1'), put(20, 'n1', 'b', 'n1:2'), put(35, 'n2', 'a', 'n1:1'), put(60, 'n2', 'b', 'n1:2'),
    at(70, 'node.wipe', { member: 'n2' }), at(80, 'record.quarantined', { node: 'n1', key: 'a', earlier: true }), at(90, 'store.reap', { node: 'n1', key: 'a' }),
  ];
  const all = differencesOf(events);
  assert.deepEqual(all.map(({ key, from, until }) => [key, from, until]), [['a', 1, 3], ['b', 2, 4], ['a', 5, 7], ['b', 5, null]]);
  const { open, last, longest } = divergenceAt(events, all, 6);
  assert.deepEqual([open.map(({ key }) => key), last.key, tookOf(events, last), longest.key], [['a', 'b'], 'b', 40, 'b']);
  assert.deepEqual(divergenceAt(events, all, 2), { open: [all[0]], last: null, longest: null });
});

const exchange = [
  header, ask(1, 'CompareRoots'), answer(2, 'CompareRoots'),
  ask(3, 'ShowDigests'), answer(4, 'ShowDigests'), ask(5, 'ShowEntries'), answer(6, 'ShowEntries'),
  at(7, 'tree.differ', { node: 'n1', peer: 'n2', partition: 0, n: 2, keys: 2, leaves: 2, entries: 3, bytes: 9, unverifiedMillis: 5 }),
  ask(8, 'ShowDigests'),
  ask(9, 'Inspect', { key: 'a' }), ask(10, 'Inspect', { key: 'b' }), at(11, 'repair.tree', { node: 'n1', key: 'b', target: 'n2' }),
  at(12, 'tree.merge', { node: 'n1', peer: 'n2', partition: 0, n: 2, repaired: 1 }),
  ask(13, 'CompareRoots', { to: 'n3' }), ask(14, 'ShowDigests'),
];

test('a descent is what was asked of the other owner, what was found, and what was looked at again', () => {
  const all = descentsOf(exchange);
  assert.equal(all.length, 2, 'what is asked after the asker turned to another belongs to none');
  const seen = descentAt(exchange, all[0], exchange.length);
  assert.deepEqual([seen.roots, seen.digests, seen.entries], [{ asked: 1, answered: 1 }, { asked: 1, answered: 1 }, { asked: 1, answered: 1 }]);
  assert.deepEqual(seen.keys.map(({ key, leaf, branch, mended }) => [key, leaf, branch, mended]).sort(),
    ['a', 'b'].map(key => [key, leafOf('default', key), leafOf('default', key) >> 5, key === 'b' ? ['n2'] : []]));
  assert.equal(seen.merged.repaired, 1);
});

test('at a moment nothing is told of a descent that was told later', () => {
  const [descent] = descentsOf(exchange);
  const seen = descentAt(exchange, descent, 6);
  assert.deepEqual([seen.told, seen.merged, seen.keys, seen.entries], [null, null, [], { asked: 1, answered: 0 }]);
  assert.deepEqual(descentAt(exchange, descent, 10).keys.map(({ key }) => key), ['a']);
});

test('descents are offered from when they began, and those that came to nothing only while they are under way', () => {
  const all = descentsOf(exchange);
  const begun = (pair, cursor) => descentsBy(all, pair, cursor).map(descent => descent.begun);
  assert.deepEqual([begun('', 3), begun('', 4), begun('', 9), begun('', exchange.length)], [[], [3], [8, 3], [3]]);
  assert.deepEqual([begun('n1 n2', 9), begun('n2 n1', 9)], [[8, 3], []]);
});

test('a live log has no messages, and its descents only what nodes say', () => {
  const events = exchange.filter(({ kind }) => !kind.startsWith('msg.'));
  const seen = descentAt(events, descentsOf(events)[0], events.length);
  assert.deepEqual([seen.roots.asked, seen.digests.asked, seen.told.keys, seen.keys.map(({ key }) => key)], [0, 0, 2, ['b']]);
});

test('the account of hints says what was kept, what became of it, and what found no room', () => {
  const hint = (kind, key, fields) => at(1, kind, { node: 'n1', target: 'n2', key, record: record('n1:1'), ...fields });
  const events = [
    header, hint('hint.store', 'a'), hint('hint.store', 'a', { grown: true }), hint('hint.store', 'b'), hint('hint.store', 'c'), hint('hint.store', 'd'),
    hint('hint.replay', 'a'), hint('hint.reroute', 'b'), hint('hint.drop', 'c', { reason: 'outdated: others have reaped since' }), hint('hint.drop', 'e', { reason: 'full: hints.maxCount' }),
  ];
  const state = events.reduce(reduce, BEGINNING);
  assert.deepEqual(hintsBy(events, indexOf(events).healing, state, ['n1', 'n2']),
    [{ node: 'n1', target: 'n2', kept: 1, created: 4, delivered: 1, rerouted: 1, outdated: 1, refused: 1 }]);
});

test('what each node was given is counted where it went, and graves in what it holds', () => {
  const events = [
    header, put(1, 'n2', 'a', 'gone:1'), put(1, 'n2', 'b', 'gone:2', 'n1:1'), at(2, 'repair.read', { node: 'n1', target: 'n2', key: 'a' }),
    at(3, 'repair.tree', { node: 'n1', target: 'n1', key: 'a' }), at(4, 'record.quarantined', { node: 'n1', key: 'a', earlier: true }), at(5, 'store.reap', { node: 'n2', key: 'z' }),
  ];
  const state = events.reduce(reduce, BEGINNING);
  const [n1, n2] = mendedBy(events, indexOf(events).healing, state, ['n1', 'n2']);
  assert.deepEqual([n1.tree, n1.aside, n2.read, n2.reaped, n2.graves], [1, 0, 1, 1, 1]);
});

test('a record stays put aside until it is brought back, however often a start tells of it', () => {
  const aside = (key, earlier) => at(1, 'record.quarantined', { node: 'n1', key, earlier });
  const events = [aside('a', false), aside('b', false), aside('a', true), at(2, 'record.healed', { node: 'n1', key: 'a' }), aside('a', false)];
  assert.deepEqual(asideBy(events, events.map((_, line) => line)).map(({ event, healed }) => [event.key, healed]), [['a', null], ['b', null], ['a', 3]]);
});

test('values are counted as one by one, and again when the map is another', () => {
  const known = new WeakMap();
  let map = EMPTY;
  for (let i = 0; i < 400; i++) {
    map = set(map, `key-${(i * 7) % 150}`, i);
    assert.equal(countIn(map, value => value % 3 === 0, known), [...entries(map)].filter(([, value]) => value % 3 === 0).length);
  }
});
