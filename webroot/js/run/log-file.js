// A recorded log as text: one JSON object a line.

export const SCHEMA = 1;

/** The events in their order. Throws, with the number of the line, if this is no log or one of a schema that is not known here. */
export function readLog(text) {
  const events = [];
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    if (line !== '' && !(i === lines.length - 1 && isCut(text))) events.push(read(line, i + 1));
  });
  return events;
}

/** Whether the last line is a part of one, as after a writer that was killed: it is left out. */
export function isCut(text) {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  if (last === '' || last.length === text.length) return false;
  try {
    JSON.parse(last);
    return false;
  } catch {
    return true;
  }
}

/** Throws, with the number of a line, if these are not the lines of one run in their order. */
export function checkRun(events) {
  const [header] = events;
  if (header?.kind !== 'run.header') throw new SyntaxError('a recorded run begins with a line of kind run.header');
  const isNames = list => Array.isArray(list) && list.length > 0 && list.every(name => typeof name === 'string');
  const isWhole = isNames(header.roster) && (header.owners === undefined || isNames(header.owners)) && [header.n, header.r, header.w].every(Number.isInteger);
  if (!isWhole) throw new SyntaxError('the run.header does not name the nodes, n, r and w');
  let at = 0;
  events.forEach((event, i) => {
    if (i > 0 && event.kind === 'run.header') throw new SyntaxError(`line ${i + 1} begins another run`);
    if (!(event.at >= at)) throw new SyntaxError(`line ${i + 1} ${event.at === undefined ? 'has no time' : 'is earlier than the one before'}`);
    at = event.at;
  });
}

function read(line, number) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    throw new SyntaxError(`line ${number} is no JSON`);
  }
  if (event?.v !== SCHEMA || typeof event.kind !== 'string') throw new SyntaxError(`line ${number} is no event of schema ${SCHEMA}`);
  return event;
}
