// The script drawer of a live cluster: break something now, and what was done from this page as a scenario that can be played again.

import { effect, html, signal } from '../../html.js';
import { Failure, Panel } from '../../panels/parts.js';
import { cutIn } from '../availability.js';
import { closeDrawer } from '../drawer.js';
import { broken, busy, healAll, outcome, warning } from '../breaking.js';
import { LIVE_FAULTS, breakNow, candidates, chosenStep, fault } from '../chosen-fault.js';
import { script } from '../live-script.js';
import { packed } from '../script-link.js';
import { following } from '../session.js';
import { Past } from './past.js';
import { Faults, Fields, copied, save } from './script.js';

export { Links } from './links.js';

/** A live cluster has no branches. */
export const Compare = () => null;

/** It is of no use where something else is shown. */
export const ofLive = true;

const notice = signal('');

/** The text as letters of a link; '' if there is none, or too much of it. */
const link = signal('');
effect(() => {
  const text = script.value;
  if (text === '') link.value = '';
  else packed(text).then(letters => { if (script.value === text) link.value = letters ?? ''; });
});

export function Drawer() {
  return html`
    <${Panel} id="script" wide title="Script" lead="Break this cluster, now. What is done from this page, faults and writes, is written here as a scenario.">
      <div class="drawer"><${Break} /><${Text} /></div>
      <div class="buttons"><button type="button" onClick=${closeDrawer}>Close the drawer</button></div>
    <//>`;
}

function Break() {
  const { words, node, why } = chosenStep.value;
  const { said, failure } = outcome.value;
  return html`
    <form class="try break" aria-labelledby="break-title" onSubmit=${event => { event.preventDefault(); breakNow(); }}>
      <h3 id="break-title">Break it now</h3>
      <${Faults} faults=${LIVE_FAULTS} />
      <p class="facts">${fault.value.says}</p>
      <div class="buttons fields"><${Fields} fault=${fault.value} nodes=${candidates.value} node=${node} /></div>
      <p class="line">${words ? html`<code>${words}</code>` : html`<span class="facts">Not yet: ${why}.</span>`}</p>
      ${warning(fault.value.verb, node) && html`<p class="facts">⚠ ${warning(fault.value.verb, node)}</p>`}
      ${!following.value && html`<${Past} what="a fault happens" />`}
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled=${why !== null || busy.value}>Break</button>
        <button type="button" aria-disabled=${!following.value || busy.value} onClick=${() => following.value && healAll()}>Heal everything</button>
      </div>
      <p class="facts">${isBroken()}</p>
      <p class="told" role="status">${busy.value ? 'Breaking…' : said}</p>
      <${Failure} failure=${failure} />
    </form>`;
}

/** As whoever breaks it has it; what the nodes make of it, the panels show. */
function isBroken() {
  const { killed, names = [], silenced, full, troubles } = broken.value;
  const ways = new Set(names.flatMap(linksOf));
  const cuts = [...ways].filter(way => !ways.has(turned(way)) || way < turned(way)).map(way => (ways.has(turned(way)) ? way.replace('->', '–') : way.replace('->', '→')));
  const parts = [killed.length > 0 && `down: ${killed.join(', ')}`, cuts.length > 0 && `cut: ${cuts.join(', ')}`, silenced.length > 0 && `paused: ${silenced.join(', ')}`, full.length > 0 && `full disk: ${full.join(', ')}`, ...troubles].filter(Boolean);
  return parts.length > 0 ? `Broken on purpose: ${parts.join('; ')}.` : 'Neither nodes nor links are broken on purpose.';
}

function linksOf(name) {
  const links = cutIn(name).map(pair => pair.join('->'));
  return links.length > 0 || !/^cut \S+$/.test(name) ? links : [name.slice(4)];
}

function turned(way) {
  return way.split('->').reverse().join('->');
}

function Text() {
  const text = script.value;
  return html`
    <div class="try">
      <label class="field">Scenario
        <textarea class="scenario" rows="14" spellcheck=${false} autocomplete="off" wrap="off" value=${text} placeholder="Nothing was done yet." onInput=${event => { script.value = event.target.value; }}></textarea></label>
      <div class="buttons">
        ${link.value && html`<a class="button" target="_blank" rel="noopener" href=${`replay.html#${new URLSearchParams({ script: link.value, seed: '1', branch: 'what was done live' })}`}>Play it in virtual time</a>`}
        <button type="button" onClick=${async () => { notice.value = await copied(text); }}>Copy</button>
        <button type="button" onClick=${() => save(text)}>Save</button>
        <button type="button" onClick=${() => { script.value = ''; }}>Begin anew</button>
      </div>
      <p class="facts" role="status">${notice.value}</p>
      <p class="facts">Times are since the first line. A run in virtual time has its own messages and delays, so it need not come to the same; what it comes to it does again, by its hash.
        ${text !== '' && link.value === '' && ' This is too long for a link: save it, and open it where no run is open.'}</p>
    </div>`;
}
