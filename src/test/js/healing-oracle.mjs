// What the healing panel says of recorded logs, held against brute force and against what the logs say themselves. Prints one JSON
// object: for each file how much there was to compare, and what is wrong, in words.
//
//   node src/test/js/healing-oracle.mjs FILE…

import { readFileSync } from 'node:fs';
import { descentAt, descentsOf } from '../../../webroot/js/replay/descent.js';
import { differencesOf, divergenceAt } from '../../../webroot/js/replay/divergence.js';
import { hintsBy } from '../../../webroot/js/replay/healing.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { copiesOf, ownersBy } from '../../../webroot/js/replay/series.js';
import { readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';

/** Kinds by which hints come and go without their keeper's saying so. */
const UNSAID = new Set(['disk.hint', 'node.wipe', 'hint.shorten']);

function check(file) {
  const events = readLog(readFileSync(file, 'utf8'));
  const wrong = [];
  const found = { file, events: events.length, differences: divergence(events, wrong), ...descents(events, wrong), hints: hints(events, wrong), wrong };
  return found;
}

/** At each line, as many keys differ as the states say; and some do. */
function divergence(events, wrong) {
  const differences = differencesOf(events);
  const ownersOf = ownersBy(events[0]);
  let state = BEGINNING;
  for (const event of events) {
    const before = state.nodes;
    state = reduce(state, event);
    if (state.nodes === before) continue;
    const expected = copiesOf(state, ownersOf).apart;
    const { open } = divergenceAt(events, differences, state.lines);
    if (open.length !== expected) wrong.push(`after line ${state.lines} ${open.length} keys differ, and not ${expected}`);
  }
  return differences.length;
}

/** Of each tree that was settled, the keys that were looked at again are those that were found, in as many leaves. */
function descents(events, wrong) {
  const all = descentsOf(events);
  const told = events.filter(({ kind }) => kind === 'tree.differ').length;
  if (all.filter(descent => descent.told !== null).length !== told) wrong.push(`not each of ${told} differing trees has its descent`);
  const settled = all.filter(({ merged }) => merged !== null).map(descent => descentAt(events, descent, events.length));
  if (settled.length !== events.filter(({ kind }) => kind === 'tree.merge').length) wrong.push('not each tree that was settled has its descent');
  for (const { node, peer, told: { partition, leaves, keys: count }, merged, keys, roots, digests, entries } of settled) {
    const where = `${node} beside ${peer} in partition ${partition}`;
    if (roots.asked !== 1 || digests.asked < 1 || entries.asked < 1) wrong.push(`${where}: no way down`);
    if (keys.length > count || new Set(keys.map(({ leaf }) => leaf)).size > leaves) wrong.push(`${where}: more keys or leaves than differ`);
    if (keys.filter(({ mended }) => mended.length > 0).length < merged.repaired) wrong.push(`${where}: more was mended than is shown`);
  }
  return { descents: told, exact: settled.filter(({ told: { keys: count, leaves }, keys }) => keys.length === count && new Set(keys.map(({ leaf }) => leaf)).size === leaves).length, settled: settled.length };
}

/** As long as nothing happens to a disk: what was created is delivered, rerouted, outdated or still kept. */
function hints(events, wrong) {
  const { healing } = indexOf(events);
  let state = BEGINNING;
  let compared = 0;
  for (const [line, event] of events.entries()) {
    if (UNSAID.has(event.kind)) break;
    state = reduce(state, event);
    if (!event.kind.startsWith('hint.')) continue;
    for (const { node, target, kept, created, delivered, rerouted, outdated } of hintsBy(events, healing.filter(at => at <= line), state, events[0].roster)) {
      compared++;
      if (created !== kept + delivered + rerouted + outdated) wrong.push(`after line ${line} the hints of ${node} for ${target} do not add up`);
    }
  }
  return compared;
}

console.log(JSON.stringify(process.argv.slice(2).map(check)));
