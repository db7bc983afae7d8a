// The state that a log of events amounts to. It depends on the events alone: replaying the same lines gives the same state. Each
// `apply` changes the state it is given, so that a line costs the same after an hour as at the start; everything kept is bounded.

import { mergeVersions } from './clock.js';

export const MAX_EVENTS = 5000;
export const MAX_OPERATIONS = 500;
export const MAX_KEYS = 2000;
export const MAX_NOTES = 200;

export function emptyLog() {
  return {
    applied: 0,
    duplicates: 0,
    missed: 0,
    settings: null,
    nodes: new Map(),
    beliefs: new Map(),
    operations: new Map(),
    keys: new Map(),
    faults: new Set(),
    notes: [],
    events: [],
  };
}

/** Applies one event; one that was applied before changes nothing. */
export function apply(log, event) {
  if (!isNext(log, event)) {
    log.duplicates += 1;
    return log;
  }
  log.applied += 1;
  keep(log.events, event, MAX_EVENTS);
  if (Object.hasOwn(REACTIONS, event.kind)) REACTIONS[event.kind](log, event);
  return log;
}

export function replay(events) {
  return events.reduce(apply, emptyLog());
}

/** The key's name among all keys of all buckets. */
export function keyId(bucket, key) {
  return JSON.stringify([bucket, key]);
}

/** The versions that live on, over all replicas and hints that were seen. */
export function versionsOf(entry) {
  return mergeVersions([...entry.replicas.values(), ...entry.hints.values()].map(copy => copy.record));
}

/** Keys with more than one version, the one that changed last first. */
export function conflicts(log) {
  return [...log.keys.values()]
    .map(entry => ({ bucket: entry.bucket, key: entry.key, at: entry.at, versions: versionsOf(entry), siblings: entry.siblings }))
    .filter(entry => entry.versions.length > 1 || (entry.versions.length === 0 && entry.siblings > 1))
    .sort((a, b) => b.at - a.at);
}

/** How many hints each node is known to hold, by target. */
export function hintsHeld(log) {
  const held = new Map();
  for (const entry of log.keys.values()) {
    for (const { holder, target } of entry.hints.values()) {
      if (!held.has(holder)) held.set(holder, new Map());
      held.get(holder).set(target, (held.get(holder).get(target) ?? 0) + 1);
    }
  }
  return held;
}

function isNext(log, event) {
  const node = nodeOf(log, event.node);
  const start = BigInt(event.start);
  const seq = BigInt(event.seq);
  if (start < node.start || (start === node.start && seq <= node.seq)) return false;
  if (start === node.start && node.seq > 0n) log.missed += Number(seq - node.seq - 1n);
  node.start = start;
  node.seq = seq;
  node.at = event.t;
  return true;
}

function nodeOf(log, name) {
  if (!log.nodes.has(name)) log.nodes.set(name, { node: name, start: 0n, seq: 0n, at: 0, up: true });
  return log.nodes.get(name);
}

const REACTIONS = {
  'node.up'(log, event) {
    log.nodes.get(event.node).up = true;
    log.settings = { roster: event.roster, partitions: event.partitions, n: event.n, r: event.r, w: event.w };
  },
  'node.down'(log, event) {
    log.nodes.get(event.node).up = false;
  },
  'member.view'(log, event) {
    if (!log.beliefs.has(event.node)) log.beliefs.set(event.node, new Map());
    log.beliefs.get(event.node).set(event.member, event);
  },
  'op.start'(log, event) {
    log.operations.set(opId(event), { ...event, coordinator: event.node, replies: [], end: null });
    trim(log.operations, MAX_OPERATIONS);
  },
  'op.reply'(log, event) {
    log.operations.get(opId(event))?.replies.push(event);
  },
  'op.end'(log, event) {
    const operation = log.operations.get(opId(event));
    if (operation) operation.end = event;
    if (event.outcome === 'ok' || event.siblings > 1) entryOf(log, event).siblings = event.siblings;
  },
  'store.put'(log, event) {
    entryOf(log, event).replicas.set(event.node, { node: event.node, record: event.record, cause: event.cause, at: event.t });
  },
  'hint.store'(log, event) {
    const hint = { holder: event.node, target: event.target, record: event.record, at: event.t };
    entryOf(log, event).hints.set(hintId(event), hint);
  },
  'hint.replay'(log, event) {
    entryOf(log, event).hints.delete(hintId(event));
  },
  'hint.reroute'(log, event) {
    entryOf(log, event).hints.delete(hintId(event));
  },
  'hint.drop'(log, event) {
    entryOf(log, event).hints.delete(hintId(event));
  },
  'fault.begin'(log, event) {
    log.faults.add(event.fault);
  },
  'fault.end'(log, event) {
    log.faults.delete(event.fault);
  },
  note(log, event) {
    keep(log.notes, event, MAX_NOTES);
  },
};

function entryOf(log, event) {
  const id = keyId(event.bucket, event.key);
  const entry = log.keys.get(id)
    ?? { bucket: event.bucket, key: event.key, replicas: new Map(), hints: new Map(), siblings: 0, at: 0 };
  entry.at = Math.max(entry.at, event.t);
  log.keys.delete(id);
  log.keys.set(id, entry);
  trim(log.keys, MAX_KEYS);
  return entry;
}

function hintId(event) {
  return `${event.node}>${event.target}`;
}

function opId(event) {
  return `${event.node} ${event.start} ${event.op}`;
}

function keep(list, item, limit) {
  list.push(item);
  if (list.length > limit * 1.25) list.splice(0, list.length - limit);
}

function trim(map, limit) {
  while (map.size > limit) map.delete(map.keys().next().value);
}
