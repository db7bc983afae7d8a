// Choose a scenario and play it: in this cluster, where the story tells how it goes, or in virtual time, from a seed.

import { html, signal } from '../html.js';
import * as api from '../api.js';
import { announce, cluster, scenarios } from '../state.js';
import { Failure } from './parts.js';

const chosen = signal('');
const seed = signal('1');
const simulated = signal(null);
const failure = signal(null);
const busy = signal(false);

export function Scenarios() {
  const list = scenarios.value;
  const scenario = list.find(each => each.name === chosen.value) ?? list[0];
  if (!scenario) return html`<p class="hint">This node plays no scenarios; ringside demo does.</p>`;
  const live = cluster.value?.faultsAllowed ?? true;
  return html`
    <form class="try" onSubmit=${event => { event.preventDefault(); simulate(scenario); }}>
      <div class="buttons">
        <button type="button" class="primary" disabled=${!live} title=${live ? '' : 'Faults are not allowed here'} onClick=${() => play(scenario)}>▸ Play in this cluster</button>
        <button type="submit" aria-disabled=${busy.value}>Simulate</button>
        <label class="inline">from seed <input name="seed" required inputmode="numeric" autocomplete="off" size="8" value=${seed.value} onInput=${event => { seed.value = event.target.value; }} /></label>
      </div>
      <label class="field">Scenario
        <select name="scenario" value=${scenario.name} onChange=${event => choose(event.target.value)}>
          ${list.map(each => html`<option value=${each.name}>${each.name}</option>`)}</select>
      </label>
      <p>${scenario.title}</p>
      <p><a href="replay.html">Learn with some of them, step by step, or open a recorded run</a></p>
      <p><a href="lab.html">Quorum lab: how stale reads are with your N, R and W</a></p>
      <details class="as-table"><summary>Read it</summary><pre class="file" tabindex="0" aria-label=${`The file of ${scenario.name}`}>${scenario.text}</pre></details>
    </form>
    <${Simulated} run=${simulated.value} />
    <${Failure} failure=${failure.value} />`;
}

/** A run that is over: the verdict, the hash that names it, and its steps. */
function Simulated({ run }) {
  if (!run) return null;
  return html`
    <div class="answer simulated">
      <p class="told">${run.ok ? '✓ As it should be' : '✕ Not as it should be'}: ${run.scenario} in virtual time, seed ${run.seed}, hash <code>${run.hash}</code></p>
      <p><a href=${`replay.html#${new URLSearchParams({ scenario: run.scenario, seed: run.seed })}`}>Watch it, forwards and backwards</a></p>
      ${run.failures.length > 0 && html`<ul class="sentences">${run.failures.map(each => html`<li>${each}</li>`)}</ul>`}
      <ol class="steps" tabindex="0" aria-label="Steps of the simulated run">${run.steps.map(step => html`
        <li class=${step.ok ? 'ok' : 'failed'}>
          <span class="sign" aria-hidden="true">${step.ok ? '✓' : '✕'}</span>
          <span><span class="unseen">${step.ok ? 'as expected: ' : 'not as expected: '}</span>${[step.step, ...step.details].join(' · ')}</span>
        </li>`)}</ol>
    </div>`;
}

function choose(name) {
  chosen.value = name;
  simulated.value = null;
  failure.value = null;
}

function play(scenario) {
  return attempt(async () => {
    await api.play(scenario.name);
    announce(`Playing ${scenario.name}`);
  });
}

function simulate(scenario) {
  return attempt(async () => {
    simulated.value = null;
    simulated.value = await api.simulate(scenario.name, seed.value.trim());
    announce(`Simulated ${scenario.name}`);
  });
}

/** One at a time: a second click while the first is under way does nothing. */
async function attempt(act) {
  if (busy.value) return;
  busy.value = true;
  try {
    failure.value = null;
    await act();
  } catch (problem) {
    failure.value = problem;
  } finally {
    busy.value = false;
  }
}
