// Space and time: a column for each node and client, a row for each thing that happened, messages as arrows from one to the other.

import { computed, html, signal } from '../../html.js';
import { duration } from '../../format.js';
import { identity } from '../../members.js';
import { AsTable, Panel, Scroll } from '../../panels/parts.js';
import { HEAD, LANE, bandsOf, lanesOf, layOut, shownLines, xOf } from '../space-time-layout.js';
import { asking, cones } from '../asking.js';
import { knowledgeOf, relationOf } from '../causality.js';
import { choose, events, index, parting, perspective, roster, selectedLane, selectedLine, viewer, watched } from '../session.js';
import { cursorOf, watch } from '../sight.js';
import { moment, sentence, short } from '../wording.js';

/** It is the dearest to draw: hundreds of lines that all move. */
const cursor = cursorOf('space-time');
const what = signal('data');
const shown = computed(() => shownLines(events.value, what.value));
const lanes = computed(() => lanesOf(roster.value, index.value));
const drawn = computed(() => layOut(events.value, index.value, shown.value, lanes.value, cursor.value, { apart: parting.value?.line ?? null, asking: asking.value }));

/** Where the page is seen by somebody, and no event was chosen: what that one could know. */
const known = computed(() => (perspective.value === '' || cones.value ? null
  : knowledgeOf(events.value, index.value, perspective.value, cursor.value, asking.value, !watched.value)));
const TEXT = 560;

const MARKS = {
  'store.put': 'square', 'disk.record': 'square', 'hint.store': 'diamond', 'hint.replay': 'diamond', 'op.start': 'ring', 'op.end': 'ring',
  'node.crash': 'cross', 'node.exit': 'cross', 'node.wipe': 'cross', 'client.start': 'ring', 'client.end': 'ring', note: 'ring', 'client.gone': 'cross',
};

export function SpaceTime() {
  const { rows, arrows, folds, parting: apart, height } = drawn.value;
  const width = lanes.value.length * LANE;
  return html`
    <${Panel} id="space-time" place=${watch} wide title="Space and time" lead=${watched.value
    ? 'Nodes tell no messages, so there are no arrows, and which event led to which is not known between nodes. Their order is that of their clocks.'
    : 'Choose an event: what could have led to it and what can know of it stay bright, what is concurrent with it fades.'}>
      <div class="row">
        <label class="inline"><input type="checkbox" checked=${what.value === 'all'} onChange=${event => { what.value = event.target.checked ? 'all' : 'data'; }} /> gossip and repair too</label>
        ${known.value && html`<p class="facts">What ${viewer.value} could not know of at this moment has faded${watched.value && ': as nodes tell no messages, that is all but its own'}.</p>`}
        ${cones.value && html`<p class="facts">${tally(rows)} <button type="button" class="link" onClick=${() => { selectedLine.value = null; }}>Show all alike</button></p>`}
      </div>
      <${Scroll} label="Space-time picture">
        <svg class="space-time" width=${width + TEXT} height=${height} viewBox=${`0 0 ${width + TEXT} ${height}`} role="img" aria-label=${`${rows.length} events of ${lanes.value.length} lanes; the same as a list below`}>
          ${bandsOf(index.value.spans, events.value, rows, lanes.value).map(({ kind, d }) => html`<path class=${`band ${kind}`} d=${d} />`)}
          ${lanes.value.map((lane, i) => html`<${Lane} key=${lane} lane=${lane} x=${xOf(i)} height=${height} />`)}
          ${folds.map(({ y, micros }) => html`<g class="fold"><path d=${`M0 ${y}H${width}`} /><text x=${width + 8} y=${y + 4}>… ${duration(micros / 1000)}</text></g>`)}
          ${apart && html`<g class="parted"><path d=${`M0 ${apart.y}H${width + TEXT}`} /><text x=${width + 8} y=${apart.y - 4}>◆ parts from ${short(parting.value.from, 60)}</text></g>`}
          ${arrows.map(arrow => html`<${Arrow} key=${arrow.m} arrow=${arrow} />`)}
          ${rows.map(({ line, lane, x, y, later }) => html`<g key=${line} transform=${`translate(0 ${y})`}>
            <${Row} line=${line} lane=${lane} x=${x} later=${later} now=${line === cursor.value - 1} relation=${shownAs(line)} width=${width} /></g>`)}
        </svg>
      <//>
      <${AsTable} what="a list">${() => html`
        <ol class="events">${rows.filter(row => !row.later).map(({ line }) => html`
          ${apart?.before === line && html`<li class="untrusted">◆ Here it parts from ${parting.value.from}.</li>`}<li key=${line}><button type="button" class="link" aria-current=${line === cursor.value - 1 ? 'step' : undefined} onClick=${() => choose(line)}>
            <span class="number facts">${moment(events.value[line].at)}</span> <span class="untrusted">${sentence(events.value[line])}</span></button>${shownAs(line) === 'unknown' && html` <span class="facts">not known to ${viewer.value}</span>`}</li>`)}</ol>`}
      <//>
    <//>`;
}

function Lane({ lane, x, height }) {
  const client = lane.startsWith('client:');
  const name = client ? lane.slice('client:'.length) : lane;
  return html`
    <g class=${`lane ${client ? 'client' : `c${identity(name).colour}`} ${selectedLane.value === lane ? 'chosen' : ''}`} onClick=${() => { selectedLane.value = selectedLane.value === lane ? '' : lane; }}>
      <path d=${`M${x} ${HEAD - 8}V${height}`} /><text x=${x} y="20">${name}</text>
    </g>`;
}

/** Knows nothing of where it stands: then it need not be made again when those above it move on. */
function Row({ line, lane, x, later, now, relation, width }) {
  const event = events.value[line];
  return html`
    <g class=${`row-event ${relation} ${later ? 'later' : ''} ${now ? 'now' : ''}`} onClick=${() => choose(line)}>
      <rect class="strip" x="0" y="-11" width=${width + TEXT} height="22" />
      ${lane >= 0 && !event.kind.startsWith('msg.') && html`<${Mark} mark=${MARKS[event.kind] ?? 'dot'} x=${x} />`}
      <text class="when" x=${width + 66} y="4">${moment(event.at)}</text>
      <text class="what" x=${width + 76} y="4">${clip(sentence(event))}</text>
    </g>`;
}

function Mark({ mark, x }) {
  switch (mark) {
    case 'square': return html`<rect class="at" x=${x - 4.5} y="-4.5" width="9" height="9" />`;
    case 'diamond': return html`<path class="at" d=${`M${x} -6l6 6l-6 6l-6 -6z`} />`;
    case 'cross': return html`<path class="at cross" d=${`M${x - 5} -5l10 10m0 -10l-10 10`} />`;
    case 'ring': return html`<circle class="at hollow" cx=${x} cy="0" r="4.5" />`;
    default: return html`<circle class="at" cx=${x} cy="0" r="3" />`;
  }
}

function Arrow({ arrow: { line, x1, y1, x2, y2, how, isAnswer, later } }) {
  const relation = shownAs(line);
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const head = how === 'lost' ? `M${x2 - 4} ${y2 - 4}l8 8m0 -8l-8 8`
    : `M${x2 - ux * 8 - uy * 3.5} ${y2 - uy * 8 + ux * 3.5}L${x2} ${y2}L${x2 - ux * 8 + uy * 3.5} ${y2 - uy * 8 - ux * 3.5}`;
  return html`<path class=${`arrow ${how === 'lost' ? 'lost' : ''} ${isAnswer ? 'answer' : ''} ${relation} ${later ? 'later' : ''}`} d=${`M${x1} ${y1}L${x2} ${y2}${head}`} />`;
}

/** What a line is to the chosen event, or 'unknown' to whoever sees it. */
function shownAs(line) {
  if (cones.value) return relationOf(cones.value, events.value, line);
  return known.value && relationOf(known.value, events.value, line) === 'concurrent' ? 'unknown' : '';
}

function tally(rows) {
  const counts = { past: 0, future: 0, concurrent: 0, self: 0 };
  for (const { line } of rows) counts[relationOf(cones.value, events.value, line)] += 1;
  return `Of the events here, ${counts.past} may have led to it, ${counts.future} can know of it, ${counts.concurrent} are concurrent with it.`;
}

/** The picture has room for so much; the list has it all. */
function clip(text) {
  const letters = [...text];
  return letters.length > 78 ? `${letters.slice(0, 77).join('')}…` : text;
}
