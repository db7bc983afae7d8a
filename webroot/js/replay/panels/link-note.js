// What is said where a link was made of another build, or of another run, than what is shown.

import { html } from '../../html.js';
import { differenceOf } from '../link-difference.js';

/** `link` and `shown` are { build, hash } each. */
export function LinkNote({ link, shown, close }) {
  const { builds, runs } = differenceOf(link, shown);
  return html`
    <p class="failure" role="status"><strong>${builds}</strong> ${runs} <button type="button" class="link" onClick=${close}>Close this note</button></p>`;
}
