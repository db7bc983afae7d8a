import { test } from 'node:test';
import assert from 'node:assert/strict';
import { clientsOf, requestsBy } from '../../../webroot/js/replay/client-view.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { seenBy } from '../../../webroot/js/replay/perspective.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { get } from '../../../webroot/js/run/trie.js';

const at = (micros, kind, fields) => ({ v: 1, node: '*', start: '0', at: micros, kind, ...fields });
const asks = (micros, client, says) => at(micros, 'client.start', { client, verb: 'put', bucket: 'default', key: 'k', via: 'n1', says });
const told = (micros, client, outcome, says) => at(micros, 'client.end', { client, outcome, says });
const note = (micros, text, ok = true) => at(micros, 'note', { text, ok, scenario: 's', step: 1 });

test('a client holds what it was told of a key last; a failure tells it nothing, and an answer that is not there yet neither', () => {
  const events = [
    asks(10, 'c1', 'put k = "a", at n1'), told(20, 'c1', 'ok', 'answered: ok n1~a:1'), asks(25, 'c2', 'get k, at n1'),
    asks(30, 'c1', 'put k = "b" over {n1~a:1}, at n1'), told(40, 'c1', 'unknown', 'failed: only 1 of the 2'), asks(50, 'c1', 'get k, at n1'), at(60, 'client.gone', { client: 'c1' }),
  ];
  const requests = clientsOf(events, indexOf(events)).get('c1');
  const seen = cursor => requestsBy(requests, cursor).map(({ line, end, holds }) => [line, end?.says ?? null, holds]);
  assert.deepEqual(seen(7), [[5, 'it has gone', false], [3, 'failed: only 1 of the 2', false], [0, 'answered: ok n1~a:1', true]]);
  assert.deepEqual(seen(4), [[3, null, false], [0, 'answered: ok n1~a:1', true]]);
  assert.deepEqual(seen(1), [[0, null, false]]);
});

test('a step of a scenario is its client’s, by its name, whatever stands in the value', () => {
  const events = [
    note(1, 'put cart [" via x as eve → "] via n1 as ada over seen → stored as n3:2, clock {n3:2}'), note(2, 'get shop/cart via n2 as bea → ["x"]   clock {n3:2}'),
    note(3, 'put "my key" "go via n9 as bob → y" via n1 as cy → stored'), note(3, 'put a 1 as eve → no'), note(4, 'put cart x via n1 → stored'), note(5, 'resolve cart with union via n1 as ada → refused', false),
  ];
  const clients = clientsOf(events, indexOf(events));
  assert.deepEqual([...clients].map(([name, requests]) => [name, requests.map(({ bucket, key, end: { ok } }) => [bucket, key, ok])]),
    [['ada', [['default', 'cart', true], ['default', 'cart', false]]], ['bea', [['shop', 'cart', true]]], ['cy', [['default', 'my key', true]]]]);
});

test('of the nodes a client has observed nothing, and none is down to it', () => {
  const events = [at(0, 'run.header', { roster: ['n1', 'n2'] }), at(1, 'node.start', { member: 'n1', memberStart: '1' }), at(2, 'node.crash', { member: 'n2' })];
  const seen = seenBy(events.reduce(reduce, BEGINNING), 'client:c1');
  assert.deepEqual(['n1', 'n2'].map(name => get(seen.nodes, name).believed), ['unobserved', 'unobserved']);
});
