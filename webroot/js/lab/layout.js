// Where things stand in the lab's pictures, without drawing them.

export const WIDTH = 640;
export const HEIGHT = 280;
export const MARGIN = Object.freeze({ left: 72, right: 22, top: 12, bottom: 26 });

/** Early times get more room: a time stands at the square root of its share of the last. */
export function across(t, last) {
  const wide = WIDTH - MARGIN.left - MARGIN.right;
  return round(MARGIN.left + Math.sqrt(last > 0 ? t / last : 0) * wide);
}

/** Shares at which a picture may begin, so that a quarter of what is left is a round number. */
const FLOORS = [0.998, 0.996, 0.99, 0.98, 0.96, 0.9, 0.8, 0.6, 0.4, 0.2, 0];

/** The lowest share that the picture shows: a round one, not above any that is drawn. */
export function floorOf(shares) {
  const least = Math.min(1, ...shares);
  return FLOORS.find(floor => floor <= least) ?? 0;
}

export function up(share, floor) {
  const high = HEIGHT - MARGIN.top - MARGIN.bottom;
  return round(MARGIN.top + (1 - (Math.max(share, floor) - floor) / (1 - floor)) * high);
}

/** Path data of the predicted curve. */
export function curveOf(points, floor) {
  const last = points.at(-1).t;
  return points.map(({ t, share }, i) => `${i === 0 ? 'M' : 'L'}${across(t, last)} ${up(share, floor)}`).join('');
}

/** Four or five shares at which a line is drawn. */
export function shareTicks(floor) {
  return [0, 0.25, 0.5, 0.75, 1].map(part => floor + part * (1 - floor));
}

/** So many times a name fits between two lines of the scale. */
const MOST_STEPS = 4;

/** A scale of milliseconds by powers of ten: from the power below the least to that above the most. */
export function powers(values) {
  const known = values.filter(value => value > 0);
  const low = Math.floor(Math.log10(Math.min(...known, 1)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...known, 1)) - 1e-9));
  const every = Math.ceil((high - low) / MOST_STEPS);
  return { low, high, ticks: Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every)) };
}

/** Where a wait stands on such a scale, from 0 to 1. */
export function along(millis, { low, high }) {
  return millis > 0 ? Math.max(0, Math.min(1, (Math.log10(millis) - low) / (high - low))) : 0;
}

function round(number) {
  return Math.round(number * 10) / 10;
}
