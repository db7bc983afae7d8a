// Breaks a live cluster on purpose: what of the grammar its API can do, and what became of what was ordered from here.

import { computed, effect, signal } from '../html.js';
import * as api from '../api.js';
import { entries } from '../run/trie.js';
import { mayHaveHappened } from '../as-client.js';
import { fetched } from './later.js';
import { following, header, live, roster, whole } from './session.js';

/** How each is ordered, by its verb, of those that can happen to nodes which live. */
export const ORDERS = {
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

/** What is broken, as whoever can break it says: { killed, cuts, silenced, full, troubles, names }, the last of each. */
export const broken = signal({ killed: [], cuts: [], silenced: [], full: [], troubles: [], names: [] });

/** What is to be said before a node is taken down that takes this page's server with it; '' of others. */
export function warning(verb, node) {
  return node !== '' && node === broken.value.servedBy && (verb === 'crash' || verb === 'wipe')
    ? `${node} serves this page, which shows nothing new without it. Another node’s page can start it again.` : '';
}

/** What came of the last order: { said } or { failure }. */
export const outcome = signal({});
export const busy = signal(false);

/** What others break counts too: the cluster is asked again when its log says that something was broken or mended. */
const told = computed(() => entries(whole.value.faults).map(([name]) => name).join('\n'));
effect(() => {
  told.value;
  if (live.value === null) return;
  api.faults().then(answer => { broken.value = answer; }, () => {});
});

/** Kills a node (`crash`), or starts it again (`restart`), whatever is chosen. */
export function breakNode(verb, node) {
  return following.value && live.value !== 'lost' ? order([`${verb} ${node}`], () => ORDERS[verb]({ node })) : null;
}

/** Every link and pause, and every node that is down or has a full disk. */
export function healAll() {
  const { killed, full } = broken.value;
  return order(['heal', ...full.flatMap(node => [`crash ${node}`, `restart ${node}`]), ...killed.map(node => `restart ${node}`)], api.healAll);
}

/** Writes into the script what was done. Completes with what is to be said of it. */
async function written(steps, at) {
  const about = header.value;
  const parts = await fetched(() => import('./live-script.js'));
  return parts ? `Line ${Math.max(...steps.map(words => parts.wrote(words, about, at)))} of the script says so.` : 'The script lacks it.';
}

/** Whether something else is broken now: who did not answer may have done it. */
async function isAnother(before) {
  const answer = await api.faults().catch(() => null);
  if (answer) broken.value = answer;
  return answer !== null && answer.names.join() !== before;
}

/** One order at a time: these steps, by what asks the cluster for them. What was done is written down, or may have been, and nothing else. */
export async function order(steps, act) {
  if (busy.value) return;
  busy.value = true;
  outcome.value = {};
  const at = performance.now();
  const before = broken.value.names.join();
  try {
    const answer = await act();
    if (answer.killed) broken.value = answer;
    outcome.value = { said: `Done: ${steps.join(', ')}. ${await written(steps, at)}` };
  } catch (failure) {
    if (failure.status === 0 && await isAnother(before)) {
      outcome.value = { said: `Nobody answered, but it was done: ${steps.join(', ')}. ${await written(steps, at)}` };
      return;
    }
    if (failure.status === 0) await written(steps.map(words => `# Nobody answered to: ${words}`), at);
    else if (mayHaveHappened(failure)) await written(steps, at);
    outcome.value = { failure };
  } finally {
    busy.value = false;
  }
}
