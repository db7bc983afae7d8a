// Folds recorded logs and compares the hash at each checkpoint with the one that the simulator wrote there. Prints one JSON object: for
// each file its checkpoints and the lines at which they are wrong; and for each kind of --without, a reducer that does not know
// it, the file and line at which that is first noticed.
//
//   node src/test/js/run-oracle.mjs [--without KIND,KIND…] FILE…

import { readFileSync } from 'node:fs';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { stateHash } from '../../../webroot/js/run/state-hash.js';

const args = process.argv.slice(2);
const planted = args[0] === '--without' ? args.splice(0, 2)[1].split(',') : [];
const logs = args.map(file => ({ file, events: readLog(readFileSync(file, 'utf8')) }));

/** Each checkpoint that is met on the way, and whether it is right. */
function* checked(events, ignored) {
  let state = BEGINNING;
  for (const event of events) {
    if (event.kind === 'checkpoint') {
      yield { line: event.lines, right: state.lines === event.lines && stateHash(state) === event.state };
    }
    state = event.kind === ignored ? { ...state, lines: state.lines + 1 } : reduce(state, event);
  }
}

function noticed(kind) {
  for (const { file, events } of logs) {
    if (!events.some(event => event.kind === kind)) continue;
    for (const { line, right } of checked(events, kind)) if (!right) return `${file}:${line}`;
  }
  return null;
}

console.log(JSON.stringify({
  files: logs.map(({ file, events }) => {
    const all = [...checked(events)];
    return { file, checkpoints: all.length, wrong: all.filter(({ right }) => !right).map(({ line }) => line) };
  }),
  noticed: Object.fromEntries(planted.map(kind => [kind, noticed(kind)])),
}));
