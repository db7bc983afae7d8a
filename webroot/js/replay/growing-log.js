// A log that grows at its end and is bounded: when it is too long its oldest lines are folded into a state, from which it begins then.

import { idOf } from '../run/reduce.js';
import { EMPTY, entries, set } from '../run/trie.js';
import { Timeline } from '../run/timeline.js';
import { grow, indexOf } from './log-index.js';

/** Lines that are kept at least, and by how many more they are before the oldest go. */
export const KEPT_LINES = 20_000;
export const SLACK_LINES = 5_000;

/** Records and hints that the state before the first line may hold of one node; above, only those that the kept lines speak of. */
export const KEPT_RECORDS = 10_000;

export class GrowingLog {
  /** @param header a line of kind run.header, which stays the first whatever goes */
  constructor(header, keptLines = KEPT_LINES, slackLines = SLACK_LINES) {
    this.keptLines = keptLines;
    this.slackLines = slackLines;
    this.#begin([header]);
  }

  /** Adds lines in O(their number), but for folding, which is so rare that it is no more on average. Returns how many went. */
  append(lines) {
    for (const line of lines) this.events.push(line);
    grow(this.index, this.events);
    const gone = this.events.length - this.keptLines;
    return gone < this.slackLines ? 0 : this.#fold(gone);
  }

  #begin(events, state) {
    this.events = events;
    this.timeline = new Timeline(events, state);
    this.index = indexOf(events, state);
  }

  /** Line `n` is line `n - gone` from now on. */
  #fold(gone) {
    const folded = this.timeline.at(gone + 1);
    const events = [{ ...this.events[0], at: folded.at, t: this.events[gone].t }, ...this.events.slice(gone + 1)];
    const spoken = new Set();
    for (const { bucket, key } of events) if (key !== undefined) spoken.add(idOf(bucket, key));
    let { nodes } = folded;
    for (const [name, node] of entries(nodes)) {
      nodes = set(nodes, name, { ...node, records: bounded(node.records, spoken), hints: bounded(node.hints, spoken) });
    }
    this.#begin(events, { ...folded, nodes, lines: 0 });
    return gone;
  }
}

function bounded(held, spoken) {
  if (held.size <= KEPT_RECORDS) return held;
  let kept = EMPTY;
  for (const [id, one] of entries(held)) if (spoken.has(idOf(one.bucket, one.key))) kept = set(kept, id, one);
  return kept;
}
