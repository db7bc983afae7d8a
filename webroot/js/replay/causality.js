// What one event could have known, and who could have known of it: Lamport's happened-before ("Time, Clocks, and the Ordering of
// Events", 1978) over the log's lanes. A lane's own lines follow each other; a message's delivery follows its sending.

import { laneOf } from './log-index.js';

/**
 * The causal past and future of `line`, as lane → bound: a lane's lines up to `past.get(lane)` led to it, those from
 * `future.get(lane)` on can know of it, and whatever lies between is concurrent with it.
 */
export function conesOf(events, index, line) {
  return { line, past: pastOf(events, index, line), future: futureOf(events, index, line) };
}

/** 'self', 'past', 'future' or 'concurrent': what the line `other` is to the line whose cones these are. */
export function relationOf(cones, events, other) {
  if (other === cones.line) return 'self';
  const lane = laneOf(events[other]);
  if ((cones.past.get(lane) ?? -1) >= other) return 'past';
  return (cones.future.get(lane) ?? Infinity) <= other ? 'future' : 'concurrent';
}

function pastOf(events, index, line) {
  const bounds = new Map([[laneOf(events[line]), line]]);
  for (let i = line; i >= 0; i--) {
    const event = events[i];
    if (event.kind !== 'msg.deliver' || i > (bounds.get(event.to) ?? -1)) continue;
    const sent = index.messages.get(event.m)?.sent ?? -1;
    if (sent > (bounds.get(event.from) ?? -1)) bounds.set(event.from, sent);
  }
  return bounds;
}

/** Copies of a message are each a delivery of their own. */
function futureOf(events, index, line) {
  const bounds = new Map([[laneOf(events[line]), line]]);
  for (let i = line; i < events.length; i++) {
    const event = events[i];
    if (event.kind !== 'msg.deliver' || i >= (bounds.get(event.to) ?? Infinity)) continue;
    const sent = index.messages.get(event.m)?.sent ?? -1;
    if (sent >= (bounds.get(event.from) ?? Infinity)) bounds.set(event.to, i);
  }
  return bounds;
}
