// Who thinks what of whom at the cursor: a row for each node, as its own gossip has it.

import { effect, html, signal } from '../../html.js';
import { duration, incarnation } from '../../format.js';
import { get } from '../../run/trie.js';
import { NodeName, Panel, Scroll, Status } from '../../panels/parts.js';
import { missedAt, since } from '../key-history.js';
import { fetched } from '../later.js';
import { cursor, events, here, index, roster, state, watched } from '../session.js';
import { countBelow } from '../steps.js';
import { moment } from '../wording.js';

/** With more members only those are named that somebody does not believe alive. */
const MOST_COLUMNS = 16;
const doubts = signal(null);
const areMany = () => roster.value.length > MOST_COLUMNS;
effect(() => { if (areMany()) fetched(() => import('./doubts.js')).then(part => { doubts.value = part; }); });

const UNHEARD = { status: 'alive', incarnation: '0' };
const UNTOLD = { status: 'unobserved', incarnation: '0' };

export function Views() {
  return html`
    <${Panel} id="views" wide title="Views" lead="Each row is what one node believes. Where a column disagrees, the news is still on its way.">
      ${areMany() ? doubts.value && html`<${doubts.value.Doubts} />` : html`<${Scroll} label="Who believes what of whom"><table class="views">
        <caption class="unseen">Each row is one node’s beliefs</caption>
        <thead><tr><th scope="col">Believes</th>${roster.value.map(node => html`<th scope="col"><${NodeName} node=${node} /></th>`)}</tr></thead>
        <tbody>${roster.value.map(node => html`<${Row} key=${node} node=${node} />`)}</tbody>
      </table><//>`}
    <//>`;
}

function Row({ node }) {
  const seen = get(state.value.nodes, node);
  const nothing = why => html`<tr class="unobserved"><th scope="row"><${NodeName} node=${node} /></th><td colspan=${roster.value.length}>${why}</td></tr>`;
  if (seen?.believed) return nothing(html`<${Status} status="unobserved" />`);
  if (!seen?.up) return nothing('is down and believes nothing');
  // What it believed before is forgotten where what it said was missed, until it is asked again.
  if (watched.value && seen.view.size === 0) return nothing(html`<${Status} status="unobserved" /> ${since(events.value, missedAt(index.value, node, cursor.value))}`);
  return html`
    <tr><th scope="row"><${NodeName} node=${node} /></th>
      ${roster.value.map(of => html`<${Cell} key=${of} belief=${get(seen.view, of) ?? (watched.value ? UNTOLD : UNHEARD)} self=${of === node} at=${changedAt(node, of)} />`)}</tr>`;
}

function Cell({ belief, self, at }) {
  return html`
    <td class=${`belief ${belief.status} ${self ? 'self' : ''}`}><${Status} status=${belief.status} terse=${roster.value.length > 8} />
      <span class="facts">inc. ${incarnation(belief.incarnation)}${at === undefined ? '' : html`<br />since ${moment(at)},<br />for ${duration((here.value.at - at) / 1000)}`}</span></td>`;
}

/** When a belief last changed, up to the cursor and as far as it is known; undefined if it never has. */
export function changedAt(node, of) {
  const lines = index.value.byView.get(`${node} ${of}`) ?? [];
  const line = lines[countBelow(lines, cursor.value) - 1];
  return line > missedAt(index.value, node, cursor.value) ? events.value[line].at : undefined;
}
