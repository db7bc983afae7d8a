// Operations as a waterfall: from the coordinator's start to what the client was told, with each answer where it came.

import { html, signal } from '../../html.js';
import { keyText, took } from '../../format.js';
import { NodeName, Panel, Scroll } from '../../panels/parts.js';
import { choose, cursor, events, here, index, selectedKey } from '../session.js';
import { moment } from '../wording.js';

const SHOWN = 14;
const WIDTH = 320;
const onlyKey = signal(false);
const GOOD = new Set(['stored', 'minted', 'hinted', 'read', 'kept']);

export function Operations() {
  const now = here.value?.at ?? 0;
  const operations = [...index.value.operations.values()]
    .filter(operation => operation.line < cursor.value && (!onlyKey.value || isSelected(operation)))
    .slice(-SHOWN).reverse();
  return html`
    <${Panel} id="operations" wide title="Operations" lead="The last ones before the cursor. A bar is the time that the client waited; each mark on it an answer, late ones behind it.">
      <label class="inline"><input type="checkbox" checked=${onlyKey.value} onChange=${event => { onlyKey.value = event.target.checked; }} /> only the chosen key</label>
      ${operations.length === 0 ? html`<p class="empty">None so far.</p>` : html`
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
      <td><${NodeName} node=${node} /></td><td>${verb}</td><td class="untrusted">${keyText(bucket, key)}</td>
      <td>${over ? end.outcome : 'under way'}</td><td class="number">${over ? took(end.tookMicros) : '–'}</td>
      <td><${Waterfall} operation=${operation} now=${now} /></td></tr>`;
}

function Waterfall({ operation: { at, end, replies, needed, primaries }, now }) {
  const heard = replies.filter(reply => reply.at <= now);
  const last = Math.max(at + 1000, end && end.at <= now ? end.at : now < at + 5e6 ? now : at, ...heard.map(reply => reply.at));
  const x = micros => 6 + ((Math.min(micros, last) - at) / (last - at)) * (WIDTH - 12);
  const told = end && end.at <= now ? x(end.at) : WIDTH - 6;
  return html`
    <svg class="waterfall" width=${WIDTH} height="26" viewBox=${`0 0 ${WIDTH} 26`} role="img" aria-label=${`needs ${needed} of ${primaries.join(', ')}: ${heard.map(wording).join('; ') || 'nothing heard yet'}`}>
      <path class="bar" d=${`M6 13H${told}`} />
      ${heard.map(reply => html`<g class=${`reply ${GOOD.has(reply.outcome) ? 'good' : 'bad'} ${end && reply.at > end.at ? 'late' : ''}`}><title>${wording(reply)}</title>
        <path d=${GOOD.has(reply.outcome) ? `M${x(reply.at)} 6v14` : `M${x(reply.at) - 4} 9l8 8m0 -8l-8 8`} /></g>`)}
    </svg>
    <span class="facts">${heard.map(wording).join(', ')}</span>`;
}

function wording({ from, outcome, standsInFor }) {
  return `${from} ${outcome}${standsInFor ? ` for ${standsInFor}` : ''}`;
}

function isSelected({ bucket, key }) {
  return selectedKey.value?.bucket === bucket && selectedKey.value?.key === key;
}
