// What one client could know at the cursor, where the page is seen by one.

import { computed, html } from '../../html.js';
import { duration, keyText } from '../../format.js';
import { Panel, Scroll } from '../../panels/parts.js';
import { knownBy, requestsBy } from '../client-view.js';
import { choose, chooseKey, client, clients, cursor, here } from '../session.js';
import { moment } from '../wording.js';

const SHOWN = 14;
const requests = computed(() => clients.value.get(client.value) ?? []);

export function Client() {
  if (client.value === '') return null;
  const asked = requestsBy(requests.value, cursor.value);
  return html`
    <${Panel} id="client" wide title=${`What ${client.value} knows`} lead="Its own requests, and what it was told. Of nodes and their copies it was told nothing: that is not known, which is not down.">
      ${asked.length === 0 ? html`<p class="empty">It has asked nothing so far.</p>` : html`
      <${Scroll} label="What it holds of each key"><table><caption>Of each key</caption>
        <thead><tr><th scope="col">Key</th><th scope="col">Told last</th><th scope="col">Age</th><th scope="col">Said to have seen, in its last write</th></tr></thead>
        <tbody>${knownBy(requests.value, cursor.value).map(({ id, bucket, key, told, over }) => html`
          <tr key=${id}><th scope="row"><button type="button" class="link untrusted" onClick=${() => chooseKey(bucket, key)}>${keyText(bucket, key)}</button></th>
            <td class="untrusted">${told?.says ?? 'nothing yet'}</td><td class="number">${told ? ago(told.at) : '–'}</td><td><code class="clock">${over ?? '–'}</code></td></tr>`)}</tbody></table><//>
      <${Scroll} label="Its last requests"><table><caption>Its last requests, newest first</caption>
        <thead><tr><th scope="col">Asked</th><th scope="col">At node</th><th scope="col">What</th><th scope="col">Told</th><th scope="col">Age</th></tr></thead>
        <tbody>${asked.slice(0, SHOWN).map(({ line, at, asks, via, told }) => html`
          <tr key=${line}><td class="number"><button type="button" class="link" onClick=${() => choose(line)}>${at === null ? `by ${moment(told.at)}` : moment(at)}</button></td>
            <td>${via}</td><td class="untrusted">${asks}</td><td class="untrusted">${told ? told.says : 'it waits'}</td><td class="number">${told ? ago(told.at) : '–'}</td></tr>`)}</tbody></table><//>`}
    <//>`;
}

function ago(at) {
  return duration(((here.value?.at ?? at) - at) / 1000);
}
