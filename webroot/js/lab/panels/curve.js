// How many reads find the write, by how long after it they were asked: the model's line, and what nodes answered as dots.

import { html } from '../../html.js';
import { Panel, Scroll } from '../../panels/parts.js';
import { rowsOf } from '../answer.js';
import { HEIGHT, MARGIN, WIDTH, across, curveOf, floorOf, shareTicks, up } from '../layout.js';
import { answer, asking, question } from '../state.js';
import { curveTable } from '../tables.js';
import { inShort, millis, percent } from '../wording.js';
import { Csv } from './csv.js';

export function Curve() {
  const { prediction, measured, over, complete } = answer.value;
  const rows = rowsOf(answer.value);
  const runs = measured?.runs ?? 0;
  return html`
    <${Panel} id="curve" title=${`Reads that find the write: ${inShort(prediction)}`} lead="The line is the prediction of the WARS model (probabilistically bounded staleness, Bailis et al. 2012). Each dot is measured on real nodes in virtual time; in its bar the true share lies 95 times of 100.">
      <${Verdict} prediction=${prediction} rows=${rows} />
      <progress max=${question.value.runs} value=${runs} aria-label="Runs played"></progress>
      <p class="facts">${asking.value ? 'Playing: ' : ''}${runs.toLocaleString('en')} runs, ${(rows[0]?.reads ?? 0).toLocaleString('en')} reads a dot${over && !complete ? ', and then time was up' : ''}${!over && !asking.value ? `: stopped before all ${question.value.runs.toLocaleString('en')}` : ''}</p>
      <${Picture} prediction=${prediction} rows=${rows} />
      <p class="facts">Milliseconds after the write was acknowledged; early times have more room.</p>
      <ul class="legend"><li><svg viewBox="0 0 24 10" aria-hidden="true"><path class="predicted" d="M1 8C8 8 10 2 23 2" /></svg> predicted</li>
        <li><svg viewBox="0 0 24 10" aria-hidden="true"><path class="interval" d="M12 1v8" /><circle class="measured" cx="12" cy="5" r="3" /></svg> measured, and how sure that is</li>
        <li><svg viewBox="0 0 24 10" aria-hidden="true"><g class="differs"><path class="interval" d="M12 1v8" /><circle class="measured" cx="12" cy="5" r="3" /></g></svg> the same, and the prediction is outside</li></ul>
      <details><summary>The same as a table</summary><${Table} rows=${rows} /><${Csv} what="curve" table=${curveTable(answer.value)} /></details>
    <//>`;
}

function Verdict({ prediction: { overlap, n, r, w }, rows }) {
  const begins = rows[0];
  if (overlap) {
    return html`<p class="verdict">R + W = ${r + w} is more than N = ${n}: any ${r} owners and any ${w} have one in common, so a read that begins after the write was acknowledged finds it. By arithmetic, as long as these are the key’s owners themselves.</p>`;
  }
  return html`<p class="verdict open">R + W = ${r + w} is not more than N = ${n}: ${percent(1 - begins.predicted)} of reads that begin as soon as the write is acknowledged are stale; of those ${millis(rows.at(-1).t)} later, ${percent(1 - rows.at(-1).predicted)}.</p>`;
}

function Picture({ prediction, rows }) {
  const { curve } = prediction;
  const last = curve.at(-1).t;
  const floor = floorOf([...curve.map(({ share }) => share), ...rows.filter(({ reads }) => reads > 0).map(({ low }) => low)]);
  const bottom = HEIGHT - MARGIN.bottom;
  return html`
    <svg class="lab-picture" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${`Reads that find the write, from ${percent(rows[0].predicted)} at once to ${percent(rows.at(-1).predicted)} after ${millis(last)}, as predicted${rows[0].reads ? `; measured ${percent(rows[0].measured)} and ${percent(rows.at(-1).measured)}` : ''}`}>
      ${shareTicks(floor).map(share => html`<g class="grid"><path d=${`M${MARGIN.left} ${up(share, floor)}H${WIDTH - MARGIN.right}`} />
        <text class="y" x=${MARGIN.left - 6} y=${up(share, floor) + 4}>${Number((share * 100).toFixed(2))}%</text></g>`)}
      ${rows.map(({ t }) => html`<g class="grid"><path d=${`M${across(t, last)} ${bottom}v4`} /><text class="x" x=${across(t, last)} y=${bottom + 20}>${Number(t.toPrecision(3))}</text></g>`)}
      <path class="predicted" d=${curveOf(curve, floor)} />
      ${rows.filter(({ reads }) => reads > 0).map(row => html`<g class=${row.agrees ? 'agrees' : 'differs'}><title>${`${millis(row.t)}: measured ${percent(row.measured)} of ${row.reads} reads, predicted ${percent(row.predicted)}`}</title>
        <path class="interval" d=${`M${across(row.t, last)} ${up(row.low, floor)}V${up(row.high, floor)}m-4 0h8M${across(row.t, last) - 4} ${up(row.low, floor)}h8`} />
        <circle class="measured" cx=${across(row.t, last)} cy=${up(row.measured, floor)} r="4.5" /></g>`)}
    </svg>`;
}

function Table({ rows }) {
  return html`
    <${Scroll} label="Reads that find the write"><table>
      <caption class="unseen">Reads that find the write, by milliseconds after its acknowledgement</caption>
      <thead><tr>${['After', 'Predicted', 'Measured', '95 of 100 times within', 'Reads', 'Prediction within'].map(title => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>${rows.map(row => html`<tr key=${row.t}><th scope="row" class="number">${millis(row.t)}</th><td class="number">${percent(row.predicted)}</td>
        ${row.reads > 0 ? html`<td class="number">${percent(row.measured)}</td><td class="number">${percent(row.low)} to ${percent(row.high)}</td><td class="number">${row.reads.toLocaleString('en')}</td><td>${row.agrees ? 'yes' : 'no'}</td>`
          : html`<td>–</td><td>–</td><td class="number">0</td><td>–</td>`}</tr>`)}</tbody>
    </table><//>
    <p class="facts">One bar in twenty misses the true share by chance. Neighbouring dots share their writes, so they miss together.</p>`;
}
