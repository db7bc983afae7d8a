// What run this is, and how to open another.

import { html } from '../../html.js';
import { Failure } from '../../panels/parts.js';
import { open } from '../sources.js';
import { failure, header, index, loading, source } from '../session.js';
import { Availability } from './availability.js';

export function Header() {
  const run = header.value;
  return html`
    <header>
      <div class="top">
        <div class="brand"><h1>Ringside</h1><p class="where">${run ? html`a recorded run: <strong class="untrusted">${source.value}</strong>` : 'replay'}</p></div>
        <div class="buttons">
          <label class="button">Open a log <input type="file" accept=".jsonl,.json,.txt" class="unseen" onChange=${event => event.target.files[0] && open(event.target.files[0])} /></label>
          <a href="./">Live</a>
        </div>
      </div>
      ${loading.value && html`<p class="top facts" role="status">${loading.value}</p>`}
      ${failure.value && html`<div class="top"><${Failure} failure=${failure.value} /></div>`}
      ${run && html`<div class="top run">
        <p class="facts">build <code>${run.build}</code> ${run.flags && html`<code>${run.flags}</code>`}, N ${run.n} R ${run.r} W ${run.w}, ${run.partitions} partitions,
          ${' '}${index.value.violations.length === 0 ? 'no invariant violated' : html`<strong class="bad">${index.value.violations.length} violations</strong>`}</p>
        <${Availability} /></div>`}
    </header>`;
}
