// The nodes as this page's server sees them; in a demonstration, each can be killed and started again.

import { html, useState } from '../html.js';
import * as api from '../api.js';
import { announce, cluster, highlighted, refreshCluster } from '../state.js';
import { count, duration } from '../format.js';
import { isAway, statusOf } from '../liveness.js';
import { Failure, Glyph, Panel, Status } from './parts.js';

export function Nodes() {
  const overview = cluster.value;
  const [failure, fail] = useState(null);
  return html`
    <${Panel} id="nodes" wide title="Nodes" lead=${overview?.faultsAllowed
      ? 'Kill one: nothing is said to the others, they have to find out. Its writes go to fallbacks, which keep hints until it is back.'
      : 'As this page’s server believes them to be.'}>
      <ul class="nodes">${overview?.nodes.map(node => html`<${Node} key=${node.node} node=${node} allowed=${overview.faultsAllowed} fail=${fail} />`)}</ul>
      <${Failure} failure=${failure} />
    <//>`;
}

function Node({ node, allowed, fail }) {
  const hints = Object.entries(node.hints ?? {});
  const gone = isAway(node);
  return html`
    <li class=${`node ${gone ? 'gone' : ''}`} onMouseEnter=${() => { highlighted.value = node.node; }} onMouseLeave=${() => { highlighted.value = ''; }}>
      <${Glyph} node=${node.node} gone=${gone} />
      <h3>${node.node}</h3>
      <${Status} status=${statusOf(node)} />
      <p class="facts">${facts(node)}</p>
      ${hints.length > 0 && html`<p class="facts hints">${hints.map(([target, number]) => `keeps ${count(Number(number), 'hint')} for ${target}`).join(', ')}</p>`}
      ${allowed && html`<${Switch} node=${node} fail=${fail} />`}
    </li>`;
}

function Switch({ node, fail }) {
  const [busy, setBusy] = useState(false);
  const verb = node.reachable ? 'kill' : 'restart';
  const act = async () => {
    setBusy(true);
    try {
      await api.fault({ [verb]: node.node });
      announce(verb === 'kill' ? `${node.node} was killed; watch the others find out` : `${node.node} is starting again`);
      fail(null);
      await refreshCluster();
    } catch (failure) {
      fail(failure);
    }
    setBusy(false);
  };
  return html`<button type="button" class=${verb} aria-disabled=${busy} onClick=${() => busy || act()}>${verb === 'kill' ? 'Kill' : 'Restart'} <span class="unseen">${node.node}</span></button>`;
}

function facts(node) {
  if (!node.reachable) return node.reason || 'no answer';
  const running = `up ${duration(node.upMillis)}, start ${node.start}`;
  return [node.ready ? running : `not ready: ${node.reason}`, node.amnesiac && 'has lost data it once had'].filter(Boolean).join('; ');
}
