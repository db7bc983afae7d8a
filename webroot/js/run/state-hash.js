// A state of the reducer as the JSON that the simulator makes of its cluster (`io.ringside.sim.ClusterState`), and the hash of it. What
// only one side can know is left out: which operations a coordinator has open, whether a node serves, what was violated.

import { hashOf } from './canonical.js';
import { entries } from './trie.js';

/** Keys are untrusted text, so no object here has a prototype. */
export function stateJson(state) {
  return {
    nodes: named(state.nodes, nodeJson),
    faults: named(state.faults, until => until),
    clients: named(state.clients, ({ verb, bucket, key, via }) => ({ verb, bucket, key, via })),
  };
}

export function stateHash(state) {
  return hashOf(stateJson(state));
}

function nodeJson({ up, start, pausedUntil, records, hints, view }) {
  return {
    up, start, pausedUntil,
    records: nested(records, ({ bucket, key }) => [bucket, key]),
    hints: nested(hints, ({ target, bucket, key }) => [target, bucket, key]),
    view: named(view, belief => belief),
  };
}

function named(map, json) {
  const all = Object.create(null);
  for (const [name, value] of entries(map)) all[name] = json(value);
  return all;
}

/** Objects within objects, by the names on the way to each record. */
function nested(map, path) {
  const all = Object.create(null);
  for (const [, entry] of entries(map)) {
    const names = path(entry);
    const last = names.pop();
    names.reduce((within, name) => (within[name] ??= Object.create(null)), all)[last] = entry.record;
  }
  return all;
}
