// Where things stand in the picture of the ring. Each node has a track of its own, so that the owner of a partition can be told by
// position too; the walk of the chosen key is magnified inside. Angles are in degrees, clockwise from the top.

import { polar } from './identity.js';

export const OUTER = 300;
export const INNER = 196;
export const WALK = 128;
export const MAX_WALK_STEPS = 12;

/** The tracks, one per member, the first outermost: { node, radius, width }. */
export function tracks(members) {
  const pitch = (OUTER - INNER) / Math.max(1, members.length);
  const width = Math.min(pitch * 0.7, 15);
  return members.map((node, i) => ({ node, radius: round(OUTER - pitch * (i + 0.5)), width: round(width) }));
}

/** Runs of partitions with one owner: { node, first, count }. */
export function runs(owners) {
  const result = [];
  owners.forEach((node, partition) => {
    const last = result.at(-1);
    if (last && last.node === node) last.count += 1;
    else result.push({ node, first: partition, count: 1 });
  });
  return result;
}

/** The angle at which a partition begins. */
export function angleOf(partition, partitions) {
  return (partition * 360) / partitions;
}

/** One path for all runs of a node, with a hair's breadth between neighbours. */
export function trackPath(node, owners, radius) {
  const step = 360 / owners.length;
  const gap = Math.min(step * 0.18, 0.5);
  return runs(owners)
    .filter(run => run.node === node)
    .map(run => arc(radius, run.first * step + gap, (run.first + run.count) * step - gap))
    .join('');
}

/** An open arc, for stroking. */
export function arc(radius, from, to) {
  const [x1, y1] = polar(radius, from);
  const [x2, y2] = polar(radius, to);
  return `M${round(x1)} ${round(y1)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${round(x2)} ${round(y2)}`;
}

/** Where each node's glyph sits on its track: staggered around the ring, so that neighbours never touch. */
export function seats(members) {
  return tracks(members).map(({ node, radius }, i) => {
    const degrees = (i * 360) / members.length + 180 / members.length;
    const [x, y] = polar(radius, degrees);
    return { node, x: round(x), y: round(y), degrees };
  });
}

/** The magnified walk: the steps worth drawing, on a circle that begins at the key's partition. */
export function walkSeats(walk, partitions) {
  const shown = walk.steps.slice(0, MAX_WALK_STEPS);
  const start = angleOf(walk.partition + 0.5, partitions);
  const spread = Math.min(42, 300 / Math.max(1, shown.length));
  let primary = 0;
  let fallback = 0;
  return shown.map((step, i) => {
    const [x, y] = polar(WALK, start + i * spread);
    const order = { primary: () => ++primary, fallback: () => ++fallback, skipped: () => 0 }[step.role]();
    return { ...step, order, x: round(x), y: round(y), degrees: start + i * spread };
  });
}

/** How many partitions each member owns, and its share. */
export function shares(members, owners) {
  return members.map(node => {
    const count = owners.filter(owner => owner === node).length;
    return { node, count, share: owners.length ? count / owners.length : 0 };
  });
}

function round(value) {
  return Math.round(value * 100) / 100;
}
