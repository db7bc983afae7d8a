// What a client could know: what it has asked, what it was told, and how old that is. Of nodes, copies and hints it is told nothing.

import { idOf } from '../run/reduce.js';
import { parseKey } from '../format.js';

/** A step of a scenario, done by a client of a name: `put cart [] via n1 as ada over seen → stored as n3:1, clock {n3:1}`. */
const STEP = /^(\w+ (\S+).* via \S+ as (\S+).*) → (.*)$/s;

/** The clients of a log by name, each with its requests: { line, bucket, key, asks, end }, `end` being { line, at, ok, says } or null. */
export function clientsOf(events, index) {
  const clients = new Map();
  const add = (name, request) => clients.set(name, [...clients.get(name) ?? [], request]);
  for (const { client, line, says, bucket, key, end } of index.clients) {
    add(client, { line, bucket, key, asks: says, end: end && { line: end.line, at: end.at, ok: end.outcome === 'ok', says: end.says ?? 'it has gone' } });
  }
  events.forEach(({ kind, text, ok, at }, line) => {
    const step = kind === 'note' && STEP.exec(text);
    if (step) add(step[3], { line, ...parseKey(step[2]), asks: step[1], end: { line, at, ok, says: step[4] } });
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
