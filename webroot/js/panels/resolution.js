// Siblings, and one value over all of them: a real write, over the context of a fresh read that is shown before.

import { html, useState } from '../html.js';
import * as api from '../api.js';
import { mayHaveHappened, remember } from '../as-client.js';
import { latest, max, union } from '../resolve.js';
import { keyName } from '../format.js';
import { Failure, Version } from './parts.js';

const STRATEGIES = [['Largest', max], ['Union', union], ['Last written', latest]];

/**
 * `conflict` is { bucket, key, versions }; `via` the node to go in by, if one is chosen. `done(text)` is told when it is written, and
 * `did`, as by `run`, what was asked of the cluster.
 */
export function Resolution({ conflict, via = '', done, did }) {
  const [fresh, setFresh] = useState(null);
  const [proposal, propose] = useState(null);
  const [failure, fail] = useState(null);
  const [busy, setBusy] = useState(false);
  const versions = fresh?.versions ?? conflict.versions;
  const attempt = act => {
    if (busy) return;
    setBusy(true);
    act().then(() => fail(null), fail).finally(() => setBusy(false));
  };

  /** Reads the key afresh, so that what will be replaced is what is shown. */
  const prepare = async strategy => {
    const at = performance.now();
    const found = await api.read(conflict, via);
    did({ verb: 'get', key: conflict, via, at });
    setFresh(found);
    propose(strategy(found.versions) ?? { value: '', contentType: 'application/json' });
  };

  const write = async () => {
    const operation = { verb: 'put', key: conflict, ...proposal, over: true, via, at: performance.now() };
    try {
      const written = await api.put(conflict, proposal, fresh.token, via);
      did(operation);
      const text = `Resolved ${keyName(conflict.bucket, conflict.key)}: ${written.dot} replaces ${fresh.versions.map(version => version.dot).join(' and ')}.`;
      remember(conflict, { text, token: written.token, explanation: written.explanation });
      setFresh(null); // What was read is replaced: pressed again, it would be a sibling.
      propose(null);
      done(text);
    } catch (problem) {
      if (mayHaveHappened(problem)) did(operation);
      throw problem;
    }
  };

  return html`
    <div class="versions">${versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}</div>
    ${fresh && fresh.versions.length < conflict.versions.length && html`<p class="hint">The read found ${fresh.versions.length} of ${conflict.versions.length}; only what it found is replaced.</p>`}
    <div class="buttons" role="group" aria-label="Resolve with">
      ${STRATEGIES.map(([name, strategy]) => [name, strategy, strategy(versions)]).filter(([, , found]) => found).map(([name, strategy, found]) => html`
        <button type="button" onClick=${() => attempt(() => prepare(strategy))} title=${found.value}>${name}</button>`)}
      <button type="button" onClick=${() => attempt(() => prepare(latest))}>Own value</button>
    </div>
    ${proposal && html`
      <form class="proposal" onSubmit=${event => { event.preventDefault(); attempt(write); }}>
        <label class="field">New value, replacing all of them
          <textarea name="resolution" rows="2" value=${proposal.value} onInput=${event => propose({ ...proposal, value: event.target.value })}></textarea>
        </label>
        <button type="submit" class="primary" aria-disabled=${busy}>Resolve</button>
      </form>`}
    <${Failure} failure=${failure} />`;
}
