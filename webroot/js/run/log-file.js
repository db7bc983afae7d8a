// A recorded log as text: one JSON object a line.

export const SCHEMA = 1;

/** The events in their order. Throws, with the number of the line, if this is no log or one of a schema that is not known here. */
export function readLog(text) {
  const events = [];
  text.split('\n').forEach((line, i) => {
    if (line !== '') events.push(read(line, i + 1));
  });
  return events;
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
