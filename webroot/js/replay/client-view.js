// What a client could know: what it has asked, what it was told, and how old that is. Of nodes, copies and hints it is told nothing.

import { parseKey } from '../format.js';
import { idOf } from '../run/reduce.js';

/** A step of a scenario that a client of a name does: `put cart [] via n1 as ada over seen → stored as n3:1, clock {n3:1}`. */
const STEP = /^((?:get|put|update|delete|resolve) (\S+)(?: .*)?? via (\S+)(?: .*)?) → (.*)$/s;
const WHO = / as (\S+)/;

/** What a write of a random run says that its client had seen; a value stands before it, in quotes. */
const OVER = / over (\{[^{}"]*\}), at \S+$/;

/**
 * The clients of a log by name, each with its requests in order: { line, at, asks, via, bucket, key, over, told }. `told` is
 * { line, at, outcome, says }, or null as long as there is no answer. Of a scenario's step only its end is in the log, so `at` is null.
 */
export function clientsOf(events, index) {
  const clients = new Map();
  const add = (name, request) => clients.set(name, [...clients.get(name) ?? [], request]);
  for (const { client, line, at, says, via, bucket, key, end } of index.clients) {
    add(client, { line, at, asks: says, via, bucket, key, over: OVER.exec(says)?.[1] ?? null, told: end && { line: end.line, at: end.at, outcome: end.outcome ?? 'gone', says: end.says ?? 'it waits no longer' } });
  }
  events.forEach(({ kind, text, ok, at }, line) => {
    const [, asks, key, via, says] = (kind === 'note' && STEP.exec(text)) || [];
    const [, name] = WHO.exec(asks?.slice(asks.lastIndexOf(` via ${via}`)) ?? '') ?? [];
    if (name) add(name, { line, at: null, asks, via, ...parseKey(key), over: null, told: { line, at, outcome: ok ? 'ok' : 'failed', says } });
  });
  return new Map([...clients].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}

/** What was asked by a moment, the latest first; what is answered later has no answer yet. */
export function requestsBy(requests, cursor) {
  return requests.filter(({ line }) => line < cursor).map(request => (request.told && request.told.line < cursor ? request : { ...request, told: null })).reverse();
}

/** Of each key the last answer that told something of it, and the context that it wrote over last. */
export function knownBy(requests, cursor) {
  const known = new Map();
  for (const { bucket, key, told, over } of requestsBy(requests, cursor).reverse()) {
    const id = idOf(bucket, key);
    const before = known.get(id) ?? { id, bucket, key, told: null, over: null };
    known.set(id, { ...before, told: told?.outcome === 'ok' ? told : before.told, over: over ?? before.over });
  }
  return [...known.values()];
}
