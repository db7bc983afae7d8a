// A lesson: what happens at this moment, and a question before the answer.

import { html } from '../../html.js';
import { goOn, goToStep, guess, isAnswered, isOver, lesson, stepHere, stepNumber } from '../teaching.js';

export { lessonOf } from '../lessons.js';
export { goOn, teach } from '../teaching.js';

export function Lesson() {
  const { title, steps } = lesson.value;
  return html`
    <section id="lesson" class="panel wide" aria-labelledby="lesson-title">
      <header class="panel-head"><h2 id="lesson-title">${title}</h2><p>Step ${stepNumber.value + 1} of ${steps.length}. Space goes on.</p></header>
      <div aria-live="polite">
        <p>${stepHere.value.says}</p>
        ${stepHere.value.asks && html`<${Question} ...${stepHere.value.asks} />`}
        ${isOver.value && html`<p class="over"><strong>That was it.</strong> Look around: the run is all there. <a href="#">Other lessons</a></p>`}
        ${stepHere.value.link && html`<p><a href=${stepHere.value.link[0]}>${stepHere.value.link[1]}</a></p>`}
      </div>
      <div class="buttons">
        <button type="button" aria-disabled=${stepNumber.value === 0} onClick=${() => goToStep(Math.max(0, stepNumber.value - 1))}>Back</button>
        <button type="button" class="primary" aria-disabled=${isOver.value} onClick=${goOn}>${isAnswered() ? 'Go on' : 'Tell me'}</button>
      </div>
    </section>`;
}

function Question({ question, answers, right, because }) {
  const told = guess.value !== null;
  return html`
    <fieldset class="question"><legend>${question}</legend>
      <div class="buttons">${answers.map((answer, i) => html`
        <button type="button" key=${answer} class=${told && i === right ? 'right' : ''} aria-pressed=${guess.value === i} aria-disabled=${told}
          onClick=${() => { if (!told) guess.value = i; }}>${told && i === right ? '✓ ' : told && i === guess.value ? '✗ ' : ''}${answer}</button>`)}</div>
      ${told && html`<p><strong>${verdict(right, answers)}</strong> ${because}</p>`}
    </fieldset>`;
}

function verdict(right, answers) {
  return guess.value === right ? 'Yes.' : `${answers[right]}.`;
}
