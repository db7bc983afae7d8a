// The form of the client that the page plays, and what that client was told.

import { html, useState } from '../html.js';
import { JSON_TYPE, answer, ask, asking, draft, edit, run } from '../as-client.js';
import { keyText, parseKey, visible } from '../format.js';
import { Failure, Version } from './parts.js';

const TYPES = [[JSON_TYPE, 'JSON'], ['text/plain; charset=utf-8', 'text']];

/** What can be chosen, and what was read if that is something else. */
const typesWith = read => (TYPES.some(([type]) => type === read) ? TYPES : [...TYPES, [read, read]]);

/** `page` is whom `run` tells; `keys` are suggested; `nodes`, where there are some, can be chosen to go in by. */
export function ClientForm({ page, keys, nodes = [] }) {
  const { key, value, contentType, blind, via } = draft.value;
  return html`
    <form class="try" onSubmit=${event => { event.preventDefault(); run('get', page); }}>
      <label class="field">Key
        <input name="key" required list="known-keys" autocomplete="off" spellcheck=${false} value=${key} onInput=${event => edit({ key: event.target.value })} />
        ${key.includes('/') && html`<span class="facts">key <code class="untrusted">${visible(parseKey(key).key)}</code> in bucket <code class="untrusted">${visible(parseKey(key).bucket)}</code></span>`}</label>
      <datalist id="known-keys">${keys.map(known => html`<option value=${keyText(known.bucket, known.key)} />`)}</datalist>
      <label class="field">Value
        <textarea name="value" rows="2" spellcheck=${false} value=${value} onInput=${event => edit({ value: event.target.value })}></textarea>
      </label>
      <div class="row">
        <label class="inline">as <select name="type" value=${contentType} onChange=${event => edit({ contentType: event.target.value })}>
          ${typesWith(contentType).map(([type, name]) => html`<option value=${type}>${name}</option>`)}</select></label>
        ${nodes.length > 0 && html`<label class="inline">by <select name="via" value=${via} onChange=${event => edit({ via: event.target.value })}>
          <option value="">any node</option>${nodes.map(node => html`<option value=${node}>${node}</option>`)}</select></label>`}
        <label class="inline"><input type="checkbox" name="blind" checked=${blind} onChange=${event => edit({ blind: event.target.checked })} /> without looking first</label>
      </div>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled=${asking.value > 0}>Get</button>
        <button type="button" aria-disabled=${asking.value > 0} onClick=${() => run('put', page)}>Put</button>
        <button type="button" aria-disabled=${asking.value > 0} onClick=${() => run('delete', page)}>Delete</button>
      </div>
      <p class="hint">${contextSentence(blind)}</p>
    </form>
    <${Answer} told=${answer.value} />`;
}

/** The last one stays until there is another: nothing moves below the pointer meanwhile. */
function Answer({ told }) {
  if (!told) return asking.value > 0 && html`<p class="answer facts">Asking…</p>`;
  return html`
    <div class=${`answer ${asking.value > 0 ? 'old' : ''}`} aria-busy=${asking.value > 0}>
      ${told.failure ? html`<${Failure} failure=${told.failure} />` : html`
        <p class="told">${told.text}</p>
        ${told.instead && html`<p class="failure"><strong>${told.instead} did not take it</strong>, so it went in by another node.</p>`}
        ${told.explanation && html`<p class="hint">${whoAnswered(told.explanation)}</p>`}
        <div class="versions">${told.versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}</div>`}
    </div>`;
}

function contextSentence(blind) {
  if (blind) return 'A blind write: it replaces nothing, and may become a sibling.';
  return answer.value?.token ? 'A put replaces what you have just read or written.' : 'Get first, and a put will replace what you read.';
}

function whoAnswered({ coordinator, attempts, tookMillis, quorum }) {
  const parts = attempts.map(({ node, standsInFor, outcome }) => `${node} ${outcome}${standsInFor ? ` for ${standsInFor}` : ''}`);
  return `${coordinator} coordinated and needed ${quorum}: ${parts.join(', ')}. Took ${tookMillis} ms.`;
}

const COUNTER = 'counter';
const WRITERS = [{ as: 'ada', value: '41' }, { as: 'bob', value: '42' }];

/** Two clients that write at the same time: the quickest way to see a conflict. */
export function Provoke({ page }) {
  const [failure, fail] = useState(null);
  const provoke = async () => {
    if (asking.value > 0) return;
    const key = parseKey(COUNTER);
    page.show(key);
    edit({ key: COUNTER });
    asking.value += 1;
    try {
      const found = await Promise.all(WRITERS.map(({ as }) => ask(page, { verb: 'get', key, as })));
      await Promise.all(WRITERS.map((writer, i) => ask(page, { verb: 'put', key, ...writer, contentType: JSON_TYPE }, found[i].token)));
      fail(null);
    } catch (problem) {
      fail(problem);
      return;
    } finally {
      asking.value -= 1;
    }
    // Whoever has typed another meanwhile is not called back.
    if (draft.value.key === COUNTER) await run('get', page);
  };
  return html`
    <div class="provoke">
      <p class="hint">Two clients read <code>${COUNTER}</code>; then each writes, one 41 and one 42.</p>
      <button type="button" aria-disabled=${asking.value > 0} onClick=${provoke}>Make a conflict</button>
      <${Failure} failure=${failure} />
    </div>`;
}
