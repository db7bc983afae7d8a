import { test } from 'node:test';
import assert from 'node:assert/strict';
import { clientsOf, knownBy, requestsBy } from '../../../webroot/js/replay/client-view.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { seenBy } from '../../../webroot/js/replay/perspective.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { get } from '../../../webroot/js/run/trie.js';

const at = (micros, kind, fields) => ({ v: 1, node: '*', start: '0', at: micros, kind, ...fields });
const asks = (micros, client, says) => at(micros, 'client.start', { client, verb: 'put', bucket: 'default', key: 'k', via: 'n1', says });
const told = (micros, client, outcome, says) => at(micros, 'client.end', { client, outcome, says });
const note = (micros, text, ok = true) => at(micros, 'note', { text, ok, scenario: 's', step: 1 });

test('a client knows what it was told of a key last, and what it said to have seen; a failure tells it nothing', () => {
  const events = [
    asks(10, 'c1', 'put k = "a", at n1'), told(20, 'c1', 'ok', 'answered: ok n1~a:1'), asks(25, 'c2', 'get k, at n1'),
    asks(30, 'c1', 'put k = "b over {x:1}, at n9" over {n1~a:1}, at n1'), told(40, 'c1', 'unknown', 'failed: only 1 of the 2'),
    asks(50, 'c1', 'get k, at n1'), at(60, 'client.gone', { client: 'c1' }),
  ];
  const requests = clientsOf(events, indexOf(events)).get('c1');
  const [known] = knownBy(requests, events.length);
  assert.deepEqual([known.key, known.told.says, known.told.at, known.over], ['k', 'answered: ok n1~a:1', 20, '{n1~a:1}']);
  assert.deepEqual(requestsBy(requests, events.length).map(({ told: end }) => end.outcome), ['gone', 'unknown', 'ok']);
  assert.deepEqual(requestsBy(requests, 4).map(({ line, told: end }) => [line, end?.says ?? null]), [[3, null], [0, 'answered: ok n1~a:1']]);
  assert.deepEqual(knownBy(requests, 1).map(({ told: end }) => end), [null], 'what it has asked and not been told it does not know');
});

test('a step of a scenario is its client’s, by its name, whatever stands in the value', () => {
  const events = [
    note(1, 'put cart [" as eve → "] via n1 as ada over seen → stored as n3:2, clock {n3:2}'), note(2, 'get shop/cart via n2 as bea → ["x"]   clock {n3:2}'),
    note(3, 'put a 1 as eve → no'), note(4, 'expect within 10s cart = 1 via n1 as ada → n3 holds it'), note(5, 'put cart x via n1 → stored'), note(6, 'resolve cart with union via n1 as ada → refused', false),
  ];
  const clients = clientsOf(events, indexOf(events));
  assert.deepEqual([...clients].map(([name, requests]) => [name, requests.map(({ via, key, bucket, told: { outcome } }) => [via, bucket, key, outcome])]),
    [['ada', [['n1', 'default', 'cart', 'ok'], ['n1', 'default', 'cart', 'failed']]], ['bea', [['n2', 'shop', 'cart', 'ok']]]]);
});

test('of the nodes a client has observed nothing, and none is down to it', () => {
  const events = [at(0, 'run.header', { roster: ['n1', 'n2'] }), at(1, 'node.start', { member: 'n1', memberStart: '1' }), at(2, 'node.crash', { member: 'n2' })];
  const seen = seenBy(events.reduce(reduce, BEGINNING), 'client:c1');
  assert.deepEqual(['n1', 'n2'].map(name => get(seen.nodes, name).believed), ['unobserved', 'unobserved']);
});
