// The ring: a track per node on which its partitions are drawn, and inside, magnified, the walk of the chosen key.

import { html } from '../html.js';
import { identity } from '../members.js';
import { chords, cluster, highlighted, names, ring, selected, walk } from '../state.js';
import { outline } from '../identity.js';
import { INNER, OUTER, angleOf, arc, seats, shares, trackPath, tracks, walkSeats } from '../ring-layout.js';
import { isAway } from '../liveness.js';
import { keyText } from '../format.js';
import { NodeName, Panel, Scroll } from './parts.js';

export function Ring() {
  const drawn = ring.value;
  return html`
    <${Panel} id="ring" title="Ring" lead="Each node has a track; a stroke on it is a partition that it owns. A key walks clockwise from its partition to the first nodes it meets.">
      ${drawn ? html`<${Picture} ring=${drawn} /><${Tables} ring=${drawn} />` : html`<p class="empty">Asking for the ring…</p>`}
    <//>`;
}

function Picture({ ring: { partitions, owners } }) {
  const members = names.value;
  const places = new Map(seats(members).map(seat => [seat.node, seat]));
  return html`
    <svg class="ring" viewBox="-334 -334 668 668" role="img" aria-label=${summary(members, partitions)}>
      <circle class="rim" r=${OUTER + 8} /><circle class="rim" r=${INNER - 10} />
      ${[0, 90, 180, 270].map(degrees => html`<${Tick} degrees=${degrees} partitions=${partitions} />`)}
      ${tracks(members).map(track => html`<${Track} key=${track.node} ...${track} owners=${owners} />`)}
      ${chords.value.map(chord => html`<${Chord} key=${chord.id} ...${chord} places=${places} />`)}
      ${walk.value ? html`<${Walk} walk=${walk.value} partitions=${partitions} />` : html`<${Invitation} partitions=${partitions} />`}
      ${members.map(node => html`<${Seat} key=${node} seat=${places.get(node)} />`)}
    </svg>`;
}

function Track({ node, radius, width, owners }) {
  const dim = highlighted.value && highlighted.value !== node;
  return html`
    <g class=${`track c${identity(node).colour} ${isGone(node) ? 'gone' : ''} ${dim ? 'dim' : ''}`}>
      <circle class="bed" r=${radius} />
      <path d=${trackPath(node, owners, radius)} stroke-width=${width} />
    </g>`;
}

function Seat({ seat }) {
  const look = identity(seat.node);
  const gone = isGone(seat.node);
  return html`
    <g class=${`seat c${look.colour} ${gone ? 'gone' : ''}`} transform=${`translate(${seat.x} ${seat.y})`}
       onMouseEnter=${() => { highlighted.value = seat.node; }} onMouseLeave=${() => { highlighted.value = ''; }}>
      <path class="halo" d=${outline(look.shape, 17)} />
      <path class="shape" d=${outline(look.shape, 13)} />
      <${Label} text=${look.label} />
      ${gone && html`<${Struck} />`}
    </g>`;
}

function Label({ text }) {
  return html`<text y="4.3" font-size=${text.length > 2 ? 9.5 : 12}>${text}</text>`;
}

/** A cross beside the glyph, so that its letter stays readable. */
function Struck() {
  return html`<g class="struck" transform="translate(15 13)"><circle r="7.5" /><path d="M-3 -3L3 3M-3 3L3 -3" /></g>`;
}

function Tick({ degrees, partitions }) {
  return html`
    <g class="tick" transform=${`rotate(${degrees})`}>
      <path d=${`M0 ${-OUTER - 8}V${-OUTER - 14}`} />
      <text y=${-OUTER - 19} transform=${degrees === 180 ? `rotate(180 0 ${-OUTER - 23})` : ''} text-anchor="middle">${Math.round((degrees / 360) * partitions)}</text>
    </g>`;
}

function Chord({ between: [coordinator, from], standsIn, places }) {
  const a = places.get(coordinator);
  const b = places.get(from);
  return a && b && html`<path class=${`chord ${standsIn ? 'stands-in' : ''}`} d=${`M${a.x} ${a.y}Q0 0 ${b.x} ${b.y}`} />`;
}

function Walk({ walk: path, partitions }) {
  const steps = walkSeats(path, partitions);
  const from = angleOf(path.partition, partitions);
  const to = angleOf(path.partition + 1, partitions);
  const last = steps.at(-1)?.degrees ?? from;
  return html`
    <g class="walk">
      <path class="here" d=${arc(OUTER + 8, from - 1.4, to + 1.4)} />
      <path class="beam" d=${`M0 0L0 ${-OUTER - 4}`} transform=${`rotate(${(from + to) / 2})`} />
      <path class="trail" d=${arc(128, steps[0].degrees, last)} />
      ${steps.map(step => html`<${Step} key=${step.partition} step=${step} />`)}
    </g>
    <circle class="hub" r="92" />
    <text class="hub-key" y="-14">${short(keyText(path.bucket, path.key))}</text>
    <text class="hub-note" y="10">partition ${path.partition}</text>
    <text class="hub-note" y="32">${path.primaries.join(' · ')}</text>`;
}

function Step({ step }) {
  const look = identity(step.node);
  const scale = step.role === 'skipped' ? 8 : 16;
  return html`
    <g class=${`step ${step.role} c${look.colour} ${isGone(step.node) ? 'gone' : ''}`} transform=${`translate(${step.x} ${step.y})`}>
      <path class="shape" d=${outline(look.shape, scale)} />
      ${step.role !== 'skipped' && html`<${Label} text=${look.label} />`}
      ${step.role === 'primary' && html`<g class="order" transform="translate(17 -15)"><circle r="9" /><text y="4">${step.order}</text></g>`}
      ${step.role !== 'skipped' && isGone(step.node) && html`<${Struck} />`}
    </g>`;
}

function Invitation({ partitions }) {
  return html`
    <circle class="hub" r="92" />
    <text class="hub-key" y="-6">${partitions} partitions</text>
    <text class="hub-note" y="18">choose a key</text><text class="hub-note" y="38">to see its walk</text>`;
}

function Tables({ ring: { owners } }) {
  return html`
    ${walk.value && html`<${Legend} />`}
    <details class="as-table">
      <summary>The same as tables</summary>
      ${walk.value && html`<${WalkTable} walk=${walk.value} />`}
      <${Scroll} label="Partitions owned by each node">
        <table>
          <caption>Who owns how much</caption>
          <thead><tr><th scope="col">Node</th><th scope="col">Partitions</th><th scope="col">Share</th></tr></thead>
          <tbody>${shares(names.value, owners).map(({ node, count, share }) => html`
            <tr><th scope="row"><${NodeName} node=${node} gone=${isGone(node)} /></th><td>${count}</td><td>${(share * 100).toFixed(1)} %</td></tr>`)}
          </tbody>
        </table>
      <//>
    </details>`;
}

function Legend() {
  return html`
    <p class="legend">
      Inside: the walk of <strong class="untrusted">${keyText(selected.value.bucket, selected.value.key)}</strong>.
      Numbered: its primaries. Dashed: fallbacks, which stand in. Small: skipped, the node has a copy already.
    </p>`;
}

function WalkTable({ walk: path }) {
  return html`
    <${Scroll} label="The walk of the chosen key">
      <table>
        <caption>The walk of <span class="untrusted">${keyText(path.bucket, path.key)}</span></caption>
        <thead><tr><th scope="col">Partition</th><th scope="col">Node</th><th scope="col">Role</th></tr></thead>
        <tbody>${path.steps.map(step => html`
          <tr><td>${step.partition}</td><th scope="row"><${NodeName} node=${step.node} gone=${isGone(step.node)} /></th><td>${step.role}</td></tr>`)}
        </tbody>
      </table>
    <//>`;
}

function isGone(node) {
  const seen = cluster.value?.nodes.find(one => one.node === node);
  return Boolean(seen) && isAway(seen);
}

function summary(members, partitions) {
  const gone = members.filter(isGone);
  const path = walk.value && ` ${keyText(walk.value.bucket, walk.value.key)} lies in partition ${walk.value.partition} and belongs to ${walk.value.primaries.join(', ')}.`;
  return `A ring of ${partitions} partitions on ${members.length} nodes. ${gone.length ? `Not reachable: ${gone.join(', ')}.` : 'All are up.'}${path || ''}`;
}

function short(text) {
  const letters = [...text];
  return letters.length > 18 ? `${letters.slice(0, 17).join('')}…` : text;
}
