// A question before the answer is shown.

import { html } from '../../html.js';

/** `guess` is the number of the chosen answer, −1 if it was told without one, null if neither; `choose` is told the number. */
export function Question({ question, answers, right, because, guess, choose }) {
  const told = guess !== null;
  return html`
    <fieldset class="question"><legend>${question}</legend>
      <div class="buttons">${answers.map((answer, i) => html`
        <button type="button" key=${answer} class=${told && i === right ? 'right' : ''} aria-pressed=${guess === i} aria-disabled=${told}
          onClick=${() => { if (!told) choose(i); }}>${told && i === right ? '✓ ' : told && i === guess ? '✗ ' : ''}${answer}</button>`)}</div>
      ${told && html`<p><strong>${guess === right ? 'Yes.' : `${answers[right]}.`}</strong> ${because}</p>`}
    </fieldset>`;
}
