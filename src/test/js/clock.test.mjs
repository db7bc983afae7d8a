import { test } from 'node:test';
import assert from 'node:assert/strict';
import { compare, covers, descends, explain, mergeVersions, parseDot } from '../../../webroot/js/clock.js';
import { context } from './fake-cluster.mjs';

const ACTORS = ['n1', 'n2~k3f9'];
const COUNTERS = ['0', '1', '2'];
const EVERY = COUNTERS.flatMap(a => COUNTERS.map(b =>
  context(Object.fromEntries([[ACTORS[0], a], [ACTORS[1], b]].filter(([, counter]) => counter !== '0')))));

const version = (dot, past, clock) => ({ dot, past, clock });

test('every context descends itself', () => {
  for (const one of EVERY) assert.ok(descends(one, one));
});

test('descending is transitive', () => {
  for (const a of EVERY) for (const b of EVERY) for (const c of EVERY) {
    if (descends(a, b) && descends(b, c)) assert.ok(descends(a, c));
  }
});

test('what precedes one way descends the other way', () => {
  const mirror = { equal: 'equal', concurrent: 'concurrent', descends: 'precedes', precedes: 'descends' };
  for (const a of EVERY) for (const b of EVERY) assert.equal(compare(b, a), mirror[compare(a, b)]);
});

test('a context that covers the second write of a node need not cover its first', () => {
  const gap = context({}, ['n1:2']);
  assert.ok(covers(gap, 'n1:2'));
  assert.ok(!covers(gap, 'n1:1'));
  assert.equal(compare(gap, context({ n1: '1' })), 'concurrent');
});

test('counters beyond 53 bits are told apart', () => {
  assert.equal(compare(context({ n1: '9007199254740993' }), context({ n1: '9007199254740992' })), 'descends');
  assert.equal(parseDot('n1~x:18446744073709551615').counter, 18446744073709551615n);
});

test('a node named like a property of every object has no counter', () => {
  assert.ok(!covers(context({}), 'constructor:1'));
});

test('two blind writes are concurrent, and the sentence says who had not seen what', () => {
  const a = version('n1:1', context({}), context({ n1: '1' }));
  const b = version('n2:3', context({ n2: '2' }), context({ n2: '3' }));
  const { relation, sentence } = explain(a, b);
  assert.equal(relation, 'concurrent');
  assert.match(explain({ ...a, value: '41' }, { ...b, value: '42' }, ({ value }) => value).sentence, /^41 \(n1:1\) and 42 \(n2:3\) are concurrent: whoever wrote 41 had not seen 42, and whoever wrote 42 had not seen 41\./);
  assert.match(sentence, /whoever wrote n1:1 had not seen n2:3, and whoever wrote n2:3 had not seen n1:1/);
});

test('a write over what was read descends it', () => {
  const a = version('n1:1', context({}), context({ n1: '1' }));
  const b = version('n2:1', context({ n1: '1' }), context({ n1: '1', n2: '1' }));
  assert.equal(explain(b, a).relation, 'descends');
  assert.equal(explain(a, b).relation, 'precedes');
  assert.equal(explain(a, a).relation, 'equal');
});

test('merging replicas drops a version that one has seen and no longer holds', () => {
  const old = version('n1:1', context({}), context({ n1: '1' }));
  const next = version('n1:2', context({ n1: '1' }), context({ n1: '2' }));
  const stale = { context: context({ n1: '1' }), versions: [old] };
  const fresh = { context: context({ n1: '2' }), versions: [next] };
  assert.deepEqual(mergeVersions([stale, fresh]).map(one => one.dot), ['n1:2']);
  assert.deepEqual(mergeVersions([fresh, stale]).map(one => one.dot), ['n1:2']);
});

test('merging replicas keeps what each side of a cut has written', () => {
  const left = version('n1:1', context({}), context({ n1: '1' }));
  const right = version('n4:1', context({}), context({ n4: '1' }));
  const merged = mergeVersions([{ context: left.clock, versions: [left] }, { context: right.clock, versions: [right] }]);
  assert.deepEqual(merged.map(one => one.dot), ['n1:1', 'n4:1']);
});
