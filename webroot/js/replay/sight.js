// Which panels one sees, and which are near that. While a run is played, those that are out of sight need not follow it.

import { computed, signal } from '../html.js';
import { cursor, playing } from './session.js';

/** So far from the window is near. */
const NEAR = '300px';

const near = new Map();
const seen = new Map();
const observers = [observe(near, NEAR), observe(seen, '0px')];

function observe(those, rootMargin) {
  return new IntersectionObserver(changes => {
    for (const { isIntersecting, target } of changes) of(those, target.id).value = isIntersecting;
  }, { rootMargin });
}

function of(those, id) {
  if (!those.has(id)) those.set(id, signal(false));
  return those.get(id);
}

/** Whether the panel of this id is near, if `watch` was told of its element. */
export function isNear(id) {
  return of(near, id).value;
}

export function watch(panel) {
  for (const observer of panel ? observers : []) observer.observe(panel);
}

/** The cursor as that panel follows it. */
export function cursorOf(id) {
  let held = 0;
  return computed(() => {
    if (!playing.value || of(seen, id).value) held = cursor.value;
    return held;
  });
}
