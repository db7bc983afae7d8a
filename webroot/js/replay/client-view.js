// What a client could know: what it has asked, what it was told, and how old that is. Of nodes, copies and hints it is told nothing.

import { idOf } from '../run/reduce.js';
import { parseKey } from '../format.js';

/** A step of a scenario, done by a client of a name: `put cart [] via n1 as ada over seen → stored as n3:1, clock {n3:1}`. */
const STEP = /^(\w+ (\S+).* via \S+ as (\S+).*) → (.*)$/s;

/** What a step that a client did says of it: { client, bucket, key, asks, says }; null of any other line. */
export function stepOf({ kind, text }) {
  const step = kind === 'note' && STEP.exec(text);
  return step ? { client: step[3], ...parseKey(step[2]), asks: step[1], says: step[4] } : null;
}

/** The clients of a log by name, each with its requests: { line, bucket, key, asks, end }, `end` being { line, at, ok, says } or null. */
export function clientsOf(events, index) {
  const clients = new Map();
  const add = (name, request) => clients.set(name, [...clients.get(name) ?? [], request]);
  for (const { client, line, says, bucket, key, end } of index.clients) {
    add(client, { line, bucket, key, asks: says, end: end && { line: end.line, at: end.at, ok: end.outcome === 'ok', says: end.says ?? 'it has gone' } });
  }
  events.forEach((event, line) => {
    const step = stepOf(event);
    if (step) add(step.client, { line, bucket: step.bucket, key: step.key, asks: step.asks, end: { line, at: event.at, ok: event.ok, says: step.says } });
  });
  return clients;
}

/** What was asked by a moment, the latest first. `holds` marks the last answer that told something of its key. */
export function requestsBy(requests, cursor) {
  const seen = new Set();
  return requests.filter(({ line }) => line < cursor).reverse().map(request => {
    const end = request.end?.line < cursor ? request.end : null;
    const id = idOf(request.bucket, request.key);
    const holds = Boolean(end?.ok) && !seen.has(id);
    if (holds) seen.add(id);
    return { ...request, end, holds };
  });
}
