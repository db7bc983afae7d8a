// What run this is, and how to open another.

import { again } from '../../again.js';
import { html, useState } from '../../html.js';
import { clockTime } from '../../format.js';
import { Failure } from '../../panels/parts.js';
import { note } from '../address.js';
import { drawAll } from '../below.js';
import { breakIt, closeDrawer, drawer } from '../drawer.js';
import { drift } from '../drift.js';
import { breakable, clients, cursor, events, failure, header, index, isAlone, live, loading, perspective, roster, run, source, watched } from '../session.js';
import { fetched, openFile } from '../later.js';
import { moment } from '../wording.js';
import { Availability } from './availability.js';

export function Header() {
  const about = header.value;
  return html`
    <header>
      <div class="top">
        <div class="brand"><svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><circle class="mark-ring" cx="16" cy="16" r="11" /><circle class="mark-dot" cx="16" cy="16" r="3.5" /></svg><h1>Ringside</h1><p class="where">${about ? html`${live.value === null ? 'a recorded run' : `a live cluster, watched from ${about.watched}`}: <strong class="untrusted">${source.value}</strong>` : 'replay'}</p></div>
        <div class="buttons">
          ${about && html`<${ViewAs} />`}
          <label class="button">Open a log <input type="file" accept=".jsonl,.json,.txt,.scenario" class="unseen" onChange=${event => event.target.files[0] && openFile(event.target.files[0])} /></label>
          ${about && html`<${Save} />`}
          ${about && (breakable.value || !watched.value) && html`<button type="button" aria-expanded=${drawer.value !== null} onClick=${() => (drawer.value ? closeDrawer() : breakIt())}>Break it</button>`}
          ${isAlone ? null : live.value === null ? html`<a href="./">Live</a>` : breakable.value && html`<a href="replay.html">Learn</a><a href="lab.html">Quorum lab</a>`}
        </div>
      </div>
      ${loading.value && html`<p class="top facts" role="status">${loading.value}</p>`}
      ${failure.value && html`<div class="top"><${Failure} failure=${failure.value} /> <button type="button" class="link" onClick=${() => { failure.value = null; }}>Close this note</button></div>`}
      ${note.value?.log === events.value && html`<div class="top"><${note.value.Note} ...${note.value} close=${() => { note.value = null; }} /></div>`}
      ${about && html`<div class="top run">
        <p class="facts">build <code>${about.build}</code> ${about.flags && html`<code>${about.flags}</code>`}, N ${about.n} R ${about.r} W ${about.w}, ${about.partitions} partitions,
          ${drift.value?.events === events.value && html` <strong class="bad">⚠ From ${moment(events.value[drift.value.line].at)} on the simulator’s own state is another than the one that is shown: something changed it and did not say so;</strong>`}
          ${' '}${watched.value ? html`<${Kept} />` : index.value.violations.length === 0 ? 'no invariant violated' : html`<strong class="bad">${index.value.violations.length} violations</strong>`}</p>
        <${Availability} /></div>`}
    </header>`;
}

/** What the page knows of a cluster that goes on begins somewhere. */
function Kept() {
  const [first, second] = events.value;
  return html`from ${clockTime((second ?? first).t)} on${first.at > 0 && ', earlier events are folded into what they came to'}; neither messages nor invariants are observed${live.value !== null && !breakable.value && '; nothing can be broken from here: whoever started it does not allow faults, or cannot make them'}`;
}

/** Everything follows: the ring, the copies, what is available, operations; in space and time the rest fades. Charts stay whole. */
function ViewAs() {
  return html`
    <label class="inline">Seen by <select value=${perspective.value} onChange=${event => { perspective.value = event.target.value; }}>
      <option value="">${watched.value ? 'all who answer' : 'all-knowing'}</option>
      <optgroup label="Nodes">${roster.value.map(node => html`<option value=${node}>${node}</option>`)}</optgroup>
      ${clients.value.size > 0 && html`<optgroup label="Clients">${[...clients.value.keys()].map(name => html`<option value=${`client:${name}`}>${name}</option>`)}</optgroup>`}</select></label>`;
}

const PICTURES = [['ring', 'Ring'], ['key', 'Versions of the key'], ['space-time', 'Space and time'], ['healing', 'Two trees']];

function Save() {
  const { value: name } = source;
  const [isOpen, setOpen] = useState(false);
  const toggled = async ({ open: isWanted }) => {
    if (isWanted) await drawAll(); // So that all pictures can be had.
    setOpen(isWanted);
  };
  return html`
    <details class="save" open=${isOpen} onToggle=${event => toggled(event.currentTarget)} onKeyDown=${event => { if (event.key === 'Escape') setOpen(false); }}
      onFocusOut=${event => { if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false); }}><summary class="button">Save</summary>
      <ul>
        <li><${Saving} make=${({ logOf, download, nameOf }) => download(wholeLog(logOf), nameOf(name, '.jsonl'), 'application/x-ndjson')}>Log<//></li>
        ${!isAlone && html`<li><${Saving} make=${savePage}>Page in one file<//></li>`}
        <li><${Saving} make=${({ shivizOf, download, nameOf }) => download(shivizOf(events.value, index.value), nameOf(name, '-shiviz.txt'), 'text/plain')}>For ShiViz<//></li>
        ${isOpen && PICTURES.filter(([panel]) => pictureOf(panel)).map(([panel, title]) => html`<li><${Saving} make=${parts => savePicture(panel, parts)}>Picture: ${title}<//></li>`)}
      </ul>
    </details>`;
}

/** A button for one form of the run; what makes it is fetched then. */
function Saving({ make, children }) {
  return html`<button type="button" onClick=${() => fetched(() => import('../exports.js')).then(parts => parts && make(parts))}>${children}</button>`;
}

function wholeLog(logOf) {
  return logOf(events.value, run.value.timeline.at(0));
}

function pictureOf(panel) {
  return document.querySelector(`#${panel} svg:not(.glyph)`);
}

function savePicture(panel, { svgOf, download, nameOf }) {
  const picture = pictureOf(panel);
  if (picture) download(svgOf(picture), nameOf(source.value, `-${panel}.svg`), 'image/svg+xml');
  else failure.value = { message: 'There is no such picture at this moment' };
}

async function savePage({ logOf, pageOf, download, nameOf }) {
  try {
    download(await pageOf(wholeLog(logOf), { name: source.value, at: watched.value ? null : cursor.value }, location.href.split('#')[0], textAt), nameOf(source.value, '.html'), 'text/html');
  } catch (problem) {
    failure.value = { message: `The page could not be saved: ${problem.message}`, hint: 'a saved page cannot be saved again; save its log' };
  }
}

async function textAt(address) {
  const answer = await again(() => fetch(address));
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}
