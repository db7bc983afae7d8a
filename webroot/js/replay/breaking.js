// Breaks a live cluster on purpose: which faults of the grammar its API has, and what became of those that were ordered from here.

import { computed, effect, signal } from '../html.js';
import * as api from '../api.js';
import { entries } from '../run/trie.js';
import { choice } from './choice.js';
import { FAULTS, nodesFor, wordsOf } from './faults.js';
import { mayHaveHappened } from '../as-client.js';
import { wrote } from './live-script.js';
import { following, header, live, roster, whole } from './session.js';

/** How each is ordered, of those that can happen to nodes which live. */
const ORDERS = {
  crash: ({ node }) => api.fault({ kill: node }),
  restart: ({ node }) => api.fault({ restart: node }),
  wipe: ({ node }) => api.fault({ wipe: node }),
  pause: ({ node, seconds }) => api.fault({ pause: { node, millis: Math.round(seconds * 1000) } }),
  fill: ({ node }) => api.fault({ fill: node }),
  cut: ({ node, to }) => api.fault({ cut: [node, to] }),
  partition: ({ side }) => api.fault({ partition: [side, roster.value.filter(node => !side.includes(node))] }),
  lose: ({ percent, ...choice }) => api.fault({ lose: { percent, ...linksOf(choice) } }),
  slow: ({ millis, ...choice }) => api.fault({ slow: { millis, ...linksOf(choice) } }),
  heal: () => api.fault({ heal: 'links' }),
  scrub: ({ node }) => api.scrub(node),
};

/** Of all links none is named. */
function linksOf({ links, node, to }) {
  return links === 'all' ? {} : { links: links === 'both' ? [[node, to], [to, node]] : [[node, to]] };
}

export const LIVE_FAULTS = FAULTS.filter(({ verb }) => Object.hasOwn(ORDERS, verb));

/** What is broken, as whoever can break it says: { killed, cuts, silenced, full, troubles }. */
export const broken = signal({ killed: [], cuts: [], silenced: [], full: [], troubles: [] });

/** What is to be said before a node is taken down that takes this page's server with it; '' of others. */
export function warning(verb, node) {
  return node !== '' && node === broken.value.servedBy && (verb === 'crash' || verb === 'wipe')
    ? `${node} serves this page, which shows nothing new without it. Another node’s page can start it again.` : '';
}

/** What came of the last order: { said } or { failure }. */
export const outcome = signal({});
export const busy = signal(false);

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

/** What others break counts too: the cluster is asked again when its log says that something was broken or mended. */
const told = computed(() => entries(whole.value.faults).map(([name]) => name).join('\n'));
effect(() => {
  told.value;
  if (live.value === null) return;
  api.faults().then(answer => { broken.value = answer; }, () => {});
});

/** What was said of another fault is over. */
effect(() => {
  choice.value;
  outcome.value = {};
});

export function breakNow() {
  const { words, node, why } = chosenStep.value;
  if (why !== null) return;
  const { verb } = fault.value;
  const wanted = { ...choice.value, node };
  return order([words], () => ORDERS[verb](wanted));
}

/** Kills a node (`crash`), or starts it again (`restart`), whatever is chosen. */
export function breakNode(verb, node) {
  return following.value ? order([`${verb} ${node}`], () => ORDERS[verb]({ node })) : null;
}

/** Every link and pause, and every node that is down or has a full disk. */
export function healAll() {
  const { killed, full } = broken.value;
  return order(['heal', ...full.flatMap(node => [`crash ${node}`, `restart ${node}`]), ...killed.map(node => `restart ${node}`)], api.healAll);
}

/** The number of the last line. */
function written(steps, at) {
  return Math.max(...steps.map(words => wrote(words, header.value, at)));
}

/** One at a time. What was done is written down, or may have been, and nothing else. */
async function order(steps, act) {
  if (busy.value) return;
  busy.value = true;
  outcome.value = {};
  const at = performance.now();
  try {
    const answer = await act();
    if (answer.killed) broken.value = answer;
    outcome.value = { said: `Done: ${steps.join(', ')}. Line ${written(steps, at)} of the script says so.` };
  } catch (failure) {
    if (failure.status === 0) written(steps.map(words => `# Nobody answered to: ${words}`), at);
    else if (mayHaveHappened(failure)) written(steps, at);
    outcome.value = { failure };
  } finally {
    busy.value = false;
  }
}
