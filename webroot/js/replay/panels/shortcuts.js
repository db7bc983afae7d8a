// The list of keys.

import { html } from '../../html.js';

const SHORTCUTS = [
  ['Space', 'play or pause; in a lesson, go on'], ['← →', 'one event back or on'], ['Shift ← →', 'the chosen key’s event before or next'],
  ['Home End', 'the beginning or the end'], ['[ ]', 'slower or faster'], ['c f m i', 'the next conflict, failure, change of view, violated invariant; with Shift the one before'],
  ['l', 'of a live cluster: to its end, and stay there'], ['x', 'break something, now'], ['b', 'the next branch; with Shift the one before'], ['d', 'where this branch parts from the one beside it'],
  ['/', 'look for something: Enter runs on until it is found'], ['?', 'this list'],
];

let before = null;

/** Whoever opens it is at its button, and afterwards where one was before. */
function focus(button) {
  if (button) before = document.activeElement;
  (button ?? before).focus();
}

export function Shortcuts({ close }) {
  return html`
    <section class="shortcuts panel" role="dialog" aria-modal="false" aria-labelledby="shortcuts-title" onKeyDown=${event => { if (event.key === 'Escape') close(); }}>
      <h2 id="shortcuts-title">Keys</h2>
      <dl>${SHORTCUTS.map(([keys, what]) => html`<dt><kbd>${keys}</kbd></dt><dd>${what}</dd>`)}</dl>
      <button type="button" ref=${focus} onClick=${close}>Close</button>
    </section>`;
}
