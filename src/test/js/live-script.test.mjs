import { test } from 'node:test';
import assert from 'node:assert/strict';
import { beginning, linesFor, script, wordsOfOperation, wrote } from '../../../webroot/js/replay/live-script.js';
import { nameOf, stepsOf } from '../../../webroot/js/replay/script.js';
import { mayHaveHappened } from '../../../webroot/js/as-client.js';

const HEADER = { roster: ['n1', 'n2', 'n3', 'n4', 'n5'], partitions: 256, n: 3, r: 2, w: 2 };
const key = (name, bucket = 'default') => ({ bucket, key: name });
const put = (name, value, contentType = 'application/json', more = {}) => wordsOfOperation({ verb: 'put', key: key(name), value, contentType, ...more });

test('what was done is a scenario, with the time since the first of it', () => {
  script.value = '';
  assert.equal(wrote('crash n4', HEADER, 1000), 4);
  assert.equal(wrote('heal', HEADER, 3250), 5);
  assert.equal(wrote('restart n4', HEADER, 5000), 6);
  assert.equal(nameOf(script.value), 'live');
  assert.match(script.value, /^cluster nodes=5 n=3 r=2 w=2 partitions=256$/m);
  assert.deepEqual(stepsOf(script.value).map(({ atMillis, text }) => [atMillis, text]), [[0, 'crash n4'], [2250, 'heal'], [4000, 'restart n4']]);
});

test('a text that was emptied begins anew, and one that was changed goes on', () => {
  script.value = '';
  wrote('crash n4', HEADER, 1000);
  script.value = script.value.trimEnd();
  wrote('heal', HEADER, 2000);
  assert.deepEqual(stepsOf(script.value).map(({ text }) => text), ['crash n4', 'heal']);
  script.value = ' \n';
  wrote('heal', HEADER, 9000);
  assert.deepEqual(stepsOf(script.value).map(({ atMillis, text }) => [atMillis, text]), [[0, 'heal']]);
});

test('what somebody else must have done before is written too', () => {
  const text = beginning(HEADER, new Date());
  assert.deepEqual(linesFor(text, 'restart n2'), ['crash n2', 'restart n2']);
  assert.deepEqual(linesFor(text, 'wipe n2'), ['crash n2', 'wipe n2']);
  assert.deepEqual(linesFor(text, 'crash n2'), ['crash n2']);
  assert.deepEqual(linesFor(`${text}at 0s crash n2\n`, 'crash n2'), ['restart n2', 'crash n2']);
  assert.deepEqual(linesFor(`${text}at 0s crash n2\n`, 'restart n2'), ['restart n2']);
  assert.deepEqual(linesFor(text, 'partition n1 | n2'), ['partition n1 | n2']);
  assert.deepEqual(linesFor(text, 'put cart 1 as visitor may fail'), ['put cart 1 as visitor may fail']);
});

test('an operation of the page is one of its client, and may fail', () => {
  assert.equal(put('cart', '["milk"]'), 'put cart ["milk"] as visitor may fail');
  assert.equal(put('cart', '41', 'application/json', { over: true, via: 'n4', as: 'ada' }), 'put cart 41 over seen via n4 as ada may fail');
  assert.equal(put('cart', '41', 'text/plain'), 'put cart "41" as visitor may fail');
  assert.equal(put('cart', 'true', 'text/plain'), 'put cart "true" as visitor may fail');
  assert.equal(put('my cart', 'eggs and "milk"\\', 'text/plain'), 'put "my cart" "eggs and \\"milk\\"\\\\" as visitor may fail');
  assert.equal(put('a', '{not json'), 'put a "{not json" as visitor may fail');
  assert.equal(wordsOfOperation({ verb: 'get', key: key('x', 'shop') }), 'get shop/x as visitor may fail');
  assert.equal(wordsOfOperation({ verb: 'delete', key: key('a/b'), over: true }), 'delete default/a/b over seen as visitor may fail');
});

test('a read is over nothing, and times do not go back', () => {
  assert.equal(wordsOfOperation({ verb: 'get', key: key('cart'), over: true, via: 'n2' }), 'get cart via n2 as visitor may fail');
  script.value = '';
  for (const [words, now] of [['heal', 1000], ['heal', 1500], ['heal', 1200]]) wrote(words, HEADER, now);
  assert.deepEqual(stepsOf(script.value).map(({ atMillis }) => atMillis), [0, 500, 500]);
});

test('what is no word of the grammar is left out, and said to be', () => {
  for (const [name, value] of [['a\nheal', '1'], ['a', 'x\ny'], ['a{1..9}', '1'], ['a', '["{1..9}"]'], ['a\u2028b', '1'], ['a\u0000', '1']]) {
    assert.match(put(name, value), /^# [^\n]*cannot be written/);
  }
  script.value = '';
  wrote(put('a\nheal', '1'), HEADER, 1000);
  assert.deepEqual(stepsOf(script.value), []);
});

test('what was refused, or never left the page, did not happen', () => {
  assert.deepEqual([[503, 'unknown'], [503, 'not_applied'], [400, ''], [0, '']].map(([status, outcome]) => mayHaveHappened({ status, outcome })), [true, false, false, true]);
  assert.equal(mayHaveHappened({ status: 0, code: 'not_addressable', outcome: '' }), false);
});
