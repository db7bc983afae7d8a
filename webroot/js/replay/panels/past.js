// Of a live cluster nothing that is past can be changed: says so where somebody would, and leads back.

import { html } from '../../html.js';
import { toEnd } from '../session.js';

/** `what` happens now, if at all. */
export function Past({ what }) {
  return html`<p class="facts">What is shown is past, and ${what} now. <button type="button" onClick=${toEnd}>Back to live</button></p>`;
}
