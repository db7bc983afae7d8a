// A scenario's narration, as notes in the log.

/** The notes since the last time a step number went down, or another scenario began. */
export function latestRun(notes) {
  let first = notes.length - 1;
  while (first > 0 && notes[first - 1].scenario === notes[first].scenario && notes[first - 1].step <= notes[first].step) first -= 1;
  return notes.slice(Math.max(0, first));
}
