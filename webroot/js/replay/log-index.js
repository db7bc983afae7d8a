// What stands where in a log: built in one pass, so that a panel never has to look through all of it. Positions are lines, counted
// from 0; the state "at n lines" has seen the lines before n.

import { idOf } from '../run/reduce.js';

/** Kinds that take something away from the cluster. */
const FAILURES = new Set(['node.crash', 'node.exit', 'node.pause', 'node.wipe', 'fault.begin']);

/** What brings copies together again, and what takes deleted records away. */
const HEALING = /^(hint|repair|tree|trees|reap|record|scrub)\.|^store\.(reap|forget)$/;

/** Lines that say nothing new of the run itself. */
const SILENT = new Set(['checkpoint']);

/** Looks through `events` once. */
export function indexOf(events) {
  const index = {
    conflicts: [], failures: [], changes: [], violations: [], healing: [], told: [],
    byLane: new Map(), byKey: new Map(),
    messages: new Map(), operations: new Map(), clients: [], spans: [], keys: [],
    end: events.at(-1)?.at ?? 0,
  };
  const open = { versions: new Map(), spans: new Map(), clients: new Map() };
  events.forEach((event, line) => add(index, open, event, line));
  for (const span of open.spans.values()) span.until ??= Number.POSITIVE_INFINITY;
  index.keys.sort((a, b) => (a.bucket === b.bucket ? compare(a.key, b.key) : compare(a.bucket, b.bucket)));
  return index;
}

/** Where a line happens: a node's name, `client:` and a client's, or '' for the world. A delivery happens where it arrives. */
export function laneOf(event) {
  switch (event.kind) {
    case 'msg.deliver': return event.to;
    case 'msg.send': case 'msg.drop': case 'msg.hold': case 'msg.duplicate': return event.from;
    case 'client.start': case 'client.end': case 'client.gone': return `client:${event.client}`;
    default: return event.node === '*' ? event.member ?? '' : event.node;
  }
}

function add(index, open, event, line) {
  const lane = laneOf(event);
  if (lane) listOf(index.byLane, lane).push(line);
  if (event.key !== undefined) {
    const id = idOf(event.bucket, event.key);
    if (!index.byKey.has(id)) index.keys.push({ id, bucket: event.bucket, key: event.key });
    listOf(index.byKey, id).push(line);
  }
  if (FAILURES.has(event.kind)) index.failures.push(line);
  if (HEALING.test(event.kind)) index.healing.push(line);
  if (!SILENT.has(event.kind) && !event.kind.startsWith('msg.')) index.told.push(line);
  if (Object.hasOwn(NOTED, event.kind)) NOTED[event.kind](index, open, event, line);
}

const NOTED = {
  'msg.send': (index, open, event, line) => index.messages.set(event.m, { ...messageOf(event), sent: line, ended: null, how: 'under way' }),
  'msg.deliver': (index, open, event, line) => end(index, event.m, line, 'delivered'),
  'msg.drop': (index, open, event, line) => end(index, event.m, line, 'lost'),

  'member.view': (index, open, event, line) => index.changes.push(line),
  'invariant.violated': (index, open, event, line) => index.violations.push(line),
  'store.put': (index, open, event, line) => {
    const id = idOf(event.node, event.bucket, event.key);
    const before = open.versions.get(id) ?? 0;
    open.versions.set(id, event.record.versions.length);
    if (before <= 1 && event.record.versions.length > 1) index.conflicts.push(line);
  },

  'op.start': (index, open, event, line) =>
    index.operations.set(opId(event), { ...event, line, replies: [], end: null }),
  'op.reply': (index, open, event, line) => index.operations.get(opId(event))?.replies.push({ ...event, line }),
  'op.end': (index, open, event, line) => {
    const operation = index.operations.get(opId(event));
    if (operation) operation.end = { ...event, line };
  },

  'client.start': (index, open, event, line) => {
    const asked = { ...event, line, end: null };
    index.clients.push(asked);
    open.clients.set(event.client, asked);
  },
  'client.end': answer,
  'client.gone': answer,

  'node.crash': (index, open, event, line) => down(index, open, event, line, 'down'),
  'node.exit': (index, open, event, line) => down(index, open, event, line, 'down'),
  'node.stop': (index, open, event, line) => down(index, open, event, line, 'stopped'),
  'node.start': (index, open, event) => close(open, `down ${event.member}`, event.at),
  'node.pause': (index, open, event, line) =>
    index.spans.push({ what: 'pause', name: event.member, text: `${event.member} stands still`, from: event.at, until: event.until, line }),
  'fault.begin': (index, open, event, line) => {
    close(open, `fault ${event.fault}`, event.at);
    const span = { what: 'fault', name: event.fault, text: event.fault, from: event.at, until: event.until || null, line };
    index.spans.push(span);
    open.spans.set(`fault ${event.fault}`, span);
  },
  'fault.end': (index, open, event) => close(open, `fault ${event.fault}`, event.at),
};

function messageOf({ m, from, to, request, answer: isAnswer = false, bucket, key }) {
  return { m, from, to, request, isAnswer, bucket, key };
}

/** The first end counts: a second copy may arrive long after. */
function end(index, m, line, how) {
  const message = index.messages.get(m);
  if (message && message.ended === null) Object.assign(message, { ended: line, how });
}

function answer(index, open, event, line) {
  const asked = open.clients.get(event.client);
  if (asked) asked.end = { ...event, line };
  open.clients.delete(event.client);
}

function down(index, open, event, line, what) {
  close(open, `down ${event.member}`, event.at);
  const span = { what: 'down', name: event.member, text: `${event.member} is ${what}`, from: event.at, until: null, line };
  index.spans.push(span);
  open.spans.set(`down ${event.member}`, span);
}

function close(open, name, at) {
  const span = open.spans.get(name);
  if (span) span.until = Math.min(span.until ?? at, at);
  open.spans.delete(name);
}

/** One operation of one coordinator's life. */
export function opId(event) {
  return `${event.node} ${event.start} ${event.op}`;
}

function listOf(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
