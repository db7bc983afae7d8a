// What can be learnt, where no run is open.

import { html } from '../../html.js';
import { LESSONS } from '../lessons.js';

export function Lessons() {
  return html`
    <section class="panel wide" aria-labelledby="lessons-title"><h2 id="lessons-title">Learn</h2>
      <p>Each is a run of the real code in virtual time, with a few questions. No knowledge of such stores is needed; begin with the first.</p>
      <ol class="lessons">${LESSONS.map(({ id, title, steps }) => html`<li key=${id}><a href=${`#lesson=${id}`}>${title}</a> <span class="facts">${steps.length} steps</span></li>`)}</ol>
      <p>Or <a href="lab.html">try N, R and W in the quorum lab</a>: how stale reads are, predicted and measured.</p></section>`;
}
