import { test } from 'node:test';
import assert from 'node:assert/strict';
import { follow, passedOver } from '../../../webroot/js/feed.js';

/**
 * Stands in for the browser and its server: `pages` are the lines that are there, page by page; records which addresses were asked, and
 * lets a test speak as the stream.
 */
function browser(...pages) {
  const opened = [];
  const asked = [];
  globalThis.document = { hidden: false, addEventListener: (name, react) => { globalThis.document.changed = react; }, removeEventListener: () => {} };
  globalThis.fetch = async address => {
    asked.push(address);
    const lines = pages.shift() ?? [];
    return { ok: true, text: async () => lines.map(line => `${JSON.stringify(line)}\n`).join(''), headers: { get: () => `page${asked.length}` } };
  };
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
  return { opened, asked, settled: () => new Promise(done => setTimeout(done, 5)), handedOn: () => new Promise(done => setTimeout(done, 60)) };
}

const said = (node, seq, start = '1') => ({ v: 1, node, start, seq: String(seq), t: Number(seq) });

function listener() {
  const heard = { batches: [], states: [], gaps: [], sources: [] };
  return { heard, on: {
    events: batch => heard.batches.push(batch.map(({ node, start, seq }) => `${node}.${start}.${seq}`)),
    connection: state => heard.states.push(state), gap: gap => heard.gaps.push(gap), source: source => heard.sources.push(source),
  } };
}

test('what is there comes first, then the stream from where it ended, together', async () => {
  const { opened, asked, settled, handedOn } = browser([said('n1', 1), said('n2', 1)], [said('n1', 2)]);
  const { heard, on } = listener();
  follow(on);
  await settled();
  assert.match(asked[0], /^\/events\?once=true&limit=10000&after=$/);
  assert.match(asked[1], /after=page1$/);
  assert.equal(opened[0].url, '/events?after=page3');
  opened[0].say('e', said('n1', 3), 'c3');
  opened[0].say('e', said('n1', 4), 'c4');
  assert.deepEqual(heard.batches, []);
  await handedOn();
  assert.deepEqual(heard.batches, [['n1.1.1', 'n2.1.1', 'n1.1.2', 'n1.1.3', 'n1.1.4']]);
  assert.deepEqual(heard.gaps, []);
});

test('a hidden page gives its connection back and resumes at its cursor, without a gap and nothing twice', async () => {
  const { opened, asked, settled, handedOn } = browser([said('n1', 1)], [], [], [said('n1', 2), said('n1', 3)], [], [said('n1', 3)]);
  const { heard, on } = listener();
  follow(on);
  await settled();
  opened[0].say('e', said('n1', 2), 'c=7&x');
  document.hidden = true;
  document.changed();
  assert.equal(opened[0].readyState, 2);
  document.hidden = false;
  document.changed();
  await settled();
  assert.match(asked[3], /after=c%3D7%26x$/);
  opened[1].say('e', said('n1', 4), 'c9');
  await handedOn();
  assert.deepEqual(heard.batches.flat(), ['n1.1.1', 'n1.1.2', 'n1.1.3', 'n1.1.4']);
  assert.deepEqual(heard.gaps, []);
});

test('a lost connection is said, and a gap just before the event behind it', async () => {
  const { opened, settled, handedOn } = browser([said('n1', 1)]);
  const { heard, on } = listener();
  follow(on);
  await settled();
  opened[0].say('hello', {}, 'c0');
  opened[0].say('e', said('n1', 6), 'c1');
  opened[0].onerror();
  opened[0].say('e', said('n1', 1, '2'), 'c2');
  await handedOn();
  assert.deepEqual(heard.states, ['connecting', 'live', 'lost']);
  assert.deepEqual(heard.batches, [['n1.1.1'], ['n1.1.6'], ['n1.2.1']]);
  assert.deepEqual(heard.gaps, [{ node: 'n1', missed: 4, t: 6 }, { node: 'n1', missed: null, t: 1 }]);
});

test('an event of an earlier start, or seen before, is passed over', () => {
  const seen = new Map();
  const results = [said('n1', 7), said('n1', 7), said('n1', 6), said('n1', 8), said('n1', 1, '2'), said('n1', 9), said('n1', 3, '2'), said('n2', 4)]
    .map(event => passedOver(seen, event));
  assert.deepEqual(results, [0, undefined, undefined, 0, null, undefined, 1, 0]);
  const coalesced = (seq, first) => passedOver(seen, { ...said('n2', seq), first: String(first) });
  assert.deepEqual([coalesced(9, 5), coalesced(30, 12), coalesced(40, 20), coalesced(40, 31)], [0, 2, 0, undefined], 'a line that stands for several counts for all of them');
});

test('all pages share one stream, and one that takes nothing is let go', async () => {
  const { opened } = browser();
  await import('../../../webroot/js/feed-worker.js');
  const page = () => {
    const sent = [];
    const port = { sent, postMessage: message => sent.push(message), flat: () => sent.flat().map(([name]) => name) };
    globalThis.onconnect({ ports: [port] });
    return port;
  };
  const say = port => (...message) => port.onmessage({ data: message });
  const batch = () => new Promise(done => setTimeout(done, 60));
  const [quick, stalled] = [page(), page()];
  say(quick)('join', 'here');
  say(stalled)('join', 'elsewhere');
  assert.deepEqual(opened.map(({ url }) => url), ['/events?after=here']);
  opened[0].say('hello', {}, 'c0');
  opened[0].say('source', { node: 'n3', reachable: false }, 'c0');
  await batch();
  const late = page();
  say(late)('join', '');
  assert.deepEqual(late.flat(), ['live', 'source']);
  for (let i = 0; i < 120; i++) {
    opened[0].say('e', said('n1', i), `c${i}`);
    say(page())('join', ''); // hands the batch on at once
    say(quick)('taken');
  }
  assert.equal(quick.flat().filter(name => name === 'e').length, 120);
  assert.deepEqual([stalled.flat().at(-1), stalled.sent.length < 110], ['lagging', true]);
  say(quick)('look', '3');
  const other = page();
  say(other)('join', '');
  say(other)('look', '5');
  say(other)('look', '5');
  say(page())('join', '', '3');
  assert.deepEqual(opened.slice(1).map(({ url }) => url), ['/events?after=c119&parts=8', '/events?after=c119&parts=40']);
  assert.deepEqual(opened.map(({ readyState }) => readyState), [2, 2, 1], 'there is one stream, for the parts of the keys that any page looks at');
});

test('where the worker cannot be fetched a page has a stream of its own, and asks for the worker the next time', async () => {
  const { opened, settled, handedOn } = browser([said('n1', 1)], [], [], [], []);
  const workers = [];
  globalThis.SharedWorker = class {
    constructor() {
      workers.push(this);
      this.port = { postMessage: message => { (this.told ??= []).push(message[0]); } };
    }
  };
  const { heard, on } = listener();
  const end = follow(on);
  await settled();
  workers[0].onerror();
  await settled();
  opened[0].say('e', said('n1', 2), 'c2');
  await handedOn();
  globalThis.document.hidden = true;
  globalThis.document.changed();
  globalThis.document.hidden = false;
  globalThis.document.changed();
  await settled();
  assert.equal(workers.length, 2);
  workers[1].port.onmessage({ data: [['live'], ['e', JSON.stringify(said('n1', 3)), 'c3']] });
  await handedOn();
  assert.deepEqual(heard.batches.flat(), ['n1.1.1', 'n1.1.2', 'n1.1.3']);
  assert.equal(heard.states.at(-1), 'live');
  assert.deepEqual(workers[1].told, ['join', 'taken']);
  end();
  delete globalThis.SharedWorker;
});
