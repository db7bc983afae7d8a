// The first line: what cluster this is, who tells us, and whether what we see is live. Then the readouts.

import { html } from '../html.js';
import { cluster, conflicts, connection, log, members, now, observedAt, selected, tick } from '../state.js';
import { isAway } from '../liveness.js';
import { duration } from '../format.js';

const CONNECTION = {
  connecting: ['◌', 'Connecting'],
  live: ['●', 'Live'],
  lost: ['✕', 'Connection lost'],
};

export function Header() {
  const overview = cluster.value;
  return html`
    <header>
      <div class="top">
        <div class="brand">
          <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><circle class="mark-ring" cx="16" cy="16" r="11" /><circle class="mark-dot" cx="16" cy="16" r="3.5" /></svg>
          <h1>Ringside</h1>
          ${overview && html`<p class="where">cluster <strong>${overview.cluster}</strong>, as <strong>${overview.self}</strong> sees it</p>`}
        </div>
        <div class="buttons"><a href=${rewind()}>Rewind</a><${Connection} /></div>
      </div>
      <${Readouts} />
    </header>`;
}

/** The same cluster with a time cursor, at the key that is chosen here. */
function rewind() {
  const key = selected.value;
  return `replay.html#${new URLSearchParams({ live: '', ...(key?.key ? { bucket: key.bucket, key: key.key } : {}) })}`;
}

function Connection() {
  const [sign, words] = CONNECTION[connection.value];
  const age = now.value - observedAt.value;
  const stale = observedAt.value > 0 && age > 6000 && connection.value !== 'connecting';
  return html`
    <p class=${`connection ${connection.value}`}>
      <span aria-hidden="true">${sign}</span> ${words}${stale && `, last observed ${duration(age)} ago`}
    </p>`;
}

function Readouts() {
  const overview = cluster.value;
  const nodes = overview?.nodes ?? [];
  const alive = nodes.filter(node => !isAway(node)).length;
  const hints = nodes.reduce((sum, node) => sum + Object.values(node.hints ?? {}).reduce((a, b) => a + Number(b), 0), 0);
  const open = conflicts.value.length;
  const settings = overview?.settings;
  tick.value;
  return html`
    <dl class="readouts" aria-label="The cluster at a glance">
      <${Readout} name="nodes up" value=${overview ? `${alive} of ${nodes.length}` : '–'} tone=${overview && alive < nodes.length ? 'warn' : 'calm'} />
      <${Readout} name="views agree" value=${agreement(members.value)} />
      <${Readout} name="conflicts" value=${open} tone=${open ? 'warn' : 'calm'} />
      <${Readout} name="hints waiting" value=${hints} tone=${hints ? 'warn' : 'calm'} />
      <${Readout} name="quorum" value=${settings ? `N${settings.n} R${settings.r} W${settings.w}` : '–'} />
      <${Readout} name="events seen" value=${log.applied.toLocaleString('en')} />
    </dl>`;
}

function Readout({ name, value, tone = 'calm' }) {
  return html`<div class=${`readout ${tone}`}><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** Whether all who can be asked think the same of everybody. */
function agreement(views) {
  if (!views) return '–';
  const reports = Object.values(views.views).filter(view => view.reachable);
  const opinions = views.nodes.map(node => new Set(reports.map(report => report.beliefs[node]?.status ?? 'alive')).size);
  return opinions.every(different => different <= 1) ? 'yes' : 'not yet';
}
