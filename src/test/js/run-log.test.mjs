import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonical, hashOf } from '../../../webroot/js/run/canonical.js';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, idOf, reduce } from '../../../webroot/js/run/reduce.js';
import { sha256 } from '../../../webroot/js/run/sha256.js';
import { stateHash, stateJson } from '../../../webroot/js/run/state-hash.js';
import { KEPT_EVERY, Timeline } from '../../../webroot/js/run/timeline.js';
import { EMPTY, countOf, entries, get, has, remove, set } from '../../../webroot/js/run/trie.js';

const context = { clock: { 'n1~a': '1' }, dots: [], text: '{n1~a:1}' };
const record = { context, versions: [] };
const nothing = { context: { clock: {}, dots: [], text: '{}' }, versions: [] };
const world = (kind, fields = {}) => ({ v: 1, node: '*', start: '0', seq: '1', t: 0, at: 0, kind, ...fields });
const said = (node, kind, fields = {}) => ({ v: 1, node, start: '1', seq: '1', t: 0, at: 0, kind, ...fields });
const fold = events => events.reduce(reduce, BEGINNING);

test('canonical text and its hash are what Java writes', () => {
  for (const { value, text, sha256: hash } of JSON.parse(readFileSync('src/test/resources/canonical.json', 'utf8'))) {
    assert.equal(canonical(value), text);
    assert.equal(hashOf(value), hash);
  }
});

test('what has no canonical form is refused', () => {
  for (const value of [0.5, 2 ** 53, NaN, undefined, { a: [1e300] }]) assert.throws(() => canonical(value));
});

test('sha256 is what others compute, at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const text = 'é'.repeat(length % 7) + 'x'.repeat(length);
    assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'));
  }
});

test('a trie does what a map does, and leaves every earlier one as it was', () => {
  const real = new Map();
  const versions = [];
  let map = EMPTY;
  let random = 1;
  for (let i = 0; i < 3000; i++) {
    random = Math.imul(random, 1103515245) + 12345 >>> 0;
    const key = `key-${random % 400}`;
    if (random & 0x10000) { map = set(map, key, i); real.set(key, i); } else { map = remove(map, key); real.delete(key); }
    if (i % 300 === 0) versions.push([map, new Map(real)]);
  }
  versions.push([map, real]);
  for (const [kept, expected] of versions) {
    assert.equal(kept.size, expected.size);
    assert.deepEqual(new Map(entries(kept)), expected);
  }
});

test('what was counted in a trie is remembered, and is right in each that grew from it', () => {
  const known = new WeakMap();
  const isOdd = value => value % 2 === 1;
  let map = EMPTY;
  for (let i = 0; i < 400; i++) {
    map = i % 7 === 6 ? remove(map, `key-${i / 2 | 0}`) : set(map, `key-${i % 90}`, i);
    assert.equal(countOf(map, isOdd, known), [...entries(map)].filter(([, value]) => isOdd(value)).length);
  }
});

test('keys of one hash stand side by side in a trie', () => {
  const [one, other] = ['costarring', 'liquid']; // FNV-1a, 32 bits: both 0x5e4daa9d
  let map = set(set(EMPTY, one, 1), other, 2);
  assert.deepEqual([get(map, one), get(map, other), map.size], [1, 2, 2]);
  map = remove(set(map, 'third', 3), one);
  assert.deepEqual([has(map, one), get(map, other), get(map, 'third'), map.size], [false, 2, 3, 2]);
});

test('no state is ever changed', () => {
  const events = [
    world('run.header', { roster: ['n1'] }), world('node.start', { member: 'n1', memberStart: '1' }),
    said('n1', 'store.put', { bucket: 'b', key: 'k', record }), said('n1', 'hint.store', { target: 'n2', bucket: 'b', key: 'k', record }),
    world('node.wipe', { member: 'n1' }),
  ];
  const states = [];
  const hashes = [];
  let state = BEGINNING;
  for (const event of events) {
    states.push(state);
    hashes.push(stateHash(state));
    state = reduce(state, event);
  }
  assert.deepEqual(states.map(stateHash), hashes);
  assert.equal(new Set(hashes).size, events.length);
});

test('a record that is forgotten as a whole is gone, and a hint that is shortened is not', () => {
  const state = fold([
    said('n1', 'store.put', { bucket: 'b', key: 'k', record }), said('n1', 'store.forget', { bucket: 'b', key: 'k', record: nothing }),
    said('n1', 'hint.store', { target: 'n2', bucket: 'b', key: 'k', record: nothing }),
    said('n1', 'hint.shorten', { target: 'n2', bucket: 'b', key: 'k', record }),
  ]);
  const { records, hints } = get(state.nodes, 'n1');
  assert.equal(records.size, 0);
  assert.deepEqual(get(hints, idOf('n2', 'b', 'k')).record, record);
});

test('what lasts until a time is over at that time, though nobody says so', () => {
  const begun = fold([
    world('node.pause', { member: 'n1', until: 5000 }), world('fault.begin', { fault: 'stalled disk of n2', until: 9000 }),
    world('fault.begin', { fault: 'cut n1->n2' }),
  ]);
  const names = state => [...entries(state.faults)].map(([name]) => name).sort();
  const later = reduce(begun, world('note', { at: 5000 }));
  assert.equal(get(later.nodes, 'n1').pausedUntil, 0);
  assert.deepEqual(names(later), ['cut n1->n2', 'stalled disk of n2']);
  assert.deepEqual(names(reduce(later, world('note', { at: 9000 }))), ['cut n1->n2']);
});

test('a new process believes nothing, and has what is on its disk', () => {
  const state = fold([
    said('n1', 'member.view', { member: 'n2', status: 'dead', incarnation: '7' }), said('n1', 'store.put', { bucket: 'b', key: 'k', record }),
    said('n1', 'op.start', { op: 'o1' }), world('node.crash', { member: 'n1' }), world('node.start', { member: 'n1', memberStart: '2' }),
  ]);
  const { up, start, view, records, operations } = get(state.nodes, 'n1');
  assert.deepEqual([up, start, view.size, records.size, operations.size], [true, '2', 0, 1, 0]);
});

test('a live log, in which no world speaks, says who serves', () => {
  const up = fold([said('n1', 'node.up', { roster: ['n1'], partitions: 8, n: 1, r: 1, w: 1 })]);
  assert.deepEqual([get(up.nodes, 'n1').serving, get(up.nodes, 'n1').start, up.header.partitions], [true, '1', 8]);
  assert.equal(get(reduce(up, said('n1', 'node.down')).nodes, 'n1').serving, false);
});

test('hostile names are names', () => {
  const state = fold([
    said('n1', 'store.put', { bucket: '__proto__', key: 'constructor', record }), said('n1', 'toString'), said('n1', '__proto__'),
  ]);
  assert.match(canonical(stateJson(state)), /"records":\{"__proto__":\{"constructor":/);
  assert.equal(state.lines, 3);
});

test('a log of another schema, or of no JSON, is refused with its line', () => {
  assert.equal(readLog('{"v":1,"kind":"note"}\n\n{"v":1,"kind":"note"}\n').length, 2);
  assert.throws(() => readLog('{"v":1,"kind":"note"}\n{"v":2,"kind":"note"}'), /line 2/);
  assert.throws(() => readLog('{"v":1,"kind":"no'), /line 1/);
});

/** Fifty thousand lines of what a busy cluster says. */
function busyLog(length) {
  const events = [];
  for (let i = 0; i < length; i++) {
    const node = `n${i % 64}`;
    const fields = { bucket: 'b', key: `key-${i % 1999}`, record: { context, versions: [{ dot: `n1~a:${i}` }] } };
    events.push(i % 3 === 0 ? said(node, 'store.put', { ...fields, at: i })
      : i % 7 === 0 ? said(node, 'hint.store', { ...fields, target: 'n2', at: i }) : world('msg.send', { m: i, from: node, to: 'n2', at: i }));
  }
  return events;
}

test('any state of a timeline is what folding gives, in whatever order they are asked for', () => {
  const events = busyLog(3 * KEPT_EVERY + 17);
  const timeline = new Timeline(events);
  for (const lines of [0, 1, KEPT_EVERY, 700, 699, 3 * KEPT_EVERY + 17, 3, 2 * KEPT_EVERY - 1, 2 * KEPT_EVERY]) {
    assert.equal(stateHash(timeline.at(lines)), stateHash(fold(events.slice(0, lines))), `${lines}`);
  }
  events.push(world('fault.begin', { fault: 'x', at: 99999 }));
  assert.equal(timeline.at(timeline.length).faults.size, 1);
  assert.throws(() => timeline.at(-1), RangeError);
  assert.throws(() => timeline.at(timeline.length + 1), RangeError);
});

test('stepping back from line 50000 is quick', t => {
  const timeline = new Timeline(busyLog(50_000));
  const begun = process.cpuUsage();
  timeline.at(50_000);
  const whole = process.cpuUsage(begun);
  let worst = 0;
  for (let step = 1; step <= 100; step++) {
    const before = process.cpuUsage();
    timeline.at(50_000 - step);
    const { user, system } = process.cpuUsage(before);
    worst = Math.max(worst, (user + system) / 1000);
  }
  t.diagnostic(`50,000 lines folded in ${(whole.user + whole.system) / 1000} ms of CPU, the worst step back took ${worst} ms`);
  assert.ok(worst < 50, `${worst} ms`);
});
