// A run in virtual time that is shown while it is played: its log grows, until it ends.

import { GrowingLog } from './growing-log.js';
import { begin, cursor, events, failure, grown, toEnd } from './session.js';
import { checkRun, readLog } from '../run/log-file.js';

/** Lines that came within it are shown together. */
const TOGETHER_MILLIS = 400;

/**
 * Shows what has come, and adds what `pieces`, a reader of text, brings. Completes when that is over, at the run's end unless somebody has
 * gone elsewhere meanwhile; fails if it is no run.
 */
export async function showRunning(pieces, begun, name) {
  let text = begun;
  const take = () => {
    const end = text.lastIndexOf('\n') + 1;
    const lines = readLog(text.slice(0, end));
    text = text.slice(end);
    return lines;
  };
  const [header, ...first] = take();
  checkRun([header]);
  const log = new GrowingLog(header, Infinity);
  const add = lines => {
    const isAtEnd = cursor.value === events.value.length;
    log.append(lines);
    grown(log, 0);
    if (isAtEnd) toEnd();
  };
  log.append(first);
  begin(log, name);
  for (let due = performance.now() + TOGETHER_MILLIS, over = false; !over;) {
    const { value = '', done } = await pieces.read();
    text += value;
    over = done;
    if (log.events !== events.value) return; // Somebody has opened something else.
    if (!over && performance.now() < due) continue;
    add(take());
    due = performance.now() + TOGETHER_MILLIS;
  }
  if (text !== '') failure.value = { message: `${name} ends within a line`, hint: 'the server has stopped playing it; what came before is shown' };
  checkRun(log.events);
}
