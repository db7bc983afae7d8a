import { test } from 'node:test';
import assert from 'node:assert/strict';
import { again } from '../../../webroot/js/again.js';

function failing(times, problem = new TypeError('network error')) {
  const act = async () => {
    act.tries += 1;
    if (act.tries <= times) throw problem;
    return 'done';
  };
  act.tries = 0;
  return act;
}

test('what fails is tried again, and no more than a few times', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const outlive = async promise => {
    let over = false;
    promise.then(() => { over = true; }, () => { over = true; });
    for (let i = 0; i < 50 && !over; i++) {
      await new Promise(turn => setImmediate(turn));
      t.mock.timers.tick(100);
    }
    return promise;
  };
  const [never, thrice, always] = [failing(0), failing(3), failing(Infinity)];
  assert.equal(await outlive(again(never)), 'done');
  assert.equal(await outlive(again(thrice)), 'done');
  await assert.rejects(outlive(again(always)), /network error/);
  assert.deepEqual([never.tries, thrice.tries, always.tries], [1, 4, 4]);
});

test('what somebody ended, or what took too long, is not', async () => {
  for (const name of ['AbortError', 'TimeoutError']) {
    const act = failing(1, Object.assign(new Error(name), { name }));
    await assert.rejects(again(act), { name });
    assert.equal(act.tries, 1);
  }
});
