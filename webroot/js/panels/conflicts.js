// Keys with siblings, each with the form that resolves it.

import { html, signal } from '../html.js';
import { announce, conflicts, refreshKey } from '../state.js';
import { explain } from '../clock.js';
import { keyText } from '../format.js';
import { keyId } from '../log.js';
import { Provoke } from './client-form.js';
import { PAGE, open } from './key-form.js';
import { Panel } from './parts.js';
import { Resolution } from './resolution.js';

const SHOWN = 20;

const outcome = signal(null);

export function Conflicts() {
  const list = conflicts.value;
  return html`
    <${Panel} id="conflicts" title="Conflicts" lead="Keys that hold writes which had not seen each other. The store keeps both; you decide.">
      ${list.length === 0 && html`<p class="empty">No key has siblings.</p>`}
      ${list.slice(0, SHOWN).map(conflict => html`<${Conflict} key=${keyId(conflict.bucket, conflict.key)} conflict=${conflict} />`)}
      ${list.length > SHOWN && html`<p class="hint">and ${list.length - SHOWN} more</p>`}
      ${outcome.value && html`<p class="told">${outcome.value}</p>`}
      <${Provoke} page=${PAGE} />
    <//>`;
}

function Conflict({ conflict }) {
  return html`
    <article class="conflict">
      <h3><button type="button" class="link untrusted" onClick=${() => open(conflict)}>${keyText(conflict.bucket, conflict.key)}</button></h3>
      <p class="hint">${explain(conflict.versions[0], conflict.versions[1]).sentence}</p>
      <${Resolution} conflict=${conflict} done=${resolved} did=${PAGE.did} />
    </article>`;
}

function resolved(text) {
  outcome.value = text;
  announce(text);
  return refreshKey();
}
