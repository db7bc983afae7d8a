// The lesson that is under way: which one, how far, and what was guessed. Space alone leads through all of it.

import { batch, computed, signal } from '../html.js';
import { begin, choose, events, header, run, source } from './session.js';
import { stopsOf } from './stops.js';

export const lesson = signal(null);
export const stepNumber = signal(0);

/** Of the question of this step: the number of an answer, −1 for “tell me”, or null. */
export const guess = signal(null);

/** The run that it tells of, and what that is called. */
const own = signal(null);

/** Whether another run is shown: a branch of it, where what it says need not be so. */
export const isElsewhere = computed(() => header.value !== own.value.run.header);

/** Shows its own again, at the step where it waits. */
export function goBack() {
  batch(() => {
    begin(own.value.run, own.value.name);
    toStop();
  });
}

const stops = computed(() => (lesson.value ? stopsOf(lesson.value, events.value) : []));
export const stepHere = computed(() => lesson.value?.steps[stepNumber.value] ?? null);
export const isOver = computed(() => lesson.value !== null && stepNumber.value === lesson.value.steps.length - 1 && isAnswered());

/** Begins a lesson whose run is shown: at the step that had come after `at` lines, or else at the first. */
export function teach(chosen, at = null) {
  lesson.value = chosen;
  own.value = { run: run.value, name: source.value };
  goToStep(at === null ? 0 : Math.max(0, stops.value.findLastIndex(stop => stop >= 0 && stop < at)));
}

export function goToStep(number) {
  batch(() => {
    stepNumber.value = number;
    guess.value = null;
    toStop();
  });
}

function toStop() {
  if (stops.value[stepNumber.value] >= 0) choose(stops.value[stepNumber.value]);
}

export function isAnswered() {
  return !stepHere.value?.asks || guess.value !== null;
}

/** The answer, if there is a question without one; else the next step, or nothing more. Over another run, back to its own. */
export function goOn() {
  if (isElsewhere.value) return goBack();
  if (!isAnswered()) guess.value = -1;
  else if (!isOver.value) goToStep(stepNumber.value + 1);
}
