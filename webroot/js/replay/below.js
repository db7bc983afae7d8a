// The panels below what is seen at first: each is drawn when one comes near it. They are fetched then, or before that when nothing else
// is to be done, so that they are there when no server answers any more.

import { effect, signal } from '../html.js';
import { fetched } from './later.js';

export const BELOW = [
  { id: 'space-time', title: 'Space and time', fetch: () => import('./panels/space-time.js').then(part => part.SpaceTime) },
  { id: 'views', title: 'Views', fetch: () => import('./panels/views.js').then(part => part.Views) },
  { id: 'healing', title: 'Healing', fetch: () => import('./panels/healing.js').then(part => part.Healing) },
  { id: 'operations', title: 'Operations', fetch: () => import('./panels/operations.js').then(part => part.Operations) },
  { id: 'charts', title: 'Charts', fetch: () => import('./panels/charts.js').then(part => part.Charts) },
];

/** Whether there is all that is to be seen first: before, what is below it would be near, and drawn in vain. */
export const hasTop = signal(false);

/** What draws them, by id, of those that are drawn. */
export const drawn = signal({});

/** Completes when that is so; of another panel's name nothing is done. */
export async function draw(name) {
  const panel = BELOW.find(({ id }) => id === name);
  const part = panel && !drawn.peek()[name] && await fetched(panel.fetch);
  if (part) drawn.value = { ...drawn.value, [name]: part };
}

/** Completes when there is. */
export async function untilTop() {
  if (!hasTop.value) await new Promise(done => { effect(() => { if (hasTop.value) done(); }); });
}

/** Completes when they are drawn, of a page that shows a run or comes to show one. */
export async function drawAll() {
  await untilTop();
  await Promise.all(BELOW.map(({ id }) => draw(id)));
}

/** Completes when all are there or cannot be had, of which whoever comes near one is told. */
export function fetchAll() {
  return Promise.allSettled(BELOW.map(({ fetch }) => fetch()));
}
