// Keys with siblings, and the form that resolves one: a real write over the context of a fresh read.

import { html, signal, useState } from '../html.js';
import * as api from '../api.js';
import { announce, conflicts, refreshKey } from '../state.js';
import { explain } from '../clock.js';
import { latest, max, union } from '../resolve.js';
import { keyText, parseKey } from '../format.js';
import { keyId } from '../log.js';
import { Failure, Panel, Version } from './parts.js';
import { open } from './key-form.js';

const SHOWN = 20;
const STRATEGIES = [['largest', max], ['union', union], ['latest', latest]];

const outcome = signal(null);

export function Conflicts() {
  const list = conflicts.value;
  return html`
    <${Panel} id="conflicts" title="Conflicts" lead="Keys that hold writes which had not seen each other. The store keeps both; you decide.">
      ${list.length === 0 && html`<p class="empty">No key has siblings.</p>`}
      ${list.slice(0, SHOWN).map(conflict => html`<${Conflict} key=${keyId(conflict.bucket, conflict.key)} conflict=${conflict} />`)}
      ${list.length > SHOWN && html`<p class="hint">and ${list.length - SHOWN} more</p>`}
      ${outcome.value && html`<p class="told">${outcome.value}</p>`}
      <${Provoke} />
    <//>`;
}

function Conflict({ conflict }) {
  const [fresh, setFresh] = useState(null);
  const [proposal, propose] = useState(null);
  const [failure, fail] = useState(null);
  const versions = fresh?.versions ?? conflict.versions;
  const attempt = act => act().then(() => fail(null), fail);
  return html`
    <article class="conflict">
      <h3><button type="button" class="link untrusted" onClick=${() => open(conflict)}>${keyText(conflict.bucket, conflict.key)}</button></h3>
      <div class="versions">${versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}</div>
      ${versions.length > 1 && html`<p class="hint">${explain(versions[0], versions[1]).sentence}</p>`}
      <div class="buttons" role="group" aria-label="Resolve with">
        ${STRATEGIES.map(([name, propose_]) => [name, propose_(versions)]).filter(([, found]) => found).map(([name, found]) => html`
          <button type="button" onClick=${() => attempt(() => prepare(conflict, name, setFresh, propose))} title=${found.value}>${label(name)}</button>`)}
        <button type="button" onClick=${() => attempt(() => prepare(conflict, 'own', setFresh, propose))}>Own value</button>
      </div>
      ${proposal && html`<${Proposal} proposal=${proposal} propose=${propose} write=${() => attempt(() => write(conflict, fresh, proposal))} />`}
      <${Failure} failure=${failure} />
    </article>`;
}

function Proposal({ proposal, propose, write }) {
  return html`
    <form class="proposal" onSubmit=${event => { event.preventDefault(); write(); }}>
      <label class="field">New value, replacing all of them
        <textarea name="resolution" rows="2" value=${proposal.value} onInput=${event => propose({ ...proposal, value: event.target.value })}></textarea>
      </label>
      <button type="submit" class="primary">Resolve</button>
    </form>`;
}

function label(name) {
  return { largest: 'Largest', union: 'Union', latest: 'Last written' }[name];
}

/** Reads the key afresh, so that what will be replaced is what is shown. */
async function prepare(conflict, name, setFresh, propose) {
  const found = await api.read(conflict);
  setFresh(found);
  const strategy = STRATEGIES.find(([known]) => known === name)?.[1] ?? latest;
  propose(strategy(found.versions) ?? { value: '', contentType: 'application/json' });
}

async function write(conflict, fresh, proposal) {
  const written = await api.put(conflict, proposal, fresh.token);
  outcome.value = `Resolved ${keyText(conflict.bucket, conflict.key)}: ${written.dot} replaces ${fresh.versions.map(version => version.dot).join(' and ')}.`;
  announce(outcome.value);
  await refreshKey();
}

/** Two clients that write at the same time: the quickest way to see a conflict. */
function Provoke() {
  const [failure, fail] = useState(null);
  const provoke = async () => {
    try {
      const key = parseKey('counter');
      const { token } = await api.read(key);
      await Promise.all(['41', '42'].map(value => api.put(key, { value, contentType: 'application/json' }, token)));
      outcome.value = null;
      fail(null);
      await open(key);
    } catch (problem) {
      fail(problem);
    }
  };
  return html`
    <div class="provoke">
      <p class="hint">Two clients read <code>counter</code>; then each writes, one 41 and one 42.</p>
      <button type="button" onClick=${provoke}>Make a conflict</button>
      <${Failure} failure=${failure} />
    </div>`;
}
