// What one event could have known, and who could have known of it: Lamport's happened-before ("Time, Clocks, and the Ordering of
// Events", 1978) over the log's lanes. A lane's own lines follow each other; a message's delivery follows its sending, an operation
// its client's request, and what a client is told the operation's end.

import { laneOf } from './log-index.js';
import { countBelow } from './steps.js';

/** Where clients are not known to have asked anything: see `askingOf`. */
export const NOBODY = Object.freeze({ causes: new Map(), askers: new Map() });

/**
 * The causal past and future of `line`, as lane → bound: a lane's lines up to `past.get(lane)` led to it, those from
 * `future.get(lane)` on can know of it, and whatever lies between is concurrent with it.
 */
export function conesOf(events, index, line, asking = NOBODY) {
  return { line, past: pastOf(events, index, line, asking), future: futureOf(events, index, line, asking) };
}

/**
 * What whoever has this lane could know before a cursor, as cones without a future: its last line by then, and what led to it. Where
 * messages are not observed that is its own lines, and no others.
 */
export function knowledgeOf(events, index, lane, cursor, asking = NOBODY, areMessagesObserved = true) {
  const own = index.byLane.get(lane) ?? [];
  const last = own[countBelow(own, cursor) - 1];
  const past = last === undefined ? new Map() : areMessagesObserved ? pastOf(events, index, last, asking) : new Map([[lane, last]]);
  return { line: null, past, future: new Map() };
}

/** 'self', 'past', 'future' or 'concurrent': what the line `other` is to the line whose cones these are. */
export function relationOf(cones, events, other) {
  if (other === cones.line) return 'self';
  const lane = laneOf(events[other]);
  if ((cones.past.get(lane) ?? -1) >= other) return 'past';
  return (cones.future.get(lane) ?? Infinity) <= other ? 'future' : 'concurrent';
}

/** The line that led to this one from another lane: a message's sending to its delivery, a client's request to its operation, an operation's end to the answer. */
export function causeOf({ kind, m }, line, index, asking) {
  return kind === 'msg.deliver' ? index.messages.get(m)?.sent : asking.causes.get(line);
}

function pastOf(events, index, line, asking) {
  const bounds = new Map([[laneOf(events[line]), line]]);
  for (let i = line; i >= 0; i--) {
    const cause = causeOf(events[i], i, index, asking);
    if (cause === undefined || i > (bounds.get(laneOf(events[i])) ?? -1)) continue;
    const lane = laneOf(events[cause]);
    if (cause > (bounds.get(lane) ?? -1)) bounds.set(lane, cause);
  }
  return bounds;
}

/** Copies of a message are each a delivery of their own. */
function futureOf(events, index, line, asking) {
  const bounds = new Map([[laneOf(events[line]), line]]);
  for (let i = line; i < events.length; i++) {
    const cause = causeOf(events[i], i, index, asking);
    const lane = cause === undefined ? '' : laneOf(events[i]);
    if (cause === undefined || i >= (bounds.get(lane) ?? Infinity)) continue;
    if (cause >= (bounds.get(laneOf(events[cause])) ?? Infinity)) bounds.set(lane, i);
  }
  return bounds;
}
