import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Arrival, HOLD_MILLIS } from '../../../webroot/js/replay/arrival.js';
import { isTold } from '../../../webroot/js/run/coalesced.js';
import { divergencesOf } from '../../../webroot/js/replay/divergence.js';
import { seriesOf } from '../../../webroot/js/replay/series.js';
import { GrowingLog } from '../../../webroot/js/replay/growing-log.js';
import { logOf } from '../../../webroot/js/replay/exports.js';
import { copiesOf, isSaid, keysWith, since, unsaidSince } from '../../../webroot/js/replay/key-history.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { Lives } from '../../../webroot/js/replay/lives.js';
import { observed, seenBy } from '../../../webroot/js/replay/perspective.js';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, idOf, reduce } from '../../../webroot/js/run/reduce.js';
import { stateHash } from '../../../webroot/js/run/state-hash.js';
import { Timeline } from '../../../webroot/js/run/timeline.js';
import { entries, get } from '../../../webroot/js/run/trie.js';

const NODES = ['n1', 'n2', 'n3'];
const context = n => ({ clock: { 'n1~a': String(n) }, dots: [], text: `{n1~a:${n}}` });
const record = n => ({ context: context(n), versions: [{ dot: `n1~a:${n}`, past: context(n - 1), clock: context(n), value: String(n) }] });
const header = { v: 1, node: '*', start: '0', seq: '1', t: 0, at: 0, kind: 'run.header', roster: NODES, owners: NODES, partitions: 3, n: 3, r: 2, w: 2, watched: 'n1' };
const own = (kind, member, fields = {}) => ({ v: 1, node: '*', start: '0', seq: '1', t: 0, kind, member, ...fields });
const said = (node, kind, fields = {}) => ({ v: 1, node, start: '1', seq: '1', t: 0, kind, ...fields });
const put = (node, key, n) => said(node, 'store.put', { bucket: 'default', key, record: record(n), cause: 'write' });

/** What nodes of a busy cluster say, with gaps, silences, faults and changes of view, as it is handed on. */
function busyLog(length, seed) {
  let state = seed;
  const random = below => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  const lines = NODES.map(member => own('watch.heard', member, { memberStart: '1' }));
  while (lines.length < length) {
    const [node, other] = [NODES[random(3)], NODES[random(3)]];
    const i = lines.length;
    lines.push([
      () => put(node, `key-${random(40)}`, i), () => put(node, `key-${random(40)}`, i), () => put(node, `key-${random(40)}`, i),
      () => said(node, 'hint.store', { target: other, bucket: 'default', key: `key-${random(40)}`, record: record(i) }),
      () => said(node, 'member.view', { member: other, status: 'suspect', incarnation: String(i) }),
      () => said(node, 'op.start', { op: `o${i}`, verb: 'put', bucket: 'default', key: 'key-1', primaries: NODES, needed: 2 }),
      () => said(node, random(2) ? 'fault.begin' : 'fault.end', { fault: `kill ${other}` }),
      () => said(node, 'events.coalesced', { first: '1', answered: 2, failed: 1, parts: '12297829382473034410' }),
      () => [own('watch.gap', node, { missed: 3, since: 0 }), own('watch.lost', node), own('watch.heard', node, { memberStart: '1' })][random(3)],
    ][random(9)]());
  }
  return lines.map((line, i) => ({ ...line, at: i * 1000 }));
}

const fold = lines => lines.reduce(reduce, BEGINNING);

test('a log that grows is the whole log at every cursor, whatever piece it came in', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const lines = busyLog(1300, seed);
    const log = new GrowingLog(header);
    for (let from = 0; from < lines.length; from += 1 + (from * seed) % 97) log.append(lines.slice(from, from + 1 + (from * seed) % 97));
    const all = [header, ...lines];
    assert.deepEqual(log.events, all);
    assert.deepEqual({ ...log.index, open: null }, { ...indexOf(all), open: null });
    for (let cursor = all.length; cursor >= 0; cursor -= 61) assert.equal(stateHash(log.timeline.at(cursor)), stateHash(fold(all.slice(0, cursor))));
  }
});

test('a log that is bounded keeps its last lines, and at each the state that all of them come to', () => {
  const lines = busyLog(5000, 7);
  const log = new GrowingLog(header, 1000, 250);
  let gone = 0;
  for (let from = 0; from < lines.length; from += 83) {
    gone += log.append(lines.slice(from, from + 83));
    assert.ok(log.events.length < 1250, `${log.events.length} lines`);
    assert.equal(log.index.lines, log.events.length);
  }
  assert.equal(log.events.length + gone, lines.length + 1);
  for (let cursor = 1; cursor <= log.events.length; cursor += 37) {
    assert.equal(stateHash(log.timeline.at(cursor)), stateHash(fold([header, ...lines.slice(0, cursor + gone - 1)])), `${cursor}`);
  }
  assert.equal(log.events[0].kind, 'run.header');
  assert.deepEqual(log.events.map(({ at }) => at), log.events.map(({ at }) => at).sort((a, b) => a - b));
  const isOpen = span => span.until === Infinity && span.what !== 'gap';
  assert.deepEqual(log.index.spans.filter(isOpen).map(({ text }) => text).sort(), indexOf([header, ...lines]).spans.filter(isOpen).map(({ text }) => text).sort());
});

test('a saved log begins with what its first lines came to', () => {
  const log = new GrowingLog(header, 500, 100);
  log.append(busyLog(1500, 11));
  const read = readLog(logOf(log.events, log.timeline.at(0)));
  assert.ok(read.length > log.events.length);
  assert.equal(stateHash(fold(read)), stateHash(log.timeline.at(log.events.length)));
  assert.deepEqual(log.events.filter(({ kind }) => kind === 'run.header').length, 1);
});

test('appending costs what is appended, and folding no more on average', t => {
  const log = new GrowingLog(header);
  const lines = busyLog(100_000, 3);
  const begun = process.cpuUsage();
  for (let from = 0; from < lines.length; from += 250) log.append(lines.slice(from, from + 250));
  const { user, system } = process.cpuUsage(begun);
  const micros = (user + system) / lines.length;
  t.diagnostic(`${micros.toFixed(1)} microseconds of CPU a line`);
  assert.ok(micros < 200, `${micros} microseconds a line`);
});

test('a node’s own lines keep their order, others stand by the clock, and a clock that is wrong pushes nobody', () => {
  const arrival = new Arrival();
  const tell = (node, seq, t) => arrival.add({ ...said(node, 'note'), seq, t }, 10_000);
  tell('n1', 1, 9000);
  tell('n1', 2, 9700);
  tell('n2', 1, 9500);
  tell('n3', 1, 99_999); // ahead by far
  tell('n2', 2, 9400); // its clock went back
  tell('n1', 3, 9990);
  const names = lines => lines.map(({ node, seq }) => `${node}.${seq}`);
  const first = arrival.take(10_000);
  assert.deepEqual(names(first), ['n1.1', 'n2.1', 'n2.2', 'n1.2']);
  assert.deepEqual(first.map(({ at }) => at), [0, 500_000, 500_000, 700_000]);
  tell('n2', 3, 100); // behind by far
  const second = arrival.take(10_000 + HOLD_MILLIS);
  assert.deepEqual(names(second), ['n2.3', 'n1.3', 'n3.1']);
  assert.deepEqual(second.map(({ at }) => at), [700_000, 990_000, 1_000_000]);
  assert.equal(arrival.begun, 9000);
});

test('who does not answer is not observed, which is neither down nor without what it told', () => {
  const state = fold([header, own('watch.heard', 'n1', { memberStart: '1' }), own('watch.heard', 'n2', { memberStart: '1' }), put('n2', 'k', 1), own('watch.lost', 'n2')]);
  const seen = observed(state);
  assert.deepEqual(NODES.map(name => get(seen.nodes, name).believed), [undefined, 'unobserved', 'unobserved']);
  assert.equal(copiesOf(seen, NODES, 'default', 'k').length, 1);
  assert.deepEqual(NODES.map(name => get(seenBy(seen, 'n2').nodes, name).believed), ['unobserved', 'unobserved', 'unobserved']);
  assert.equal(get(observed(reduce(state, own('watch.heard', 'n2', { memberStart: '2' }))).nodes, 'n2').start, '2');
});

test('after a gap nothing is known of a node but what is told from then on', () => {
  const id = idOf('default', 'k');
  const lines = [header, own('watch.heard', 'n1', { memberStart: '1' }), put('n1', 'k', 1), own('watch.gap', 'n1', { missed: 2, since: 0 }),
    own('watch.view', 'n1', { beliefs: { n2: { status: 'dead', incarnation: '4' } } }), own('disk.record', 'n1', { bucket: 'default', key: 'k', record: record(3), why: 'observed' })];
  const timeline = new Timeline(lines);
  const index = indexOf(lines);
  const dots = cursor => copiesOf(timeline.at(cursor), NODES, 'default', 'k').flatMap(copy => copy.record.versions.map(({ dot }) => dot));
  assert.deepEqual([3, 4, 6].map(dots), [['n1~a:1'], [], ['n1~a:3']]);
  assert.deepEqual([2, 3, 4, 6].map(cursor => isSaid(lines, index, id, 'n1', cursor)), [false, true, false, true]);
  assert.equal(get(get(timeline.at(6).nodes, 'n1').view, 'n2').status, 'dead');
  assert.ok(get(timeline.at(6).nodes, 'n1').up);
  assert.deepEqual(index.spans.map(({ what, from, text }) => [what, from, text]), [['gap', 0, '2 events of n1 were missed']]);
});

test('what a node held before it began anew is not told any more, and the page says since when', () => {
  const id = idOf('default', 'k');
  const lines = [header, put('n1', 'k', 1), put('n1', 'other', 1), own('watch.gap', 'n1'), put('n1', 'other', 2), put('n1', 'k', 2), own('watch.gap', 'n1', { missed: 7 })].map((line, i) => ({ ...line, at: i * 1_000_000 }));
  const index = indexOf(lines);
  const of = (name, cursor) => unsaidSince(lines, index, id, name, cursor);
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7].map(cursor => of('n1', cursor)), [-1, -1, -1, 3, 3, -1, 6]);
  assert.equal(of('n2', 7), -1, 'of whom nothing was ever told there is nothing to be missed');
  assert.equal(since(lines, of('n1', 4)), 'since 3.000 s: n1 began anew: what it said last before may be missing');
  assert.equal(since(lines, of('n1', 7)), 'since 6.000 s: 7 events of n1 were missed');
  assert.equal(since(lines, -1), '');
});

test('of many keys the first are offered, and those with a name that is looked for', () => {
  const keys = Array.from({ length: 1000 }, (_, i) => ({ id: `${i}`, bucket: i % 2 ? 'default' : 'shop', key: `key-${i}` }));
  assert.deepEqual([keysWith(keys, '', 100).shown.length, keysWith(keys, '', 100).found], [100, 1000]);
  assert.deepEqual(keysWith(keys, 'key-99', 100).shown.map(({ key }) => key), ['key-99', ...Array.from({ length: 10 }, (_, i) => `key-99${i}`)]);
  assert.deepEqual([keysWith(keys, 'shop/', 3).shown.map(({ key }) => key), keysWith(keys, 'shop/', 3).found], [['key-0', 'key-2', 'key-4'], 500]);
  assert.deepEqual(keysWith(keys, 'nothing', 3), { shown: [], found: 0 });
});

test('where a node says too much, of most keys it is not known any more what it holds, and of the told ones it is', () => {
  const { told, leftOut } = JSON.parse(readFileSync('src/test/resources/coalesced.json', 'utf8'));
  assert.ok(told.every(({ bucket, key }) => isTold(bucket, key, '1')) && leftOut.every(({ bucket, key, part }) => !isTold(bucket, key, '1') && isTold(bucket, key, String(1n << BigInt(part)))));
  const stored = (node, { bucket, key }, n) => said(node, 'store.put', { bucket, key, record: record(n), cause: 'write' });
  const hint = ({ bucket, key }) => said('n1', 'hint.store', { target: 'n2', bucket, key, record: record(1) });
  const operation = (op, kind, { bucket, key }) => said('n1', kind, { op, verb: 'put', bucket, key, primaries: NODES, needed: 2, outcome: 'ok', tookMicros: 5 });
  const believes = said('n1', 'member.view', { member: 'n2', status: 'suspect', incarnation: '3' });
  const coalesced = said('n1', 'events.coalesced', { first: '4', seq: '9', answered: 40, failed: 2, parts: '1' });
  const lines = [header, stored('n2', leftOut[0], 1), stored('n1', leftOut[0], 2), stored('n1', told[0], 1), hint(told[0]), hint(leftOut[0]), operation('a', 'op.start', told[0]),
    operation('b', 'op.start', leftOut[0]), believes, coalesced, operation('a', 'op.end', told[0])].map((line, i) => ({ ...line, at: i * 100_000 }));
  const node = get(fold(lines.slice(0, 10)).nodes, 'n1');
  const id = ({ bucket, key }) => idOf(bucket, key);
  assert.deepEqual([...entries(node.records)].map(([of]) => of), [id(told[0])]);
  assert.deepEqual([...entries(node.hints)].map(([of]) => of), [idOf('n2', told[0].bucket, told[0].key)]);
  assert.deepEqual([...entries(node.operations)].map(([of]) => of), ['a']);
  assert.equal(get(node.view, 'n2').status, 'suspect', 'what it believes is told all the while');
  const index = indexOf(lines);
  assert.deepEqual([isSaid(lines, index, id(told[0]), 'n1', 11), isSaid(lines, index, id(leftOut[0]), 'n1', 11), isSaid(lines, index, id(leftOut[0]), 'n2', 11)], [true, false, true]);
  assert.deepEqual([unsaidSince(lines, index, id(leftOut[0]), 'n1', 9), unsaidSince(lines, index, id(leftOut[0]), 'n1', 11)], [-1, 9]);
  const [difference] = divergencesOf(lines).filter(one => one.id === id(leftOut[0]));
  assert.deepEqual([difference.until, difference.unseen], [9, true], 'nobody knows whether the owners differ still');
  const [{ answered, failed }] = seriesOf(lines, new Timeline(lines), lines.at(-1).at, 1);
  assert.deepEqual([answered, failed], [41, 2]);
});

test('a node that says too much for long is one band of time', () => {
  const at = (seconds, node = 'n1') => ({ ...said(node, 'events.coalesced', { first: '1', answered: 1, failed: 0, parts: '1' }), at: seconds * 1e6 });
  const index = indexOf([header, at(1), at(1.1), at(2.5), at(2.6, 'n2'), at(9), at(9.1)]);
  assert.deepEqual(index.spans.map(({ what, name, from, until }) => [what, name, from / 1e6, until / 1e6]), [['gap', 'n1', 1, 2.5], ['gap', 'n2', 2.6, 2.6], ['gap', 'n1', 9, 9.1]]);
  assert.deepEqual(index.unseen, [1, 4, 5], 'and one to jump to');
});

test('a process that takes a higher number while it serves is no other life, and one that began later is', () => {
  const lives = new Lives();
  const cluster = (...nodes) => ({ nodes: nodes.map(([node, start, beganMillis, ready = true]) => ({ node, start, beganMillis, ready, reachable: true })) });
  assert.ok(lives.hear('n1', '7'), 'an event says so');
  assert.deepEqual([...lives.look(cluster(['n1', '7', 1_000], ['n2', '3', 1_001])).fresh], [['n1', '7'], ['n2', '3']]);
  assert.ok(lives.hear('n2', '3'));
  assert.deepEqual([...lives.look(cluster(['n1', '8', 1_000], ['n2', '3', 1_001])).fresh], [], 'it took another number');
  assert.equal(lives.hear('n1', '7'), false, 'and tells events under the old one');
  assert.equal(lives.look(cluster(['n1', '8', 29_500, false], ['n2', '3', 1_001])).isAnother, false, 'one that is about to take its number');
  const restarted = lives.look(cluster(['n1', '9', 29_500], ['n2', '3', 1_001]));
  assert.deepEqual([[...restarted.fresh], restarted.isAnother], [[['n1', '9']], false]);
  assert.ok(lives.hear('n1', '9'));
  assert.equal(lives.hear('n1', '8'), false, 'what comes late of the life before is not another one');
  assert.ok(lives.lose('n2') && !lives.lose('n2'));
  assert.deepEqual([...lives.look(cluster(['n1', '9', 29_500], ['n2', '3', 1_001])).fresh], [['n2', '3']], 'who was lost is heard again');
  assert.ok(lives.look(cluster(['n1', '9', 59_900])).isAnother, 'the same number, of a process that began later: another disk');
});
