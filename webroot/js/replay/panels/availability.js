// What the cluster can promise at the cursor, on each side of what is cut.

import { computed, html } from '../../html.js';
import { get } from '../../run/trie.js';
import { availabilityOf, troubleOf } from '../availability.js';
import { header, perspective, roster, state } from '../session.js';

const sides = computed(() => (header.value?.owners ? availabilityOf(header.value, troubleOf(state.value)) : []));

export function Availability() {
  const missing = roster.value.filter(node => !sides.value.some(({ nodes }) => nodes.includes(node)));
  const unobserved = missing.filter(node => get(state.value.nodes, node)?.believed === 'unobserved');
  const away = missing.filter(node => !unobserved.includes(node));
  if (!header.value?.owners) return null;
  return html`
    <p class="available" aria-label="What can be read and written">
      <strong>Available</strong>${perspective.value && html` <span class="facts">as ${perspective.value} believes</span>`}
      ${sides.value.length === 0 && html`<span>${unobserved.length > 0 ? 'not known' : 'nothing: no node serves'}</span>`}
      ${sides.value.map(({ nodes, strict, sloppy }) => html`
        <span>${unobserved.length > 0 && 'at least '}<span class="facts">${sides.value.length > 1 ? `side {${nodes.join(', ')}}` : `{${nodes.join(', ')}}`}:</span>
          ${' '}read ${percent(sloppy.read)}, write ${percent(sloppy.write)} <span class="facts">strictly ${percent(strict.read)} and ${percent(strict.write)}</span></span>`)}
      ${unobserved.length > 0 && html`<span class="facts">not observed: ${unobserved.join(', ')}</span>`}
      ${away.length > 0 && html`<span class="facts">away: ${away.join(', ')}</span>`}
    </p>`;
}

/** Never 100 % of less than all, nor 0 % of something. */
export function percent(share) {
  if (share === 1) return '100 %';
  const rounded = Math.round(share * 1000) / 10;
  return share > 0 && rounded === 0 ? '< 0.1 %' : `${Math.min(rounded, 99.9)} %`;
}
