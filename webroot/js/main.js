// Puts the panels on the page and starts the feed.

import { html, render } from './html.js';
import * as state from './state.js';
import { Header } from './panels/header.js';
import { Ring } from './panels/ring.js';
import { Nodes } from './panels/nodes.js';
import { Story } from './panels/story.js';
import { KeyForm } from './panels/key-form.js';
import { Replicas } from './panels/replicas.js';
import { Conflicts } from './panels/conflicts.js';
import { Views } from './panels/views.js';
import { Operations } from './panels/operations.js';
import { Feed } from './panels/feed.js';

function Page() {
  return html`
    <a class="skip" href="#ring">Skip to the ring</a>
    <${Header} />
    <main>
      <div class="stage"><${Ring} /></div>
      <div class="side"><${Story} /><${KeyForm} /></div>
      <${Nodes} />
      <${Replicas} />
      <${Conflicts} />
      <${Views} />
      <${Operations} />
      <${Feed} />
    </main>
    <footer><p>Ringside. Everything here comes from the cluster's own event log and HTTP API; no request leaves this origin.</p></footer>
    <p class="announce" role="status" aria-live="polite">${state.announcement.value}</p>`;
}

render(html`<${Page} />`, document.getElementById('app'));
state.begin();
