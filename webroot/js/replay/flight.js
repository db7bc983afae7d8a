// Which messages are under way at a moment.

import { linesBy } from './steps.js';

/** No message that is longer on its way than this is looked for, in microseconds. */
const LONGEST = 5_000_000;
export const MOST = 300;

/** Sent before the cursor, and neither arrived nor lost by then; the youngest first. */
export function underWay(events, index, cursor) {
  if (cursor === 0) return [];
  const oldest = linesBy(events, events[cursor - 1].at - LONGEST);
  const flying = [];
  for (let line = cursor - 1; line >= oldest && flying.length < MOST; line--) {
    if (events[line].kind !== 'msg.send') continue;
    const message = index.messages.get(events[line].m);
    if (message.sent === line && (message.ended === null || message.ended >= cursor)) flying.push(message);
  }
  return flying;
}
