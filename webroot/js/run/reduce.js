// What a log of events amounts to. `reduce` is a pure fold: the same lines give the same state, and no state is ever changed, so any
// of them can be kept and shown again. docs/events.md says what each kind means; one that is not listed here changes nothing.

import { isTold } from './coalesced.js';
import { EMPTY, entries, get, remove, set } from './trie.js';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * A node of which nothing is known. `up` says that its process runs, `serving` that it said it takes requests; where a cluster was
 * watched, `observed` whether it answers.
 */
const UNHEARD = Object.freeze({
  up: false, serving: false, start: '0', pausedUntil: 0,
  records: EMPTY, hints: EMPTY, view: EMPTY, operations: EMPTY,
});

/** Before the first line. `lines` counts those that were folded; `at` is the run's own time in microseconds. */
export const BEGINNING = Object.freeze({
  lines: 0, at: 0, header: null, nodes: EMPTY, faults: EMPTY, clients: EMPTY, violations: Object.freeze([]), nextEnd: NEVER,
});

/** The state after one line more. */
export function reduce(state, event) {
  const now = ended({ ...state, lines: state.lines + 1, at: event.at ?? state.at });
  return Object.hasOwn(REACTIONS, event.kind) ? REACTIONS[event.kind](now, event) : now;
}

/** A record's name among all records of all buckets, and a hint's among all hints. */
export function idOf(...names) {
  return JSON.stringify(names);
}

const REACTIONS = {
  'run.header': (state, event) => ({
    ...state, header: event, nodes: event.roster.reduce((nodes, name) => set(nodes, name, get(nodes, name) ?? UNHEARD), state.nodes),
  }),
  'invariant.violated': (state, event) => ({ ...state, violations: [...state.violations, event] }),

  'node.start': (state, event) => change(state, event.member, node => begun(node, event.memberStart)),
  'node.crash': gone,
  'node.exit': gone,
  'node.stop': gone,
  'node.pause': (state, event) => ({
    ...change(state, event.member, node => ({ ...node, pausedUntil: event.until })), nextEnd: Math.min(state.nextEnd, event.until),
  }),
  'node.wipe': (state, event) => change(state, event.member, node => ({ ...node, records: EMPTY, hints: EMPTY })),
  'node.up': (state, event) => change({ ...state, header: state.header ?? event }, event.node, node =>
    ({ ...(node.start === event.start ? node : begun(node, event.start)), serving: true })),
  'node.down': (state, event) => change(state, event.node, node => ({ ...node, serving: false })),
  'member.view': (state, event) => change(state, event.node, node => ({
    ...node, view: set(node.view, event.member, { status: event.status, incarnation: event.incarnation }),
  })),

  'store.put': (state, event) => change(state, event.node, node => withRecord(node, event)),
  'store.forget': (state, event) => change(state, event.node, node => withRecord(node, event)),
  'store.reap': (state, event) => change(state, event.node, node => withoutRecord(node, event)),
  'record.quarantined': (state, event) =>
    event.earlier ? state : change(state, event.node, node => withoutRecord(node, event)),
  'disk.record': (state, event) => change(state, event.member, node => withRecord(node, event)),

  'hint.store': (state, event) => change(state, event.node, node => withHint(node, event)),
  'hint.shorten': (state, event) => change(state, event.node, node => withHint(node, event)),
  'hint.replay': withoutHint,
  'hint.reroute': withoutHint,
  'hint.drop': withoutHint,
  'disk.hint': (state, event) => change(state, event.member, node => withHint(node, event)),

  'fault.begin': (state, event) => ({
    ...state, faults: set(state.faults, event.fault, event.until ?? 0), nextEnd: Math.min(state.nextEnd, event.until ?? NEVER),
  }),
  'fault.end': (state, event) => ({ ...state, faults: remove(state.faults, event.fault) }),

  'watch.heard': (state, event) => change(state, event.member, node =>
    ({ ...(node.start === event.memberStart ? node : begun(node, event.memberStart)), up: true, serving: true, observed: true })),
  'watch.lost': (state, event) => change(state, event.member, node => ({ ...node, observed: false })),
  'watch.gap': (state, event) => change(state, event.member, ({ up, serving, start, observed }) => ({ ...UNHEARD, up, serving, start, observed })),
  'events.coalesced': (state, { node: name, parts }) => change(state, name, node => ({
    ...node, records: toldOf(node.records, parts), hints: toldOf(node.hints, parts), operations: toldOf(node.operations, parts),
  })),
  'watch.view': (state, event) => change(state, event.member, node => ({
    ...node, view: Object.entries(event.beliefs).reduce((view, [of, belief]) => set(view, of, belief), node.view),
  })),

  'client.start': (state, event) => ({ ...state, clients: set(state.clients, event.client, event) }),
  'client.end': (state, event) => ({ ...state, clients: remove(state.clients, event.client) }),
  'client.gone': (state, event) => ({ ...state, clients: remove(state.clients, event.client) }),

  'op.start': (state, event) => change(state, event.node, node => ({
    ...node, operations: set(node.operations, event.op, { start: event, replies: [] }),
  })),
  'op.reply': (state, event) => change(state, event.node, node => {
    const open = get(node.operations, event.op);
    return open ? { ...node, operations: set(node.operations, event.op, { ...open, replies: [...open.replies, event] }) } : node;
  }),
  'op.end': (state, event) => change(state, event.node, node => ({ ...node, operations: remove(node.operations, event.op) })),
};

function change(state, name, changed) {
  const node = get(state.nodes, name) ?? UNHEARD;
  return { ...state, nodes: set(state.nodes, name, changed(node)) };
}

/** A new process knows what is on its disk, and nothing else. */
function begun(node, start) {
  return { ...UNHEARD, up: true, start, records: node.records, hints: node.hints };
}

function gone(state, event) {
  return change(state, event.member, node => ({ ...UNHEARD, start: node.start, records: node.records, hints: node.hints }));
}

/** What is about keys of which all was told. */
function toldOf(all, parts) {
  let told = all;
  for (const [name, one] of entries(all)) {
    const { bucket, key } = one.start ?? one;
    if (!isTold(bucket, key, parts)) told = remove(told, name);
  }
  return told;
}

function withRecord(node, { bucket, key, record }) {
  const id = idOf(bucket, key);
  return { ...node, records: isNothing(record) ? remove(node.records, id) : set(node.records, id, { bucket, key, record }) };
}

function withoutRecord(node, { bucket, key }) {
  return { ...node, records: remove(node.records, idOf(bucket, key)) };
}

function withHint(node, { target, bucket, key, record }) {
  const id = idOf(target, bucket, key);
  return { ...node, hints: isNothing(record) ? remove(node.hints, id) : set(node.hints, id, { target, bucket, key, record }) };
}

function withoutHint(state, { node: name, target, bucket, key }) {
  return change(state, name, node => ({ ...node, hints: remove(node.hints, idOf(target, bucket, key)) }));
}

/** Neither a version nor the memory of one: what a replica holds of a key that it has never seen. */
export function isNothing({ context, versions }) {
  return versions.length === 0 && context.dots.length === 0 && Object.keys(context.clock).length === 0;
}

/** What was to last until some time, and has. Nobody says that it is over. */
function ended(state) {
  if (state.at < state.nextEnd) return state;
  let { nodes, faults } = state;
  let nextEnd = NEVER;
  for (const [name, node] of entries(nodes)) {
    if (node.pausedUntil > state.at) nextEnd = Math.min(nextEnd, node.pausedUntil);
    else if (node.pausedUntil > 0) nodes = set(nodes, name, { ...node, pausedUntil: 0 });
  }
  for (const [fault, until] of entries(faults)) {
    if (until > state.at) nextEnd = Math.min(nextEnd, until);
    else if (until > 0) faults = remove(faults, fault);
  }
  return { ...state, nodes, faults, nextEnd };
}
