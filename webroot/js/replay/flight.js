// Which messages are under way at a moment.

/** No message that is longer on its way than this is looked for, in microseconds. */
const LONGEST = 5_000_000;
export const MOST = 300;

/** After each so many lines a list of what is under way is kept, so that nobody looks further back. */
export const KEPT_EVERY = 500;

/** Sent before the cursor, and neither arrived nor lost by then; the youngest first. */
export function underWay(events, index, cursor) {
  if (cursor === 0) return [];
  const kept = Math.floor(cursor / KEPT_EVERY);
  const flying = [];
  const look = message => {
    if (index.messages.get(message.m) === message && (message.ended === null || message.ended >= cursor) && isYoung(events, message, cursor)) flying.push(message);
  };
  for (let line = cursor - 1; line >= kept * KEPT_EVERY; line--) {
    const message = events[line].kind === 'msg.send' && index.messages.get(events[line].m);
    if (message.sent === line) look(message);
  }
  [...index.flying[kept]].reverse().forEach(look);
  return flying.slice(0, MOST);
}

/** Of messages that are under way after so many lines, those that may be looked for. */
export function stillFlying(events, messages, cursor) {
  return [...messages].filter(message => isYoung(events, message, cursor));
}

function isYoung(events, { sent }, cursor) {
  return events[sent].at > events[cursor - 1].at - LONGEST;
}
