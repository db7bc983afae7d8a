import { test } from 'node:test';
import assert from 'node:assert/strict';
import { conesOf, relationOf } from '../../../webroot/js/replay/causality.js';
import { askingOf } from '../../../webroot/js/replay/client-causes.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { lanesOf, layOut, shownLines } from '../../../webroot/js/replay/space-time-layout.js';

/** Lines of a log as [microsecond, kind, fields], the first ones being the starts of n1 to n3. */
function logOf(...lines) {
  const starts = ['n1', 'n2', 'n3'].map(member => [0, 'node.start', { member, memberStart: '1' }]);
  return [...starts, ...lines].map(([at, kind, fields]) => ({ v: 1, node: '*', start: '0', at, kind, ...fields }));
}

const ask = (at, client, via, verb = 'put', says = `${verb} k, at ${via}`) => [at, 'client.start', { client, verb, via, bucket: 'default', key: 'k', says }];
const told = (at, client, says = 'answered: ok') => [at, 'client.end', { client, outcome: 'ok', says }];
const begun = (at, node, op, verb = 'put') => [at, 'op.start', { node, start: '1', op, verb, bucket: 'default', key: 'k', needed: 2, primaries: ['n1', 'n2', 'n3'] }];
const done = (at, node, op, verb = 'put') => [at, 'op.end', { node, start: '1', op, verb, bucket: 'default', key: 'k', outcome: 'ok', tookMicros: 1 }];
const crash = (at, member) => [at, 'node.crash', { member }];

/** Pairs [effect, cause], counted from the first line behind the starts. */
const causesOf = (...lines) => [...askingOf(logOf(...lines)).causes].map(([effect, cause]) => [effect - 3, cause - 3]);

test('a request leads to the operation of its verb and key at its node, and that one’s end to the answer', () => {
  assert.deepEqual(causesOf(ask(10, 'c1', 'n1'), ask(11, 'c2', 'n2', 'get'), begun(310, 'n1', 'a'), begun(311, 'n2', 'b', 'get'), done(500, 'n2', 'b', 'get'), done(600, 'n1', 'a'),
    told(800, 'c2'), told(900, 'c1')), [[2, 0], [3, 1], [6, 4], [7, 5]]);
});

test('requests that are alike are taken up at one node in the order in which they were made', () => {
  assert.deepEqual(causesOf(ask(10, 'c2', 'n1'), ask(11, 'c1', 'n1'), begun(310, 'n1', 'a'), begun(311, 'n1', 'b')), [[2, 0], [3, 1]]);
});

test('an operation that nobody has asked for follows from no request', () => {
  assert.deepEqual(causesOf(begun(5, 'n1', 'a'), ask(10, 'c1', 'n1'), begun(200, 'n2', 'b'), begun(201, 'n1', 'c', 'get'), begun(310, 'n1', 'd')), [[4, 1]]);
});

test('who finds its node gone has asked the next, and what may be of two is of none', () => {
  assert.deepEqual(causesOf(crash(1, 'n1'), ask(10, 'c1', 'n1'), begun(610, 'n2', 'a')), [[2, 1]]);
  assert.deepEqual(causesOf(crash(1, 'n1'), ask(10, 'c1', 'n1'), ask(320, 'c2', 'n2'), begun(610, 'n2', 'a'), begun(620, 'n2', 'b'), done(700, 'n2', 'a'), told(900, 'c1')), []);
});

test('who has waited for four seconds may have asked another', () => {
  const early = [ask(10, 'c1', 'n1'), begun(310, 'n1', 'a')];
  assert.deepEqual(causesOf(...early, begun(3_999_000, 'n2', 'b')), [[1, 0]]);
  assert.deepEqual(causesOf(...early, begun(4_000_310, 'n2', 'b'), done(4_000_900, 'n2', 'b'), told(4_001_200, 'c1')), [[1, 0], [2, 0], [4, 3]]);
});

test('an answer that never came is no answer', () => {
  assert.deepEqual(causesOf(ask(10, 'c1', 'n1'), begun(310, 'n1', 'a'), told(4_000_010, 'c1', 'failed: n1 does not answer (unknown)')), [[1, 0]]);
  assert.deepEqual(causesOf(ask(10, 'c1', 'n1'), begun(310, 'n1', 'a'), done(400, 'n1', 'a'), told(4_000_010, 'c1', 'failed: n3 does not answer (unknown)')), [[1, 0]]);
});

test('what a sleeper was asked it does when it wakes, though the client has gone', () => {
  const pause = [5, 'node.pause', { member: 'n1', until: 9_000_000 }];
  const before = [pause, ask(10, 'c1', 'n1'), [20, 'client.gone', { client: 'c1' }], ask(30, 'c2', 'n1')];
  assert.deepEqual(causesOf(...before, begun(9_000_000, 'n1', 'a'), begun(9_000_000, 'n1', 'b')), [[4, 1], [5, 3]]);
  assert.deepEqual(causesOf(pause, ask(10, 'c1', 'n1'), [20, 'client.gone', { client: 'c1' }], begun(9_000_000, 'n1', 'a')), [[3, 1]]);
  assert.deepEqual(causesOf(pause, ask(10, 'c1', 'n1'), [20, 'client.gone', { client: 'c1' }], ask(9_500_000, 'c2', 'n1'), begun(9_500_300, 'n1', 'b')), [[4, 3]]);
});

test('a write on condition reads first, and its answer is the write’s, or the read’s if there is something', () => {
  const reads = [ask(10, 'c1', 'n1', 'put', 'put k = "v" if there is nothing, at n1'), begun(310, 'n1', 'a', 'get'), done(500, 'n1', 'a', 'get')];
  assert.deepEqual(causesOf(...reads, begun(500, 'n1', 'b'), done(700, 'n1', 'b'), told(1000, 'c1')), [[1, 0], [5, 4]]);
  assert.deepEqual(causesOf(...reads, told(800, 'c1', 'failed: there is a value already')), [[1, 0], [3, 2]]);
  assert.deepEqual(causesOf(...reads, ask(501, 'c2', 'n1'), told(800, 'c1'), begun(801, 'n1', 'b')), [[1, 0], [4, 2], [5, 3]]);
});

test('the tint goes through clients, into the past and into the future', () => {
  const events = logOf(ask(10, 'c1', 'n1'), begun(310, 'n1', 'a'), done(500, 'n1', 'a'), told(800, 'c1'), ask(801, 'c1', 'n2', 'get'), begun(1100, 'n2', 'b', 'get'), begun(1101, 'n3', 'z'));
  const index = indexOf(events);
  const relations = line => events.map((_, other) => relationOf(conesOf(events, index, line, askingOf(events)), events, other)).slice(3);
  assert.deepEqual(relations(8), ['past', 'past', 'past', 'past', 'past', 'self', 'concurrent']);
  assert.deepEqual(relations(4), ['past', 'self', 'future', 'future', 'future', 'future', 'concurrent']);
});

test('an arrow leads from the client to its operation, and one back', () => {
  const events = logOf(ask(10, 'c1', 'n1'), begun(310, 'n1', 'a'), done(500, 'n1', 'a'), told(800, 'c1'));
  const index = indexOf(events);
  const { rows, arrows } = layOut(events, index, shownLines(events, 'data'), lanesOf(['n1', 'n2', 'n3'], index), 6, { asking: askingOf(events) });
  const [, , , asked, began, ended, answered] = rows;
  assert.deepEqual(arrows.map(({ line, isAnswer, later, x1, y1, x2, y2 }) => ({ line, isAnswer, later, x1, y1, x2, y2 })), [
    { line: 3, isAnswer: false, later: false, x1: asked.x, y1: asked.y, x2: began.x, y2: began.y },
    { line: 5, isAnswer: true, later: false, x1: ended.x, y1: ended.y, x2: answered.x, y2: answered.y },
  ]);
});

const step = (at, says) => [at, 'note', { scenario: 's', step: 1, ok: true, text: says }];

test('a step of a scenario is told with its answer: who did it has a lane, and knew when asking what it was told before', () => {
  const events = logOf(begun(310, 'n1', 'a'), done(500, 'n1', 'a'), step(800, 'put k v via n1 as ada → stored'), begun(1100, 'n2', 'b', 'get'), done(1200, 'n2', 'b', 'get'),
    step(1500, 'get k via n2 as ada → v'), step(1600, 'heal → every link works'));
  const asking = askingOf(events);
  assert.deepEqual([...asking.causes].map(([effect, cause]) => [effect - 3, cause - 3]), [[2, 1], [5, 4], [3, 2]]);
  assert.deepEqual([...asking.askers].map(([line, lane]) => [line - 3, lane]), [[0, 'client:ada'], [3, 'client:ada']]);
  const index = indexOf(events);
  assert.deepEqual(lanesOf(['n1'], index), ['n1', 'client:ada']);
  const { rows, arrows } = layOut(events, index, shownLines(events, 'data'), lanesOf(['n1', 'n2', 'n3'], index), events.length, { asking });
  const rowOf = line => rows.find(row => row.line === line + 3);
  assert.deepEqual(arrows.map(({ line, isAnswer, y2 }) => [line - 3, isAnswer, y2]), [[1, true, rowOf(2).y], [4, true, rowOf(5).y], [0, false, rowOf(0).y], [3, false, rowOf(3).y]]);
});

test('of steps that asked at once neither knew of the other, and an answer that may be of two is of none', () => {
  const both = [begun(310, 'n1', 'a'), begun(310, 'n2', 'b')];
  assert.deepEqual(causesOf(...both, done(500, 'n1', 'a'), step(800, 'put k v via n1 as ada → stored'), done(900, 'n2', 'b'), step(1200, 'put k w via n2 as ada → stored')), [[3, 2], [5, 4]]);
  assert.deepEqual(causesOf(...both, done(500, 'n1', 'a'), done(500, 'n2', 'b'), step(800, 'put k v via n1 as ada → stored')), []);
});
