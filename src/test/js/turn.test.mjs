import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inTurn } from '../../../webroot/js/replay/turn.js';

test('who is told that another run is played asks again, says so, and takes any other answer', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answers = [409, 409, 200, 500];
  let waited = 0;
  const asking = inTurn(async () => ({ status: answers.shift() }), () => {
    waited++;
    setImmediate(() => t.mock.timers.tick(1000));
  });
  assert.equal((await asking).status, 200);
  assert.equal(waited, 2);
  assert.equal((await inTurn(async () => ({ status: answers.shift() }), assert.fail)).status, 500);
});

test('nobody waits for ever', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const answer = await inTurn(async () => ({ status: 409, asked: ++asked }), () => setImmediate(() => t.mock.timers.tick(1000)));
  assert.deepEqual(answer, { status: 409, asked: 120 });
});
