// How long reads and writes take, as predicted and as measured.

import { html } from '../../html.js';
import { Panel, Scroll } from '../../panels/parts.js';
import { waitsOf } from '../answer.js';
import { along, powers } from '../layout.js';
import { answer } from '../state.js';
import { waitsTable } from '../tables.js';
import { millis, timeInShort } from '../wording.js';
import { Csv } from './csv.js';

const WIDTH = 440;
const LEFT = 170;
const RIGHT = 26;
const ROW = 26;

export function Waits() {
  const rows = waitsOf(answer.value);
  return html`
    <${Panel} id="waits" title="What it costs" lead="How long a read waits for R answers and a write for W acknowledgements. The more of them, the longer the slowest ones take.">
      <${Picture} rows=${rows} />
      <ul class="legend"><li><svg viewBox="0 0 12 12" aria-hidden="true"><path class="tick" d="M6 1v10" /></svg> predicted</li>
        <li><svg viewBox="0 0 12 12" aria-hidden="true"><circle class="measured" cx="6" cy="6" r="4" /></svg> measured</li></ul>
      <details><summary>The same as a table</summary>
        <${Scroll} label="Waits"><table><caption class="unseen">Waits of reads and writes</caption>
          <thead><tr>${['So many', 'are over within, predicted', 'measured'].map(title => html`<th scope="col">${title}</th>`)}</tr></thead>
          <tbody>${rows.map(row => html`<tr key=${row.what + row.name}><th scope="row">${row.share} ${row.what}</th><td class="number">${millis(row.predicted)}</td><td class="number">${row.measured === null ? '–' : millis(row.measured)}</td></tr>`)}</tbody>
        </table><//><${Csv} what="waits" table=${waitsTable(answer.value)} /></details>
    <//>`;
}

function Picture({ rows }) {
  const scale = powers(rows.flatMap(({ predicted, measured }) => [predicted, measured ?? predicted]));
  const x = value => Math.round((LEFT + along(value, scale) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const bottom = rows.length * ROW + 8;
  return html`
    <svg class="lab-picture waits" viewBox=${`0 0 ${WIDTH} ${bottom + 24}`} role="img" aria-label=${rows.filter(({ name }) => name !== 'p999').map(({ share, what, predicted, measured }) =>
      `${share} ${what} within ${millis(predicted)} predicted${measured === null ? '' : `, ${millis(measured)} measured`}`).join('; ')}>
      ${scale.ticks.map(tick => html`<g class="grid"><path d=${`M${x(tick)} 4V${bottom}`} /><text class="x" x=${x(tick)} y=${bottom + 16}>${timeInShort(tick)}</text></g>`)}
      ${rows.map(({ what, share, predicted, measured }, i) => html`<g><text class="name" x=${LEFT - 12} y=${i * ROW + 22}>${share} ${what}</text>
        <path class="tick" d=${`M${x(predicted)} ${i * ROW + 9}v18`} />
        ${measured !== null && html`<circle class="measured" cx=${x(measured)} cy=${i * ROW + 18} r="4.5" />`}</g>`)}
    </svg>`;
}
