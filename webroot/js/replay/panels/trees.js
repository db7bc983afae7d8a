// Two owners' trees: the way down from the roots to the keys that differ, drawn at its real width, and step by step.

import { computed, html, signal } from '../../html.js';
import { count, keyText, took } from '../../format.js';
import { Scroll } from '../../panels/parts.js';
import { FAN_OUT } from '../../run/placement.js';
import { descentAt, descentsBy, descentsOf } from '../descent.js';
import { choose, chooseKey, cursor, events, index, perspective } from '../session.js';
import { countBelow } from '../steps.js';
import { moment } from '../wording.js';

const OFFERED = 100;
const CELL = 10;
const LEAF = 6;
const WIDTH = FAN_OUT * CELL;
const TOP = 40;

const descents = computed(() => descentsOf(events.value));
const pairs = computed(() => [...new Set(descents.value.filter(({ told }) => told !== null).map(({ node, peer }) => `${node} ${peer}`))].sort());
const pair = signal('');
const chosen = signal(null);

export function Trees() {
  const all = descentsBy(descents.value, pair.value, cursor.value).filter(({ node }) => perspective.value === '' || node === perspective.value);
  const descent = all.find(({ begun }) => begun === chosen.value) ?? all[0];
  return html`
    <div><h3>Two trees</h3>
      <div class="row">
        <label class="inline">Owners <select value=${pair.value} onChange=${event => { pair.value = event.target.value; chosen.value = null; }}>
          <option value="">any two</option>${pairs.value.map(name => html`<option value=${name}>${name.replace(' ', ' asks ')}</option>`)}</select></label>
        <label class="inline">Descent <select value=${chosen.value === null ? '' : String(descent?.begun)} onChange=${event => { chosen.value = event.target.value === '' ? null : Number(event.target.value); }}>
          <option value="">the latest</option>${all.slice(0, OFFERED).map(one => html`<option value=${String(one.begun)}>${named(one)}</option>`)}</select></label>
      </div>
      ${descent ? html`<${Descent} key=${descent.begun} seen=${descentAt(events.value, descent, cursor.value)} descent=${descent} />` : html`<p class="empty">No two trees have been found to differ so far.</p>`}
    </div>`;
}

function named({ node, peer, begun, told }) {
  const what = told !== null && told < cursor.value ? `partition ${events.value[told].partition}, ${count(events.value[told].keys, 'key')}` : 'under way';
  return `${moment(events.value[begun].at)} ${node} asks ${peer}: ${what}`;
}

function Descent({ seen, descent }) {
  return html`
    <p class="told">${headline(seen)}</p>
    <${Picture} seen=${seen} />
    <ul class="legend"><li><${Sample}><${Leaf} mended width="12" height="7" /><//> mended</li><li><${Sample}><${Leaf} width="12" height="7" /><//> differed; at the second look equal, or not mended yet</li><li><${Sample}><rect class="node asked" width="12" height="7" /><//> asked below</li></ul>
    <details class="as-table"><summary>The same as tables</summary>
      <ol class="events">${steps(seen, descent).map(text => html`<li>${text}</li>`)}</ol>
      <${Keys} keys=${seen.keys} /></details>`;
}

function headline({ node, peer, told, merged, keys }) {
  if (!told) return `${node} is on its way down a tree beside ${peer}; which one is said when it has been down.`;
  const leaves = told.leaves === 1 ? '1 leaf' : `${told.leaves} leaves`;
  const rest = merged?.repaired < told.keys ? '; the rest was equal by then, or not to be had' : '';
  const now = merged ? ` ${merged.repaired} mended at the second look${rest}.` : keys.length === 0 ? ' In which leaves is told when they are looked at again.' : '';
  return `In partition ${told.partition} ${node} and ${peer} differ in ${count(told.keys, 'key')} of ${leaves}.${now}`;
}

/** A column for each branch, with its leaves below it: 1, 32, 1024. */
function Picture({ seen }) {
  const branches = [...new Set(seen.keys.map(({ branch }) => branch))];
  const leaves = new Map();
  for (const key of seen.keys) leaves.set(key.leaf, leaves.get(key.leaf) || key.mended.length > 0);
  const bottom = TOP + FAN_OUT * LEAF;
  return html`
    <svg class="merkle" viewBox=${`-1 -1 ${WIDTH + 2} ${bottom + 2}`} role="img" aria-label=${`A tree of ${FAN_OUT} branches with ${FAN_OUT} leaves each. ${branches.length ? `Differing: branches ${branches.join(', ')}; leaves ${[...leaves.keys()].join(', ')}.` : 'Which of them differ is not told.'}`}>
      <rect class=${`node ${seen.told ? 'differed' : 'asked'}`} width=${WIDTH} height="14" /><text x=${WIDTH / 2} y="11">root</text>
      <path class="grid" d=${`M0 22h${WIDTH}v12H0zM0 ${TOP}h${WIDTH}V${bottom}H0z${stripes(i => `M${i * CELL} 22v12M${i * CELL} ${TOP}V${bottom}M0 ${TOP + i * LEAF}h${WIDTH}`)}`} />
      ${branches.map(branch => html`<g key=${branch} transform=${`translate(${branch * CELL} 0)`}><rect class="node asked" y=${TOP} width=${CELL} height=${FAN_OUT * LEAF} /><rect class="node differed" y="22" width=${CELL} height="12" /></g>`)}
      ${[...leaves].map(([leaf, mended]) => html`<g key=${leaf} transform=${`translate(${Math.floor(leaf / FAN_OUT) * CELL} ${TOP + (leaf % FAN_OUT) * LEAF})`}><${Leaf} mended=${mended} width=${CELL} height=${LEAF} /></g>`)}
    </svg>`;
}

/** A dot says that what differed was mended. */
function Leaf({ mended, width, height }) {
  return html`<rect class="node differed" width=${width} height=${height} />${mended && html`<circle class="dot" cx=${width / 2} cy=${height / 2} r="2" />`}`;
}

function stripes(at) {
  return Array.from({ length: FAN_OUT - 1 }, (_, i) => at(i + 1)).join('');
}

function Sample({ children }) {
  return html`<svg class="merkle" viewBox="-1 -1 14 9" aria-hidden="true">${children}</svg>`;
}

/** What was asked, level by level. A question does not say of what; but the first one of a tree is of its branches. */
function steps({ node, peer, roots, digests, entries, told, keys, merged }, descent) {
  const said = [];
  const put = (what, { asked, answered }) => { if (asked > 0) said.push(`${what}: ${count(asked, 'question')}, ${answered} answered.`); };
  put('Roots of all trees that both keep', roots);
  put(`Digests of the ${FAN_OUT} branches${digests.asked > 1 ? `, then of the ${FAN_OUT} leaves of a branch, or of a tree before that was equal by then` : ''}`, digests);
  put('Digests of records in leaves that differ, or in a whole branch of which one has nothing', entries);
  if (told) said.push(`Found at ${moment(events.value[descent.told].at)}: ${count(told.keys, 'key')} and ${count(told.bytes, 'byte')}, by ${count(told.entries, 'digest')} of records that ${peer} sent. The two were last equal ${took(told.unverifiedMillis * 1000)} before.`);
  if (keys.length > 0) said.push(`Looked at again, record by record: ${count(keys.length, 'key')}.`);
  if (merged) said.push(`Settled at ${moment(events.value[descent.merged].at)}: ${merged.repaired} mended.`);
  const { healing } = index.value;
  const over = healing.slice(0, countBelow(healing, cursor.value)).map(line => events.value[line]).findLast(event => event.kind === 'tree.converge' && event.node === node && event.peer === peer);
  if (over) said.push(`At ${moment(over.at)} all trees of the two were equal, ${took(over.tookMillis * 1000)} after the first was found to need repair; ${node} had mended ${count(over.keys, 'key')}.`);
  return said;
}

function Keys({ keys }) {
  return keys.length > 0 && html`
    <${Scroll} label="Keys that were looked at again"><table><caption>Keys that were looked at again</caption>
      <thead><tr><th scope="col">Key</th><th scope="col">Branch</th><th scope="col">Leaf</th><th scope="col">At</th><th scope="col">Sent to</th></tr></thead>
      <tbody>${keys.map(({ id, bucket, key, branch, leaf, line, mended }) => html`
        <tr key=${id}><th scope="row"><button type="button" class="link untrusted" onClick=${() => chooseKey(bucket, key)}>${keyText(bucket, key)}</button></th>
          <td class="number">${branch}</td><td class="number">${leaf}</td><td class="number"><button type="button" class="link" onClick=${() => choose(line)}>${moment(events.value[line].at)}</button></td>
          <td>${mended.join(', ') || 'nobody'}</td></tr>`)}</tbody></table><//>`;
}
