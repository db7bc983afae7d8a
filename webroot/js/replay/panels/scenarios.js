// Choose a scenario and play it: in this cluster, where the story tells how it goes, or in virtual time, from a seed.

import { computed, effect, html, signal } from '../../html.js';
import * as api from '../../api.js';
import { Failure } from '../../panels/parts.js';
import { breakable, index, toEnd } from '../session.js';

const offered = signal({ scenarios: [], live: false });
const chosen = signal('');
const seed = signal('1');
const failure = signal(null);
const busy = signal(false);

/** What is refused while another one is played may be asked again as soon as the story goes on. */
const told = computed(() => index.value.notes.length);
effect(() => {
  told.value;
  failure.value = null;
});

let isAsked = false;

export function Scenarios() {
  if (!isAsked) api.scenarios().then(answer => { offered.value = answer; }, () => {});
  isAsked = true;
  const { scenarios: list, live: isLive } = offered.value;
  const scenario = list.find(each => each.name === chosen.value) ?? list[0];
  if (!scenario) return html`<p class="hint">This node plays no scenarios; <code>bin/ringside demo</code> does, and a node that may be broken plays them in virtual time.</p>`;
  return html`
    <form class="try" onSubmit=${event => { event.preventDefault(); if (isLive) play(scenario); }}>
      <label class="field">Scenario
        <select name="scenario" value=${scenario.name} onChange=${event => { chosen.value = event.target.value; failure.value = null; }}>
          ${list.map(each => html`<option value=${each.name}>${each.name}</option>`)}</select></label>
      <p>${scenario.title}</p>
      <div class="buttons">
        ${isLive && html`<button type="submit" class="primary" disabled=${!breakable.value} title=${breakable.value ? '' : 'Faults are not allowed here'} aria-disabled=${busy.value}>▸ Play in this cluster</button>`}
        <a class="button" target="_blank" rel="noopener" href=${`replay.html#${new URLSearchParams({ scenario: scenario.name, seed: seed.value.trim() })}`}>Simulate</a>
        <label class="inline">from seed <input name="seed" required inputmode="numeric" autocomplete="off" size="8" value=${seed.value} onInput=${event => { seed.value = event.target.value; }} /></label>
      </div>
      <details class="as-table"><summary>Read it</summary><pre class="file" tabindex="0" aria-label=${`The file of ${scenario.name}`}>${scenario.text}</pre></details>
    </form>
    <${Failure} failure=${failure.value} />`;
}

/** One at a time: a second click while the first is under way does nothing. */
async function play({ name }) {
  if (busy.value) return;
  busy.value = true;
  try {
    failure.value = null;
    await api.play(name);
    toEnd();
  } catch (problem) {
    failure.value = problem;
  } finally {
    busy.value = false;
  }
}
