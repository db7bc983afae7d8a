// Scenarios as they are told: the notes of the newest run, and below them what else can be played.

import { html } from '../html.js';
import { log, tick } from '../state.js';
import { latestRun } from '../notes.js';
import { Panel } from './parts.js';
import { Scenarios } from './scenarios.js';

export function Story() {
  tick.value;
  const notes = latestRun(log.notes);
  return html`
    <${Panel} id="story" title="Story" lead="What a cluster like this goes through, step by step, on the real thing.">
      ${notes.length === 0 && html`<p class="empty">No scenario has been played yet.</p>`}
      ${notes.length > 0 && html`<ol class="steps" tabindex="0" aria-label="Steps so far" ref=${showLast}>${notes.map((note, i) => html`<${Step} key=${`${note.start} ${note.seq}`} note=${note} current=${i === notes.length - 1} />`)}</ol>`}
      <${Scenarios} />
    <//>`;
}

function Step({ note, current }) {
  return html`
    <li class=${`${note.ok ? 'ok' : 'failed'} ${current ? 'current' : ''}`} aria-current=${current ? 'step' : undefined}>
      <span class="sign" aria-hidden="true">${note.ok ? '✓' : '✕'}</span>
      <span><span class="unseen">${note.ok ? 'as expected: ' : 'not as expected: '}</span>${note.text}</span>
    </li>`;
}

function showLast(list) {
  if (list) list.scrollTop = list.scrollHeight;
}
