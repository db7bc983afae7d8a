// The page's address names the run, the moment and what is chosen, so that a copied link shows the same.

import { batch, effect } from '../html.js';
import { idOf } from '../run/reduce.js';
import { branchOfAddress } from './drawer.js';
import { chooseKey, clients, cursor, events, goTo, index, live, perspective, roster, selectedKey, selectedLine } from './session.js';

/** Reads `#scenario=split-2-3&seed=7&at=1842&bucket=…&key=…&event=…`, `#lesson=cart`, `#live`, `#lab=…&seed=7`, or `#script=…&branch=…`. */
export function readAddress(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const number = name => (/^\d{1,9}$/.test(given.get(name) ?? '') ? Number(given.get(name)) : null);
  return {
    live: given.get('live'), lesson: given.get('lesson'), scenario: given.get('scenario'), lab: given.get('lab'), seed: given.get('seed') ?? '1',
    at: number('at'), event: number('event'),
    bucket: given.get('bucket') ?? 'default', key: given.get('key'), as: given.get('as') ?? '',
    ...(given.has('script') ? { script: given.get('script'), branch: given.get('branch') } : {}),
  };
}

/** What `readAddress` reads. */
export function writeAddress({ live: isLive, lesson, scenario, lab, seed, at, event, bucket, key, as, script, branch }) {
  const all = new URLSearchParams();
  const put = (name, value) => value !== null && value !== undefined && all.set(name, value);
  put('live', isLive);
  put('lesson', lesson);
  put('scenario', scenario);
  put('lab', lab);
  if (scenario || lab || script) put('seed', seed);
  put('script', script);
  put('branch', branch);
  put('at', at);
  put('event', event);
  put('as', as || null);
  if (key !== null && key !== undefined) {
    put('bucket', bucket);
    put('key', key);
  }
  return `#${all}`;
}

/** Goes to the moment and the key that an address names, as far as the log has them. */
export function arrive({ at, event, bucket, key, as }) {
  batch(() => {
    if (roster.value.includes(as) || clients.value.has(as.replace(/^client:/, ''))) perspective.value = as;
    if (key !== null && index.value.byKey.has(idOf(bucket, key))) chooseKey(bucket, key);
    if (event !== null && event < events.value.length) selectedLine.value = event;
    if (at !== null) goTo(at);
  });
}

/** Keeps the address as the page is, from now on; a moment that passes quickly is not written each time, nor one of a live cluster. */
export function follow({ lesson, scenario, lab, seed }) {
  let timer = 0;
  return effect(() => {
    const moment = live.value === null ? { lesson, scenario, lab, seed, at: cursor.value, event: selectedLine.value, ...branchOfAddress.value } : { live: '' };
    const address = writeAddress({
      ...moment, bucket: selectedKey.value?.bucket, key: selectedKey.value?.key, as: perspective.value,
    });
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, '', address), 300);
  });
}
