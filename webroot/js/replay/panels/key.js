// One key at the cursor: its copies side by side, the graph of its versions, why two are concurrent, and how that arose.

import { computed, html, signal } from '../../html.js';
import { explain } from '../../clock.js';
import { count, keyName, valueText } from '../../format.js';
import { Clock, NodeName, Panel, Scroll, Table } from '../../panels/parts.js';
import { get } from '../../run/trie.js';
import { linesOf } from '../perspective.js';
import { copiesOf, isSaid, keysWith, siblingsOf, since, unsaidSince, versionsOf } from '../key-history.js';
import { originOf, together } from '../origin.js';
import { choose, chooseKey, client, cursor, events, index, perspective, roster, selectedKey, state, viewer, walk, watched, writing } from '../session.js';
import { moment, sentence, short } from '../wording.js';

const copies = computed(() => (selectedKey.value ? copiesOf(state.value, roster.value, selectedKey.value.bucket, selectedKey.value.key) : []));
const siblings = computed(() => siblingsOf(copies.value));
const lines = computed(() => (selectedKey.value ? linesOf(events.value, index.value.byKey.get(selectedKey.value.id) ?? [], perspective.value) : []));
const versions = computed(() => versionsOf(events.value, lines.value, cursor.value, siblings.value));
const pair = signal([]);
const sought = signal('');

const WIDTH = 132;
const HEIGHT = 46;
const MOST = 60;
const MOST_KEYS = 100;

export function Key() {
  const key = selectedKey.value;
  return html`
    <${Panel} id="key" title="Key" lead="Who holds what, and which version had seen which.">
      <${Keys} chosen=${key} />
      ${key && html`<p class="told">${headline()}</p><${Copies} /><${Graph} /><${Why} /><${Origin} />`}
      ${writing.value && html`<${writing.value} siblings=${siblings.value} />`}
    <//>`;
}

/** So few that drawing them again costs nothing, however many there are; others are looked for by name. */
function Keys({ chosen }) {
  const { keys } = index.value;
  const wanted = keys.length > MOST_KEYS ? sought.value : ''; // Of another run, with more keys, if there is no field.
  const { shown, found } = keysWith(keys, wanted, MOST_KEYS);
  const options = chosen && !shown.some(({ id }) => id === chosen.id) ? [chosen, ...shown] : shown;
  const choose = one => one && chooseKey(one.bucket, one.key);
  return html`
    ${keys.length > MOST_KEYS && html`<form class="sought" onSubmit=${event => { event.preventDefault(); choose(shown[0]); }}>
      <input type="search" aria-label="Look for a key" placeholder=${`one of ${count(keys.length, 'key')}`} autocomplete="off" spellcheck=${false} value=${sought.value} onInput=${event => { sought.value = event.target.value; }} /></form>`}
    <label class="field">Key
      <select value=${chosen?.id ?? ''} onChange=${event => choose(options.find(({ id }) => id === event.target.value))}>
        ${options.map(({ id, bucket, key }) => html`<option key=${id} value=${id}>${keyName(bucket, key)}</option>`)}</select></label>
    ${found !== shown.length ? html`<p class="facts">The first ${shown.length} of ${found.toLocaleString('en')}: look for the others by name.</p>`
    : wanted && html`<p class="facts">${found === 0 ? 'No key has this in its name.' : `${count(found, 'key')} with this in the name.`}</p>`}`;
}

function headline() {
  const living = siblings.value;
  if (copies.value.length === 0) return absence(viewer.value);
  if (living.length === 0) return 'Only the memory of what was there is left.';
  if (living.length === 1) return `One version lives: ${short(valueText(living[0]), 60)}.`;
  return `${living.length} siblings: ${living.map(version => short(valueText(version))).join(' ‖ ')}. None of their writers had seen the other.`;
}

/** Nothing that was told is not the same as nothing. */
function absence(name) {
  if (client.value) return `What nodes hold of it ${name} is not told.`;
  if (watched.value && !(name && isSaid(events.value, index.value, selectedKey.value.id, name, cursor.value))) {
    return unobserved().some(({ since }) => since) ? 'What was observed of it before may not be so any more.' : 'Nothing of it was observed up to this moment.';
  }
  return name ? `${name} holds nothing of it; what others hold it cannot see.` : 'No node holds anything of it at this moment.';
}

function Copies() {
  if (client.value) return null;
  return html`<${Table} label="Copies of the key at this moment" columns=${['Node', 'As', 'Value', 'Write', 'Has seen']}
    rows=${copies.value.map(({ node, target, record }) => [
    html`<${NodeName} node=${node} />`, html`<span>${roleOf(node, target)}</span>`, html`<div class="value" tabindex=${record.versions.length > 0 ? 0 : undefined}>${record.versions.map(valueText).join(' ‖ ') || '–'}</div>`,
    html`<span class="clock">${record.versions.map(({ dot }) => dot).join(' ')}</span>`, html`<${Clock} context=${record.context} />`])}
    unobserved=${unobserved()} />`;
}

/** Rows for primaries of which nothing says what they hold: that is not nothing. What others hold a viewer cannot see in any case. */
function unobserved() {
  if (!watched.value || !walk.value) return [];
  return walk.value.primaries.filter(node => (!viewer.value || node === viewer.value) && !copies.value.some(copy => copy.node === node && !copy.target)
    && !isSaid(events.value, index.value, selectedKey.value.id, node, cursor.value))
    .map(node => ({
      cells: [html`<${NodeName} node=${node} />`, html`<span>primary</span>`],
      since: since(events.value, unsaidSince(events.value, index.value, selectedKey.value.id, node, cursor.value)),
    }));
}

function roleOf(node, target) {
  const last = watched.value && get(state.value.nodes, node)?.believed === 'unobserved' ? ', when last observed' : '';
  return asWhat(node, target) + last;
}

function asWhat(node, target) {
  if (target) return `hint for ${target}`;
  if (!walk.value) return 'replica';
  return walk.value.primaries.includes(node) ? 'primary' : 'fallback';
}

/** Oldest to the left; a line leads from what a writer had seen to what it wrote. */
function Graph() {
  const all = versions.value.slice(-MOST);
  if (all.length === 0) return null;
  const first = Math.min(...all.map(({ depth }) => depth));
  const rows = new Map();
  const places = new Map(all.map(one => {
    const column = one.depth - first;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return [one.dot, { x: column * WIDTH + 8, y: row * HEIGHT + 8 }];
  }));
  const width = Math.max(...[...places.values()].map(({ x }) => x)) + WIDTH;
  const height = Math.max(...rows.values()) * HEIGHT + 16;
  return html`
    <h3>Versions</h3>
    <${Scroll} label="Graph of versions">
      <svg class="lattice" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="group" aria-label=${`${versions.value.length} versions, ${siblings.value.length} alive. Choose two to compare them.`}>
        ${all.flatMap(one => one.parents.filter(dot => places.has(dot)).map(dot => html`<${Edge} key=${`${dot} ${one.dot}`} from=${places.get(dot)} to=${places.get(one.dot)} />`))}
        ${all.map(one => html`<${Version} key=${one.dot} one=${one} place=${places.get(one.dot)} />`)}
      </svg>
    <//>
    <p class="facts">A write is named after the node that took it, its epoch and its number there: n2~k3f9:7 is the seventh of n2 in epoch k3f9. What stands behind a + was seen by itself, without those before it.</p>
    ${versions.value.length > MOST && html`<p class="facts">The last ${MOST} of ${versions.value.length}.</p>`}`;
}

function Edge({ from, to }) {
  const [x1, y1, x2, y2] = [from.x + WIDTH - 20, from.y + 15, to.x, to.y + 15];
  return html`<path class="edge" d=${`M${x1} ${y1}C${x1 + 14} ${y1} ${x2 - 14} ${y2} ${x2} ${y2}`} />`;
}

function Version({ one, place }) {
  const chosen = pair.value.includes(one.dot);
  const act = () => { pair.value = chosen ? pair.value.filter(dot => dot !== one.dot) : [...pair.value, one.dot].slice(-2); };
  return html`
    <g class=${`version-node ${one.alive ? 'alive' : ''} ${chosen ? 'chosen' : ''}`} transform=${`translate(${place.x} ${place.y})`} role="button" tabindex="0" aria-pressed=${chosen}
       aria-label=${`${one.dot}, ${valueText(one.version)}, ${one.alive ? 'alive' : 'superseded'}`} onClick=${act}
       onKeyDown=${event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); act(); } }}>
      <rect width=${WIDTH - 20} height="30" rx="6" /><text x="8" y="13">${short(valueText(one.version), 14)}</text><text class="dot" x="8" y="25">${one.dot}${one.alive ? '' : ' ✕'}</text>
    </g>`;
}

function Why() {
  const [a, b] = chosenPair();
  return b ? html`<p class="answer untrusted">${explain(a.version, b.version, version => short(valueText(version))).sentence}</p>` : null;
}

/** Two that were chosen, or else the first two siblings. */
function chosenPair() {
  const chosen = pair.value.map(dot => versions.value.find(one => one.dot === dot)).filter(Boolean);
  return chosen.length === 2 ? chosen : versions.value.filter(({ alive }) => alive).slice(0, 2);
}

function Origin() {
  const origin = originOf(events.value, index.value, lines.value, versions.value, cursor.value, perspective.value === '');
  if (origin.length === 0) return null;
  return html`
    <h3>How this arose</h3>
    <ol class="events">${together(events.value, origin).map(({ line, more }) => html`
      <li key=${line}><button type="button" class="link" onClick=${() => choose(line)}><span class="number facts">${moment(events.value[line].at)}</span> <span class="untrusted">${sentence(events.value[line])}${more > 0 && ` and ${more} more`}</span></button></li>`)}</ol>`;
}
