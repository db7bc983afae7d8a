// A scenario as it is told: the steps of the newest run up to the cursor, a question now and then, and what else can be played.

import { computed, html, signal } from '../../html.js';
import { Panel } from '../../panels/parts.js';
import { latestRun } from '../notes.js';
import { questionOf } from '../questions.js';
import { choose, cursor, events, index, live } from '../session.js';
import { Question } from './question.js';
import { Scenarios } from './scenarios.js';

const steps = computed(() => latestRun(events.value, index.value.notes, cursor.value));

/** What was answered, by question. */
const guesses = signal(new Map());

export function Story() {
  const told = steps.value.map(line => events.value[line]);
  const asked = told.length > 0 && questionOf(told[0].scenario, told.map(({ text }) => text));
  return html`
    <${Panel} id="story" title="Story" lead=${live.value === null ? 'What was done, step by step. Choose a step to go there.' : 'What a cluster like this goes through, step by step.'}>
      ${told.length === 0 ? html`<p class="empty">${live.value === null ? 'No step up to this moment.' : 'No scenario was played in this cluster, as far back as is remembered.'}</p>`
      : html`<ol class="steps" tabindex="0" aria-label="Steps so far" ref=${list => showLast(list, told.length)}>${steps.value.map((line, i) => html`<${Step} key=${i} line=${line} current=${i === told.length - 1} />`)}</ol>`}
      ${asked && html`<${Question} key=${asked.after} ...${asked} guess=${guesses.value.get(asked.after) ?? null} choose=${number => { guesses.value = new Map(guesses.value).set(asked.after, number); }} />`}
      ${live.value !== null && html`<${Scenarios} />`}
    <//>`;
}

function Step({ line, current }) {
  const { ok, text } = events.value[line];
  return html`
    <li class=${`${ok ? 'ok' : 'failed'} ${current ? 'current' : ''}`} aria-current=${current ? 'step' : undefined}>
      <span class="sign" aria-hidden="true">${ok ? '✓' : '✕'}</span>
      <span><span class="unseen">${ok ? 'as expected: ' : 'not as expected: '}</span><button type="button" class="link" onClick=${() => choose(line)}>${text}</button></span>
    </li>`;
}

let shown = { list: null, length: 0 };

/** Only when there is one more: whoever has scrolled back stays there meanwhile. */
function showLast(list, length) {
  if (!list || (shown.list === list && shown.length === length)) return;
  shown = { list, length };
  list.scrollTop = list.scrollHeight;
}
