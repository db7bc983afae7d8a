import { test } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { conflictsAt } from '../../../webroot/js/replay/conflicts.js';
import { together } from '../../../webroot/js/replay/origin.js';
import { latestRun } from '../../../webroot/js/replay/notes.js';
import { QUESTIONS, questionOf } from '../../../webroot/js/replay/questions.js';
import { recentReplies } from '../../../webroot/js/replay/replies.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';

const note = (scenario, step) => ({ kind: 'note', scenario, step });

test('the story is the newest run up to the cursor', () => {
  const events = [note('a', 0), note('a', 1), { kind: 'other' }, note('a', 0), note('a', 1), note('b', 2), note('b', 3)];
  const notes = [0, 1, 3, 4, 5, 6];
  assert.deepEqual(latestRun(events, notes, 0), []);
  assert.deepEqual(latestRun(events, notes, 1), [0]);
  assert.deepEqual(latestRun(events, notes, 3), [0, 1]);
  assert.deepEqual(latestRun(events, notes, 5), [3, 4]);
  assert.deepEqual(latestRun(events, notes, 6), [5]);
  assert.deepEqual(latestRun(events, notes, 7), [5, 6]);
});

test('every question is bound to a step of its scenario, in the order of the steps, and has its answer among those offered', () => {
  for (const [scenario, questions] of Object.entries(QUESTIONS)) {
    const text = fs.readFileSync(new URL(`../../../config/scenarios/${scenario}.scenario`, import.meta.url), 'utf8');
    const said = text.split('\n').filter(line => line.startsWith('say ')).map(line => line.slice(4));
    const places = questions.map(({ after }) => said.findIndex(line => line.startsWith(after)));
    assert.ok(places.every((place, i) => place > (places[i - 1] ?? -1)), `${scenario}: ${places}`);
    for (const { answers, right, because } of questions) assert.ok(answers[right] && because.length > 20);
  }
});

test('a question stays until the next one, and there is none of other scenarios', () => {
  const [first, second] = QUESTIONS.demonstration;
  assert.equal(questionOf('demonstration', []), null);
  assert.equal(questionOf('demonstration', [`${first.after} and so on`]), first);
  assert.equal(questionOf('demonstration', [first.after, 'put counter 5']), first);
  assert.equal(questionOf('demonstration', [first.after, second.after]), second);
  assert.equal(questionOf('constructor', [first.after]), null);
});

test('replies fade with time, are of others, and are the last two dozen', () => {
  const reply = (at, from) => ({ kind: 'op.reply', node: 'n1', from, at });
  const events = [{ kind: 'run.header', at: 0 }, reply(0, 'n2'), reply(2e6, 'n3'), reply(2e6, 'n1'), { kind: 'op.end', at: 3e6 }];
  assert.deepEqual(recentReplies(events, 0), []);
  assert.deepEqual(recentReplies(events, 2).map(({ line }) => line), [1]);
  assert.deepEqual(recentReplies(events, 5).map(({ line, from }) => [line, from]), [[2, 'n3']]);
  const many = [events[0], ...Array.from({ length: 100 }, () => reply(1, 'n2'))];
  assert.deepEqual(recentReplies(many, 101).map(({ line }) => line), Array.from({ length: 24 }, (_, i) => 77 + i));
});

test('keys with siblings are those that have some now, the latest first', () => {
  const context = (clock, dots = []) => ({ clock, dots, text: '' });
  const version = (dot, past = context({})) => ({ dot, past, clock: context({}, [dot]), value: dot });
  const put = (key, ...dots) => ({ kind: 'store.put', node: 'n1', bucket: 'b', key, at: 1, record: { context: context({}, dots), versions: dots.map(dot => version(dot)) } });
  const solved = { ...put('x', 'n1:1'), record: { context: context({ n1: '3' }), versions: [version('n1:3', context({ n1: '2' }))] } };
  const events = [{ kind: 'run.header', at: 0, roster: ['n1'] }, put('x', 'n1:1', 'n2:1'), put('y', 'n1:1', 'n2:1'), put('z', 'n1:1'), put('x', 'n1:1', 'n2:1'), solved];
  const at = cursor => conflictsAt(events.slice(0, cursor).reduce(reduce, BEGINNING), ['n1'], events, indexOf(events).conflicts, cursor).map(({ key }) => key);
  assert.deepEqual(at(1), []);
  assert.deepEqual(at(2), ['x']);
  assert.deepEqual(at(4), ['y', 'x']);
  assert.deepEqual(at(6), ['y']);
});

test('faults that began at one moment are told together, and nothing else is', () => {
  const event = (kind, at) => ({ kind, at });
  const events = [event('op.start', 1), event('fault.begin', 2), event('fault.begin', 2), event('fault.begin', 2), event('fault.begin', 3), event('store.put', 3), event('store.put', 3)];
  assert.deepEqual(together(events, [0, 1, 2, 3, 4, 5, 6]), [
    { line: 0, more: 0 }, { line: 1, more: 2 }, { line: 4, more: 0 }, { line: 5, more: 0 }, { line: 6, more: 0 }]);
});
