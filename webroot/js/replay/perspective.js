// What one node could know at a moment: its own disk, its own beliefs, what it has sent and nobody has answered yet. Of all else
// it has only been told, or nothing at all; and what it could not observe is not shown as if it were away. What a client could know
// is in client-view.js; of the nodes' state it is nothing.

import { EMPTY, entries, get, set } from '../run/trie.js';

const UNTOLD = Object.freeze({ status: 'alive', incarnation: '0' });

/**
 * The state as that node knows it. The others have neither records nor hints nor views; `believed` is what it believes of each, and
 * `up` follows from that. Who is down believes nothing, and a client, who is no node, is told nothing.
 */
export function seenBy(state, name) {
  const self = get(state.nodes, name);
  let nodes = EMPTY;
  for (const [other, node] of entries(state.nodes)) {
    nodes = set(nodes, other, other === name ? node : asBelieved(self?.up ? get(self.view, other) ?? UNTOLD : null));
  }
  return { ...state, nodes, faults: EMPTY };
}

/**
 * The state of a cluster that was watched, as far as it could be observed: whoever does not answer is not observed, which is not the
 * same as down; what it told last is still there.
 */
export function observed(state) {
  let { nodes } = state;
  for (const [name, node] of entries(nodes)) if (!node.observed) nodes = set(nodes, name, { ...node, up: false, serving: false, believed: 'unobserved' });
  return nodes === state.nodes ? state : { ...state, nodes };
}

function asBelieved(belief) {
  return {
    up: belief?.status === 'alive', serving: belief?.status === 'alive', start: '0', pausedUntil: 0,
    records: EMPTY, hints: EMPTY, view: EMPTY, operations: EMPTY, believed: belief?.status ?? 'unobserved',
  };
}

/** Of the lines of a key those that this node took part in; all of them for nobody in particular. */
export function linesOf(events, lines, name) {
  return name === '' ? lines : lines.filter(line => events[line].node === name || events[line].member === name);
}
