// What the healing panel says of recorded logs, held against brute force and against what the logs say themselves. Prints one JSON
// object: for each file how much there was to compare, and what is wrong, in words.
//
//   node src/test/js/healing-oracle.mjs FILE…

import { readFileSync } from 'node:fs';
import { descentAt } from '../../../webroot/js/replay/descent.js';
import { divergenceAt, divergencesOf } from '../../../webroot/js/replay/divergence.js';
import { HINTS, tally } from '../../../webroot/js/replay/healing.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { hintsOf } from '../../../webroot/js/replay/key-history.js';
import { copiesOf, ownersBy } from '../../../webroot/js/replay/series.js';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';

/** Kinds by which hints come and go without their keeper's saying so. */
const UNSAID = new Set(['disk.hint', 'node.wipe', 'hint.shorten']);

function check(file) {
  const events = readLog(readFileSync(file, 'utf8'));
  const wrong = [];
  return { file, differences: divergence(events, wrong), ...descents(events, wrong), hints: hints(events, wrong), wrong };
}

/** At each line, as many keys differ as the states say; and some do. */
function divergence(events, wrong) {
  const differences = divergencesOf(events);
  const ownersOf = ownersBy(events[0]);
  let state = BEGINNING;
  for (const event of events) {
    const before = state.nodes;
    state = reduce(state, event);
    if (state.nodes === before) continue;
    const expected = copiesOf(state, ownersOf).apart;
    const { open } = divergenceAt(differences, state.lines);
    if (open.length !== expected) wrong.push(`after line ${state.lines} ${open.length} keys differ, and not ${expected}`);
  }
  return differences.length;
}

/** Of each tree that was settled, the keys that were looked at again are those that were found, in as many leaves. */
function descents(events, wrong) {
  const told = [...events.keys()].filter(line => events[line].kind === 'tree.differ');
  const settled = told.map(line => descentAt(events, line, events.length)).filter(({ merged }) => merged);
  if (settled.length !== events.filter(({ kind }) => kind === 'tree.merge').length) wrong.push('not each tree that was settled has its descent');
  const leavesOf = keys => new Set(keys.map(({ leaf }) => leaf)).size;
  for (const { told: { node, peer, partition, leaves, keys: count }, merged, keys, asked } of settled) {
    const where = `${node} beside ${peer} in partition ${partition}`;
    if (asked.CompareRoots !== 1 || asked.ShowDigests < 1 || asked.ShowEntries < 1) wrong.push(`${where}: no way down`);
    if (keys.length > count || leavesOf(keys) > leaves) wrong.push(`${where}: more keys or leaves than differ`);
    if (keys.filter(({ mended }) => mended.length > 0).length < merged.repaired) wrong.push(`${where}: more was mended than is shown`);
  }
  const exact = settled.filter(({ told: { keys: count, leaves }, keys }) => keys.length === count && leavesOf(keys) === leaves);
  return { descents: told.length, settled: settled.length, exact: exact.length };
}

/** As long as nothing happens to a disk: what was created is delivered, rerouted, outdated or still kept. */
function hints(events, wrong) {
  const { healing } = indexOf(events);
  const column = title => HINTS.findIndex(([of]) => of === title);
  const name = ({ node, target }) => `${node} for ${target}`;
  let state = BEGINNING;
  let compared = 0;
  for (const [line, event] of events.entries()) {
    if (UNSAID.has(event.kind)) break;
    state = reduce(state, event);
    if (!event.kind.startsWith('hint.')) continue;
    const kept = new Map(hintsOf(state, events[0].roster).map(row => [name(row), row.count]));
    for (const [who, row] of tally(events, healing.filter(at => at <= line), HINTS, name)) {
      compared++;
      const ended = ['delivered', 'rerouted', 'outdated'].reduce((sum, title) => sum + row[column(title)], 0);
      if (row[column('created')] !== ended + (kept.get(who) ?? 0)) wrong.push(`after line ${line} the hints of ${who} do not add up`);
    }
  }
  return compared;
}

console.log(JSON.stringify(process.argv.slice(2).map(check)));
