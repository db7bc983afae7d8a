// What brings copies together again, up to the cursor: hints, reads, and trees that two owners compare.

import { computed, effect, html, signal } from '../../html.js';
import { count, duration, keyName } from '../../format.js';
import { Panel, Table } from '../../panels/parts.js';
import { get } from '../../run/trie.js';
import { divergenceAt, divergencesOf } from '../divergence.js';
import { HINTS, MENDED, gravesOf, tally } from '../healing.js';
import { hintsOf, unknownAt } from '../key-history.js';
import { fetched } from '../later.js';
import { cursor, events, here, index, perspective, roster, state, viewer, watched } from '../session.js';
import { countBelow } from '../steps.js';
import { sentence } from '../wording.js';
import { At } from './moment.js';

const MOST = 12;
const RARE = /^(record|reap|scrub|trees)\.|^tree\.converge/;
export const lines = computed(() => index.value.healing.slice(0, countBelow(index.value.healing, cursor.value))
  .filter(line => perspective.value === '' || events.value[line].node === perspective.value));
const trees = signal(null);
const haveDiffered = computed(() => lines.value.some(line => events.value[line].kind === 'tree.differ'));
effect(() => {
  if (!trees.value && haveDiffered.value) fetched(() => import('./trees.js')).then(part => { trees.value = part; });
});

export function Healing() {
  const rare = lines.value.filter(line => RARE.test(events.value[line].kind)).slice(-MOST).reverse();
  return html`
    <${Panel} id="healing" wide title="Healing" lead="What copies lack, and who brings it: hints, reads, and trees that two owners compare.">
      <div class="healing">
        <div><${Divergence} /><${Hints} /><${Mended} />
          <ul class="events">${rare.map(line => html`<li key=${line}><${At} line=${line} /> <span class="untrusted">${sentence(events.value[line])}</span></li>`)}</ul></div>
        ${trees.value ? html`<${trees.value.Trees} />` : !haveDiffered.value && html`<p class="empty">No two trees have differed so far.</p>`}
      </div>
    <//>`;
}

function Divergence() {
  if (viewer.value) return html`<p class="told">What others hold ${viewer.value} does not know, and so not what differs.</p>`;
  const { open, last } = divergenceAt(divergencesOf(events.value, index.value.open.beginning), cursor.value);
  const since = (from, until) => duration((until - events.value[from].at) / 1000);
  return html`
    <p class="told">${open.length === 0 ? `${watched.value ? 'As far as was observed, the' : 'The'} owners of every key hold the same.` : `Of ${count(open.length, 'key')} the owners differ, of the first for ${since(open[0].from, here.value.at)}.`}</p>
    ${open.length > 0 && html`<p class="untrusted">${open.slice(0, MOST).map(nameOf).join(', ')}${open.length > MOST && ' …'}</p>`}
    ${last && html`<p class="facts">The last difference, in <span class="untrusted">${nameOf(last)}</span>, was gone at <${At} line=${last.until} /> after ${since(last.from, events.value[last.until].at)}.</p>`}`;
}

function nameOf({ bucket, key }) {
  return keyName(bucket, key);
}

/** What is kept now is counted on disks; the rest is what was said. */
function Hints() {
  const said = tally(events.value, lines.value, HINTS, ({ node, target }) => `${node} for ${target}`);
  const now = new Map(hintsOf(state.value, roster.value).map(({ node, target, count: kept }) => [`${node} for ${target}`, kept]));
  return html`<${Shown} label=${watched.value ? 'Hints, as far as was observed' : 'Hints'} columns=${['Kept by', 'now', ...HINTS.map(([title]) => title)]}
    rows=${[...new Set([...said.keys(), ...now.keys()])].sort().map(name => [name, kept(name.split(' ')[0], now.get(name) ?? 0), ...said.get(name) ?? HINTS.map(() => 0)])} />`;
}

/** Of a node that was missed for a while nobody knows what else it keeps. */
function kept(node, count) {
  return watched.value && unknownAt(events.value, index.value, node, cursor.value) >= 0 ? `${count} or more` : count;
}

/** Of others, a node knows only what it has brought them. */
function Mended() {
  const said = tally(events.value, lines.value, MENDED, ({ node, target }) => target ?? node);
  return html`<${Shown} label="Mended, and gone" columns=${['Node', ...MENDED.map(([title]) => title), 'deleted, not reaped']}
    rows=${roster.value.map(node => [node, ...said.get(node) ?? MENDED.map(() => 0), viewer.value && viewer.value !== node ? '–' : gravesOf(get(state.value.nodes, node))])} />`;
}

/** Columns of zeros are left out, and a table without any others. */
function Shown({ label, columns, rows }) {
  const some = columns.map((_, i) => i === 0 || rows.some(row => Number.parseInt(row[i], 10) > 0 || String(row[i]).endsWith('more')));
  const shown = cells => cells.filter((_, i) => some[i]);
  return some.filter(Boolean).length > 1 && html`<${Table} titled label=${label} columns=${shown(columns)} rows=${rows.map(shown)} />`;
}
