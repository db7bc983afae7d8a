// A lesson: what happens at this moment, and a question before the answer.

import { html } from '../../html.js';
import { Question } from './question.js';
import { goBack, goOn, goToStep, guess, isAnswered, isElsewhere, isOver, lesson, stepHere, stepNumber } from '../teaching.js';

export { lessonOf } from '../lessons.js';
export { goOn, teach } from '../teaching.js';

export function Lesson() {
  const { title, steps } = lesson.value;
  return html`
    <section id="lesson" class="panel wide" aria-labelledby="lesson-title">
      <header class="panel-head"><h2 id="lesson-title">${title}</h2><p>Step ${stepNumber.value + 1} of ${steps.length}. ${!isOver.value && 'Space goes on.'}</p></header>
      ${isElsewhere.value ? html`<${Elsewhere} />` : html`<${Step} />`}
    </section>`;
}

function Elsewhere() {
  return html`
    <p role="status">Another run is shown now. The lesson tells of its own, and waits.</p>
    <div class="buttons"><button type="button" class="primary" onClick=${goBack}>Back to the lesson’s run</button></div>`;
}

function Step() {
  const { says, asks, link } = stepHere.value;
  return html`
    <div aria-live="polite">
      <p>${says}</p>
      ${asks && html`<${Question} ...${asks} guess=${guess.value} choose=${number => { guess.value = number; }} />`}
      ${isOver.value && html`<p class="over"><strong>That was it.</strong> Look around: the run is all there. <a href="#">Other lessons</a></p>`}
      ${link && html`<p><a href=${link[0]}>${link[1]}</a></p>`}
    </div>
    <div class="buttons">
      <button type="button" aria-disabled=${stepNumber.value === 0} onClick=${() => goToStep(Math.max(0, stepNumber.value - 1))}>Back</button>
      <button type="button" class="primary" aria-disabled=${isOver.value} onClick=${goOn}>${isAnswered() ? 'Go on' : 'Tell me'}</button>
    </div>`;
}
