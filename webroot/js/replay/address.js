// The page's address names the run, what it was made of, the moment and what is chosen, so that a copied link shows the same, or says
// that it cannot.

import { batch, effect, signal } from '../html.js';
import { keyName, plain } from '../format.js';
import { idOf } from '../run/reduce.js';
import { BELOW, drawAll, untilTop } from './below.js';
import { branchOfAddress } from './drawer.js';
import { fetched } from './later.js';
import { chooseKey, clients, cursor, events, goTo, hashOf, header, index, live, perspective, roster, selectedKey, selectedLine, source } from './session.js';

const NAMES = ['live', 'lesson', 'scenario', 'lab', 'file', 'seed', 'script', 'branch', 'at', 'event', 'as', 'bucket', 'key', 'panel', 'build', 'hash'];

const WAYS = ['lesson', 'scenario', 'lab', 'file', 'script'];

/** What is drawn where a link was made of something else than the run that is shown: { Note, log, link, shown }; null if it was not. */
export const note = signal(null);

/** A link of a recorded file, which whoever follows it has to open; null if none is waited for. */
export const awaited = signal(null);

/**
 * Reads `#scenario=split-2-3&seed=7&at=1842&bucket=…&key=…&event=…&panel=…&build=…&hash=…`, `#lesson=cart`, `#live`, `#lab=…&seed=7`,
 * `#file=run.jsonl`, or `#script=…&branch=…`. One that names no run names the live cluster, if `isLive`.
 */
export function readAddress(hash, isLive = false) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const isNumber = name => /^\d{1,9}$/.test(given.get(name));
  const number = name => (isNumber(name) ? Number(given.get(name)) : null);
  return {
    ...Object.fromEntries(NAMES.map(name => [name, given.get(name)])), seed: given.get('seed') ?? '1',
    odd: ['at', 'event'].filter(name => given.has(name) && !isNumber(name)).map(name => `${name}=${plain(given.get(name))}`),
    live: given.get('live') ?? (isLive && !WAYS.some(name => given.has(name)) ? '' : null), at: number('at'), event: number('event'), bucket: given.get('bucket') ?? 'default', as: given.get('as') ?? '',
  };
}

/** What `readAddress` reads. */
export function writeAddress(what) {
  const { scenario, lab, script, key, seed, bucket, as } = what;
  const said = { ...what, seed: scenario || lab || script ? seed : null, bucket: (key ?? null) === null ? null : bucket, as: as || null };
  return `#${new URLSearchParams(NAMES.filter(name => (said[name] ?? null) !== null).map(name => [name, said[name]]))}`;
}

/** Goes to the moment and the key that an address names, as far as the log has them. Returns, in words, what it has not. */
export function arrive({ at, event, bucket, key, as, odd }) {
  const lines = events.value.length;
  const missing = live.value !== null ? odd : [...odd, at > lines && `event ${at} of ${lines}`, event !== null && event >= lines && `an event ${event + 1}`,
    key !== null && !index.value.byKey.has(idOf(bucket, key)) && `the key ${keyName(bucket, key)}`];
  if (as !== '' && !roster.value.includes(as) && !clients.value.has(as.replace(/^client:/, ''))) missing.push(`anybody called ${plain(as)}`);
  batch(() => {
    if (roster.value.includes(as) || clients.value.has(as.replace(/^client:/, ''))) perspective.value = as;
    if (key !== null && index.value.byKey.has(idOf(bucket, key))) chooseKey(bucket, key);
    if (event !== null && event < events.value.length) selectedLine.value = event;
    if (at !== null) goTo(at);
  });
  return missing.filter(Boolean);
}

/** Says so if the build or the run is not what a link was made of, or if something is `missing`; else goes to its panel. A link of before names neither. */
export async function check({ build, hash, panel }, missing = []) {
  const log = events.value;
  const shown = madeOf(log);
  if (missing.length === 0 && (build === null || build === shown.build) && (hash === null || hash === shown.hash)) return void showPanel(panel);
  const parts = await fetched(() => import('./panels/link-note.js'));
  if (parts) note.value = { Note: parts.LinkNote, log, link: { build, hash }, shown, missing };
}

/** What is above it is drawn before, so that it stays where one comes to. */
async function showPanel(name) {
  if (!name) return;
  await (BELOW.some(({ id }) => id === name) ? drawAll() : untilTop());
  requestAnimationFrame(() => document.querySelector(`main #${CSS.escape(name)}`)?.scrollIntoView());
}

/** The build that played a run, and the run's own hash; null where the log does not say. */
export function madeOf(log) {
  return { build: log[0]?.build ?? null, hash: hashOf(log) };
}

/** Keeps the address as the page is, from now on, where `opened` says how one comes to the `first` run; a moment that passes quickly is not written each time, nor one of a live cluster. */
export function follow(opened, first) {
  let address = null;
  let shown = null;
  let timer = 0;
  const write = () => {
    const what = JSON.stringify([address.live, address.lesson, address.scenario, address.lab, address.file, address.script]);
    const isOther = shown !== null && what !== shown; // So that one can go back to what was open before.
    shown = what;
    history[isOther ? 'pushState' : 'replaceState'](null, '', writeAddress({ ...address, panel: panelInView() }));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => address && write(), 300);
  };
  addEventListener('scroll', soon, { passive: true });
  return effect(() => {
    const moment = live.value === null ? { ...madeOf(events.value), at: cursor.value, event: selectedLine.value, ...wayTo(opened, first) } : { live: '' };
    address = header.value && { ...moment, bucket: selectedKey.value?.bucket, key: selectedKey.value?.key, as: perspective.value };
    soon();
  });
}

/** How somebody else comes to the run that is shown: a branch is played, what this address has opened is opened, and a file has to be sent. */
function wayTo({ lesson, scenario, lab, seed }, first) {
  if (branchOfAddress.value) return { lesson, scenario: lesson ? null : scenario, seed, ...branchOfAddress.value };
  return events.value === first ? { lesson, scenario, lab, seed } : { file: source.value };
}

/** The panel that one has scrolled to; null at the top of the page. */
function panelInView() {
  const isIn = panel => panel.getBoundingClientRect().bottom > innerHeight / 3;
  return scrollY < 60 ? null : [...document.querySelectorAll('main .panel[id]')].find(isIn)?.id ?? null;
}
