// Siblings, and one value over all of them: a real write, over the context of a fresh read that is shown before.

import { html, signal } from '../html.js';
import { ask, asking, remember } from '../as-client.js';
import { covers } from '../clock.js';
import { latest, max, union } from '../resolve.js';
import { keyName } from '../format.js';
import { Failure, Version } from './parts.js';

const STRATEGIES = [['Largest', max], ['Union', union], ['Last written', latest]];

/** What is begun stays whatever else is looked at meanwhile, by the key's id: { fresh, proposal, failure }. */
const begun = signal(new Map());

/**
 * `conflict` is { id, bucket, key, versions }; `via` the node to go in by, if one is chosen. The page is told as by `run`. What one has
 * begun to resolve stays, though for a moment, or for good, there may be one version only.
 */
export function Resolution({ conflict, via = '', page }) {
  const { fresh, proposal, failure } = begun.value.get(conflict.id) ?? {};
  const set = change => { begun.value = new Map(begun.peek()).set(conflict.id, { ...begun.peek().get(conflict.id), ...change }); };
  const versions = fresh?.versions ?? conflict.versions;
  const attempt = act => {
    if (asking.value > 0) return;
    asking.value += 1;
    act().then(() => set({ failure: null }), problem => set({ failure: problem, ...(problem.outcome === 'unknown' && { fresh: null }) })).finally(() => { asking.value -= 1; });
  };

  /** Reads the key afresh, so that what will be replaced is what is shown. */
  const prepare = async strategy => {
    const found = await ask(page, { verb: 'get', key: conflict, via });
    set({ fresh: found, proposal: strategy(found.versions) ?? { value: '', contentType: 'application/json' } });
  };

  const leave = async () => set({ fresh: null, proposal: null });

  /** One that nobody answered may have been done: that is to be seen first, or it would be its own sibling. */
  const lookFirst = async () => {
    const found = await ask(page, { verb: 'get', key: conflict, via });
    const [only, another] = found.versions;
    if (!another && only?.value === proposal.value) {
      leave();
      page.say(`It was written, as ${only.dot}.`);
    } else {
      set({ fresh: found });
    }
  };

  const write = async () => {
    if (!fresh) return lookFirst();
    const { dot, token, explanation } = await ask(page, { verb: 'put', key: conflict, ...proposal, via }, fresh.token);
    const text = `Resolved ${keyName(conflict.bucket, conflict.key)}: ${dot} replaces ${fresh.versions.map(version => version.dot).join(' and ')}.`;
    remember(conflict, { text, token, explanation });
    leave(); // What was read is replaced: pressed again, it would be a sibling.
    page.say(text);
  };

  const count = conflict.versions.length;
  const unread = fresh ? conflict.versions.filter(({ dot }) => !fresh.versions.some(({ clock }) => covers(clock, dot))) : [];
  return (count > 1 || proposal) && html`<div class="conflict">
    <p class="facts">${count > 1 ? `One value in place of ${count} siblings:` : 'They are siblings no more:'}</p>
    <div class="versions">${versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}</div>
    ${unread.length > 0 && html`<p class="hint">Not read, and so not replaced: ${unread.map(({ dot }) => dot).join(', ')}. Choose again to read afresh.</p>`}
    <div class="buttons" role="group" aria-label="Resolve with">
      ${STRATEGIES.map(([name, strategy, found = strategy(versions)]) => found && html`
        <button type="button" aria-disabled=${asking.value > 0} onClick=${() => attempt(() => prepare(strategy))} title=${found.value}>${name}</button>`)}
      <button type="button" aria-disabled=${asking.value > 0} onClick=${() => attempt(() => prepare(latest))}>Own value</button>
    </div>
    ${proposal && html`
      <form class="proposal" onSubmit=${event => { event.preventDefault(); attempt(write); }}>
        <label class="field">New value, replacing all of them
          <textarea name="resolution" rows="2" readonly=${asking.value > 0} value=${proposal.value} onInput=${event => set({ proposal: { ...proposal, value: event.target.value } })}></textarea>
        </label>
        <button type="submit" class="primary" aria-disabled=${asking.value > 0}>${fresh ? 'Resolve' : 'Was it written?'}</button>
        <button type="button" aria-disabled=${asking.value > 0} onClick=${() => attempt(leave)}>Leave it</button>
      </form>`}
    <${Failure} failure=${failure} /></div>`;
}
