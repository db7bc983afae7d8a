// The nodes of a live cluster, at the cursor; where it may be broken, each can be killed and started again.

import { html } from '../../html.js';
import { count } from '../../format.js';
import { Failure, Glyph, Panel, Status } from '../../panels/parts.js';
import { EMPTY, get } from '../../run/trie.js';
import { breakNode, broken, busy, outcome, warning } from '../breaking.js';
import { hintsOf } from '../key-history.js';
import { breakable, following, live, roster, state } from '../session.js';
import { Past } from './past.js';

export function Nodes() {
  const hints = hintsOf(state.value, roster.value);
  return html`
    <${Panel} id="nodes" title="Nodes" lead=${breakable.value
      ? 'Kill one: nothing is said to the others, they have to find out. Its writes go to fallbacks, which keep hints until it is back.'
      : 'As far as they can be observed.'}>
      <ul class="nodes">${roster.value.map(node => html`<${Node} key=${node} name=${node} hints=${hints.filter(hint => hint.node === node)} />`)}</ul>
      ${breakable.value && !following.value && html`<${Past} what="a fault happens" />`}
      <${Failure} failure=${outcome.value.failure} />
    <//>`;
}

function Node({ name, hints }) {
  const node = get(state.value.nodes, name);
  const isSeen = node?.up && node.believed !== 'unobserved';
  return html`
    <li class=${`node ${isSeen ? '' : 'gone'}`}>
      <${Glyph} node=${name} gone=${!isSeen} />
      <h3>${name}</h3>
      <${Status} status=${isSeen ? 'alive' : 'unobserved'} />
      <p class="facts">${!isSeen ? believedDown(name) : node.believed ? `believed ${node.believed}` : `start ${node.start}`}</p>
      ${hints.length > 0 && html`<p class="facts hints">${hints.map(({ target, count: kept }) => `keeps ${count(kept, 'hint')} for ${target}`).join(', ')}</p>`}
      ${breakable.value && following.value && html`<${Switch} name=${name} />`}
      ${breakable.value && following.value && isSeen && warning('crash', name) && html`<p class="facts">⚠ ${warning('crash', name)}</p>`}
    </li>`;
}

/** Whoever cannot be observed may be down or not; others have an opinion. */
function believedDown(name) {
  const observers = roster.value.filter(node => node !== name && get(get(state.value.nodes, node)?.view ?? EMPTY, name)?.status === 'dead');
  return observers.length > 0 ? `down, believes ${observers.join(', ')}` : 'no answer';
}

function Switch({ name }) {
  const verb = broken.value.killed.includes(name) ? 'restart' : 'crash';
  return html`<button type="button" class=${verb === 'crash' ? 'kill' : ''} aria-disabled=${busy.value || live.value === 'lost'} onClick=${() => breakNode(verb, name)}>${verb === 'crash' ? 'Kill' : 'Restart'} <span class="unseen">${name}</span></button>`;
}
