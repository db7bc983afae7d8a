// What is said where a link was made of another build, or of another run, than what is shown.

import { html } from '../../html.js';
import { differenceOf } from '../link-difference.js';

/** `link` and `shown` are { build, hash } each. */
export function LinkNote({ link, shown, missing, close }) {
  const { builds, runs } = differenceOf(link, shown);
  const isOther = (link.build !== null && link.build !== shown.build) || (link.hash !== null && link.hash !== shown.hash);
  return html`
    <p class="failure" role="status">${isOther && html`<strong>${builds}</strong> ${runs} `}${missing.length > 0 && html`<strong>This run has not all that the link names:</strong> <span class="untrusted">${missing.join(', ')}</span>. `}<button type="button" class="link" onClick=${close}>Close this note</button></p>`;
}
