// The runs themselves: each is one seed, and can be watched event by event.

import { html, signal } from '../../html.js';
import { Panel } from '../../panels/parts.js';
import { expectedStale, readsOfRun, spreadOf } from '../answer.js';
import { replayOf } from '../question.js';
import { answer, offer } from '../state.js';
import { runsTable } from '../tables.js';
import { Csv } from './csv.js';

const SHOWN = 24;
const WIDTH = 600;
const HEIGHT = 110;
const all = signal(false);
const order = signal('stale');

export function Runs() {
  const { prediction, runs } = answer.value;
  const { writesPerRun } = offer.value;
  const reads = readsOfRun(answer.value, writesPerRun);
  return html`
    <${Panel} id="runs" wide title="The runs" lead=${`Each is a seed: ${writesPerRun} writes, and ${reads} reads of them. The model expects ${expectedStale(answer.value, writesPerRun).toFixed(1)} stale ones a run. Choose a run to watch it, event by event.`}>
      ${runs.length === 0 ? html`<p class="empty">None so far.</p>` : html`
        <${Spread} runs=${runs} question=${prediction.question} />
        <label class="inline">Order <select value=${order.value} onChange=${event => { order.value = event.target.value; }}><option value="stale">stalest first</option><option value="seed">by seed</option></select></label>
        <ol class="runs">${sorted(runs).slice(0, all.value ? runs.length : SHOWN).map(run => html`
          <li key=${run.seed}><a href=${replayOf(prediction.question, run.seed)}>seed ${run.seed}</a> <span class="facts">${run.total} of ${reads} stale</span></li>`)}</ol>
        <${Csv} what="runs" table=${runsTable(answer.value)} />
        ${runs.length > SHOWN && html`<button type="button" aria-expanded=${all.value} onClick=${() => { all.value = !all.value; }}>${all.value ? 'Fewer' : `All ${runs.length.toLocaleString('en')}`}</button>`}`}
    <//>`;
}

function sorted(runs) {
  return order.value === 'seed' ? runs : [...runs].sort((a, b) => b.total - a.total);
}

/** A dot for each run, over how many of its reads were stale. The list below says the same, and is for the keyboard. */
function Spread({ runs, question }) {
  const spread = spreadOf(runs);
  const highest = Math.max(...spread.map(column => column.runs.length));
  const step = Math.min(10, (HEIGHT - 8) / highest);
  const x = stale => 12 + (stale / Math.max(1, spread.length - 1)) * (WIDTH - 24);
  const radius = Math.max(1.2, Math.min(4.2, step / 2 - 0.3, (WIDTH - 24) / spread.length / 2));
  return html`
    <svg class="lab-picture spread" viewBox=${`0 0 ${WIDTH} ${HEIGHT + 32}`} role="img" aria-label=${`${runs.length} runs with ${spread.findIndex(column => column.runs.length > 0)} to ${spread.length - 1} stale reads each`}>
      ${spread.flatMap(column => column.runs.map((run, i) => html`<circle class="run" key=${run.seed} cx=${x(column.stale)} cy=${HEIGHT - 4 - i * step} r=${radius}
        onClick=${() => { location.href = replayOf(question, run.seed); }}><title>${`seed ${run.seed}: ${run.total} stale`}</title></circle>`))}
      <path class="base" d=${`M4 ${HEIGHT + 2}H${WIDTH - 4}`} />
      <g class="grid"><text class="x first" x="4" y=${HEIGHT + 18}>0 stale reads in the run</text>${spread.length > 1 && html`<text class="x last" x=${WIDTH - 4} y=${HEIGHT + 18}>${spread.length - 1}</text>`}</g>
    </svg>`;
}
