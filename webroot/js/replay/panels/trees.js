// The trees that two owners compare, drawn at their real width.

import { html, signal } from '../../html.js';
import { count, keyName, took } from '../../format.js';
import { AsTable, Table } from '../../panels/parts.js';
import { FAN_OUT } from '../../run/placement.js';
import { descentAt } from '../descent.js';
import { cursor, events, watched } from '../session.js';
import { lines } from './healing.js';
import { At } from './moment.js';

const CELL = 10;
const LEAF = 6;
const WIDTH = FAN_OUT * CELL;
const TOP = 36;
const BOTTOM = TOP + FAN_OUT * LEAF;
const GRID = Array.from({ length: FAN_OUT }, (_, i) => `M${i * CELL} 18v12M${i * CELL} ${TOP}V${BOTTOM}M0 ${TOP + i * LEAF}h${WIDTH}`).join('');

const pair = signal('');

/** The tree of which something was said last: that it differs, or that it is settled. */
export function Trees() {
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
    <${AsTable}>${() => html`
      <${Table} label="Level by level" columns=${['Asked for', 'Times', 'Found']} rows=${[
    ['Roots of all shared trees', times('CompareRoots'), `this one differs; last equal ${took(told.unverifiedMillis * 1000)} before`], ['Digests of branches, of leaves', times('ShowDigests'), where],
    ['Digests of records', times('ShowEntries'), `${told.entries} sent; ${count(told.keys, 'key')} not the same`], ['Records, at a second look', watched.value ? 'not observed' : keys.length, merged ? `${merged.repaired} mended` : 'not all yet']]} />
      <${Table} label="Keys at the second look" columns=${['Key', 'Branch', 'Leaf', 'Sent to', 'At']}
        rows=${keys.map(key => [html`<span class="untrusted">${keyName(key.bucket, key.key)}</span>`, branchOf(key.leaf), key.leaf, key.mended.join(', ') || 'nobody', html`<${At} line=${key.line} />`])} />`}<//>`;
}

function branchOf(leaf) {
  return Math.floor(leaf / FAN_OUT);
}
