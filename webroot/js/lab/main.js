// Puts the lab's panels on the page and asks the first question.

import { html, render } from '../html.js';
import { Failure } from '../panels/parts.js';
import { plain } from '../format.js';
import { announcement, answer, asking, begin, dropped, failure, offer } from './state.js';
import { Curve } from './panels/curve.js';
import { Promises } from './panels/promises.js';
import { Question } from './panels/question.js';
import { Runs } from './panels/runs.js';
import { Waits } from './panels/waits.js';

function Page() {
  return html`
    <a class="skip" href="#curve">Skip to the curve</a>
    <header>
      <div class="top">
        <div class="brand"><h1>Ringside</h1><p class="where">quorum lab</p></div>
        <nav class="buttons" aria-label="Other pages"><a href="replay.html#lesson=stale">Lesson: how stale is a read?</a><a href="replay.html">Replay</a><a href="./">Live</a></nav>
      </div>
    </header>
    <main>
      ${failure.value && html`<section class="panel wide" role="alert" aria-label="What went wrong"><${Failure} failure=${failure.value} /></section>`}
      ${dropped.value.length > 0 && html`<section class="panel wide" aria-label="What this link asks for"><p class="failure" role="status"><strong>This link asks for what cannot be asked:</strong> <span class="untrusted">${plain(dropped.value.join(', '))}</span>. What is asked instead stands below.</p></section>`}
      ${offer.value && html`<${Question} />`}
      ${asking.value && !answer.value.prediction && html`<section class="panel wide" aria-label="What is being done"><p role="status">Calculating the prediction…</p></section>`}
      ${answer.value.prediction && html`<${Curve} /><${Waits} /><${Runs} />`}
      <${Promises} />
    </main>
    <footer><p>Ringside. The prediction is calculated and the runs are played by this server; no request leaves this origin.</p></footer>
    <p class="unseen" role="status" aria-live="polite">${announcement.value}</p>`;
}

render(html`<${Page} />`, document.getElementById('app'));
window.addEventListener('hashchange', () => location.reload());
begin();
