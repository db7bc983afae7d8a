import { test } from 'node:test';
import assert from 'node:assert/strict';
import { follow } from '../../../webroot/js/feed.js';
import { isAway, statusOf } from '../../../webroot/js/liveness.js';

/** Stands in for the browser: records which addresses were opened, and lets a test speak as the server. */
function browser() {
  const opened = [];
  const frames = [];
  globalThis.document = { hidden: false, addEventListener: (name, react) => { globalThis.document.changed = react; } };
  globalThis.requestAnimationFrame = frame => frames.push(frame);
  globalThis.EventSource = class {
    static CLOSED = 2;

    constructor(url) {
      Object.assign(this, { url, listeners: {}, readyState: 1 });
      opened.push(this);
    }

    addEventListener(name, react) {
      this.listeners[name] = react;
    }

    close() {
      this.readyState = 2;
    }

    say(name, data, lastEventId) {
      this.listeners[name]({ data: JSON.stringify(data), lastEventId });
    }
  };
  return { opened, draw: () => frames.splice(0).forEach(frame => frame()) };
}

function listener() {
  const heard = { batches: [], states: [], gaps: [] };
  return { heard, on: { events: batch => heard.batches.push(batch), connection: state => heard.states.push(state), gap: gap => heard.gaps.push(gap), source: () => {} } };
}

test('events of one frame are handed on together', () => {
  const { opened, draw } = browser();
  const { heard, on } = listener();
  follow(on);
  for (let i = 1; i <= 3; i++) opened[0].say('e', { seq: String(i) }, `c${i}`);
  assert.deepEqual(heard.batches, []);
  draw();
  assert.deepEqual(heard.batches.map(batch => batch.map(event => event.seq)), [['1', '2', '3']]);
});

test('a hidden page gives its connection back and resumes at its cursor', () => {
  const { opened } = browser();
  follow(listener().on);
  opened[0].say('e', {}, 'c=7&x');
  document.hidden = true;
  document.changed();
  assert.equal(opened[0].readyState, 2);
  document.hidden = false;
  document.changed();
  assert.equal(opened[1].url, '/events?after=c%3D7%26x');
});

test('a lost connection is said, and so is a gap', () => {
  const { opened } = browser();
  const { heard, on } = listener();
  follow(on);
  opened[0].onopen();
  opened[0].say('gap', { node: 'n1', missed: 4 }, 'c1');
  opened[0].onerror();
  assert.deepEqual(heard.states, ['connecting', 'live', 'lost']);
  assert.deepEqual(heard.gaps, [{ node: 'n1', missed: 4 }]);
});

test('a node that could not be observed does not look like one that is down', () => {
  assert.equal(statusOf({ status: 'alive', reachable: false }), 'unobserved');
  assert.equal(statusOf({ status: 'unknown', reachable: true }), 'unobserved');
  assert.equal(statusOf({ status: 'dead', reachable: false }), 'dead');
  assert.ok(isAway({ status: 'suspect', reachable: true }));
  assert.ok(!isAway({ status: 'alive', reachable: true }));
});
