// The log itself, newest first, as far as the page keeps it.

import { html } from '../html.js';
import { gaps, log, tick } from '../state.js';
import { clockTime, keyText } from '../format.js';
import { MAX_EVENTS } from '../log.js';
import { NodeName, Panel } from './parts.js';

const SHOWN = 14;
const SAID_ELSEWHERE = new Set(['v', 'node', 'start', 'seq', 't', 'kind', 'bucket', 'key']);

export function Feed() {
  tick.value;
  const last = log.events.slice(-SHOWN).reverse();
  return html`
    <${Panel} id="feed" wide title="Event log" lead=${`Everything above is drawn from this. The page keeps the last ${MAX_EVENTS.toLocaleString('en')} events.`}>
      ${log.missed > 0 && html`<p class="hint">${log.missed.toLocaleString('en')} events were not seen by this page.</p>`}
      ${gaps.value.map(gap => html`<p class="hint">At ${clockTime(gap.at)}, ${gap.missed === null ? `${gap.node} began anew: what it said last before that may be missing` : `${gap.missed} events of ${gap.node} could not be had`}.</p>`)}
      <ol class="events">${last.map(event => html`
        <li key=${`${event.node} ${event.start} ${event.seq}`}>
          <span class="number facts">${clockTime(event.t)}</span> <${NodeName} node=${event.node} /> <code>${event.kind}</code>
          ${event.key !== undefined && html`<span class="untrusted">${keyText(event.bucket, event.key)}</span>`}
          <span class="facts untrusted">${rest(event)}</span>
        </li>`)}</ol>
    <//>`;
}

function rest(event) {
  return Object.entries(event)
    .filter(([name, value]) => !SAID_ELSEWHERE.has(name) && typeof value !== 'object')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
