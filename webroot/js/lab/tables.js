// What the lab has found as tables for a spreadsheet: { titles, rows }, in the numbers that were computed, not rounded. Pure.

import { rowsOf, waitsOf } from './answer.js';

/** Reads that find the write, by how long after it. */
export function curveTable(answer) {
  return {
    titles: ['after ms', 'predicted share', 'measured share', '95 of 100 at least', '95 of 100 at most', 'reads', 'prediction within'],
    rows: rowsOf(answer).map(({ t, predicted, measured, low, high, reads, agrees }) => [t, predicted, measured, low, high, reads, { true: 'yes', false: 'no' }[agrees]]),
  };
}

/** How long reads and writes wait. */
export function waitsTable(answer) {
  return {
    titles: ['so many', 'operations', 'predicted ms', 'measured ms'],
    rows: waitsOf(answer).map(({ share, what, predicted, measured }) => [share, what, predicted, measured]),
  };
}

/** The runs by seed: how many of the reads were stale, of each time and in all. */
export function runsTable({ prediction, runs }) {
  return {
    titles: ['seed', ...prediction.times.map(t => `stale after ${t} ms`), 'stale in all'],
    rows: runs.map(({ seed, stale, total }) => [seed, ...stale, total]),
  };
}
