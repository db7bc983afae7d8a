// Where no run is open: what can be learnt, and how to open one.

import { html, signal } from '../../html.js';
import { scenarios } from '../../api.js';
import { LESSONS } from '../lessons.js';

/** A node that others depend on plays nothing in virtual time, and says that it has no scenarios. */
const playsNone = signal(false);
scenarios().then(told => { playsNone.value = told.scenarios.length === 0; }).catch(() => {});

export function Lessons() {
  return html`
    <section class="panel wide" aria-labelledby="lessons-title"><h2 id="lessons-title">Learn</h2>
      ${playsNone.value ? html`<p class="told">This node plays no lessons, nor the quorum lab: it was started without <code>faults.allowed</code>. <code>bin/ringside demo</code> starts a cluster that does.</p>` : html`<${Offered} />`}</section>`;
}

function Offered() {
  return html`
      <p>Each is a run of the real code in virtual time, with a few questions. No knowledge of such stores is needed; begin with the first.</p>
      <ol class="lessons">${LESSONS.map(({ id, title, steps }) => html`<li key=${id}><a href=${`#lesson=${id}`}>${title}</a> <span class="facts">${steps.length} steps</span></li>`)}</ol>
      <p>Or <a href="lab.html">try N, R and W in the quorum lab</a>: how stale reads are, predicted and measured.</p>`;
}

/** `file` is the name of one that a link waits for. */
export function Invitation({ file, write }) {
  return html`
    <section class="panel wide" aria-labelledby="none-title"><h2 id="none-title">No run is open</h2>
      ${file && html`<p role="status" class="told">This link is of a recorded file, <strong class="untrusted">${file}</strong>, which the link has not in it: open it here, and you are at the link’s moment.</p>`}
      <p>Drop a log here, or open one: <code>bin/ringside sim run --seed 42 --seconds 15 --record run.jsonl</code> writes it, and so does
        ${' '}<code>bin/ringside scenario run split-2-3 --record run.jsonl</code>. Nothing that you open leaves this page.</p>
      ${!playsNone.value && html`<p class="buttons"><button type="button" onClick=${write}>Write a scenario</button> or open a file of your own that ends with <code>.scenario</code>: this server plays it.</p>`}</section>`;
}
