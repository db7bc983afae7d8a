// Who thinks what of whom at the cursor: a row for each node, as its own gossip has it.

import { html } from '../../html.js';
import { duration, incarnation } from '../../format.js';
import { byName } from '../../identity.js';
import { entries, get } from '../../run/trie.js';
import { NodeName, Panel, Scroll, Status, Table } from '../../panels/parts.js';
import { cursor, events, here, index, roster, state } from '../session.js';
import { countBelow } from '../steps.js';
import { moment } from '../wording.js';

/** With more members a row says only of whom a node believes anything but that it is alive. */
const MOST_COLUMNS = 16;
const UNHEARD = { status: 'alive', incarnation: '0' };

export function Views() {
  return html`
    <${Panel} id="views" title="Views" lead="Each row is what one node believes. Where a column disagrees, the news is still on its way.">
      ${roster.value.length > MOST_COLUMNS ? html`<${Doubts} />` : html`<${Scroll} label="Who believes what of whom"><table class="views">
        <caption class="unseen">Each row is one node’s beliefs</caption>
        <thead><tr><th scope="col">Believes</th>${roster.value.map(node => html`<th scope="col"><${NodeName} node=${node} /></th>`)}</tr></thead>
        <tbody>${roster.value.map(node => html`<${Row} key=${node} node=${node} />`)}</tbody>
      </table><//>`}
    <//>`;
}

const known = new WeakMap();

/** The names of those that a view calls suspect, and of those that it calls dead. */
function doubtsOf(view) {
  if (!known.has(view)) {
    const all = [...entries(view)].sort(([a], [b]) => byName(a, b));
    known.set(view, ['suspect', 'dead'].map(status => all.filter(([, belief]) => belief.status === status).map(([name]) => name)));
  }
  return known.get(view);
}

function Doubts() {
  const rowOf = node => {
    const seen = get(state.value.nodes, node);
    if (!seen?.up) return ['–', 'is down and believes nothing', ''];
    const [suspects, dead] = doubtsOf(seen.view);
    const named = other => (since(node, other) === undefined ? other : `${other} since ${moment(since(node, other))}`);
    return [roster.value.length - suspects.length - dead.length, ...[suspects, dead].map(others => others.map(named).join(', '))];
  };
  const isTold = node => !get(state.value.nodes, node)?.believed;
  return html`<${Table} label="Of whom each node believes that it is not alive" columns=${['Believes', 'alive', 'suspect', 'down']}
    rows=${roster.value.filter(isTold).map(node => [html`<${NodeName} node=${node} />`, ...rowOf(node)])}
    unobserved=${roster.value.filter(node => !isTold(node)).map(node => [html`<${NodeName} node=${node} />`])} />`;
}

function Row({ node }) {
  const seen = get(state.value.nodes, node);
  if (seen?.believed) return html`<tr class="unobserved"><th scope="row"><${NodeName} node=${node} /></th><td colspan=${roster.value.length}><${Status} status="unobserved" /></td></tr>`;
  if (!seen?.up) return html`<tr class="unobserved"><th scope="row"><${NodeName} node=${node} /></th><td colspan=${roster.value.length}>is down and believes nothing</td></tr>`;
  return html`
    <tr><th scope="row"><${NodeName} node=${node} /></th>
      ${roster.value.map(of => html`<${Cell} key=${of} belief=${get(seen.view, of) ?? UNHEARD} self=${of === node} at=${since(node, of)} />`)}</tr>`;
}

function Cell({ belief, self, at }) {
  return html`
    <td class=${`belief ${belief.status} ${self ? 'self' : ''}`}><${Status} status=${belief.status} terse=${roster.value.length > 8} />
      <span class="facts">inc. ${incarnation(belief.incarnation)}${at === undefined ? '' : html`<br />since ${moment(at)},<br />for ${duration((here.value.at - at) / 1000)}`}</span></td>`;
}

/** When a belief last changed, up to the cursor; undefined if it never has. */
function since(node, of) {
  const lines = index.value.byView.get(`${node} ${of}`) ?? [];
  return events.value[lines[countBelow(lines, cursor.value) - 1]]?.at;
}
