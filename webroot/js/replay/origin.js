// How siblings arose: the operations that wrote them, when they were first stored, what was broken meanwhile, and where they met.

import { opId } from './log-index.js';

/** How far the clocks of nodes of one cluster are apart, as far as this looks. */
const CLOCKS_MILLIS = 100;

/** Why a page knows of a version that nobody was seen to write. */
const THERE_BEFORE = new Set(['observed', 'kept']);

/** What a node or link can suffer from. That something was not observed says nothing of how versions arose. */
const BROKEN = new Set(['fault', 'down', 'pause']);

/**
 * The lines that tell it of the living versions, oldest first. Of a version that was there before anybody watched nothing is known but
 * who had it; and what was broken counts only between two births that are known.
 *
 * @param lines those of the key that the viewer can know
 * @param isAllKnown whether the viewer knows what was broken
 */
export function originOf(events, index, lines, versions, cursor, isAllKnown = true) {
  const living = versions.filter(({ alive }) => alive);
  if (living.length < 2) return [];
  const births = living.map(({ dot, line }) => ({ line: lines.find(at => at < cursor && events[at].dot === dot) ?? line, dot }));
  const origin = new Set(births.map(({ line }) => line));
  const known = births.map(({ line }) => line).filter(line => !THERE_BEFORE.has(events[line].why)).sort((a, b) => a - b);
  for (const line of writesOf(events, index, lines, known)) {
    origin.add(line);
    known.push(line);
  }
  const [first, last] = [Math.min(...known), Math.max(...known)];
  if (isAllKnown && births.every(({ line }) => known.includes(line))) {
    for (const span of index.spans) if (BROKEN.has(span.what) && span.line < last && span.until > events[first].at) origin.add(span.line);
  }
  const met = lines.find(line => line < cursor && events[line].kind === 'store.put'
    && events[line].record.versions.filter(({ dot }) => living.some(one => one.dot === dot)).length > 1);
  if (met !== undefined) origin.add(met);
  return [...origin].sort((a, b) => a - b);
}

/**
 * The operation that each birth belongs to: one that was told by that node that it had minted. Two at one node are told in their order.
 * Lines of several real nodes stand as they came and as their clocks have it, so one that led to another may stand behind it.
 */
function writesOf(events, index, lines, births) {
  const isWatched = Boolean(events[0]?.watched);
  const isBefore = (a, b) => (isWatched ? events[a].t - events[b].t <= CLOCKS_MILLIS : a < b);
  const writes = lines.filter(line => events[line].kind === 'op.start' && events[line].verb !== 'get')
    .map(line => index.operations.get(opId(events[line]))).filter(Boolean);
  const taken = new Set();
  for (const birth of births) {
    const open = writes.filter(write => isBefore(write.line, birth) && !taken.has(write));
    const isTold = ({ replies }) => replies.some(({ outcome, from, line }) => outcome === 'minted' && from === events[birth].node && isBefore(birth, line));
    const write = open.find(isTold) ?? open.find(({ replies }) => !replies.some(({ outcome }) => outcome === 'minted'));
    if (write) taken.add(write);
  }
  return [...taken].map(({ line }) => line);
}

/** Faults that began at one moment are one: { line, more }, `more` being how many others a line stands for. */
export function together(events, lines) {
  const told = [];
  for (const line of lines) {
    const last = told.at(-1);
    const isMore = last && events[line].kind === 'fault.begin' && events[last.line].kind === 'fault.begin' && events[line].at === events[last.line].at;
    if (isMore) last.more++;
    else told.push({ line, more: 0 });
  }
  return told;
}
