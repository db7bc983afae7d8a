import { test } from 'node:test';
import assert from 'node:assert/strict';
import { answer, asking, draft, edit, remember, run } from '../../../webroot/js/as-client.js';

/** Answers as a node does, and notes what it was asked. */
function node(answers) {
  const asked = [];
  globalThis.fetch = async (url, { method = 'GET', headers = {}, body } = {}) => {
    asked.push([method, url, headers['X-Context'] ?? '', body]);
    const { status = 200, json, context = '' } = answers.shift();
    return { status, headers: new Headers(context ? { 'X-Context': context, 'X-Dot': 'n1~a:2' } : {}), text: async () => JSON.stringify(json) };
  };
  return asked;
}

const page = () => {
  const seen = { shown: [], said: [], asked: [], done: [], ends: [] };
  return {
    seen, show: key => void seen.shown.push(key.key), say: text => void seen.said.push(text), asked: operation => void seen.asked.push(operation),
    told(operation, { happened, outcome, says }) {
      if (happened) seen.done.push(operation);
      seen.ends.push([seen.asked.indexOf(operation), outcome, says]);
    },
  };
};

const FOUND = { kind: 'value', token: 'T1', versions: [{ dot: 'n1~a:1', value: '1', contentType: 'text/csv' }] };

test('what was read is what the next write replaces, by the node that is chosen, and only of that key', async () => {
  const asked = node([{ json: FOUND }, { json: {}, context: 'T2' }, { json: {}, context: 'T3' }, { json: {}, context: 'T4' }]);
  const hears = page();
  const { seen: told } = hears;
  edit({ key: 'a', via: 'n4' });
  await run('get', hears);
  edit({ value: '2' });
  await run('put', hears);
  await run('delete', hears);
  edit({ key: 'shop/b', via: '' });
  await run('put', hears);
  assert.deepEqual(asked.map(([method, url, context]) => [method, url, context]), [
    ['GET', '/kv/default/a?explain=true&via=n4', ''], ['PUT', '/kv/default/a?explain=true&via=n4', 'T1'],
    ['DELETE', '/kv/default/a?explain=true&via=n4', 'T2'], ['PUT', '/kv/shop/b?explain=true', '']]);
  assert.deepEqual(told.done.map(({ verb, over }) => [verb, over]), [['get', false], ['put', true], ['delete', true], ['put', false]]);
  assert.deepEqual(told.ends, [[0, 'ok', '1, written as n1~a:1'], [1, 'ok', 'Stored as n1~a:2, over what you had read.'], [2, 'ok', 'Deleted; the tombstone is n1~a:2.'], [3, 'ok', 'Stored as n1~a:2, beside whatever was there.']]);
  assert.equal(asking.value, 0);
});

test('what is typed while an answer is waited for stays', async () => {
  node([{ json: FOUND }, { json: FOUND }]);
  edit({ key: 'd', value: '[]', via: '' });
  await run('get', page());
  assert.deepEqual([draft.value.value, draft.value.contentType], ['1', 'text/csv'], 'what was read is what is changed, and stays what it is');
  edit({ value: '[]' });
  const read = run('get', page());
  edit({ value: '["milk"]' });
  await read;
  assert.equal(draft.value.value, '["milk"]');
});

test('a blind write replaces nothing, and one that resolved is remembered', async () => {
  const asked = node([{ json: {}, context: 'T5' }, { json: {}, context: 'T6' }]);
  const hears = page();
  const { seen: told } = hears;
  edit({ key: 'c', via: '', blind: true });
  remember({ bucket: 'default', key: 'c' }, { text: 'Resolved c', token: 'R' });
  assert.equal(answer.value.text, 'Resolved c');
  await run('put', hears);
  edit({ blind: false });
  remember({ bucket: 'default', key: 'c' }, { text: 'Resolved c', token: 'R' });
  await run('put', hears);
  assert.deepEqual(asked.map(([, , context]) => context), ['', 'R']);
  assert.equal(told.said.length, 2);
});

test('a failure keeps the context, and is an act only if it may have happened', async () => {
  node([{ status: 503, json: { error: 'quorum_missed', reason: 'too few', hint: 'wait', outcome: 'unknown' } },
    { status: 400, json: { error: 'broken_json', reason: 'no JSON', hint: 'mend it' } }]);
  const hears = page();
  const { seen: told } = hears;
  edit({ key: 'd' });
  remember({ bucket: 'default', key: 'd' }, { text: '', token: 'K' });
  await run('put', hears);
  assert.equal(answer.value.token, 'K');
  assert.equal(answer.value.failure.hint, 'wait');
  await run('put', hears);
  assert.deepEqual(told.said, ['too few', 'no JSON']);
  assert.equal(told.done.length, 1);
  assert.deepEqual(told.ends, [[0, 'quorum_missed', 'too few'], [1, 'broken_json', 'no JSON']]);
});

test('a second click while an answer is waited for is not a second write', async () => {
  const asked = node([{ json: {}, context: 'T2' }]);
  const hears = page();
  const { seen: told } = hears;
  edit({ key: 'twice', value: '1', via: '' });
  await Promise.all([run('put', hears), run('put', hears), run('delete', hears)]);
  assert.deepEqual([asked.length, told.done.length, asking.value], [1, 1, 0]);
});
