// From one interesting line to the next. Lists are of lines, in order.

/** How many of the sorted `lines` are below `bound`. */
export function countBelow(lines, bound) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lines[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The state just after the next of `lines` that the state at `cursor` has not seen; null if there is none. */
export function after(lines, cursor) {
  const line = lines[countBelow(lines, cursor)];
  return line === undefined ? null : line + 1;
}

/** The state just after the last of `lines` before the one that led to `cursor`; null if there is none. */
export function before(lines, cursor) {
  const line = lines[countBelow(lines, cursor - 1) - 1];
  return line === undefined ? null : line + 1;
}

/** How many lines of `events`, which are in order of time, happened by `at`. */
export function linesBy(events, at) {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle].at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
