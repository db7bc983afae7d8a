// Put, get and delete from the page. It plays a client: it remembers the context of what it last read, and writes over exactly that.

import { html, signal } from '../html.js';
import * as api from '../api.js';
import { announce, log, selected, select, tick } from '../state.js';
import { keyText, parseKey } from '../format.js';
import { Failure, Panel, Version } from './parts.js';

const TYPES = [['application/json', 'JSON'], ['text/plain; charset=utf-8', 'text']];
const MAX_SUGGESTIONS = 200;

const draft = signal({ key: 'cart', value: '["milk"]', contentType: TYPES[0][0], blind: false });
const answer = signal(null);

const edit = change => { draft.value = { ...draft.value, ...change }; };

export function KeyForm() {
  const { key, value, contentType, blind } = draft.value;
  return html`
    <${Panel} id="try" title="Try it" lead="Be a client. What you read decides what your next write replaces.">
      <form class="try" onSubmit=${event => { event.preventDefault(); run('get'); }}>
        <label class="field">Key
          <input name="key" required list="known-keys" autocomplete="off" spellcheck=${false} value=${key} onInput=${event => edit({ key: event.target.value })} />
        </label>
        <${KnownKeys} />
        <label class="field">Value
          <textarea name="value" rows="2" spellcheck=${false} value=${value} onInput=${event => edit({ value: event.target.value })}></textarea>
        </label>
        <div class="row">
          <label class="inline">as <select name="type" value=${contentType} onChange=${event => edit({ contentType: event.target.value })}>
            ${TYPES.map(([type, name]) => html`<option value=${type}>${name}</option>`)}</select></label>
          <label class="inline"><input type="checkbox" name="blind" checked=${blind} onChange=${event => edit({ blind: event.target.checked })} /> without looking first</label>
        </div>
        <div class="buttons">
          <button type="submit" class="primary">Get</button>
          <button type="button" onClick=${() => run('put')}>Put</button>
          <button type="button" onClick=${() => run('delete')}>Delete</button>
        </div>
        <p class="hint">${contextSentence(blind)}</p>
      </form>
      <${Answer} />
    <//>`;
}

function KnownKeys() {
  tick.value;
  const keys = [...log.keys.values()].slice(-MAX_SUGGESTIONS).reverse();
  return html`<datalist id="known-keys">${keys.map(({ bucket, key }) => html`<option value=${keyText(bucket, key)} />`)}</datalist>`;
}

function Answer() {
  const told = answer.value;
  if (!told) return null;
  return html`
    <div class="answer">
      ${told.failure ? html`<${Failure} failure=${told.failure} />` : html`
        <p class="told">${told.text}</p>
        ${told.explanation && html`<p class="hint">${whoAnswered(told.explanation)}</p>`}
        <div class="versions">${told.versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}</div>`}
    </div>`;
}

/** Shows a key everywhere, and reads it as this page's client. */
export function open(key) {
  edit({ key: keyText(key.bucket, key.key) });
  return run('get');
}

async function run(verb) {
  const key = parseKey(draft.value.key);
  if (!key.key) return;
  if (!sameKey(selected.value, key)) answer.value = null;
  const token = draft.value.blind ? '' : answer.value?.token ?? '';
  const chosen = sameKey(selected.value, key) ? null : select(key);
  try {
    answer.value = await { get: () => get(key), put: () => put(key, token), delete: () => remove(key, token) }[verb]();
    announce(answer.value.text);
  } catch (failure) {
    answer.value = { failure, token: answer.value?.token ?? '', versions: [] };
    announce(failure.message);
  }
  await chosen;
}

async function get(key) {
  const found = await api.read(key);
  const text = {
    value: () => `Read one value, written as ${found.versions[0].dot}.`,
    siblings: () => `Read ${found.versions.length} siblings: writes that had not seen each other.`,
    deleted: () => 'It has been deleted.',
    not_found: () => 'There is nothing under this key.',
  }[found.kind]();
  if (found.kind === 'value' && found.versions[0].value !== undefined) edit({ value: found.versions[0].value });
  return { text, token: found.token, versions: found.versions ?? [], explanation: found.explanation };
}

async function put(key, token) {
  const written = await api.put(key, draft.value, token);
  return { text: `Stored as ${written.dot}${token ? ', over what you had read' : ', beside whatever was there'}.`, token: written.token, versions: [], explanation: written.explanation };
}

async function remove(key, token) {
  const written = await api.remove(key, token);
  return { text: `Deleted; the tombstone is ${written.dot}.`, token: written.token, versions: [], explanation: written.explanation };
}

function contextSentence(blind) {
  if (blind) return 'A blind write: it replaces nothing, and may become a sibling.';
  return answer.value?.token ? 'A put replaces what you have just read or written.' : 'Get first, and a put will replace what you read.';
}

function whoAnswered({ coordinator, attempts, tookMillis, quorum }) {
  const parts = attempts.map(({ node, standsInFor, outcome }) => `${node} ${outcome}${standsInFor ? ` for ${standsInFor}` : ''}`);
  return `${coordinator} coordinated and needed ${quorum}: ${parts.join(', ')}. Took ${tookMillis} ms.`;
}

function sameKey(a, b) {
  return a?.key === b.key && a?.bucket === b.bucket;
}
