// The script of a live cluster as the tab remembers it. In a browser that keeps nothing it is gone with the page.

const NAME = 'ringside live script';

/** What was kept last, of a cluster of this shape; null if there is nothing. */
export function recall(shape) {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(NAME)));
  return kept?.shape === shape ? kept : null;
}

/** `memory` is { shape, … }. */
export function keep(memory) {
  attempt(() => sessionStorage.setItem(NAME, JSON.stringify(memory)));
}

/** For when another cluster answers where the one that it is about did. */
export function forget() {
  attempt(() => sessionStorage.removeItem(NAME));
}

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
