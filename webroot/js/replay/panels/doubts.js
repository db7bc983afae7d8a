// Who thinks what of whom where the nodes are many: not all beliefs, but those that differ from the usual.

import { html } from '../../html.js';
import { byName } from '../../identity.js';
import { count } from '../../format.js';
import { NodeName, Table } from '../../panels/parts.js';
import { entries, get } from '../../run/trie.js';
import { missedAt, since } from '../key-history.js';
import { cursor, events, index, roster, state, watched } from '../session.js';
import { moment } from '../wording.js';
import { changedAt } from './views.js';

const known = new WeakMap();

/** The names of those that a view calls suspect, and of those that it calls dead. */
function doubtsOf(view) {
  if (!known.has(view)) {
    const all = [...entries(view)].sort(([a], [b]) => byName(a, b));
    known.set(view, ['suspect', 'dead'].map(status => all.filter(([, belief]) => belief.status === status).map(([name]) => name)));
  }
  return known.get(view);
}

/** A row for each node that does not believe all others alive, or of which that is not known. */
export function Doubts() {
  const told = roster.value.filter(isTold);
  const rows = told.map(rowOf).filter(Boolean);
  const sure = told.length - rows.length;
  return html`
    <p class="told">${sure === 0 ? 'None' : sure} of ${count(roster.value.length, 'node')} believe${sure === 1 ? 's' : ''} all others alive.</p>
    ${sure < roster.value.length && html`<${Table} label="Who does not believe all others alive" columns=${['Believes', 'suspect', 'down']} rows=${rows}
      unobserved=${roster.value.filter(node => !told.includes(node)).map(untold)} />`}`;
}

/** Not if what it believed before was forgotten where what it said was missed. */
function isTold(node) {
  const seen = get(state.value.nodes, node);
  return !seen?.believed && !(watched.value && seen?.up && seen.view.size === 0);
}

function untold(node) {
  return { cells: [html`<${NodeName} node=${node} />`], since: since(events.value, missedAt(index.value, node, cursor.value)) };
}

function rowOf(node) {
  const seen = get(state.value.nodes, node);
  const name = () => html`<${NodeName} node=${node} />`;
  if (!seen?.up) return [name(), 'is down and believes nothing', ''];
  const doubts = doubtsOf(seen.view);
  const named = other => (changedAt(node, other) === undefined ? other : `${other} since ${moment(changedAt(node, other))}`);
  return doubts.some(others => others.length > 0) && [name(), ...doubts.map(others => others.map(named).join(', '))];
}
