// A table as CSV: to a file, or copied.

import { html, useState } from '../../html.js';
import { csv, download } from '../../files.js';
import { answer } from '../state.js';

/** `what` names the table for who hears the buttons and in the file's name; `table` is { titles, rows }. */
export function Csv({ what, table: { titles, rows } }) {
  const [told, tell] = useState('');
  const { n, r, w } = answer.value.prediction;
  const text = () => csv(titles, rows);
  const copy = () => copied(text()).then(tell);
  return html`
    <div class="buttons csv"><button type="button" aria-label=${`Save ${what} as CSV`} onClick=${() => download(text(), `lab-n${n}-r${r}-w${w}-${what}.csv`, 'text/csv')}>Save as CSV</button>
      <button type="button" aria-label=${`Copy ${what} as CSV`} onClick=${copy}>Copy as CSV</button> <span class="facts" role="status">${told}</span></div>`;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    return 'This browser does not let the page copy: save it instead.';
  }
}
