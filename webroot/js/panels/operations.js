// What clients asked lately, who coordinated, who answered, who stood in, and what the client was told.

import { html, useState } from '../html.js';
import { log, selected, tick } from '../state.js';
import { clockTime, keyText, took } from '../format.js';
import { NodeName, Panel, Scroll } from './parts.js';
import { open } from './key-form.js';

const SHOWN = 25;

export function Operations() {
  tick.value;
  const [frozen, freeze] = useState(null);
  const [onlyKey, setOnlyKey] = useState(false);
  const all = frozen ?? byTime([...log.operations.values()]);
  const shown = all.filter(operation => !onlyKey || isSelected(operation)).slice(-SHOWN).reverse();
  return html`
    <${Panel} id="operations" wide title="Operations" lead="The last ones: who coordinated, who answered, who stood in for whom, and what the client was told.">
      <div class="row">
        <button type="button" aria-pressed=${Boolean(frozen)} onClick=${() => freeze(frozen ? null : all)}>Hold still</button>
        <label class="inline"><input type="checkbox" checked=${onlyKey} onChange=${event => setOnlyKey(event.target.checked)} /> only the chosen key</label>
      </div>
      ${shown.length === 0 ? html`<p class="empty">Nothing yet. Put something.</p>` : html`<${Table} operations=${shown} />`}
    <//>`;
}

function Table({ operations }) {
  return html`
    <${Scroll} label="Recent operations">
      <table class="operations">
        <caption class="unseen">Recent operations, newest first</caption>
        <thead><tr>${['At', 'Coordinator', 'What', 'Key', 'Outcome', 'Took', 'Siblings', 'Replies'].map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${operations.map(operation => html`<${Row} key=${`${operation.node} ${operation.start} ${operation.op}`} operation=${operation} />`)}</tbody>
      </table>
    <//>`;
}

function Row({ operation: { t, coordinator, verb, bucket, key, end, replies, needed } }) {
  return html`
    <tr>
      <td class="number">${clockTime(t)}</td>
      <td><${NodeName} node=${coordinator} /></td>
      <td>${verb}</td>
      <td><button type="button" class="link untrusted" onClick=${() => open({ bucket, key })}>${keyText(bucket, key)}</button></td>
      <td title=${end?.detail ?? ''}>${end ? end.outcome : 'under way'}</td>
      <td class="number">${end ? took(end.tookMicros) : '–'}</td>
      <td class="number">${end?.siblings ?? '–'}</td>
      <td class="replies"><div><span class="facts">needed ${needed}:</span> ${replies.map(reply => html`<${Reply} key=${reply.seq} reply=${reply} />`)}</div></td>
    </tr>`;
}

function Reply({ reply }) {
  return html`<span class="reply"><${NodeName} node=${reply.from} /> <span class="facts">${reply.outcome}${reply.standsInFor ? ` for ${reply.standsInFor}` : ''}</span></span>`;
}

function isSelected({ bucket, key }) {
  return selected.value?.bucket === bucket && selected.value?.key === key;
}

/** Each node's log arrives by itself, so those of different nodes come mixed. */
function byTime(operations) {
  return operations.sort((one, other) => one.t - other.t);
}
