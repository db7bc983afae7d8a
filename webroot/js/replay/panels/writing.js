// Writes to a live cluster from the key's panel: resolves siblings that are shown, and plays a client.

import { computed, effect, html, signal } from '../../html.js';
import { draft, edit } from '../../as-client.js';
import { keyName, keyText, visible } from '../../format.js';
import { ClientForm, Provoke } from '../../panels/client-form.js';
import { Resolution } from '../../panels/resolution.js';
import { conflictsAt } from '../conflicts.js';
import { fetched } from '../later.js';
import { addLine, chooseKey, cursor, events, following, header, index, roster, selectedKey, state } from '../session.js';
import { short } from '../wording.js';
import { Past } from './past.js';

const MAX_SUGGESTIONS = 200;
const MOST_CONFLICTS = 20;

const conflicts = computed(() => conflictsAt(state.value, roster.value, events.value, index.value.conflicts, cursor.value));

/** What came of the last operation, for those who listen. */
const told = signal('');

const PAGE = {
  show: ({ bucket, key }) => chooseKey(bucket, key),
  say(text) { told.value = text; },
  asked({ verb, key: { bucket, key }, value, over, via, as }) {
    const content = verb === 'put' ? ` ${short(visible(value))}` : '';
    addLine.value?.('client.start', { client: as, verb, bucket, key, via: via || header.value.watched, says: `${verb} ${keyName(bucket, key)}${content}${over ? ' over what it had read' : ''}` });
  },
  async told(operation, { outcome, says, happened }) {
    const about = header.value;
    addLine.value?.('client.end', { client: operation.as, outcome, says });
    const parts = happened && await fetched(() => import('../live-script.js'));
    if (parts) parts.wrote(parts.wordsOfOperation({ ...operation, via: operation.via || about.watched }), about, operation.at);
  },
};

/** The form is about the key that is chosen; the first that comes of itself takes no other's place that was typed. */
let untouched = draft.peek();
effect(() => {
  const key = selectedKey.value;
  if (key && (!untouched || untouched === draft.peek())) edit({ key: keyText(key.bucket, key.key) });
  if (key) untouched = null;
});

/** `siblings` are what lives of the chosen key at the moment that is shown. */
export function Writing({ siblings }) {
  const key = selectedKey.value;
  return html`
    <section class="writing" aria-labelledby="writing-title">
      <h3 id="writing-title">Write</h3>
      ${!following.value ? html`<${Past} what="a write happens" />` : html`
        ${key && html`<${Resolution} key=${key.id} conflict=${{ ...key, versions: siblings }} via=${draft.value.via} page=${PAGE} />`}
        <${Conflicts} />
        <${ClientForm} page=${PAGE} keys=${index.value.keys.slice(-MAX_SUGGESTIONS)} nodes=${roster.value} />
        <${Provoke} page=${PAGE} />`}
      <p class="unseen" role="status">${told.value}</p>
    </section>`;
}

/** Every key that waits for somebody to decide, however many keys there are. */
function Conflicts() {
  const open = conflicts.value;
  return open.length > 0 && html`
    <p class="conflicts" aria-label="Keys with siblings"><span class="facts">Keys with siblings:</span>
      ${open.slice(0, MOST_CONFLICTS).map(({ id, bucket, key }) => html` <button key=${id} type="button" class="link untrusted" aria-pressed=${id === selectedKey.value?.id} onClick=${() => chooseKey(bucket, key)}>${keyName(bucket, key)}</button>`)}
      ${open.length > MOST_CONFLICTS && html` <span class="facts">and ${open.length - MOST_CONFLICTS} more</span>`}</p>`;
}
