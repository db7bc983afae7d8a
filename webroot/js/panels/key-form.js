// Put, get and delete from the page.

import { html } from '../html.js';
import { edit, run, sameKey } from '../as-client.js';
import { announce, log, selected, select, tick } from '../state.js';
import { keyText } from '../format.js';
import { ClientForm } from './client-form.js';
import { Panel } from './parts.js';

const MAX_SUGGESTIONS = 200;

/** What this page does with what its client does. */
export const PAGE = { show: key => (sameKey(selected.value, key) ? null : select(key)), say: announce, did() {} };

export function KeyForm() {
  tick.value;
  return html`
    <${Panel} id="try" title="Try it" lead="Be a client. What you read decides what your next write replaces.">
      <${ClientForm} page=${PAGE} keys=${[...log.keys.values()].slice(-MAX_SUGGESTIONS).reverse()} />
    <//>`;
}

/** Shows a key everywhere, and reads it as this page's client. */
export function open(key) {
  edit({ key: keyText(key.bucket, key.key) });
  return run('get', PAGE);
}
