import { test } from 'node:test';
import assert from 'node:assert/strict';
import { USUAL, changed, droppedOf, queryOf, readAddress, replayOf, seedAfter } from '../../../webroot/js/lab/question.js';
import { NOTHING, expectedStale, heard, lineReader, readsOfRun, rowsOf, spreadOf, waitsOf } from '../../../webroot/js/lab/answer.js';
import { along, across, curveOf, floorOf, powers, shareTicks, up, HEIGHT, MARGIN, WIDTH } from '../../../webroot/js/lab/layout.js';
import { curveTable, runsTable, waitsTable } from '../../../webroot/js/lab/tables.js';
import { csv } from '../../../webroot/js/files.js';
import { millis, percent, timeInShort } from '../../../webroot/js/lab/wording.js';
import { readAddress as readReplay, writeAddress as writeReplay } from '../../../webroot/js/replay/address.js';

const MOST = { n: 7, runs: 1000 };
const WAITS = { p50: 1, p99: 2, p999: 3 };
const PREDICTION = {
  kind: 'prediction', question: 'model=disk&n=3&rw=1/1&t=0+4', n: 3, r: 1, w: 1, overlap: false, times: [0, 4],
  curve: [{ t: 0, share: 0.44 }, { t: 1, share: 0.6 }, { t: 4, share: 0.9 }], reads: WAITS, writes: WAITS,
};
const RUNS = {
  kind: 'runs', runs: 2, more: [{ seed: '1', hash: 'a', stale: [6, 1] }, { seed: '2', hash: 'b', stale: [4, 0] }],
  counts: [{ t: 0, current: 10, of: 20, low: 0.3, high: 0.7 }, { t: 4, current: 19, of: 20, low: 0.92, high: 0.99 }], reads: WAITS, writes: WAITS,
};
const ANSWER = [PREDICTION, RUNS].reduce(heard, NOTHING);

test('a question survives its address, whatever is asked', () => {
  for (const question of [
    { ...USUAL }, { ...USUAL, n: 7, r: 7, w: 1, runs: 1000, seed: '-9007199254740993' },
    { ...USUAL, model: 'own', delays: { w: '30% constant(1), 70% mean(4)', a: 'mean(1)', r: 'mean(2)', s: 'pareto(0.2, 10)' } },
  ]) assert.deepEqual(readAddress(`#${queryOf(question)}`, MOST), question);
});

test('an address that makes no sense is as usual', () => {
  assert.deepEqual(readAddress('#n=99&rw=x/0&runs=1e9&seed=<b>', MOST), { ...USUAL });
  assert.deepEqual(readAddress('', MOST), { ...USUAL });
});

test('a read quorum of more than all copies cannot be asked for', () => {
  assert.deepEqual(changed({ ...USUAL, n: 5, r: 4, w: 5 }, { n: 3 }), { ...USUAL, n: 3, r: 3, w: 3 });
  assert.equal(readAddress('#n=2&rw=3/1', MOST).r, 1);
});

test('other seeds are those behind the ones that were played', () => {
  assert.equal(seedAfter({ seed: '9007199254740993', runs: 200 }), '9007199254741193');
});

test('a run is opened by its question and its seed', () => {
  const link = replayOf(PREDICTION.question, '7');
  const address = readReplay(link.slice(link.indexOf('#')));
  assert.equal(address.lab, PREDICTION.question);
  assert.equal(address.seed, '7');
  assert.deepEqual(readReplay(writeReplay({ ...address, at: 12 })), { ...address, at: 12 });
});

test('lines are heard as soon as they are whole, however they are cut', () => {
  const text = `${JSON.stringify(PREDICTION)}\n${JSON.stringify(RUNS)}\n{"kind":"end","complete":true}\n`;
  for (const size of [1, 7, 1000]) {
    const lines = [];
    const read = lineReader(line => lines.push(line.kind));
    for (let i = 0; i < text.length; i += size) read(text.slice(i, i + size));
    assert.deepEqual(lines, ['prediction', 'runs', 'end']);
  }
});

test('an answer grows with each line and is over with the last', () => {
  assert.deepEqual(ANSWER.runs.map(({ seed, total }) => [seed, total]), [['1', 7], ['2', 4]]);
  assert.equal(heard(ANSWER, { kind: 'end', complete: false }).over, true);
  assert.match(heard(ANSWER, { kind: 'failed', reason: 'why' }).failure.message, /why/);
  assert.equal(heard(ANSWER, { kind: 'news' }), ANSWER);
  assert.deepEqual(heard(ANSWER, PREDICTION).runs, []);
});

test('a row says whether the prediction lies within what was measured', () => {
  assert.deepEqual(rowsOf(ANSWER).map(({ t, measured, reads, agrees }) => [t, measured, reads, agrees]), [[0, 0.5, 20, true], [4, 0.95, 20, false]]);
  assert.deepEqual(rowsOf(heard(NOTHING, PREDICTION)).map(({ reads }) => reads), [0, 0]);
  assert.deepEqual(rowsOf(NOTHING), []);
});

test('a run is expected to be as stale as the model says of its reads', () => {
  assert.equal(readsOfRun(ANSWER, 10), 20);
  assert.ok(Math.abs(expectedStale(ANSWER, 10) - 6.6) < 1e-9);
});

test('runs stand by how stale they were, from none on', () => {
  assert.deepEqual(spreadOf(ANSWER.runs).map(({ runs }) => runs.length), [0, 0, 0, 0, 1, 0, 0, 1]);
  assert.deepEqual(spreadOf([]), []);
});

test('waits have a row for each share of each kind', () => {
  assert.deepEqual(waitsOf(ANSWER).map(({ what, name }) => `${what} ${name}`),
    ['reads p50', 'reads p99', 'reads p999', 'writes p50', 'writes p99', 'writes p999']);
  assert.equal(waitsOf(heard(NOTHING, PREDICTION))[0].measured, null);
});

test('the picture keeps within its frame and begins at a round share', () => {
  assert.deepEqual([0.999, 0.5, 0.05, 1].map(share => floorOf([share])), [0.998, 0.4, 0, 0.998]);
  for (const floor of [0, 0.4, 0.9, 0.996]) {
    for (const share of shareTicks(floor)) assert.match(String(Number((share * 100).toFixed(3))), /^\d+(\.\d{1,2})?$/);
    for (const share of [0, floor, 1]) assert.ok(up(share, floor) >= MARGIN.top && up(share, floor) <= HEIGHT - MARGIN.bottom);
  }
  for (const t of [0, 1, 4]) assert.ok(across(t, 4) >= MARGIN.left && across(t, 4) <= WIDTH - MARGIN.right);
  assert.equal(across(1, 4) - MARGIN.left, (across(4, 4) - MARGIN.left) / 2);
  assert.match(curveOf(PREDICTION.curve, 0.4), /^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){2}$/);
});

test('a scale of waits goes by powers of ten and holds all of them', () => {
  const scale = powers([0.49, 0.65, 11, 0]);
  assert.deepEqual(scale.ticks, [0.1, 1, 10, 100]);
  assert.deepEqual([0, 0.1, 1, 100, 1e6].map(value => Math.round(along(value, scale) * 3)), [0, 0, 1, 3, 3]);
  assert.equal(powers([]).ticks.length, 2);
  assert.deepEqual(powers([0.02, 70_000]).ticks, [0.01, 1, 100, 10_000], 'names of more lines would stand over each other');
  assert.deepEqual([10, 1000, 100_000].map(timeInShort), ['10 ms', '1 s', '100 s']);
});

test('only what is whole is called 100%', () => {
  assert.deepEqual([0, 0.43649, 0.99999, 1].map(percent), ['0%', '43.65%', '99.99%', '100%']);
  assert.deepEqual([0, 0.488857, 1.5, 100].map(millis), ['0 ms', '0.489 ms', '1.5 ms', '100 ms']);
});

test('each table is there for a spreadsheet, with the numbers as they were computed', () => {
  const text = ({ titles, rows }) => csv(titles, rows);
  assert.equal(text(curveTable(ANSWER)), `after ms,predicted share,measured share,95 of 100 at least,95 of 100 at most,reads,prediction within
0,0.44,0.5,0.3,0.7,20,yes
4,0.9,0.95,0.92,0.99,20,no
`);
  assert.equal(text(curveTable(heard(NOTHING, PREDICTION))).split('\n')[1], '0,0.44,,,,0,');
  assert.equal(text(waitsTable(ANSWER)).split('\n')[3], '"999 of 1,000",reads,3,3');
  assert.equal(text(waitsTable(heard(NOTHING, PREDICTION))).split('\n')[1], 'half,reads,1,');
  assert.equal(text(runsTable(ANSWER)), 'seed,stale after 0 ms,stale after 4 ms,stale in all\n1,6,1,7\n2,4,0,4\n');
});

test('a cell that would be read as several stands in quotes', () => {
  assert.equal(csv(['a', 'b,c'], [['say "x"', 'two\nlines'], [null, 0]]), 'a,"b,c"\n"say ""x""","two\nlines"\n,0\n');
});

test('what a link asks for and cannot be asked is said', () => {
  const dropped = hash => droppedOf(hash, readAddress(hash, MOST));
  assert.deepEqual(dropped('#n=3&rw=1/1&model=disk&runs=200&seed=1'), []);
  assert.deepEqual(dropped(''), []);
  assert.deepEqual(dropped('#n=9&rw=5/1&seed=x&colour=red'), ['n=9', 'rw=5/1', 'seed=x', 'colour=red']);
});
