// The run over its time: answers, waits, copies and mending, each beneath what was broken meanwhile.

import { computed, html } from '../../html.js';
import { download, nameOf } from '../../files.js';
import { AsTable, Panel, Table } from '../../panels/parts.js';
import { curve, roundUp } from '../curve.js';
import { here, index, live, pause, run, seek, source } from '../session.js';
import { COLUMNS, csvOf, seriesOf } from '../series.js';
import { moment } from '../wording.js';

const WIDTH = 600;
const HEIGHT = 96;

const CHARTS = [
  { title: 'Answers', unit: 'in each slice', lines: [['answered', 'answered'], ['failed', 'failed']] },
  { title: 'Waits', unit: 'microseconds', lines: [['p50', 'half within'], ['p99', '99 of 100 within']] },
  { title: 'Copies', unit: 'keys', lines: [['apart', 'owners differ'], ['siblings', 'with siblings']] },
  { title: 'Mending', unit: 'keys', lines: [['hints', 'hints kept'], ['handed', 'handed over'], ['read', 'by reads'], ['tree', 'by trees']] },
];

/** Of a live cluster they are counted anew at most so often, and at most a tenth of the time goes into it. */
const RECOUNT_MILLIS = 2000;
let counted = [];
let due = 0;

const rows = computed(() => {
  const { events, timeline } = run.value;
  const begun = performance.now();
  if (live.value !== null && begun < due) return counted;
  counted = seriesOf(events, timeline, index.value.end);
  due = begun + Math.max(RECOUNT_MILLIS, 10 * (performance.now() - begun));
  return counted;
});

export function Charts() {
  return html`
    <${Panel} id="charts" wide title="Over time" lead="Bands are faults, and nodes that were away. A click goes to that moment.">
      <div class="charts">${CHARTS.map(chart => html`<${Chart} key=${chart.title} ...${chart} />`)}</div>
      <div class="buttons"><button type="button" onClick=${() => download(csvOf(rows.value), nameOf(source.value, '.csv'), 'text/csv')}>Save as CSV</button></div>
      <details><summary>The same as a table</summary><${Table} label="Counts of each slice; siblings, differences and hints as they stood at its end" columns=${['Until', ...COLUMNS.map(([, title]) => title)]}
        rows=${rows.value.map(row => [moment(row.until), ...COLUMNS.map(([name]) => row[name] ?? '–')])} /></details>
      <${AsTable} what="a table of the bands">${() => html`<${Table} label="What was broken, who was away, and what was not observed" columns=${['What', 'From', 'Until']}
        rows=${index.value.spans.map(({ text, from, until }) => [text, moment(from), until > index.value.end ? 'the end' : moment(until)])} />`}<//>
    <//>`;
}

function Chart({ title, unit, lines }) {
  const top = roundUp(Math.max(...rows.value.flatMap(row => lines.map(([name]) => row[name] ?? 0))));
  const begin = rows.value[0].from;
  const end = rows.value.at(-1).until;
  const x = micros => ((Math.max(begin, Math.min(micros, end)) - begin) / (end - begin)) * WIDTH;
  return html`
    <figure class="chart"><figcaption>${title} <span class="facts">${unit}, up to ${top.toLocaleString('en')}</span></figcaption>
      <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${`${title}: ${lines.map(([name, what]) => `${what}, at most ${most(name)}`).join('; ')}`}
        onClick=${event => { pause(); seek(((event.clientX - event.currentTarget.getBoundingClientRect().left) / event.currentTarget.clientWidth) * (end - begin) + begin); }}>
        <g class="behind">${index.value.spans.map(span => html`<rect class=${`band ${span.what}`} x=${x(span.from)} y="0" height=${HEIGHT} width=${Math.max(1, x(span.until) - x(span.from))} />`)}</g>
        ${lines.map(([name], i) => html`<path class=${`line line-${i}`} d=${curve(rows.value, name, { width: WIDTH, height: HEIGHT - 4, top })} transform="translate(0 2)" />`)}
        <${Now} x=${x} />
      </svg>
      <ul class="legend">${lines.map(([, what], i) => html`<li><svg viewBox="0 0 24 8" aria-hidden="true"><path class=${`line line-${i}`} d="M1 4h22" /></svg> ${what}</li>`)}</ul>
    </figure>`;
}

/** By itself, so that all else stays as it is while the cursor moves. */
function Now({ x }) {
  return html`<path class="now" d=${`M${x(here.value?.at ?? 0)} 0v${HEIGHT}`} />`;
}

function most(name) {
  return Math.max(...rows.value.map(row => row[name] ?? 0)).toLocaleString('en');
}
