// The places of the panels below what is seen at first: a title and room, until one comes near.

import { html } from '../../html.js';
import { Panel } from '../../panels/parts.js';
import { BELOW, draw, drawn } from '../below.js';

/** So far below the window a panel is drawn already. */
const NEAR = '300px';

const observer = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) draw(target.dataset.of);
}, { rootMargin: NEAR });

export function Below() {
  return BELOW.map(({ id, title }) => (drawn.value[id] ? html`<${drawn.value[id]} key=${id} />`
    : html`<${Panel} key=${id} id=${id} wide title=${title}><p class="awaited" data-of=${id} ref=${watch}>Drawn when one comes near.</p><//>`));
}

function watch(place) {
  if (place) observer.observe(place);
}
