import { test } from 'node:test';
import assert from 'node:assert/strict';
import { MAX_EVENTS, MAX_KEYS, MAX_OPERATIONS, apply, conflicts, emptyLog, hintsHeld, keyId, replay } from '../../../webroot/js/log.js';
import { latestRun } from '../../../webroot/js/notes.js';
import { FakeCluster, context } from './fake-cluster.mjs';

const event = (seq, kind, fields = {}, node = 'n1', start = '1') => ({ v: 1, node, start, seq: String(seq), t: seq, kind, ...fields });
const text = value => ({ deleted: false, contentType: 'text/plain', size: value.length, value });

function recorded(act, size = 5) {
  const lines = [];
  act(new FakeCluster(size, line => lines.push(line)));
  return lines;
}

test('the same lines give the same state', () => {
  const lines = recorded(cluster => { cluster.write('n1', 'put', 'default', 'cart', text('milk'), context({})); });
  assert.deepEqual(replay(lines), replay(lines));
});

test('an event that comes twice counts once', () => {
  const lines = recorded(cluster => { cluster.write('n1', 'put', 'default', 'cart', text('milk'), context({})); });
  const once = replay(lines);
  const twice = replay([...lines, ...lines]);
  assert.equal(twice.applied, once.applied);
  assert.equal(twice.duplicates, lines.length);
  assert.deepEqual(twice.keys, once.keys);
});

test('a late event of a node’s former start changes nothing', () => {
  const log = replay([event(1, 'node.up', {}, 'n1', '2'), event(9, 'node.down', {}, 'n1', '1')]);
  assert.equal(log.nodes.get('n1').up, true);
});

test('missed events are counted, the first ones are not missed', () => {
  assert.equal(replay([event(5, 'x'), event(6, 'x'), event(9, 'x')]).missed, 2);
});

test('an operation gathers its replies and its end', () => {
  const lines = recorded(cluster => { cluster.write('n2', 'put', 'default', 'cart', text('milk'), context({})); });
  const [operation] = replay(lines).operations.values();
  assert.equal(operation.coordinator, 'n2');
  assert.equal(operation.replies.length, 3);
  assert.equal(operation.end.outcome, 'ok');
});

test('two blind writes are a conflict, and a write over both ends it', () => {
  const lines = recorded(cluster => {
    cluster.write('n1', 'put', 'default', 'counter', text('41'), context({}));
    cluster.write('n2', 'put', 'default', 'counter', text('42'), context({}));
  });
  const [conflict] = conflicts(replay(lines));
  assert.deepEqual(conflict.versions.map(version => version.value), ['41', '42']);

  const resolved = recorded(cluster => {
    cluster.write('n1', 'put', 'default', 'counter', text('41'), context({}));
    cluster.write('n2', 'put', 'default', 'counter', text('42'), context({}));
    cluster.write('n1', 'put', 'default', 'counter', text('42'), cluster.read('n1', 'default', 'counter').context);
  });
  assert.deepEqual(conflicts(replay(resolved)), []);
});

test('a conflict known only from a read is listed, too', () => {
  const log = replay([event(1, 'op.end', { op: 'a', verb: 'get', bucket: 'default', key: 'k', outcome: 'ok', siblings: 2, tookMicros: 1 })]);
  assert.deepEqual(conflicts(log).map(conflict => conflict.key), ['k']);
});

test('a hint is held until it is delivered', () => {
  const fields = { target: 'n3', bucket: 'default', key: 'k', record: { context: context({}), versions: [] } };
  const log = replay([event(1, 'hint.store', fields)]);
  assert.equal(hintsHeld(log).get('n1').get('n3'), 1);
  apply(log, event(2, 'hint.replay', fields));
  assert.equal(hintsHeld(log).size, 0);
});

test('keys that look alike in different buckets are different', () => {
  assert.notEqual(keyId('a', 'b/c'), keyId('a/b', 'c'));
});

test('kinds named like properties of every object are merely kept', () => {
  const log = replay([event(1, 'constructor'), event(2, 'toString'), event(3, '__proto__')]);
  assert.equal(log.events.length, 3);
});

test('whatever happens, the state stays bounded', () => {
  const log = emptyLog();
  for (let seq = 1; seq <= 3 * MAX_EVENTS; seq++) {
    apply(log, event(seq, 'op.start', { op: `o${seq}`, verb: 'put', bucket: 'default', key: `k${seq}`, primaries: [], needed: 2 }));
    apply(log, event(seq, 'store.put', { bucket: 'default', key: `k${seq}`, cause: 'put', record: { context: context({}), versions: [] } }, 'n2'));
  }
  assert.ok(log.events.length <= MAX_EVENTS * 1.25);
  assert.equal(log.operations.size, MAX_OPERATIONS);
  assert.equal(log.keys.size, MAX_KEYS);
});

test('the story shows the newest run only', () => {
  const note = (scenario, step) => ({ scenario, step });
  const steps = notes => latestRun(notes).map(one => one.step);
  assert.deepEqual(steps([]), []);
  assert.deepEqual(steps([note('demo', 1), note('demo', 2), note('demo', 1), note('demo', 2)]), [1, 2]);
  assert.deepEqual(steps([note('demo', 1), note('split', 2), note('split', 3)]), [2, 3]);
});
