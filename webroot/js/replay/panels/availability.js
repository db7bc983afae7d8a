// What the cluster can promise at the cursor, on each side of what is cut.

import { computed, html } from '../../html.js';
import { entries } from '../../run/trie.js';
import { availabilityOf, troubleOf } from '../availability.js';
import { header, perspective, roster, state, viewer } from '../session.js';

/** The same as before for as long as it says the same, so that shares are not counted again at every step. */
let known = {};
const trouble = computed(() => {
  const now = troubleOf(state.value);
  const text = Object.values(now).map(names => [...names].join(' ')).join(', ');
  if (text !== known.text) known = { text, now };
  return known.now;
});

const sides = computed(() => (header.value?.owners ? availabilityOf(header.value, trouble.value) : []));

export function Availability() {
  if (!header.value?.owners) return null;
  const beliefs = new Map([...entries(state.value.nodes)].map(([node, { believed }]) => [node, believed]));
  if (viewer.value && [...beliefs.values()].every(believed => believed === 'unobserved')) return html`<p class="available"><strong>Available</strong> <span class="facts">not known to ${viewer.value}</span></p>`;
  const absent = roster.value.filter(node => !sides.value.some(({ nodes }) => nodes.includes(node)));
  const unobserved = absent.filter(node => beliefs.get(node) === 'unobserved');
  const doubted = absent.filter(node => beliefs.get(node) === 'suspect');
  const away = absent.filter(node => !unobserved.includes(node) && !doubted.includes(node));
  return html`
    <p class="available" aria-label="What can be read and written">
      <strong>Available</strong>${perspective.value && html` <span class="facts">as ${perspective.value} believes</span>`}
      ${sides.value.length === 0 && html`<span>${unobserved.length > 0 ? 'not known' : 'nothing: no node serves'}</span>`}
      ${sides.value.map(({ nodes, strict, sloppy }) => html`
        <span>${unobserved.length > 0 && 'at least '}<span class="facts">${sides.value.length > 1 ? `side {${nodes.join(', ')}}` : `{${nodes.join(', ')}}`}:</span>
          ${' '}read ${percent(sloppy.read)}, write ${percent(sloppy.write)} <span class="facts">strictly ${percent(strict.read)} and ${percent(strict.write)}</span></span>`)}
      ${unobserved.length > 0 && html`<span class="facts">not observed: ${unobserved.join(', ')}</span>`}
      ${away.length > 0 && html`<span class="facts">away: ${away.join(', ')}</span>`}
      ${doubted.length > 0 && html`<span class="facts">in doubt: ${doubted.join(', ')}</span>`}
    </p>`;
}

/** Never 100 % of less than all, nor 0 % of something. */
export function percent(share) {
  if (share === 1) return '100 %';
  const rounded = Math.round(share * 1000) / 10;
  return share > 0 && rounded === 0 ? '< 0.1 %' : `${Math.min(rounded, 99.9)} %`;
}
