// Who thinks what of whom: a row is one node's own table of members. "Not observed" is ours, never a verdict of the cluster.

import { html } from '../html.js';
import { members } from '../state.js';
import { duration, incarnation } from '../format.js';
import { statusOf } from '../liveness.js';
import { byName } from '../identity.js';
import { NodeName, Panel, Scroll, Status } from './parts.js';

const ROOMY = 6;

export function Views() {
  const views = members.value;
  const nodes = views ? [...views.nodes].sort(byName) : [];
  return html`
    <${Panel} id="views" title="Views" lead="Each row is what one node believes of the others, spread by gossip: since when, and in which incarnation (start.refutations).">
      ${views ? html`
        <${Scroll} label="Who thinks what of whom">
          <table class=${`views ${nodes.length > ROOMY ? 'terse' : ''}`}>
            <caption class="unseen">Rows believe, columns are believed</caption>
            <thead><tr><td></td>${nodes.map(node => html`<th scope="col"><${NodeName} node=${node} /></th>`)}</tr></thead>
            <tbody>${nodes.map(node => html`<${Row} key=${node} node=${node} nodes=${nodes} view=${views.views[node]} />`)}</tbody>
          </table>
        <//>
        <p class="legend"><${Status} status="alive" /> <${Status} status="suspect" /> <${Status} status="dead" /> <${Status} status="unobserved" /></p>`
        : html`<p class="empty">Asking everybody…</p>`}
    <//>`;
}

function Row({ node, nodes, view }) {
  if (!view?.reachable) {
    return html`
      <tr class="unobserved"><th scope="row"><${NodeName} node=${node} /></th>
        <td colspan=${nodes.length}><${Status} status="unobserved" /> <span class="facts">${view?.reason ?? ''}</span></td></tr>`;
  }
  return html`
    <tr><th scope="row"><${NodeName} node=${node} /></th>
      ${nodes.map(of => html`<${Cell} key=${of} belief=${view.beliefs[of]} self=${of === node} terse=${nodes.length > ROOMY} />`)}</tr>`;
}

function Cell({ belief, self, terse }) {
  if (!belief) return html`<td class="belief"><${Status} status="unobserved" terse=${terse} /></td>`;
  return html`
    <td class=${`belief ${belief.status} ${self ? 'self' : ''}`}>
      <${Status} status=${statusOf({ status: belief.status, reachable: true })} terse=${terse} />
      <span class="facts">${self ? 'itself' : `for ${duration(belief.sinceMillis)}`}${!terse && html`<br />inc. ${incarnation(belief.incarnation)}`}</span>
    </td>`;
}
