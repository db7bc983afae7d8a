// What stands where in a log: built in one pass, so that a panel never has to look through all of it. Positions are lines, counted
// from 0; the state "at n lines" has seen the lines before n.

import { BEGINNING, idOf } from '../run/reduce.js';
import { entries, get } from '../run/trie.js';
import { stepOf } from './client-view.js';
import { KEPT_EVERY, stillFlying } from './flight.js';
import { sentence } from './wording.js';

/** Kinds that take something away from the cluster. */
const FAILURES = new Set(['node.crash', 'node.exit', 'node.pause', 'node.wipe', 'fault.begin']);

/** What brings copies together again, and what takes deleted records away. */
const HEALING = /^(hint|repair|tree|trees|reap|record|scrub)\.|^store\.(reap|forget)$/;

/** Lines that say nothing new of the run itself. */
const SILENT = new Set(['checkpoint']);

/** A node that is told of in part again within it is one that has been all the while. */
const AS_ONE_MICROS = 2_000_000;

/** Looks through `events` once; `beginning` is the state before them. */
export function indexOf(events, beginning = BEGINNING) {
  const index = {
    conflicts: [], notes: [], failures: [], changes: [], violations: [], healing: [], told: [], unseen: [], gaps: new Map(), coalesced: new Map(),
    byLane: new Map(), byKey: new Map(), byView: new Map(),
    messages: new Map(), flying: [[]], operations: new Map(), clients: [], spans: [], keys: [],
    lines: 0, begin: events[0]?.at ?? 0, end: 0,
    open: { versions: new Map(), messages: new Map(), spans: new Map(), clients: new Map(), coalesced: new Map(), named: new Set(), beginning },
  };
  for (const [fault] of entries(beginning.faults)) span(index, { what: 'fault', name: fault, text: fault, from: index.begin, line: 0 });
  for (const [name, { observed }] of entries(beginning.nodes)) if (observed === false) lost(index, name, index.begin, 0);
  grow(index, events);
  return index;
}

/** Looks through those that have come since. */
export function grow(index, events) {
  const known = index.keys.length;
  while (index.lines < events.length) {
    add(index, index.open, events[index.lines], index.lines);
    index.lines++;
    if (index.lines % KEPT_EVERY === 0) keepFlying(index, events);
  }
  index.end = events.at(-1)?.at ?? 0;
  if (index.keys.length > known) index.keys.sort((a, b) => (a.bucket === b.bucket ? compare(a.key, b.key) : compare(a.bucket, b.bucket)));
}

/** Where a line happens: a node's name, `client:` and a client's, or '' for the world. A delivery happens where it arrives. */
export function laneOf(event) {
  switch (event.kind) {
    case 'msg.deliver': return event.to;
    case 'msg.send': case 'msg.drop': case 'msg.hold': case 'msg.duplicate': return event.from;
    case 'client.start': case 'client.end': case 'client.gone': return `client:${event.client}`;
    case 'note': return event.node === '*' ? laneOfStep(event) : event.node;
    default: return event.node === '*' ? event.member ?? '' : event.node;
  }
}

function laneOfStep(event) {
  const step = stepOf(event);
  return step ? `client:${step.client}` : '';
}

/** What a page was answered about a disk that it had asked for: nothing has happened. */
export function isObserved({ why }) {
  return why === 'observed';
}

function add(index, open, event, line) {
  const lane = laneOf(event);
  if (lane) listOf(index.byLane, lane).push(line);
  if (event.key !== undefined) {
    const id = idOf(event.bucket, event.key);
    if (event.kind !== 'client.start' && !open.named.has(id)) { // What a client asks for may be refused.
      open.named.add(id);
      index.keys.push({ id, bucket: event.bucket, key: event.key });
    }
    listOf(index.byKey, id).push(line);
  }
  if (FAILURES.has(event.kind)) index.failures.push(line);
  if (HEALING.test(event.kind)) index.healing.push(line);
  if (!SILENT.has(event.kind) && !event.kind.startsWith('msg.') && !isObserved(event)) index.told.push(line);
  if (Object.hasOwn(NOTED, event.kind)) NOTED[event.kind](index, open, event, line);
}

const NOTED = {
  'msg.send': (index, open, event, line) => {
    const message = messageOf(event, line);
    index.messages.set(event.m, message);
    open.messages.delete(event.m);
    open.messages.set(event.m, message);
  },
  'msg.deliver': (index, open, event, line) => end(index, event.m, line, 'delivered'),
  'msg.drop': (index, open, event, line) => end(index, event.m, line, 'lost'),

  'member.view': (index, open, event, line) => {
    index.changes.push(line);
    listOf(index.byView, `${event.node} ${event.member}`).push(line);
  },
  note: (index, open, event, line) => index.notes.push(line),
  'invariant.violated': (index, open, event, line) => index.violations.push(line),
  'store.put': (index, open, event, line) => {
    const id = idOf(event.node, event.bucket, event.key);
    const before = open.versions.get(id) ?? heldBefore(open.beginning, event);
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

  'node.crash': (index, open, event, line) => down(index, event, line, 'down'),
  'node.exit': (index, open, event, line) => down(index, event, line, 'down'),
  'node.stop': (index, open, event, line) => down(index, event, line, 'stopped'),
  'node.start': (index, open, event) => close(index, 'down', event.member, event.at),
  'node.pause': (index, open, event, line) =>
    index.spans.push({ what: 'pause', name: event.member, text: `${event.member} stands still`, from: event.at, until: event.until, line }),
  'fault.begin': (index, open, event, line) =>
    span(index, { what: 'fault', name: event.fault, text: event.fault, from: event.at, until: event.until || undefined, line }),
  'fault.end': (index, open, event) => close(index, 'fault', event.fault, event.at),

  'watch.lost': (index, open, event, line) => {
    index.unseen.push(line);
    lost(index, event.member, event.at, line);
  },
  'watch.heard': (index, open, event) => close(index, 'lost', event.member, event.at),
  'watch.gap': (index, open, event, line) => {
    index.unseen.push(line);
    listOf(index.gaps, event.member).push(line);
    index.spans.push({ what: 'gap', name: event.member, text: sentence(event), from: event.since, until: event.at, line });
  },
  'events.coalesced': (index, open, event, line) => {
    listOf(index.coalesced, event.node).push(line);
    const before = open.coalesced.get(event.node);
    if (before && event.at - before.until < AS_ONE_MICROS) {
      before.until = event.at;
      return;
    }
    const begun = { what: 'gap', name: event.node, text: `${event.node} says too much: of most keys only how much`, from: event.at, until: event.at, line };
    open.coalesced.set(event.node, begun);
    index.unseen.push(line);
    index.spans.push(begun);
  },
};

function messageOf({ m, from, to, request, answer: isAnswer = false, bucket, key }, sent) {
  return { m, from, to, request, isAnswer, bucket, key, sent, ended: null, how: 'under way' };
}

/** What is under way for too long is not looked at again. */
function keepFlying(index, events) {
  const flying = stillFlying(events, index.open.messages.values(), index.lines);
  index.flying.push(flying);
  index.open.messages = new Map(flying.map(message => [message.m, message]));
}

/** The first end counts: a second copy may arrive long after. */
function end(index, m, line, how) {
  const message = index.messages.get(m);
  index.open.messages.delete(m);
  if (message?.ended === null) Object.assign(message, { ended: line, how });
}

function answer(index, open, event, line) {
  const asked = open.clients.get(event.client);
  if (asked) asked.end = { ...event, line };
  open.clients.delete(event.client);
}

function down(index, event, line, what) {
  span(index, { what: 'down', name: event.member, text: `${event.member} is ${what}`, from: event.at, line });
}

function lost(index, name, from, line) {
  span(index, { what: 'lost', name, text: `${name} was not observed`, from, line });
}

/** Begins one that lasts until it is closed, or else to the end. One of the same name is over then. */
function span(index, begun) {
  close(index, begun.what, begun.name, begun.from);
  const lasting = { ...begun, until: begun.until ?? Number.POSITIVE_INFINITY };
  index.spans.push(lasting);
  index.open.spans.set(`${begun.what} ${begun.name}`, lasting);
}

function close(index, what, name, at) {
  const lasting = index.open.spans.get(`${what} ${name}`);
  if (lasting) lasting.until = Math.min(lasting.until, at);
  index.open.spans.delete(`${what} ${name}`);
}

function heldBefore({ nodes }, { node, bucket, key }) {
  const holder = get(nodes, node);
  return (holder && get(holder.records, idOf(bucket, key)))?.record.versions.length ?? 0;
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
