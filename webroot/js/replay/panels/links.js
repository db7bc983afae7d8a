// The links of the chosen node, laid over the ring while the drawer is open: a click chooses to cut one, or to make it bad.

import { html } from '../../html.js';
import { choice } from '../choice.js';
import { faultOf, isBetween } from '../faults.js';
import { roster, selectedLane } from '../session.js';

/** For the mouse; the keyboard has the same in the drawer's list. */
export function Links({ places }) {
  const from = places.get(selectedLane.value);
  if (!from) return null;
  const { verb, links, to: other } = choice.value;
  const asked = faultOf(verb).asks.includes('links') ? { verb, links: links === 'all' ? 'one' : links } : { verb: 'cut' };
  return html`
    <g class="links">${roster.value.filter(node => node !== from.node).map(node => {
      const to = places.get(node);
      const chosen = isBetween(choice.value) && other === node;
      const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
      return html`<g key=${node} class=${`link ${chosen ? 'chosen' : ''}`} onClick=${() => { choice.value = { ...choice.value, ...asked, node: from.node, to: node }; }}>
        <title>${`What ${from.node} sends to ${node}`}</title><path class="reach" d=${d} /><path class="way" d=${d} /></g>`;
    })}</g>`;
}
