// What a client could know: what it has asked, what it was told, and how old that is. Of nodes, copies and hints it is told nothing.

import { idOf } from '../run/reduce.js';
import { parseKey } from '../format.js';

/** A word of a step: what it has in quotes may be anything. */
const WORD = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g;

/**
 * What a step that a client of a name did says of it: { client, bucket, key, asks, says }; null of any other line. Such a step is
 * `put cart [] via n1 as ada over seen → stored as n3:1, clock {n3:1}`.
 */
export function stepOf({ kind, text }) {
  const words = kind === 'note' ? [...text.matchAll(WORD)] : [];
  const end = words.findIndex(([word]) => word === '→');
  const via = words.findIndex(([word], i) => i > 1 && i + 2 < end && word === 'via' && words[i + 2][0] === 'as');
  if (via < 0 || end === words.length - 1) return null;
  const { index } = words[end];
  return { client: words[via + 3][0], ...parseKey(plain(words[1][0])), asks: text.slice(0, index).trim(), says: text.slice(index + 2) };
}

function plain(word) {
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word;
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
