// Numbers of the lab as people read them.

/** A share as a percentage; only a whole one is 100%. */
export function percent(share) {
  if (share === 1 || share === 0) return `${share * 100}%`;
  const text = (share * 100).toFixed(2);
  return `${text === '100.00' ? '99.99' : text}%`;
}

/** Milliseconds with three digits that count. */
export function millis(value) {
  return `${Number(value.toPrecision(3))} ms`;
}

/** A time with the unit that needs the fewest letters. */
export function timeInShort(value) {
  return value < 1000 ? millis(value) : `${Number((value / 1000).toPrecision(3))} s`;
}

/** What is in question, in a few words. */
export function inShort({ n, r, w }) {
  return `N ${n}, R ${r}, W ${w}`;
}
