// Preact without a build step: html`<p>${x}</p>`. What is put between braces is always text or an element, never markup.

import { h } from '../vendor/preact.js';
import htm from '../vendor/htm.js';

export { render } from '../vendor/preact.js';
export { useState } from '../vendor/preact-hooks.js';
export { batch, computed, effect, signal } from '../vendor/signals.js';

export const html = htm.bind(h);
