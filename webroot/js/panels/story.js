// The demonstration as it is told: the notes of the newest run, and a button to play it again.

import { html, useState } from '../html.js';
import * as api from '../api.js';
import { announce, log, scenarios, tick } from '../state.js';
import { latestRun } from '../notes.js';
import { Failure, Panel } from './parts.js';

export function Story() {
  tick.value;
  const [failure, fail] = useState(null);
  const notes = latestRun(log.notes);
  return html`
    <${Panel} id="story" title="Story" lead="What a cluster like this goes through, step by step, on the real thing.">
      ${notes.length === 0 && html`<p class="empty">No scenario has been played yet.</p>`}
      ${notes.length > 0 && html`<ol class="steps" tabindex="0" aria-label="Steps so far" ref=${showLast}>${notes.map((note, i) => html`<${Step} key=${`${note.start} ${note.seq}`} note=${note} current=${i === notes.length - 1} />`)}</ol>`}
      <div class="buttons">${scenarios.value.slice(0, 4).map(scenario => html`
        <button type="button" class="primary" onClick=${() => play(scenario, fail)}>▸ ${notes.some(note => note.scenario === scenario.name) ? 'Play again' : 'Play'}: ${scenario.title}</button>`)}</div>
      <${Failure} failure=${failure} />
    <//>`;
}

function Step({ note, current }) {
  return html`
    <li class=${`${note.ok ? 'ok' : 'failed'} ${current ? 'current' : ''}`} aria-current=${current ? 'step' : undefined}>
      <span class="sign" aria-hidden="true">${note.ok ? '✓' : '✕'}</span>
      <span><span class="unseen">${note.ok ? 'as expected: ' : 'not as expected: '}</span>${note.text}</span>
    </li>`;
}

async function play(scenario, fail) {
  try {
    await api.play(scenario.name);
    announce(`Playing ${scenario.title}`);
    fail(null);
  } catch (failure) {
    fail(failure);
  }
}

function showLast(list) {
  if (list) list.scrollTop = list.scrollHeight;
}
