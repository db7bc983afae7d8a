// The chosen key's replicas side by side: what each holds, for whom it keeps a hint, and how the versions relate.

import { html } from '../html.js';
import { replicas, selected } from '../state.js';
import { explain, mergeVersions } from '../clock.js';
import { keyText, valueText } from '../format.js';
import { Clock, NodeName, Panel, Status, Version } from './parts.js';

const MAX_SENTENCES = 6;

export function Replicas() {
  const key = selected.value;
  const copies = replicas.value;
  return html`
    <${Panel} id="replicas" wide title="Key" lead="Its copies side by side, each with the clock of what it has seen.">
      ${!key && html`<p class="empty">Get or put a key above, or choose one from the operations below.</p>`}
      ${key && html`<p class="chosen"><strong class="untrusted">${keyText(key.bucket, key.key)}</strong>${copies?.partition !== undefined && ` in partition ${copies.partition}`}</p>`}
      ${copies?.failure && html`<p class="failure">${copies.failure}</p>`}
      ${copies && html`<${Relations} copies=${copies.replicas} />
        <ul class="replicas">${copies.replicas.filter(interesting).map(copy => html`<${Replica} key=${copy.node} copy=${copy} />`)}</ul>`}
    <//>`;
}

function Replica({ copy }) {
  return html`
    <li class=${`replica ${copy.role} ${copy.reachable ? '' : 'gone'}`}>
      <h3><${NodeName} node=${copy.node} gone=${!copy.reachable} /> <span class="role">${copy.role}</span></h3>
      ${copy.reachable ? html`<${Held} copy=${copy} />` : html`<${Status} status="unobserved" /><p class="facts">${copy.reason ?? 'no answer'}</p>`}
    </li>`;
}

function Held({ copy }) {
  const { record, hints } = copy;
  return html`
    ${record && record.versions.length > 0 && html`<p class="seen">has seen <${Clock} context=${record.context} /></p>`}
    ${record && record.versions.map(version => html`<${Version} key=${version.dot} version=${version} />`)}
    ${(!record || record.versions.length === 0) && copy.role === 'primary' && html`<p class="facts">holds nothing${copy.synchronised === false ? ', and is not synchronised yet' : ''}</p>`}
    ${Object.entries(hints ?? {}).map(([target, hint]) => html`
      <p class="kept">keeps a hint for ${target}: ${hint.versions.map(version => html`<code class="untrusted">${valueText(version)}</code> `)}</p>`)}`;
}

function Relations({ copies }) {
  const records = copies.filter(copy => copy.reachable).flatMap(copy => [copy.record, ...Object.values(copy.hints ?? {})]).filter(Boolean);
  const live = mergeVersions(records);
  const all = [...new Map(records.flatMap(record => record.versions).map(version => [version.dot, version])).values()];
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map(b => explain(a, b)));
  return html`
    ${live.length > 1 && html`<p class="verdict open"><span aria-hidden="true">‖</span> ${live.length} siblings: a conflict that a client has to resolve.</p>`}
    ${live.length === 1 && all.length > 1 && html`<p class="verdict"><span aria-hidden="true">→</span> Replicas differ, but one version descends all others; repair will bring them there.</p>`}
    ${live.length === 1 && all.length === 1 && html`<p class="verdict"><span aria-hidden="true">=</span> One version, and nothing beside it.</p>`}
    <ul class="sentences">${pairs.slice(0, MAX_SENTENCES).map(({ relation, sentence }) => html`<li class=${relation}>${sentence}</li>`)}</ul>`;
}

function interesting(copy) {
  return copy.role === 'primary' || Object.keys(copy.hints ?? {}).length > 0 || (copy.record?.versions.length ?? 0) > 0;
}
