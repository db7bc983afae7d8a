// Operations as a waterfall: from the coordinator's start to what the client was told, with each answer where it came.

import { computed, html, signal } from '../../html.js';
import { keyName, took } from '../../format.js';
import { NodeName, Panel, Scroll } from '../../panels/parts.js';
import { choose, client, cursor, here, index, perspective, selectedKey } from '../session.js';
import { countBelow } from '../steps.js';
import { moment } from '../wording.js';

const SHOWN = 14;
const WIDTH = 320;
const onlyKey = signal(false);
const all = computed(() => [...index.value.operations.values()].filter(operation => (perspective.value === '' || operation.node === perspective.value) && (!onlyKey.value || isSelected(operation))));
const lines = computed(() => all.value.map(({ line }) => line));
const GOOD = new Set(['stored', 'minted', 'hinted', 'read', 'kept']);

export function Operations() {
  const now = here.value?.at ?? 0;
  const begun = countBelow(lines.value, cursor.value);
  const operations = all.value.slice(Math.max(0, begun - SHOWN), begun).reverse();
  return html`
    <${Panel} id="operations" wide title="Operations" lead="The last ones before the cursor. On top the time until the client was told; below it each node’s part. Thick and ✓: made the quorum. Broken: late, or not heard.">
      <label class="inline"><input type="checkbox" checked=${onlyKey.value} onChange=${event => { onlyKey.value = event.target.checked; }} /> only the chosen key</label>
      ${operations.length === 0 ? html`<p class="empty">${client.value ? `What coordinators do, ${client.value} is not told.` : 'None so far.'}</p>` : html`
      <${Scroll} label="Recent operations"><table class="operations">
        <caption class="unseen">Operations before the cursor, newest first</caption>
        <thead><tr>${['At', 'Coordinator', 'What', 'Key', 'Told', 'Took', 'Answers'].map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${operations.map(operation => html`<${Row} key=${operation.line} operation=${operation} now=${now} />`)}</tbody>
      </table><//>`}
    <//>`;
}

function Row({ operation, now }) {
  const { node, verb, bucket, key, end, line, at } = operation;
  const over = end && end.at <= now;
  return html`
    <tr><td class="number"><button type="button" class="link" onClick=${() => choose(line)}>${moment(at)}</button></td>
      <td><${NodeName} node=${node} /></td><td>${verb}</td><td class="untrusted">${keyName(bucket, key)}</td>
      <td>${over ? end.outcome : 'under way'}${over && end.detail && html`<br /><span class="facts untrusted">${end.detail}</span>`}</td><td class="number">${over ? took(end.tookMicros) : '–'}</td>
      <td><${Waterfall} operation=${operation} now=${now} /></td></tr>`;
}

/** A line for each part of the work, from when it was asked for to its answer. Thick: it made the quorum. Broken: nobody has answered, or too late. */
function Waterfall({ operation: { at, end, replies, needed, primaries }, now }) {
  const over = end && end.at <= now;
  const heard = replies.filter(reply => reply.at <= now);
  const last = Math.max(at + 1000, over ? end.at : Math.min(now, at + 5e6), ...heard.map(reply => reply.at));
  const isLate = reply => over && reply.at > end.at;
  const counted = new Set(heard.filter(reply => GOOD.has(reply.outcome) && !isLate(reply)).slice(0, needed));
  const parts = [
    ...heard.map(reply => ({
      text: `${wording(reply)}${counted.has(reply) ? ' ✓' : isLate(reply) ? ', late' : ''}`, from: Math.max(at, reply.at - reply.tookMillis * 1000), until: reply.at,
      how: counted.has(reply) ? 'counted' : isLate(reply) ? 'late' : '', bad: !GOOD.has(reply.outcome),
    })),
    ...primaries.filter(node => !heard.some(({ from }) => from === node)).map(node => ({ text: `${node} not heard`, from: at, until: last, how: 'late' })),
  ];
  const x = micros => 6 + ((Math.min(micros, last) - at) / (last - at)) * (WIDTH - 12);
  const height = 10 + parts.length * 8;
  return html`
    <svg class="waterfall" width=${WIDTH} height=${height} viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label=${`needs ${needed} of ${primaries.join(', ')}: ${parts.map(({ text }) => text).join('; ')}`}>
      <path class="bar" d=${`M6 5H${over ? x(end.at) : WIDTH - 6}${over ? `V${height}` : ''}`} />
      ${parts.map(({ from, until, how, bad }, i) => html`<path class=${`part ${how} ${bad ? 'bad' : ''}`} d=${`M${x(from)} ${13 + i * 8}H${Math.max(x(from) + 3, x(until))}${bad ? 'm-3 -3l6 6m0 -6l-6 6' : ''}`} />`)}
    </svg>
    <span class="facts">${parts.map(({ text }) => text).join(', ')}</span>`;
}

function wording({ from, outcome, standsInFor }) {
  return `${from} ${outcome}${standsInFor ? ` for ${standsInFor}` : ''}`;
}

function isSelected({ bucket, key }) {
  return selectedKey.value?.bucket === bucket && selectedKey.value?.key === key;
}
