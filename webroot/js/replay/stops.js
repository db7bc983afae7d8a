// Where a lesson stops.

/** Where each step of a lesson stops in a log, as the line; −1 from the first on that is not found. */
export function stopsOf(lesson, events) {
  let from = 0;
  return lesson.steps.map(step => {
    const line = from < 0 ? -1 : events.findIndex((event, i) => i >= from && step.at(event));
    const last = line < 0 ? -1 : lastOfFault(events, line);
    from = last < 0 ? -1 : last + 1;
    return last;
  });
}

/** A cut between groups is told link by link, at one moment. */
function lastOfFault(events, line) {
  const { kind, at } = events[line];
  let last = line;
  while (kind.startsWith('fault.') && events[last + 1]?.kind === kind && events[last + 1].at === at) last++;
  return last;
}
