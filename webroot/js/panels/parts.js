// Small parts that several panels use.

import { html, useState } from '../html.js';
import { identity } from '../members.js';
import { outline } from '../identity.js';
import { valueText } from '../format.js';

const STATUS_SIGNS = { alive: '●', suspect: '◐', dead: '✕', unobserved: '?' };
const STATUS_WORDS = { alive: 'alive', suspect: 'suspect', dead: 'down', unobserved: 'not observed' };

/** A node's shape, colour and letter. Decoration: the name always stands beside it as text. */
export function Glyph({ node, gone = false }) {
  const look = identity(node);
  return html`
    <svg class=${`glyph c${look.colour} ${gone ? 'gone' : ''}`} viewBox="-16 -16 32 32" aria-hidden="true" focusable="false">
      <path d=${outline(look.shape, 10)} />
      <text y="3.6">${look.label}</text>
    </svg>`;
}

export function NodeName({ node, gone }) {
  return html`<span class="node-name"><${Glyph} node=${node} gone=${gone} /><span>${node}</span></span>`;
}

/** A status as a sign and a word. */
export function Status({ status, terse = false }) {
  return html`
    <span class=${`status ${status}`}>
      <span class="sign" aria-hidden="true">${STATUS_SIGNS[status]}</span>
      <span class=${terse ? 'unseen' : ''}>${STATUS_WORDS[status]}</span>
    </span>`;
}

/** `place`, if anybody wants to know where it is, is told its element. */
export function Panel({ id, title, lead, wide = false, place, children }) {
  return html`
    <section id=${id} ref=${place} class=${`panel ${wide ? 'wide' : ''}`} aria-labelledby=${`${id}-title`}>
      <header class="panel-head"><h2 id=${`${id}-title`}>${title}</h2>${lead && html`<p>${lead}</p>`}</header>
      ${children}
    </section>`;
}

/** Something wide that scrolls within itself, by keyboard too. */
export function Scroll({ label, children }) {
  return html`<div class="scroll" role="region" aria-label=${label} tabindex="0">${children}</div>`;
}

/**
 * Rows of cells beneath titles; the first cell says what its row is. A number stands in figures, text as it is, whoever wrote it.
 * Of `unobserved` rows, { cells, since }, no more is known than their first cells, and perhaps since when.
 */
export function Table({ label, titled = false, columns, rows, unobserved = [] }) {
  const cellsOf = ([first, ...rest]) => html`<th scope="row">${first}</th>${rest.map(cell => html`<td class=${{ number: 'number', string: 'untrusted' }[typeof cell]}>${cell}</td>`)}`;
  return html`
    <${Scroll} label=${label}><table><caption class=${titled ? '' : 'unseen'}>${label}</caption>
      <thead><tr>${columns.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(row => html`<tr>${cellsOf(row)}</tr>`)}
        ${unobserved.map(({ cells, since }) => html`<tr class="unobserved">${cellsOf(cells)}<td colspan=${columns.length - cells.length}><${Status} status="unobserved" /> ${since}</td></tr>`)}</tbody>
    </table><//>`;
}

/** What a picture shows as a list or as tables, which `children` makes only while it is open: pictures change with each frame. */
export function AsTable({ what = 'tables', children }) {
  const [isOpen, setOpen] = useState(false);
  return html`
    <details class="as-table" onToggle=${event => setOpen(event.currentTarget.open)}><summary>The same as ${what}</summary>${isOpen && children()}</details>`;
}

/** A context as people read it, on as many lines as it needs. */
export function Clock({ context }) {
  return html`<code class="clock">${context.text}</code>`;
}

/** One version: its value, the write that made it, and what that write had seen. */
export function Version({ version }) {
  return html`
    <div class="version">
      <p class=${version.deleted ? 'value tombstone' : 'value'} tabindex=${isLong(version) ? 0 : undefined}>${valueText(version)}</p>
      <p class="made"><${Glyph} node=${version.node} /><span>write <code>${version.dot}</code></span></p>
      <p class="made">knows <${Clock} context=${version.clock} /></p>
    </div>`;
}

/** May need to be scrolled, and so needs focus. */
function isLong(version) {
  return valueText(version).length > 100;
}

/** What went wrong, why, and what to do. */
export function Failure({ failure }) {
  return failure && html`
    <p class="failure"><strong>${failure.message}.</strong> ${failure.hint ?? ''}
      ${failure.outcome === 'unknown' && ' It may still take effect.'}${failure.outcome === 'not_applied' && ' Nothing was changed.'}</p>`;
}
