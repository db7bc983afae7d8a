// What brings copies together again, up to the cursor: hints, reads and trees, what was put aside, and what may go for good.

import { computed, html } from '../../html.js';
import { count, duration, keyText } from '../../format.js';
import { NodeName, Panel, Scroll } from '../../panels/parts.js';
import { differencesOf, divergenceAt, tookOf } from '../divergence.js';
import { MENDED, asideBy, hintsBy, mendedBy } from '../healing.js';
import { choose, chooseKey, cursor, events, here, index, perspective, roster, state, viewer } from '../session.js';
import { countBelow } from '../steps.js';
import { moment } from '../wording.js';
import { Trees } from './trees.js';

const MOST = 12;
const differences = computed(() => differencesOf(events.value));
const lines = computed(() => index.value.healing.slice(0, countBelow(index.value.healing, cursor.value))
  .filter(line => perspective.value === '' || events.value[line].node === perspective.value));

export function Healing() {
  return html`
    <${Panel} id="healing" wide title="Healing" lead="What copies lack, and who brings it: hints, reads, and trees that two owners compare.">
      <div class="healing"><div><${Divergence} /><${Hints} /><${Mended} /><${Aside} /><${Reaping} /></div><${Trees} /></div>
    <//>`;
}

function Divergence() {
  if (perspective.value !== '') return html`<p class="told">What others hold ${viewer.value} does not know, and so not what differs.</p>`;
  const { open, last, longest } = divergenceAt(events.value, differences.value, cursor.value);
  const since = open.length > 0 && duration((here.value.at - events.value[open[0].from].at) / 1000);
  return html`
    <p class="told">${open.length === 0 ? 'The owners of every key hold the same.' : `Of ${count(open.length, 'key')} the owners differ, of the first for ${since}.`}</p>
    ${open.length > 0 && html`<ul class="keys">${open.slice(0, MOST).map(one => html`<li key=${one.id}><button type="button" class="link untrusted" onClick=${() => chooseKey(one.bucket, one.key)}>${keyText(one.bucket, one.key)}</button>
      ${' '}<span class="facts">since ${moment(events.value[one.from].at)}</span></li>`)}${open.length > MOST && html`<li class="facts">and ${open.length - MOST} more</li>`}</ul>`}
    ${last && html`<p class="facts">The last difference, in <${Over} one=${last} />.${longest !== last && html` The longest so far, in <${Over} one=${longest} />.`}</p>`}`;
}

function Over({ one }) {
  return html`<span class="untrusted">${keyText(one.bucket, one.key)}</span>, took ${duration(tookOf(events.value, one) / 1000)} to go,
    ${' '}until <button type="button" class="link" onClick=${() => choose(one.until)}>${moment(events.value[one.until].at)}</button>`;
}

/** A table beneath a heading, or nothing of nothing. Rows are lists of cells, of which the first says what the row is. */
function Rows({ title, note, columns, rows }) {
  return rows.length > 0 && html`
    <h3>${title}</h3>${note && html`<p class="facts">${note}</p>`}
    <${Scroll} label=${title}><table><caption class="unseen">${title}</caption>
      <thead><tr>${columns.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(([first, ...rest], i) => html`<tr key=${i}><th scope="row">${first}</th>${rest.map(cell => html`<td class=${typeof cell === 'number' ? 'number' : 'untrusted'}>${cell}</td>`)}</tr>`)}</tbody>
    </table><//>`;
}

function Hints() {
  const all = hintsBy(events.value, lines.value, state.value, roster.value);
  const even = all.every(({ created, delivered, rerouted, outdated, kept }) => created === delivered + rerouted + outdated + kept);
  return html`<${Rows} title="Hints" columns=${['Kept by', 'For', 'Now', 'Created', 'Delivered', 'Rerouted', 'Outdated', 'No room']}
    note=${!even && 'Where these do not add up, a disk was emptied, put back, or lost what was not on it yet.'}
    rows=${all.map(row => [html`<${NodeName} node=${row.node} />`, html`<${NodeName} node=${row.target} />`, row.kept, row.created, row.delivered, row.rerouted, row.outdated, row.refused])} />`;
}

/** Columns with nothing in them are left out. Of others, a node knows only what it has brought them. */
function Mended() {
  const all = mendedBy(events.value, lines.value, state.value, roster.value);
  const columns = MENDED.filter(([name]) => all.some(row => row[name] > 0));
  const cell = (row, [name, , , by]) => (by === 'target' || perspective.value === '' || perspective.value === row.node ? row[name] : '–');
  return html`<${Rows} title="What each node was given, and lost" columns=${['Node', ...columns.map(([, title]) => title)]}
    rows=${columns.length === 0 ? [] : all.map(row => [html`<${NodeName} node=${row.node} />`, ...columns.map(column => cell(row, column))])} />`;
}

function Aside() {
  const all = asideBy(events.value, lines.value);
  const open = all.filter(({ healed }) => healed === null).length;
  return html`<${Rows} title="In quarantine" columns=${['At', 'Node', 'Key', 'Why', 'Brought back']} note=${`Records that could not be read: ${all.length}, of which ${open} wait for the other owners.${all.length > MOST ? ` The last ${MOST}.` : ''}`}
    rows=${all.slice(0, MOST).map(({ event, line, healed }) => [html`<${At} line=${line} />`, event.node, keyText(event.bucket, event.key), event.reason, healed === null ? 'not yet' : moment(events.value[healed].at)])} />`;
}

function Reaping() {
  const ends = lines.value.filter(line => events.value[line].kind === 'reap.end').slice(-MOST).reverse();
  return html`<${Rows} title="Reaping" columns=${['At', 'By', 'Partition', 'Era', 'Deleted keys', 'Reaped', 'Why no more']} note=${`The last ${count(ends.length, 'attempt')} to have every owner forget what is deleted.`}
    rows=${ends.map(line => { const { node, partition, era, keys, reaped, why } = events.value[line]; return [html`<${At} line=${line} />`, node, partition, Number(era), keys, reaped, why]; })} />`;
}

function At({ line }) {
  return html`<button type="button" class="link number" onClick=${() => choose(line)}>${moment(events.value[line].at)}</button>`;
}
