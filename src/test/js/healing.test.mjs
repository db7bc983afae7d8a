import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { descentAt } from '../../../webroot/js/replay/descent.js';
import { divergenceAt, divergencesOf } from '../../../webroot/js/replay/divergence.js';
import { HINTS, MENDED, gravesOf, tally } from '../../../webroot/js/replay/healing.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { bandsOf } from '../../../webroot/js/replay/space-time-layout.js';
import { leafOf } from '../../../webroot/js/run/placement.js';
import { BEGINNING, idOf, reduce } from '../../../webroot/js/run/reduce.js';
import { EMPTY, get, set } from '../../../webroot/js/run/trie.js';

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
  const all = divergencesOf(events);
  assert.deepEqual(all.map(({ key, from, until }) => [key, from, until]), [['a', 1, 3], ['b', 2, 4], ['a', 5, 7], ['b', 5, Infinity]]);
  const { open, last } = divergenceAt(all, 6);
  assert.deepEqual([open.map(({ key }) => key), last.key], [['a', 'b'], 'b']);
  assert.deepEqual(divergenceAt(all, 2), { open: [all[0]], last: undefined });
});

test('of a cluster that is watched nobody differs who told nothing, what was missed is not mended, and a log may grow', () => {
  const held = { nodes: set(EMPTY, 'n1', { records: set(EMPTY, idOf('default', 'b'), { bucket: 'default', key: 'b', record: record('n1:9') }) }) };
  const events = [{ ...header, watched: 'n1' }, put(10, 'n1', 'a', 'n1:1')];
  const told = () => divergencesOf(events, held).map(({ key, from, until, unseen }) => [key, from, until, unseen]);
  assert.deepEqual(told(), []);
  events.push(put(20, 'n2', 'a', 'n1:2'), put(30, 'n2', 'b', 'n1:2'));
  assert.deepEqual(told(), [['a', 2, Infinity, false], ['b', 3, Infinity, false]]);
  events.push(put(40, 'n1', 'b', 'n1:2'), at(50, 'watch.gap', { member: 'n2' }), at(60, 'disk.record', { member: 'n2', key: 'b', record: record() }));
  assert.deepEqual(told(), [['a', 2, 5, true], ['b', 3, 4, false], ['b', 6, Infinity, false]]);
  assert.equal(divergenceAt(divergencesOf(events, held), 6).last.key, 'b');
});

const differ = (micros, partition) => at(micros, 'tree.differ', { node: 'n1', peer: 'n2', partition, n: 2, keys: 2, leaves: 2, entries: 3, bytes: 9, unverifiedMillis: 5 });
const exchange = [
  header, ask(1, 'ShowDigests'), ask(2, 'CompareRoots'), answer(3, 'CompareRoots'), ask(4, 'ShowDigests'), ask(5, 'ShowEntries'), differ(6, 1),
  ask(7, 'ShowDigests'), answer(8, 'ShowDigests'), ask(9, 'ShowDigests'), ask(10, 'ShowEntries', { to: 'n3' }), ask(11, 'ShowEntries'), differ(12, 0),
  ask(13, 'Inspect', { key: 'a' }), ask(14, 'Inspect', { key: 'c', to: 'n1' }), ask(15, 'Inspect', { key: 'b' }), at(16, 'repair.tree', { node: 'n1', key: 'b', target: 'n2' }),
  at(17, 'repair.tree', { node: 'n2', key: 'd', target: 'n1' }), at(18, 'tree.merge', { node: 'n1', peer: 'n2', partition: 0, n: 2, repaired: 1 }), ask(19, 'Inspect', { key: 'e' }),
];

test('a descent is what was asked of the other owner for it, and what was looked at again', () => {
  const { asked, keys, merged } = descentAt(exchange, 12, exchange.length);
  assert.deepEqual(asked, { CompareRoots: 1, ShowDigests: 2, ShowEntries: 1 });
  assert.deepEqual(keys.map(({ key, leaf, mended }) => [key, leaf, mended]).sort(), [['a', leafOf('default', 'a'), []], ['b', leafOf('default', 'b'), ['n2']]]);
  assert.equal(merged.repaired, 1);
});

test('at a moment nothing is told of a descent that was told later', () => {
  assert.deepEqual(descentAt(exchange, 12, 13).keys, []);
  const { keys, merged } = descentAt(exchange, 12, 16);
  assert.deepEqual([keys.map(({ mended }) => mended), merged], [[[], []], undefined]);
});

test('an exchange that ended by itself has nothing of the next one, and a log without messages only what nodes say', () => {
  const broken = [...exchange.slice(0, 14), ask(20, 'CompareRoots', { to: 'n3' }), ask(21, 'Inspect', { key: 'b' })];
  assert.deepEqual(descentAt(broken, 12, broken.length).keys.map(({ key }) => key), ['a']);
  const live = exchange.filter(({ kind }) => !kind.startsWith('msg.'));
  const { asked, keys } = descentAt(live, 2, live.length);
  assert.deepEqual([asked, keys.map(({ key }) => key)], [{ CompareRoots: 0, ShowDigests: 0, ShowEntries: 0 }, ['b']]);
});

const row = (titles, numbers) => Object.fromEntries(titles.map(([title], i) => [title, numbers[i]]).filter(([, number]) => number > 0));

test('hints are created once however they grow, and one for which there was no room was not', () => {
  const hint = (kind, key, fields) => at(1, kind, { node: 'n1', target: 'n2', key, record: record('n1:1'), ...fields });
  const events = [
    header, hint('hint.store', 'a'), hint('hint.store', 'a', { grown: true }), hint('hint.store', 'b'), hint('hint.store', 'c'), hint('hint.store', 'd'),
    hint('hint.replay', 'a'), hint('hint.reroute', 'b'), hint('hint.drop', 'c', { reason: 'outdated: others have reaped since' }), hint('hint.drop', 'e', { reason: 'full: hints.maxCount' }),
  ];
  const rows = tally(events, indexOf(events).healing, HINTS, ({ node, target }) => `${node} for ${target}`);
  assert.deepEqual([...rows].map(([name, numbers]) => [name, row(HINTS, numbers)]), [['n1 for n2', { created: 4, delivered: 1, rerouted: 1, outdated: 1, 'no room': 1 }]]);
});

test('what was mended is counted where it went, and graves in what a node holds', () => {
  const events = [
    header, put(1, 'n2', 'a', 'gone:1'), put(1, 'n2', 'b', 'gone:2', 'n1:1'), at(2, 'repair.read', { node: 'n1', target: 'n2', key: 'a' }), at(3, 'repair.tree', { node: 'n1', target: 'n1', key: 'a' }),
    at(4, 'record.quarantined', { node: 'n1', key: 'a', earlier: true }), at(4, 'record.quarantined', { node: 'n1', key: 'b', earlier: false }), at(5, 'store.reap', { node: 'n2', key: 'z' }),
  ];
  const rows = tally(events, indexOf(events).healing, MENDED, ({ node, target }) => target ?? node);
  assert.deepEqual(['n1', 'n2'].map(name => row(MENDED, rows.get(name))), [{ 'by trees': 1, 'put aside': 1 }, { 'by reads': 1, reaped: 1 }]);
  const { nodes } = events.reduce(reduce, BEGINNING);
  assert.deepEqual([gravesOf(get(nodes, 'n2')), gravesOf(get(nodes, 'n1'))], [1, 0]);
});

test('a band lies behind the rows of its time, that of a node in its lane, and none where no row is', () => {
  const events = [5, 15, 25].map(micros => at(micros, 'note', {}));
  const rows = events.map((_, line) => ({ line, y: 100 + line * 22 }));
  const spans = [{ what: 'fault', name: 'cut', from: 10, until: 30 }, { what: 'down', name: 'n2', from: 0, until: 6 }, { what: 'down', name: 'n1', from: 6, until: 14 }];
  assert.deepEqual(bandsOf(spans, events, rows, ['n1', 'n2']), [{ kind: 'fault', d: 'M0 111h152V155h-152z' }, { kind: 'down', d: 'M102 89h24V111h-24z' }, { kind: 'pause', d: '' }, { kind: 'lost', d: '' }, { kind: 'gap', d: '' }]);
});
