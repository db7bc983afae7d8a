// The ring at the cursor: who owns what, who is away, what is cut, which messages are under way, and the chosen key's walk.

import { computed, html } from '../../html.js';
import { outline } from '../../identity.js';
import { OUTER, INNER, arc, angleOf, seats, trackPath, tracks, walkSeats } from '../../ring-layout.js';
import { entries, get } from '../../run/trie.js';
import { keyName } from '../../format.js';
import { identity } from '../../members.js';
import { AsTable, Panel, Table } from '../../panels/parts.js';
import { copiesOf, hintsOf } from '../key-history.js';
import { cutIn, isAway } from '../availability.js';
import { drawer } from '../drawer.js';
import { underWay } from '../flight.js';
import { recentReplies } from '../replies.js';
import { choose, cursor, events, following, header, here, index, perspective, roster, selectedLane, state, walk, watched } from '../session.js';
import { short } from '../wording.js';

/** What does not change with the cursor. */
const beds = computed(() => tracks(roster.value).map(track => ({ ...track, d: trackPath(track.node, header.value.owners, track.radius) })));
const places = computed(() => new Map(seats(roster.value).map(seat => [seat.node, seat])));

const CUT = /^(cut|clog|(?:loss|delay|duplication) \S+) (\S+)->(\S+)( .*)?$/;

export function Ring() {
  const owners = header.value?.owners;
  if (!owners) return html`<${Panel} id="ring" title="Ring"><p class="empty">This log does not say who owns what.</p><//>`;
  const flying = underWay(events.value, index.value, cursor.value).filter(({ from }) => perspective.value === '' || from === perspective.value);
  const hints = hintsOf(state.value, roster.value);
  const cuts = cutsOf(state.value);
  const path = walk.value;
  const kept = path ? copiesOf(state.value, roster.value, path.bucket, path.key).filter(({ target }) => target) : [];
  const standIns = name => kept.filter(({ node }) => node === name).map(({ target }) => target);
  return html`
    <${Panel} id="ring" title="Ring" lead="A track for each node; its strokes are the partitions it owns. Inside, the walk of the chosen key.">
      <svg class="ring" viewBox="-334 -334 668 668" role="img" aria-label=${summary(flying, cuts, hints)}>
        <circle class="rim" r=${OUTER + 8} /><circle class="rim" r=${INNER - 10} />
        ${beds.value.map(track => html`
          <g key=${track.node} class=${`track c${identity(track.node).colour} ${isAway(state.value, track.node) ? 'gone' : ''}`}>
            <circle class="bed" r=${track.radius} /><path d=${track.d} stroke-width=${track.width} />
          </g>`)}
        ${path && html`<circle class="hub" r="92" />`}
        ${cuts.map(cut => html`<${Wall} key=${cut.text} cut=${cut} />`)}
        ${['', 'answer', 'lost', 'answer lost'].map(kind => html`<${Flights} key=${kind} kind=${kind} messages=${flying.filter(message => kindOf(message) === kind)} />`)}
        ${watched.value && recentReplies(events.value, cursor.value).map(reply => html`<${Reply} key=${reply.line} reply=${reply} />`)}
        ${path && html`<${Walk} path=${path} partitions=${owners.length} standIns=${standIns} />`}
        ${drawer.value && html`<${drawer.value.Links} places=${places.value} />`}
        ${roster.value.map(node => html`<${Seat} key=${node} seat=${places.value.get(node)} gone=${isAway(state.value, node)}
          believed=${get(state.value.nodes, node)?.believed} held=${hints.reduce((sum, hint) => sum + (hint.node === node ? hint.count : 0), 0)} />`)}
      </svg>
      <${AsTable}>${() => html`
        <${Nodes} hints=${hints} />
        ${path && html`<${Table} titled label=${`Walk of ${keyName(path.bucket, path.key)}`} columns=${['Partition', 'Node', 'Role', 'Is', 'Keeps it for']}
          rows=${path.steps.map(({ partition, node, role }) => [partition, node, role === 'skipped' ? 'skipped, met before' : role, whatIs(node), standIns(node).join(', ')])} />`}
        ${watched.value ? html`<p class="facts">Messages of a live cluster are not observed.</p>` : html`<${Table} titled label="Messages under way" columns=${['From', 'To', 'What', 'Key']}
          rows=${flying.map(({ from, to, request, isAnswer, bucket, key }) => [from, to, isAnswer ? `answer to ${request}` : request, key === undefined ? '' : keyName(bucket, key)])} />`}
        ${cuts.length > 0 && html`<ul class="sentences">${cuts.map(({ text }) => html`<li>${text}</li>`)}</ul>`}`}
      <//>
    <//>`;
}

function Nodes({ hints }) {
  return html`<${Table} titled label="Nodes and what they hold" columns=${['Node', 'Is', 'Records', 'Hints']} rows=${roster.value.map(node => [
    node, whatIs(node), recordsOf(node), hints.filter(hint => hint.node === node).map(({ target, count }) => `${count} for ${target}`).join(', ')])} />`;
}

/** Of whom one only believes something, one does not know what it holds. */
function recordsOf(name) {
  const node = get(state.value.nodes, name);
  return node?.believed && node.records.size === 0 ? '–' : node?.records.size ?? 0;
}

function whatIs(name) {
  const node = get(state.value.nodes, name);
  if (node?.believed) return node.believed === 'unobserved' ? 'not observed' : `believed ${node.believed === 'dead' ? 'down' : node.believed}`;
  if (!node?.up) return 'down';
  return node.pausedUntil > 0 ? 'standing still' : node.serving ? 'serving' : 'starting';
}

/** Told what it shows, and not the state, so that it is made again only where that is something else. */
function Seat({ seat, gone, believed, held }) {
  const look = identity(seat.node);
  const chosen = selectedLane.value === seat.node;
  return html`
    <g class=${`seat c${look.colour} ${gone ? 'gone' : ''} ${believed ? 'told' : ''} ${chosen ? 'chosen' : ''}`} transform=${`translate(${seat.x} ${seat.y})`}
       onClick=${() => { selectedLane.value = chosen ? '' : seat.node; }}>
      <path class="halo" d=${outline(look.shape, 17)} /><path class="shape" d=${outline(look.shape, 13)} />
      <text y="4.3" font-size=${look.label.length > 2 ? 9.5 : 12}>${look.label}</text>
      ${gone && html`<g class="struck" transform="translate(15 13)"><circle r="7.5" /><path d="M-3 -3L3 3M-3 3L3 -3" /></g>`}
      ${(believed === 'suspect' || believed === 'unobserved') && html`<g class="doubt" transform="translate(15 13)"><circle r="7.5" /><text y="4">?</text></g>`}
      ${held > 0 && html`<g class="held" transform="translate(-17 -14)"><path d="M-11 0L0 -11L11 0L0 11Z" /><text y="4">${held}</text></g>`}
    </g>`;
}

/** A cut link as a wall across the middle of the way. */
function Wall({ cut: { from, to, kind } }) {
  const a = places.value.get(from);
  const b = places.value.get(to);
  if (!a || !b) return null;
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const turn = Math.atan2(b.y - a.y, b.x - a.x) * (180 / Math.PI);
  return html`
    <g class=${`wall ${kind}`}><path class="way" d=${`M${a.x} ${a.y}L${b.x} ${b.y}`} />
      <path class="bar" transform=${`translate(${x} ${y}) rotate(${turn})`} d="M-8 -9L0 0L-8 9M1 -14V14" /></g>`;
}

function kindOf({ isAnswer, how }) {
  return [isAnswer && 'answer', how === 'lost' && 'lost'].filter(Boolean).join(' ');
}

/** It fades by itself where the cluster goes on, and stays where the moment does. */
function Reply({ reply: { node, from, standsInFor } }) {
  const [a, b] = [places.value.get(node), places.value.get(from)];
  return a && b && html`<path class=${`chord ${standsInFor ? 'stands-in' : ''} ${following.value ? '' : 'still'}`} d=${`M${a.x} ${a.y}Q0 0 ${b.x} ${b.y}`} />`;
}

/** All messages of a kind in two shapes, since hundreds of them move in each frame. A click is for the nearest. */
function Flights({ kind, messages }) {
  const dots = messages.filter(({ from, to }) => from !== to && places.value.has(from) && places.value.has(to)).map(dotOf);
  const pick = event => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(event.currentTarget.getScreenCTM().inverse());
    choose(dots.reduce((a, b) => (Math.hypot(a.x - x, a.y - y) < Math.hypot(b.x - x, b.y - y) ? a : b)).sent);
  };
  return dots.length > 0 && html`
    <g class=${`flight ${kind}`} onClick=${pick}>
      <path class="way" d=${[...new Set(dots.map(({ way }) => way))].join('')} />
      <path class="dots" d=${dots.map(({ x, y }) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z`).join('')} />
    </g>`;
}

/** Where it is on its way, if it takes the middle of what it will have taken. */
function dotOf(message) {
  const a = places.value.get(message.from);
  const b = places.value.get(message.to);
  const share = shareOf(message);
  return { sent: message.sent, way: `M${a.x} ${a.y}L${b.x} ${b.y}`, x: tenths(a.x + (b.x - a.x) * share), y: tenths(a.y + (b.y - a.y) * share) };
}

function tenths(number) {
  return Math.round(number * 10) / 10;
}

function shareOf({ sent, ended }) {
  const from = events.value[sent].at;
  const until = ended === null ? from + 2 * ((here.value?.at ?? from) - from) + 1 : events.value[ended].at;
  return until <= from ? 0.5 : Math.max(0.06, Math.min(0.94, ((here.value?.at ?? from) - from) / (until - from)));
}

function Walk({ path, partitions, standIns }) {
  const steps = walkSeats(path, partitions);
  const from = angleOf(path.partition, partitions);
  const to = angleOf(path.partition + 1, partitions);
  return html`
    <g class="walk">
      <path class="here" d=${arc(OUTER + 8, from - 1.4, to + 1.4)} />
      <path class="trail" d=${arc(128, steps[0].degrees, steps.at(-1).degrees)} />
      ${steps.map(seat => html`
        <g key=${seat.partition} class=${`step ${seat.role} c${identity(seat.node).colour} ${isAway(state.value, seat.node) ? 'gone' : ''}`} transform=${`translate(${seat.x} ${seat.y})`}>
          <path class="shape" d=${outline(identity(seat.node).shape, seat.role === 'skipped' ? 8 : 16)} />
          ${seat.role !== 'skipped' && html`<text y="4.3" font-size="12">${identity(seat.node).label}</text>`}
          ${seat.role === 'fallback' && standIns(seat.node).length > 0 && html`<text class="for" y="28">for ${standIns(seat.node).join(' ')}</text>`}
          ${seat.role === 'primary' && html`<g class="order" transform="translate(17 -15)"><circle r="9" /><text y="4">${seat.order}</text></g>`}
        </g>`)}
    </g>
    <text class="hub-key" y="-14">${short(keyName(path.bucket, path.key), 18)}</text>
    <text class="hub-note" y="10">partition ${path.partition}</text>
    <text class="hub-note" y="32">${path.primaries.join(' · ')}</text>`;
}

function cutsOf({ faults }) {
  const cuts = [];
  for (const [fault] of entries(faults)) {
    const cut = CUT.exec(fault);
    const links = cutIn(fault);
    if (links.length > 1) for (const [from, to] of links) cuts.push({ text: `cut ${from}->${to}`, kind: 'cut', from, to });
    else if (cut) cuts.push({ text: fault, kind: cut[4] || cut[1].includes(' ') ? 'some' : cut[1], from: cut[2], to: cut[3] });
  }
  return cuts.sort((a, b) => (a.text < b.text ? -1 : 1));
}

function summary(flying, cuts, hints) {
  const away = roster.value.filter(node => isAway(state.value, node));
  const unknown = roster.value.filter(node => get(state.value.nodes, node)?.believed === 'unobserved');
  const held = hints.reduce((sum, { count }) => sum + count, 0);
  const there = [away.length > 0 && `away: ${away.join(', ')}`, unknown.length > 0 && `not observed: ${unknown.join(', ')}`].filter(Boolean).join('; ');
  const messages = watched.value ? 'messages not observed' : `${flying.length} messages under way`;
  return `${roster.value.length} nodes, ${there || 'all there'}; ${messages}, ${cuts.length} links broken or bad, ${held} hints kept.`;
}
