// The places of the panels below what is seen at first: a title and room, until one comes near.

import { effect, html } from '../../html.js';
import { Panel } from '../../panels/parts.js';
import { BELOW, draw, drawn } from '../below.js';
import { isNear, watch } from '../sight.js';

effect(() => {
  for (const { id } of BELOW) if (isNear(id)) draw(id);
});

export function Below() {
  return BELOW.map(({ id, title }) => (drawn.value[id] ? html`<${drawn.value[id]} key=${id} />`
    : html`<${Panel} key=${id} id=${id} wide title=${title} place=${watch}><p class="awaited">Drawn when one comes near.</p><//>`));
}
