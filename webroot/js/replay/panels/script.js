// The script drawer: break something at this moment, the branches that came of it, and the text of the scenario that is played.

import { download } from '../../files.js';
import { effect, html } from '../../html.js';
import { Panel, Scroll } from '../../panels/parts.js';
import {
  MOST, breakHere, busy, candidates, chosenLine, close, compared, comparedId, current, draft, isEdited, list, newLine, notice, place, playDraft, putBack, refusal, rename,
  scenario, seed, switchTo,
} from '../branches.js';
import { choice } from '../choice.js';
import { closeDrawer } from '../drawer.js';
import { FAULTS, LINKS, faultOf, isBetween } from '../faults.js';
import { nameOf } from '../script.js';
import { header, here, roster, selectedLane } from '../session.js';
import { moment } from '../wording.js';

export { Links } from './links.js';

export function Drawer() {
  return html`
    <${Panel} id="script" wide title="Script" lead="What is done to this cluster, as a text. Break something, and its line is written here and the whole is played again from the same seed.">
      <div class="drawer">
        ${scenario.value ? html`<${Break} />` : header.value && html`<p class="try facts">This run was not played from a scenario: its random choices are its seed’s, and no line can be put between them. Branches can be made of scenarios; write one beside, or <a href="replay.html">learn with one</a>.</p>`}
        <${Text} />
      </div>
      <p class="told" role="status">${busy.value ? 'Playing…' : notice.value}</p>
      ${list.value.length > 0 && html`<${Branches} />`}
      <div class="buttons"><button type="button" onClick=${closeDrawer}>Close the drawer</button></div>
    <//>`;
}

function Break() {
  const fault = faultOf(choice.value.verb);
  const { line, why } = chosenLine.value;
  return html`
    <form class="try break" aria-labelledby="break-title" onSubmit=${event => { event.preventDefault(); breakHere(); }}>
      <h3 id="break-title">Break it at ${moment(here.value?.at ?? 0)}</h3>
      <${Faults} faults=${FAULTS} />
      <p class="facts">${fault.says}</p>
      <div class="buttons fields"><${Fields} fault=${fault} nodes=${candidates.value} node=${chosenLine.value.node} where=" in the text" /></div>
      <p class="line">${line ? html`<code>${line}</code>` : html`<span class="facts">Not yet: ${why}.</span>`}</p>
      ${place.value && line && html`<p class="facts">${clockText()}</p>`}
      <div class="buttons"><button type="submit" class="primary" aria-disabled=${!line || busy.value}>Break, as a branch</button></div>
    </form>`;
}

/** The scenario's clock starts when its cluster is whole. */
function clockText() {
  const now = here.value?.at ?? 0;
  return place.value.same < now
    ? `The last step was over at ${moment(place.value.same)}. What ends every scenario then waits for this line, so from there on all may be different.`
    : `All up to ${moment(now)} stays as it is. The time is the scenario’s own, which begins when its cluster is whole.`;
}

const set = what => { choice.value = { ...choice.value, ...what }; };

/** The list to choose from. */
export function Faults({ faults }) {
  return html`
    <fieldset class="faults"><legend class="unseen">What happens</legend>
      ${faults.map(({ verb, title }) => html`<label key=${verb} class="choice"><input type="radio" name="fault" value=${verb} checked=${choice.value.verb === verb} onChange=${() => set({ verb })} /> ${title}</label>`)}
    </fieldset>`;
}

/** What the chosen fault asks for; it can happen to `nodes`, and `node` is chosen of them. */
export function Fields({ fault, nodes, node: chosen, where = '' }) {
  const { asks } = fault;
  const value = choice.value;
  const between = isBetween(value);
  const number = event => Number(event.target.value);
  return html`
    ${asks.includes('links') && html`<label class="inline">Links <select value=${value.links} onChange=${event => set({ links: event.target.value })}>
      ${LINKS.map(({ links, title }) => html`<option value=${links}>${title}</option>`)}</select></label>`}
    ${(between || asks.includes('node')) && html`<label class="inline">${between ? 'From' : 'Node'} <select value=${chosen ?? value.node} onChange=${event => { set({ node: event.target.value }); selectedLane.value = event.target.value; }}>
      ${nodes.length === 0 && html`<option value="">none that is ${fault.down ? 'down' : 'up'}${where}</option>`}
      ${nodes.map(node => html`<option value=${node}>${node}</option>`)}</select></label>`}
    ${between && html`<label class="inline">To <select value=${value.to} onChange=${event => set({ to: event.target.value })}>
      <option value="">choose</option>${roster.value.map(node => html`<option value=${node}>${node}</option>`)}</select></label>`}
    ${asks.includes('percent') && html`<label class="inline">Per cent <input type="number" min="0.01" max="100" step="any" value=${value.percent} onInput=${event => set({ percent: number(event) })} /></label>`}
    ${asks.includes('millis') && html`<label class="inline">Milliseconds <input type="number" min="1" max="60000" value=${value.millis} onInput=${event => set({ millis: number(event) })} /></label>`}
    ${asks.includes('ahead') && html`<label class="inline">Seconds ahead, or −behind <input type="number" min="-86400" max="86400" step="any" value=${value.ahead} onInput=${event => set({ ahead: number(event) })} /></label>`}
    ${asks.includes('seconds') && html`<label class="inline">Seconds <input type="number" min="0.001" max="3600" step="any" value=${value.seconds} onInput=${event => set({ seconds: number(event) })} /></label>`}
    ${asks.includes('times') && html`<label class="inline">Times <input type="number" min="1" max="1000" value=${value.times} onInput=${event => set({ times: number(event) })} /></label>`}
    ${asks.includes('records') && html`<label class="inline">Records <input type="number" min="1" max="1000" value=${value.records} onInput=${event => set({ records: number(event) })} /></label>`}
    ${asks.includes('side') && html`<fieldset class="faults"><legend class="facts">One side</legend>${roster.value.map(node => html`
      <label key=${node} class="inline"><input type="checkbox" checked=${value.side.includes(node)} onChange=${event => set({ side: event.target.checked ? [...value.side, node] : value.side.filter(one => one !== node) })} /> ${node}</label>`)}</fieldset>`}`;
}

function Text() {
  return html`
    <form class="try" onSubmit=${event => { event.preventDefault(); playDraft(); }}>
      <label class="field">Scenario
        <textarea class="scenario" rows="14" spellcheck=${false} autocomplete="off" wrap="off" aria-describedby=${refusal.value ? 'refusal' : undefined} value=${draft.value} onInput=${event => { draft.value = event.target.value; }}></textarea></label>
      ${refusal.value && html`<${Refusal} ...${refusal.value} />`}
      <div class="buttons">
        <button type="submit" aria-disabled=${busy.value}>${current.value && !isEdited.value ? 'Play again' : 'Play the scenario'}</button>
        <label class="inline">from seed <input name="seed" required inputmode="numeric" pattern="-?[0-9]+" autocomplete="off" size="8" value=${seed.value} onInput=${event => { seed.value = event.target.value; }} /></label>
        <button type="button" onClick=${async () => { notice.value = await copied(draft.value); }}>Copy</button>
        <button type="button" onClick=${() => save(draft.value)}>Save</button>
        ${isEdited.value && html`<button type="button" onClick=${putBack}>Put back</button>`}
      </div>
      ${current.value && !isEdited.value && html`<${Hash} one=${current.value} />`}
    </form>`;
}

export function save(text) {
  download(text, fileOf(nameOf(text)), 'text/plain');
}

function fileOf(name) {
  return `${name ?? 'my'}.scenario`;
}

/** The new line of the text, or the one that was refused, where it can be seen; the focus stays where it is. */
effect(() => {
  const number = newLine.value ?? refusal.value?.line;
  if (number) requestAnimationFrame(() => { if (document.querySelector('#script textarea')) select(number); });
});

/** What stands in the drawer, and where it leads: the same text gives the same hash wherever it is played. */
function Hash({ one }) {
  return html`
    <p class="facts">Seed ${one.seed}, hash <code>${one.hash ?? 'unknown: the log has no end'}</code>, ${one.ok ? 'as it should be' : 'not as its text expects'}. Saved as <code>${fileOf(nameOf(one.script))}</code>, the same build
      gives the same hash in a terminal: <code>bin/ringside scenario run ${fileOf(nameOf(one.script))} --seed ${one.seed}</code>.
      ${one.played && one.link === '' && ' The text is too long for a link: share the file.'}${one.played && one.link && ' The page’s address has all of it, so it can be shared as a link.'}</p>`;
}

function Refusal({ message, hint, line, column }) {
  return html`
    <p class="failure" id="refusal" role="alert"><strong>${line ? `Line ${line}, column ${column}: ` : ''}${message}.</strong> ${hint ?? ''}
      ${line && html` <button type="button" class="link" onClick=${() => { select(line); document.querySelector('#script textarea').focus(); }}>To the line</button>`}</p>`;
}

function select(number) {
  const area = document.querySelector('#script textarea');
  const lines = area.value.split('\n');
  const from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  area.setSelectionRange(from, from + (lines[number - 1]?.length ?? 0));
  area.scrollTop = (area.scrollHeight / lines.length) * (number - 1) - area.clientHeight / 2;
}

/** Copies a text, or else selects it where it stands; completes with what to say of that. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    const area = document.querySelector('#script textarea');
    area.focus();
    area.select();
    return 'This browser does not let the page copy: the text is selected instead.';
  }
}

function Branches() {
  return html`
    <h3>Branches <span class="facts">${list.value.length} of at most ${MOST}</span></h3>
    <${Scroll} label="Branches"><table>
      <caption class="unseen">Runs that are kept beside each other</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">From</th><th scope="col">Seed</th><th scope="col">Hash</th><th scope="col">Ends</th><th scope="col">Do</th></tr></thead>
      <tbody>${list.value.map(one => html`<${Branch} key=${one.id} one=${one} />`)}</tbody>
    </table><//>`;
}

function Branch({ one }) {
  const shown = current.value === one;
  const parent = list.value.find(({ id }) => id === one.from);
  return html`
    <tr aria-current=${shown ? 'true' : undefined}>
      <th scope="row"><input class="name" aria-label=${`Name of ${one.name}`} value=${one.name} maxlength="80" onChange=${event => rename(one.id, event.target.value)} /></th>
      <td class="untrusted">${parent ? `${parent.name}${one.since > 0 ? `, ${moment(one.since)}` : ''}` : '–'}</td><td class="number">${one.seed}</td><td><code>${one.hash ?? '–'}</code></td>
      <td>${one.ok ? '✓ as it should' : '✕ otherwise'}</td>
      <td><div class="buttons">
        <button type="button" aria-pressed=${shown} onClick=${() => switchTo(one)}>${shown ? 'Shown' : 'Show'}</button>
        ${!shown && html`<button type="button" aria-pressed=${compared.value === one} onClick=${() => { comparedId.value = one.id; }}>Compare</button>
          <button type="button" aria-label=${`Close ${one.name}`} onClick=${() => { close(one.id); document.querySelector('#script tr[aria-current] button').focus(); }}>Close</button>`}</div></td>
    </tr>`;
}
