// While a pointer is pressed nothing is moved below it: else its release would meet something else, and the browser makes no click of that.

/** So long at most: whoever drags or holds on still sees what comes. */
const HELD_MILLIS = 1000;

let since = -Infinity;

export function isPressed() {
  return performance.now() - since < HELD_MILLIS;
}

const follow = (type, at) => globalThis.document?.addEventListener(type, () => { since = at(); }, true);
follow('pointerdown', () => performance.now());
follow('pointerup', () => -Infinity);
follow('pointercancel', () => -Infinity);
