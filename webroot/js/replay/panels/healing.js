// What brings copies together again, up to the cursor: hints, reads, and trees that two owners compare, drawn at their real width.

import { computed, html, signal } from '../../html.js';
import { count, duration, keyText, took } from '../../format.js';
import { Panel, Table } from '../../panels/parts.js';
import { FAN_OUT } from '../../run/placement.js';
import { get } from '../../run/trie.js';
import { descentAt } from '../descent.js';
import { divergenceAt, divergencesOf } from '../divergence.js';
import { HINTS, MENDED, gravesOf, tally } from '../healing.js';
import { hintsOf, missedAt } from '../key-history.js';
import { cursor, events, here, index, perspective, roster, state, viewer, watched } from '../session.js';
import { countBelow } from '../steps.js';
import { sentence } from '../wording.js';
import { At } from './moment.js';

const MOST = 12;
const RARE = /^(record|reap|scrub|trees)\.|^tree\.converge/;
const CELL = 10;
const LEAF = 6;
const WIDTH = FAN_OUT * CELL;
const TOP = 36;
const BOTTOM = TOP + FAN_OUT * LEAF;
const GRID = Array.from({ length: FAN_OUT }, (_, i) => `M${i * CELL} 18v12M${i * CELL} ${TOP}V${BOTTOM}M0 ${TOP + i * LEAF}h${WIDTH}`).join('');

const lines = computed(() => index.value.healing.slice(0, countBelow(index.value.healing, cursor.value))
  .filter(line => perspective.value === '' || events.value[line].node === perspective.value));
const pair = signal('');

export function Healing() {
  const rare = lines.value.filter(line => RARE.test(events.value[line].kind)).slice(-MOST).reverse();
  return html`
    <${Panel} id="healing" wide title="Healing" lead="What copies lack, and who brings it: hints, reads, and trees that two owners compare.">
      <div class="healing">
        <div><${Divergence} /><${Hints} /><${Mended} />
          <ul class="events">${rare.map(line => html`<li key=${line}><${At} line=${line} /> <span class="untrusted">${sentence(events.value[line])}</span></li>`)}</ul></div>
        <${Trees} />
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
  return keyText(bucket, key);
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
  return watched.value && missedAt(events.value, index.value, node, cursor.value) >= 0 ? `${count} or more` : count;
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

/** The tree of which something was said last: that it differs, or that it is settled. */
function Trees() {
  const of = line => events.value[line];
  const pairOf = line => `${of(line).node} asks ${of(line).peer}`;
  const differ = lines.value.filter(line => of(line).kind === 'tree.differ');
  const last = lines.value.findLast(line => /^tree\.(differ|merge)$/.test(of(line).kind) && (!pair.value || pairOf(line) === pair.value));
  const line = differ.findLast(one => one <= last && ['node', 'peer', 'partition', 'n'].every(name => of(one)[name] === of(last)[name]));
  return html`
    <div><label class="inline">Two trees: the last that differed, as <select value=${pair.value} onChange=${event => { pair.value = event.target.value; }}>
        <option value="">anybody asks</option>${[...new Set([pair.value, ...differ.map(pairOf)])].filter(Boolean).sort().map(name => html`<option value=${name}>${name}</option>`)}</select></label>
      ${line === undefined ? html`<p class="empty">None so far.</p>` : html`<${Descent} line=${line} />`}</div>`;
}

function Descent({ line }) {
  const { told, asked, keys, merged } = descentAt(events.value, line, cursor.value);
  const leaves = new Map();
  for (const { leaf, mended } of keys) leaves.set(leaf, leaves.get(leaf) || mended.length > 0);
  const branches = [...new Set([...leaves.keys()].map(branchOf))];
  const what = `Partition ${told.partition}, ${told.node} and ${told.peer}: ${count(told.keys, 'key')} in ${told.leaves} of ${FAN_OUT ** 2} leaves differ.`;
  const times = kind => (watched.value ? 'not observed' : asked[kind]);
  const where = keys.length === 0 ? 'which, is told by a second look' : `branches ${branches.join(', ')}; leaves ${[...leaves.keys()].join(', ')}`;
  return html`
    <p class="told">${what}</p>
    <svg class="merkle" viewBox=${`-1 -1 ${WIDTH + 2} ${BOTTOM + 2}`} role="img" aria-label=${`${what} ${where}`}>
      <rect class="differs" width=${WIDTH} height="12" /><path class="grid" d=${`M0 18H${WIDTH}v12H0zM${WIDTH} ${TOP}V${BOTTOM}H0${GRID}`} />
      ${branches.map(branch => html`<g transform=${`translate(${branch * CELL} 18)`}><rect class="differs" width=${CELL} height="12" /><rect class="asked" y=${TOP - 18} width=${CELL} height=${BOTTOM - TOP} /></g>`)}
      ${[...leaves].map(([leaf, mended]) => html`<g transform=${`translate(${branchOf(leaf) * CELL} ${TOP + (leaf % FAN_OUT) * LEAF})`}><rect class="differs" width=${CELL} height=${LEAF} />${mended && html`<circle cx=${CELL / 2} cy=${LEAF / 2} r="2" />`}</g>`)}
    </svg>
    <p class="facts">Root, branches, leaves. Filled: differs; with a dot: mended. Dashed: asked below.${watched.value && ' Of a live cluster only what was mended is told.'}</p>
    <details class="as-table"><summary>The same as tables</summary>
      <${Table} label="Level by level" columns=${['Asked for', 'Times', 'Found']} rows=${[
    ['Roots of all shared trees', times('CompareRoots'), `this one differs; last equal ${took(told.unverifiedMillis * 1000)} before`], ['Digests of branches, of leaves', times('ShowDigests'), where],
    ['Digests of records', times('ShowEntries'), `${told.entries} sent; ${count(told.keys, 'key')} not the same`], ['Records, at a second look', watched.value ? 'not observed' : keys.length, merged ? `${merged.repaired} mended` : 'not all yet']]} />
      <${Table} label="Keys at the second look" columns=${['Key', 'Branch', 'Leaf', 'Sent to', 'At']}
        rows=${keys.map(key => [html`<span class="untrusted">${nameOf(key)}</span>`, branchOf(key.leaf), key.leaf, key.mended.join(', ') || 'nobody', html`<${At} line=${key.line} />`])} /></details>`;
}

function branchOf(leaf) {
  return Math.floor(leaf / FAN_OUT);
}
