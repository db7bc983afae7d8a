// Puts a fault into a run's scenario at moments all over it, as the page does. Prints one JSON object a line: the cursor in lines, until
// which microsecond the page says that nothing is different, and the changed text.
//
//   node src/test/js/branch-oracle.mjs LOG MOMENTS

import { readFileSync } from 'node:fs';
import { FAULTS, USUAL, nodesFor, wordsOf } from '../../../webroot/js/replay/faults.js';
import { downBefore, placeAt, stepAt, withLine } from '../../../webroot/js/replay/script.js';
import { readLog } from '../../../webroot/js/run/log-file.js';

const [file, moments] = process.argv.slice(2);
const events = readLog(readFileSync(file, 'utf8'));
const [{ script, roster }] = events;
const told = events.flatMap((event, line) => (event.kind === 'note' ? [line + 1] : []));

for (let i = 0; i < Number(moments); i++) {
  const spread = Math.floor(((i + 0.5) / moments) * told.length);
  // In turn right at the end of a step, and somewhere before the next one's.
  const cursor = i % 2 ? told[spread] : told[spread] + Math.floor(((told[spread + 1] ?? events.length) - told[spread]) * 0.4);
  const place = placeAt(script, events, cursor);
  const fault = FAULTS[(i * 5) % FAULTS.length];
  const nodes = nodesFor(fault, roster, downBefore(script, place.line));
  if (nodes.length === 0 || ['wipe', 'restart'].includes(fault.verb)) continue;
  const node = nodes[i % nodes.length];
  const words = wordsOf({ ...USUAL, verb: fault.verb, node, to: roster.find(other => other !== node), side: [node], links: ['all', 'one', 'both'][i % 3] }, roster);
  console.log(JSON.stringify({ cursor, same: place.same, text: withLine(script, place.line, stepAt(place.atMillis, words)) }));
}
