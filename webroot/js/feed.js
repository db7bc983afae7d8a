// The event log as it comes over the wire: first what is there, in pages, merged by time; then server-sent events, handed on
// together. Each event is handed on once; what was missed is known from the numbers of its node.

import { openStream, partsOf } from './event-stream.js';

const RETRY_MILLIS = 2000;
const PAGE_LINES = 10_000;

/** What comes within it is handed on together. No frame is waited for: a page that is covered by another has none. */
const TOGETHER_MILLIS = 30;

/**
 * Follows the log from the beginning of what the server keeps. `on` has: `events(list)`, `connection(status)` with 'connecting',
 * 'live' or 'lost', `gap({ node, missed, t })` before the event of time `t` behind it, `missed` being null after a restart, when nobody knows;
 * `source({ node, reachable, ageMillis })`. Hidden pages ask for nothing, and go on where they were when they are seen again. Returns
 * what ends it.
 */
export function follow(on) {
  const feed = { on, cursor: '', waiting: [], timer: 0, seen: new Map(), turn: 0, leave: () => {} };
  const changed = () => {
    stop(feed);
    if (!document.hidden) connect(feed);
  };
  document.addEventListener('visibilitychange', changed);
  on.connection('connecting');
  connect(feed);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    stop(feed);
  };
}

/**
 * What comes while pages are read waits for its turn. They are read again once the stream is there: other pages may have moved it on
 * since this one's cursor.
 */
async function connect(feed) {
  const turn = feed.turn += 1;
  const early = [];
  let take = message => early.push(message);
  try {
    await catchUp(feed, turn);
    if (turn !== feed.turn) return;
    feed.leave = await join(feed.cursor, message => turn === feed.turn && take(message));
    if (turn === feed.turn) await catchUp(feed, turn);
    else feed.leave();
  } catch {
    if (turn !== feed.turn) return;
    stop(feed);
    feed.on.connection('lost');
    setTimeout(() => document.hidden || turn + 1 !== feed.turn || connect(feed), RETRY_MILLIS);
    return;
  }
  take = message => receive(feed, message);
  early.forEach(take);
}

function stop(feed) {
  feed.turn += 1;
  feed.leave();
  feed.leave = () => {};
}

async function catchUp(feed, turn) {
  for (;;) {
    const answer = await fetch(`/events?${new URLSearchParams({ once: true, limit: PAGE_LINES, after: feed.cursor })}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    const lines = (await answer.text()).split('\n').filter(Boolean);
    if (turn !== feed.turn) return;
    feed.cursor = answer.headers.get('X-Cursor');
    lines.forEach(line => wait(feed, ['e', line]));
    if (lines.length === 0) return;
  }
}

let worker = null;

/** Which part of the keys this page looks at, and what tells it to the stream. */
let part = '';
let tellPart = () => {};

/** From now on all is told of the keys of this part, however much there is. */
export function lookAt(chosen) {
  part = chosen;
  tellPart();
}

/** The stream that all pages share, where the browser can; else one of its own. Completes with what leaves it. */
function join(cursor, take) {
  if (!globalThis.SharedWorker) return ownStream(cursor, take);
  worker ??= new SharedWorker(new URL('./feed-worker.js', import.meta.url), { type: 'module' });
  return new Promise(joined => {
    worker.onerror = () => {
      worker = null; // The next one may come.
      joined(ownStream(cursor, take));
    };
    worker.port.onmessage = ({ data }) => {
      worker.port.postMessage(['taken']);
      worker.onerror = null;
      data.forEach(take);
      joined(() => worker.port.postMessage(['leave']));
    };
    worker.port.postMessage(['join', cursor, part]);
    tellPart = () => worker.port.postMessage(['look', part]);
  });
}

function ownStream(cursor, take) {
  const { close, reopen } = openStream(cursor, take, () => partsOf([part]));
  tellPart = reopen;
  return () => {
    tellPart = () => {};
    close();
  };
}

function receive(feed, message) {
  const [name, , cursor] = message;
  if (cursor) feed.cursor = cursor;
  if (name === 'lagging') {
    stop(feed);
    connect(feed);
  } else {
    wait(feed, message);
  }
}

function wait(feed, message) {
  feed.waiting.push(message);
  feed.timer ||= setTimeout(() => flush(feed), TOGETHER_MILLIS);
}

function flush(feed) {
  const { on, seen } = feed;
  const messages = feed.waiting;
  feed.waiting = [];
  feed.timer = 0;
  let events = [];
  const handOn = () => {
    if (events.length > 0) on.events(events);
    events = [];
  };
  for (const [name, data] of messages) {
    if (name === 'e') {
      const event = JSON.parse(data);
      const missed = passedOver(seen, event);
      if (missed === undefined) continue;
      if (missed !== 0) {
        handOn();
        on.gap({ node: event.node, missed, t: event.t });
      }
      events.push(event);
    } else {
      handOn();
      if (name === 'source') on.source(JSON.parse(data));
      else on.connection(name);
    }
  }
  handOn();
}

/** How many events of its node came before this one, or the `first` that it stands for, and were not seen: null if nobody knows, undefined if it was seen itself. */
export function passedOver(seen, { node, start, seq, first = seq }) {
  const last = seen.get(node);
  const now = { start: BigInt(start), seq: BigInt(seq) };
  if (last && (now.start < last.start || (now.start === last.start && now.seq <= last.seq))) return undefined;
  seen.set(node, now);
  if (!last) return 0;
  return now.start === last.start ? Math.max(0, Number(BigInt(first) - last.seq - 1n)) : null;
}
