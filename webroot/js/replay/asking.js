// What is known of clients' requests in the run that is shown: found by what is fetched once a run has clients.

import { computed, effect, signal } from '../html.js';
import { NOBODY, conesOf } from './causality.js';
import { fetched } from './later.js';
import { events, index, run, selectedLine, watched } from './session.js';

export const asking = signal(NOBODY);

/** Of the chosen event: what could have led to it, and what can know of it. */
export const cones = computed(() => (selectedLine.value === null || watched.value ? null : conesOf(events.value, index.value, selectedLine.value, asking.value)));

effect(() => {
  const { events: log, index: marks } = run.value;
  asking.value = NOBODY;
  if (watched.value || ![...marks.byLane.keys()].some(lane => lane.startsWith('client:'))) return;
  fetched(() => import('./client-causes.js')).then(found => {
    if (found && log === events.value) asking.value = found.askingOf(log);
  });
});
