// Two branches beside each other at the same moment: where they part, and what is different by now.

import { computed, html } from '../../html.js';
import { identity } from '../../members.js';
import { outline } from '../../identity.js';
import { Panel, Scroll } from '../../panels/parts.js';
import { seats } from '../../ring-layout.js';
import { entries } from '../../run/trie.js';
import { compared, current, firstApart, switchTo } from '../branches.js';
import { differencesOf, wordOf } from '../differences.js';
import { linesBy } from '../steps.js';
import { chooseKey, cursor, goTo, here, pause, playing, run, seek, toParting } from '../session.js';
import { moment, sentence } from '../wording.js';

const MOST = 40;

const now = computed(() => here.value?.at ?? 0);

/** Where both stand at this moment; the shown one exactly at the cursor. */
const left = computed(() => {
  const { events, index, timeline } = compared.value.run;
  const at = firstApart.value !== null && cursor.value <= firstApart.value ? cursor.value : linesBy(events, now.value);
  return { events, index, cursor: at, state: timeline.at(at) };
});
const right = computed(() => ({ events: run.value.events, index: run.value.index, cursor: cursor.value, state: run.value.timeline.at(cursor.value) }));
const nodes = computed(() => [...new Set([...compared.value.run.events[0].roster, ...run.value.header.roster])]);
const apart = computed(() => (firstApart.value === null || cursor.value <= firstApart.value && left.value.cursor <= firstApart.value ? null : differencesOf(left.value, right.value, nodes.value)));

const TABLES = [['steps', 'Steps', 'What the scenario’s steps came to'], ['operations', 'Operations', 'What was answered'], ['keys', 'Keys', 'Who holds what'], ['nodes', 'Nodes', 'How the nodes are'], ['views', 'Views', 'Who believes what of whom']];

export function Compare() {
  const [a, b] = [compared.value, current.value];
  if (!a || !b) return null;
  return html`
    <${Panel} id="compare" wide title="Compare" lead="Both at the same moment. What is the same on both sides is left out.">
      <p class="told untrusted">${a.name} and ${b.name}</p>
      ${firstApart.value === null ? html`<p>The two are the same from the first event to the last.</p>` : html`<${Parting} a=${a} b=${b} />`}
      <${Strip} a=${a} b=${b} />
      <p class="facts">Above the one, below the other, with bands of what was broken; thin as long as they are the same, ◆ where they part.</p>
      <div class="pair">${[[a, left.value], [b, right.value]].map(([one, { state }]) => html`<${Small} key=${one.id} one=${one} state=${state} />`)}</div>
      <div class="buttons"><button type="button" onClick=${() => switchTo(a)}>Show the other at this moment</button></div>
      ${playing.value ? html`<p class="facts">What differs is listed when time stands still.</p>`
        : apart.value ? TABLES.map(([what, title, caption]) => html`<${Rows} key=${what} rows=${apart.value[what]} title=${title} caption=${caption} a=${a} b=${b} />`)
          : html`<p class="facts">At this moment nothing is different.</p>`}
    <//>`;
}

function Parting({ a, b }) {
  const line = firstApart.value;
  const sides = [[a, a.run.events[line]], [b, b.run.events[line]]];
  return html`
    <p>The first ${line} events are the same. <strong>◆ They part at ${moment(timeOfParting())}</strong>, with event ${line + 1}:</p>
    <${Scroll} label="The first event that is different"><table><thead><tr><th scope="col">In</th><th scope="col">At</th><th scope="col">Event ${line + 1}</th></tr></thead>
      <tbody>${sides.map(([one, event]) => html`<tr key=${one.id}><th scope="row" class="untrusted">${one.name}</th><td class="number">${event ? moment(event.at) : '–'}</td><td class="untrusted">${event ? sentence(event) : 'it is over'}</td></tr>`)}</tbody></table><//>
    <div class="buttons">
      <button type="button" onClick=${() => { pause(); goTo(line); }}>To the last moment in common</button>
      <button type="button" onClick=${toParting}>To the first difference</button></div>`;
}

function timeOfParting() {
  const times = [compared.value.run, run.value].map(({ events }) => events[firstApart.value]?.at ?? Infinity);
  return Math.min(...times);
}

/** One line of time for each; what is the same is drawn thin. */
function Strip({ a, b }) {
  const end = Math.max(a.run.index.end, b.run.index.end);
  const x = micros => (end === 0 ? 0 : (Math.min(micros, end) / end) * 1000);
  const part = firstApart.value === null ? end : timeOfParting();
  return html`
    <svg class="bands strip" viewBox="0 0 1000 34" preserveAspectRatio="none" role="img" aria-label=${`Above ${a.name}, below ${b.name}, with what was broken; they part at ${moment(part)}, and it is ${moment(now.value)}`}
      onClick=${event => { pause(); seek(((event.clientX - event.currentTarget.getBoundingClientRect().left) / event.currentTarget.clientWidth) * end); }}>
      ${[a, b].map((one, i) => html`
        <g key=${one.id} transform=${`translate(0 ${i * 17})`}>
          <path class="common" d=${`M0 8H${x(part)}`} /><path class="own" d=${`M${x(part)} 8H${x(one.run.index.end)}`} />
          ${one.run.index.spans.map(span => html`<rect class=${`band ${span.what}`} x=${x(span.from)} y=${span.what === 'fault' ? 2 : 10} height="4" width=${Math.max(1.5, x(span.until) - x(span.from))} />`)}
        </g>`)}
      ${firstApart.value !== null && html`<path class="parting" d=${`M${x(part)} 0V34M${x(part) - 4} 17l4 -6l4 6l-4 6z`} />`}
      <path class="now" d=${`M${x(now.value)} 0v34`} />
    </svg>`;
}

/** The nodes in a circle, who is away and what is cut: the same is in the tables of nodes, so the picture is one for the eye. */
function Small({ one, state }) {
  const places = new Map(seats(nodes.value).map(seat => [seat.node, seat]));
  const cuts = [...entries(state.faults)].map(([fault]) => /^cut (\S+)->(\S+)/.exec(fault)).filter(Boolean);
  const away = nodes.value.filter(node => wordOf(state, node) !== 'serving');
  return html`
    <figure class="small"><figcaption class="untrusted">${one.name}</figcaption>
      <svg class="ring" viewBox="-334 -334 668 668" role="img" aria-label=${`${away.length ? away.map(node => `${node} is ${wordOf(state, node)}`).join(', ') : 'all nodes serve'}; ${cuts.length} links cut`}>
        ${cuts.map(([text, from, to]) => places.has(from) && places.has(to) && html`<path key=${text} class="cut" d=${`M${places.get(from).x} ${places.get(from).y}L${places.get(to).x} ${places.get(to).y}`} />`)}
        ${nodes.value.map(node => html`<${Seat} key=${node} seat=${places.get(node)} away=${away.includes(node)} />`)}
      </svg>
      <p class="facts">${away.length ? away.map(node => `${node} ${wordOf(state, node)}`).join(', ') : 'all serve'}${cuts.length > 0 ? `; ${cuts.length} links cut` : ''}</p></figure>`;
}

function Seat({ seat, away }) {
  const look = identity(seat.node);
  return html`
    <g class=${`seat c${look.colour} ${away ? 'gone' : ''}`} transform=${`translate(${seat.x} ${seat.y}) scale(2.2)`}>
      <path class="shape" d=${outline(look.shape, 13)} /><text y="4.3" font-size=${look.label.length > 2 ? 9.5 : 12}>${look.label}</text>
      ${away && html`<g class="struck" transform="translate(15 13)"><circle r="7.5" /><path d="M-3 -3L3 3M-3 3L3 -3" /></g>`}</g>`;
}

function Rows({ rows, title, caption, a, b }) {
  if (rows.length === 0) return html`<p class="facts">${title}: the same.</p>`;
  return html`
    <h3>${title} <span class="facts">${rows.length} differ</span></h3>
    <${Scroll} label=${`${title} that differ`}><table class="apart">
      <caption class="unseen">${caption}</caption>
      <thead><tr><th scope="col">${title}</th><th scope="col" class="untrusted">${a.name}</th><th scope="col" class="untrusted">${b.name}</th></tr></thead>
      <tbody>${rows.slice(0, MOST).map(row => html`
        <tr key=${row.name}><th scope="row" class="untrusted">${row.key === undefined ? row.name : html`<button type="button" class="link" onClick=${() => chooseKey(row.bucket, row.key)}>${row.name}</button>`}</th>
          <td class="untrusted">${row.a}</td><td class="untrusted">${row.b}</td></tr>`)}</tbody>
    </table><//>
    ${rows.length > MOST && html`<p class="facts">The first ${MOST} of ${rows.length}.</p>`}`;
}
