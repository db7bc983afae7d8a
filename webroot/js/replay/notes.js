// A scenario's narration, as notes in the log.

import { countBelow } from './steps.js';

/** The lines of the notes, up to a cursor, since the last time that a step number went down or another scenario began. */
export function latestRun(events, notes, cursor) {
  const end = countBelow(notes, cursor);
  let first = Math.max(0, end - 1);
  while (first > 0 && isOneRun(events[notes[first - 1]], events[notes[first]])) first -= 1;
  return notes.slice(first, end);
}

function isOneRun(before, after) {
  return before.scenario === after.scenario && before.step <= after.step;
}
