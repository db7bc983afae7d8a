// When something happened, as a button that goes there.

import { html } from '../../html.js';
import { choose, events } from '../session.js';
import { moment } from '../wording.js';

export function At({ line }) {
  return html`<button type="button" class="link number" onClick=${() => choose(line)}>${moment(events.value[line].at)}</button>`;
}
