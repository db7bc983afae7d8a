// Everything that the panels show, as signals, and the few acts that change it. The log is one mutable object; `tick` says that it changed.

import { batch, computed, effect, signal } from './html.js';
import * as api from './api.js';
import { byName } from './identity.js';
import { members as shown } from './members.js';
import { apply, conflicts as conflictsOf, emptyLog } from './log.js';
import { follow } from './feed.js';

const POLL_MILLIS = 2000;
const SETTLE_MILLIS = 150;
const ANNOUNCE_MILLIS = 6000;
const CHORDS = 24;
const CHORD_MILLIS = 1400;

export const log = emptyLog();
export const tick = signal(0);
export const now = signal(Date.now());
export const connection = signal('connecting');
export const gaps = signal([]);
export const cluster = signal(null);
export const observedAt = signal(0);
export const members = signal(null);
export const ring = signal(null);
export const scenarios = signal([]);
export const selected = signal(null);
export const walk = signal(null);
export const replicas = signal(null);
export const chords = signal([]);
export const highlighted = signal('');
export const announcement = signal('');
let announcing = 0;

export const names = computed(() => {
  const known = ring.value?.members ?? cluster.value?.nodes.map(node => node.node) ?? log.settings?.roster ?? [];
  return [...known].sort(byName);
});
export const conflicts = computed(() => (tick.value, conflictsOf(log)));

effect(() => { shown.value = names.value; });

/** Shown to everybody for a while, and read to those who listen. */
export function announce(text) {
  announcement.value = text;
  clearTimeout(announcing);
  announcing = setTimeout(() => { announcement.value = ''; }, ANNOUNCE_MILLIS);
}

/** Chooses the key that the ring, the key panel and the replicas show. */
export async function select(key) {
  batch(() => {
    selected.value = key;
    walk.value = null;
    replicas.value = null;
  });
  await refreshKey();
}

/** Asks again where the selected key lives and what its replicas hold. */
export async function refreshKey() {
  const key = selected.value;
  if (!key?.key) return;
  const [path, copies] = await Promise.allSettled([api.walk(key), api.replicas(key)]);
  if (selected.value !== key) return;
  batch(() => {
    walk.value = path.value ?? null;
    replicas.value = copies.value ?? { failure: copies.reason.message, replicas: [] };
  });
}

export async function refreshCluster() {
  const [overview, views] = await Promise.allSettled([api.cluster(), api.members()]);
  batch(() => {
    if (overview.value) {
      cluster.value = overview.value;
      observedAt.value = Date.now();
    }
    if (views.value) members.value = views.value;
  });
  if (!ring.value) ring.value = await api.ring().catch(() => null);
}

export function begin() {
  follow({ events: take, connection: status => { connection.value = status; }, gap, source: refreshSoon });
  setInterval(() => { now.value = Date.now(); fadeChords(); }, 1000);
  setInterval(() => document.hidden || refreshCluster(), POLL_MILLIS);
  api.scenarios().then(list => { scenarios.value = list; }, () => {});
  return refreshCluster();
}

/** `missed` is null after a restart: nobody knows. */
function gap({ node, missed }) {
  gaps.value = [...gaps.value.slice(-9), { node, missed, at: Date.now() }];
}

function take(events) {
  const before = log.applied;
  events.forEach(event => apply(log, event));
  if (log.applied === before) return;
  batch(() => {
    tick.value += 1;
    addChords(events);
  });
  if (events.some(event => event.kind === 'member.view' || event.kind.startsWith('node.'))) refreshSoon();
  if (events.some(touchesSelection)) refreshKeySoon();
}

function touchesSelection(event) {
  return selected.value && event.key === selected.value.key && event.bucket === selected.value.bucket && !event.kind.startsWith('op.');
}

function addChords(events) {
  const at = performance.now();
  const fresh = events
    .filter(event => event.kind === 'op.reply' && event.from !== event.node)
    .slice(-CHORDS)
    .map(event => ({ id: `${event.node} ${event.start} ${event.seq}`, between: [event.node, event.from], standsIn: Boolean(event.standsInFor), at }));
  if (fresh.length) chords.value = [...chords.value, ...fresh].slice(-CHORDS);
}

function fadeChords() {
  const oldest = performance.now() - CHORD_MILLIS;
  if (chords.value.some(chord => chord.at < oldest)) chords.value = chords.value.filter(chord => chord.at >= oldest);
}

const refreshSoon = soon(refreshCluster);
const refreshKeySoon = soon(refreshKey);

/** Runs an act a little later, once for all who asked meanwhile. */
function soon(act) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      act();
    }, SETTLE_MILLIS);
  };
}
