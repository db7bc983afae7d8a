// The fault that is chosen to happen to a live cluster: which there are, to which node, and what the script will say of it.

import { computed, effect } from '../html.js';
import { ORDERS, broken, order, outcome } from './breaking.js';
import { choice } from './choice.js';
import { FAULTS, nodesFor, wordsOf } from './faults.js';
import { following, header, roster } from './session.js';

export const LIVE_FAULTS = FAULTS.filter(({ verb }) => Object.hasOwn(ORDERS, verb));

const down = computed(() => new Set(broken.value.killed));
export const fault = computed(() => LIVE_FAULTS.find(({ verb }) => verb === choice.value.verb) ?? LIVE_FAULTS[0]);
export const candidates = computed(() => nodesFor(fault.value, roster.value, down.value));

/** The chosen fault as a step: { words, node, why }, the reason if there is none. A fault happens now, whatever is looked at. */
export const chosenStep = computed(() => {
  const { watched } = header.value ?? {};
  const node = candidates.value.includes(choice.value.node) ? choice.value.node : candidates.value.find(name => name !== watched) ?? candidates.value[0] ?? '';
  if (node === '' && fault.value.down) return { words: null, node, why: 'no node is down' };
  try {
    const words = wordsOf({ ...choice.value, verb: fault.value.verb, node }, roster.value);
    return { words, node, why: following.value ? null : 'what is shown is past, and a fault happens now' };
  } catch (problem) {
    return { words: null, node, why: problem.message };
  }
});

/** What was said of another fault is over; what was said before the drawer was opened is not. */
let chosen = choice.peek();
effect(() => {
  if (choice.value !== chosen) outcome.value = {};
  chosen = choice.value;
});

export function breakNow() {
  const { words, node, why } = chosenStep.value;
  if (why !== null) return;
  const { verb } = fault.value;
  const wanted = { ...choice.value, node };
  return order([words], () => ORDERS[verb](wanted));
}
