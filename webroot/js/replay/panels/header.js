// What run this is, and how to open another.

import { html } from '../../html.js';
import { Failure } from '../../panels/parts.js';
import { breakIt, closeDrawer, drawer } from '../drawer.js';
import { open } from '../sources.js';
import { events, failure, header, index, loading, perspective, roster, source } from '../session.js';
import { download, logOf, nameOf, pageOf, shivizOf, svgOf } from '../exports.js';
import { Availability } from './availability.js';

export function Header() {
  const run = header.value;
  return html`
    <header>
      <div class="top">
        <div class="brand"><h1>Ringside</h1><p class="where">${run ? html`a recorded run: <strong class="untrusted">${source.value}</strong>` : 'replay'}</p></div>
        <div class="buttons">
          ${run && html`<${ViewAs} />`}
          <label class="button">Open a log <input type="file" accept=".jsonl,.json,.txt,.scenario" class="unseen" onChange=${event => event.target.files[0] && open(event.target.files[0])} /></label>
          ${run && html`<${Save} /><button type="button" aria-expanded=${drawer.value !== null} onClick=${() => (drawer.value ? closeDrawer() : breakIt())}>Break it</button>`}
          <a href="./">Live</a>
        </div>
      </div>
      ${loading.value && html`<p class="top facts" role="status">${loading.value}</p>`}
      ${failure.value && html`<div class="top"><${Failure} failure=${failure.value} /></div>`}
      ${run && html`<div class="top run">
        <p class="facts">build <code>${run.build}</code> ${run.flags && html`<code>${run.flags}</code>`}, N ${run.n} R ${run.r} W ${run.w}, ${run.partitions} partitions,
          ${' '}${index.value.violations.length === 0 ? 'no invariant violated' : html`<strong class="bad">${index.value.violations.length} violations</strong>`}</p>
        <${Availability} /></div>`}
    </header>`;
}

/** Everything follows: the ring, the copies, what is available. Space and time, and what was told to clients, stay whole. */
function ViewAs() {
  return html`
    <label class="inline">Seen by <select value=${perspective.value} onChange=${event => { perspective.value = event.target.value; }}>
      <option value="">all-knowing</option>${roster.value.map(node => html`<option value=${node}>${node}</option>`)}</select></label>`;
}

const PICTURES = [['ring', 'Ring'], ['key', 'Versions of the key'], ['space-time', 'Space and time']];

function Save() {
  return html`
    <details class="save"><summary class="button">Save</summary>
      <ul>
        <li><button type="button" onClick=${() => download(logOf(events.value), nameOf(source.value, '.jsonl'), 'application/x-ndjson')}>Log</button></li>
        <li><button type="button" onClick=${savePage}>Page in one file</button></li>
        <li><button type="button" onClick=${() => download(shivizOf(events.value), nameOf(source.value, '-shiviz.txt'), 'text/plain')}>For ShiViz</button></li>
        ${PICTURES.map(([panel, name]) => html`<li><button type="button" onClick=${() => savePicture(panel)}>Picture: ${name}</button></li>`)}
      </ul>
    </details>`;
}

function savePicture(panel) {
  const picture = document.querySelector(`#${panel} svg:not(.glyph)`);
  if (picture) download(svgOf(picture), nameOf(source.value, `-${panel}.svg`), 'image/svg+xml');
  else failure.value = { message: 'There is no such picture at this moment' };
}

async function savePage() {
  try {
    download(await pageOf(logOf(events.value), source.value, location.href.split('#')[0], textAt), nameOf(source.value, '.html'), 'text/html');
  } catch (problem) {
    failure.value = { message: `The page could not be saved: ${problem.message}`, hint: 'a saved page cannot be saved again; save its log' };
  }
}

async function textAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}
