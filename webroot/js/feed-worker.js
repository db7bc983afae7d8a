// One stream of events for all pages of a browser: it has only six connections for an origin. A page joins and leaves, and says of
// each batch that it has taken it; one that takes none is told that it lags, and forgotten.

import { openStream } from './event-stream.js';

const BATCH_MILLIS = 50;

/** Batches that wait for a page. */
const MOST_WAITING = 100;

/** Page → batches that it has not taken yet. */
const pages = new Map();

/** What the stream told last of nodes that are silent, and of itself. */
const silent = new Map();
let status = ['connecting'];

let close = null;
let batch = [];
let timer = 0;

const ACTS = {
  join(page, cursor) {
    flush();
    pages.set(page, 0);
    close ??= openStream(cursor, tell);
    page.postMessage([status, ...silent.values()]);
  },
  taken(page) {
    if (pages.has(page)) pages.set(page, pages.get(page) - 1);
  },
  leave(page) {
    pages.delete(page);
    if (pages.size > 0 || !close) return;
    close();
    close = null;
    status = ['connecting'];
    silent.clear();
  },
};

globalThis.onconnect = ({ ports: [page] }) => {
  page.onmessage = ({ data: [act, given] }) => ACTS[act](page, given);
};

function tell(message) {
  const [name, data] = message;
  if (name === 'live' || name === 'lost') {
    status = [name];
    silent.clear();
  } else if (name === 'source') {
    const { node, reachable } = JSON.parse(data);
    if (reachable) silent.delete(node);
    else silent.set(node, message);
  }
  batch.push(message);
  timer ||= setTimeout(flush, BATCH_MILLIS);
}

function flush() {
  clearTimeout(timer);
  timer = 0;
  if (batch.length === 0) return;
  for (const [page, waiting] of pages) {
    if (waiting < MOST_WAITING) {
      pages.set(page, waiting + 1);
      page.postMessage(batch);
    } else {
      page.postMessage([['lagging']]);
      ACTS.leave(page);
    }
  }
  batch = [];
}
