// One stream of events for all pages of a browser: it has only six connections for an origin. A page joins and leaves, and says of
// each batch that it has taken it; one that takes none is told that it lags, and forgotten.

import { openStream, partsOf } from './event-stream.js';

const BATCH_MILLIS = 50;

/** Batches that wait for a page. */
const MOST_WAITING = 100;

/** Page → { waiting, part }: batches that it has not taken yet, and which part of the keys it looks at, or none. */
const pages = new Map();

/** What the stream told last of nodes that are silent, and of itself. */
const silent = new Map();
let status = ['connecting'];

let stream = null;
let batch = [];
let timer = 0;

const ACTS = {
  join(page, cursor, part = '') {
    flush();
    const before = parts();
    pages.set(page, { waiting: 0, part });
    if (!stream) stream = openStream(cursor, tell, parts);
    else if (parts() !== before) stream.reopen();
    page.postMessage([status, ...silent.values()]);
  },
  taken(page) {
    if (pages.has(page)) pages.get(page).waiting--;
  },
  look(page, part = '') {
    if (!pages.has(page)) return;
    const before = parts();
    pages.get(page).part = part;
    if (parts() !== before) stream.reopen();
  },
  leave(page) {
    pages.delete(page);
    if (pages.size > 0 || !stream) return;
    stream.close();
    stream = null;
    status = ['connecting'];
    silent.clear();
  },
};

globalThis.onconnect = ({ ports: [page] }) => {
  page.onmessage = ({ data: [act, ...given] }) => ACTS[act](page, ...given);
};

/** What any page looks at, as the bits of a number. */
function parts() {
  return partsOf([...pages.values()].map(({ part }) => part));
}

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
  for (const [page, known] of pages) {
    if (known.waiting < MOST_WAITING) {
      known.waiting++;
      page.postMessage(batch);
    } else {
      page.postMessage([['lagging']]);
      ACTS.leave(page);
    }
  }
  batch = [];
}
