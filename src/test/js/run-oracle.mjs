// Folds recorded logs and compares the hash at each checkpoint with the one that the simulator wrote there. Prints a line of JSON for
// each file. `--without KIND` plants an error: a reducer that does not know this kind.
//
//   node src/test/js/run-oracle.mjs [--without KIND] FILE…

import { readFileSync } from 'node:fs';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { stateHash } from '../../../webroot/js/run/state-hash.js';

const args = process.argv.slice(2);
const planted = args[0] === '--without' ? args.splice(0, 2)[1] : null;

for (const file of args) {
  const events = readLog(readFileSync(file, 'utf8'));
  const kinds = {};
  const wrong = [];
  let checkpoints = 0;
  let state = BEGINNING;
  for (const event of events) {
    kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
    if (event.kind === 'checkpoint') {
      checkpoints += 1;
      if (stateHash(state) !== event.state || state.lines !== event.lines) wrong.push(event.lines);
    }
    state = event.kind === planted ? { ...state, lines: state.lines + 1 } : reduce(state, event);
  }
  console.log(JSON.stringify({ file, lines: events.length, checkpoints, wrong, kinds }));
}
