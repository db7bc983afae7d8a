// The page's own state: a log, a cursor, a selection. Everything that is drawn is computed from these three.

import { batch, computed, signal } from '../html.js';
import { members } from '../members.js';
import { isPressed } from '../press.js';
import { checkRun, isCut, readLog } from '../run/log-file.js';
import { idOf } from '../run/reduce.js';
import { partitionOf, walkFrom } from '../run/placement.js';
import { Timeline } from '../run/timeline.js';
import { clientsOf } from './client-view.js';
import { indexOf, opId } from './log-index.js';
import { observed, seenBy } from './perspective.js';
import { after, before, linesBy } from './steps.js';

/** How fast a run is played, as run time by real time. */
export const SPEEDS = [0.001, 0.01, 0.1, 1, 10, 100];

const NOTHING = Object.freeze({ events: [], index: indexOf([]), timeline: new Timeline([]), header: null });

export const run = signal(NOTHING);
export const source = signal('');
export const failure = signal(null);
export const loading = signal('');
export const cursor = signal(0);
export const selectedKey = signal(null);
export const selectedLine = signal(null);
export const selectedLane = signal('');
/** Whose eyes everything is seen with: a node's name, `client:` and a client's, or '' for nobody's in particular, who sees all. */
export const perspective = signal('');
export const client = computed(() => (perspective.value.startsWith('client:') ? perspective.value.slice('client:'.length) : ''));
export const viewer = computed(() => client.value || perspective.value);
export const playing = signal(false);
/** Of a cluster that is watched: what the connection is, or null where the log is whole; and whether the cursor stays at its end. */
export const live = signal(null);
export const following = signal(false);
/** Of the same: whether it may be broken on purpose, the part of the key's panel that writes to it, and what adds a line of the page's own, by kind and fields. */
export const breakable = signal(false);
export const writing = signal(null);
export const addLine = signal(null);
export const speed = signal(3);

/** Where the run that is shown parts from the one beside it, which is called `from`: { line, at, from }; null where none is, or nothing differs. */
export const parting = signal(null);

/** Whether the page is one file, with its run in it and no server behind it. */
export const isAlone = Boolean(globalThis.document?.getElementById('log'));

/** What leads through a lesson while one is under way: { Lesson, goOn }, which are fetched for it. */
export const teacher = signal(null);

/** These grow with the run, and so are never the same as before. */
export const events = { get value() { return run.value.events; } };
export const index = { get value() { return run.value.index; } };
export const header = computed(() => run.value.header);
/** Whose page watched it, where this is the log of a real cluster: nobody knows all of that, nor which message led to what. */
export const watched = computed(() => header.value?.watched ?? null);
export const roster = computed(() => header.value?.roster ?? []);
/** Of a cluster that is watched they are those whom a page played: of others nobody tells what they were told. */
export const clients = computed(() => clientsOf(events.value, index.value));
export const whole = computed(() => {
  const all = run.value.timeline.at(cursor.value);
  return watched.value ? observed(all) : all;
});
export const state = computed(() => (perspective.value === '' ? whole.value : seenBy(whole.value, perspective.value)));
export const here = computed(() => events.value[cursor.value - 1] ?? null);

/** The chosen key's walk, as far as the log says who owns what. A client is not told. */
export const walk = computed(() => {
  const key = selectedKey.value;
  if (!key || !header.value?.owners || client.value) return null;
  const { owners, n } = header.value;
  return { ...key, ...walkFrom(partitionOf(key.bucket, key.key, owners.length), owners, roster.value, n) };
});

/** Shows a log from its text; tells why not if it is none. */
export function show(text, name) {
  pause();
  try {
    begin(logOf(text), name);
    if (isCut(text)) failure.value = { message: `${name} ends within a line`, hint: 'what comes before it is shown' };
  } catch (problem) {
    failure.value = { message: `${name} cannot be shown: ${problem.message}`, hint: 'ringside sim run --record FILE.jsonl writes a log' };
  }
}

/** A log from its text, ready to be shown. Throws if it is none. */
export function logOf(text) {
  const read = readLog(text);
  checkRun(read);
  return { events: read, index: indexOf(read), timeline: new Timeline(read) };
}

/** What a whole run's log says it amounts to: everything that happened. Null of one that has no end. */
export function hashOf(log) {
  const end = log.at(-1);
  return end?.kind === 'run.end' ? end.hash : null;
}

/** Shows a log, which may grow, from its end. */
export function begin({ events: lines, index: marks, timeline }, name) {
  batch(() => {
    run.value = { events: lines, index: marks, timeline, header: lines[0] };
    live.value = null;
    following.value = false;
    source.value = name;
    members.value = lines[0].roster;
    failure.value = null;
    selectedLine.value = null;
    selectedLane.value = '';
    perspective.value = '';
    selectedKey.value = marks.keys[0] ?? null;
    cursor.value = lines.length;
  });
}

/** The log has grown, and so many of its oldest lines are gone: what was shown is still shown, or what came next. */
export function grown(log, gone) {
  batch(() => {
    run.value = { events: log.events, index: log.index, timeline: log.timeline, header: header.value };
    if (gone > 0 && selectedLine.value !== null) selectedLine.value = selectedLine.value > gone ? selectedLine.value - gone : null;
    cursor.value = following.value ? log.events.length : Math.max(Math.min(cursor.value, 1), cursor.value - gone);
    selectedKey.value ??= log.index.keys[0] ?? null;
  });
}

export function goTo(lines) {
  if (lines !== null) cursor.value = Math.max(0, Math.min(lines, events.value.length));
}

/** Where a cluster is live, the cursor stays there. */
export function toEnd() {
  playing.value = false;
  goTo(events.value.length);
  following.value = live.value !== null;
}

/** Chooses a line, moves the cursor behind it, and follows its key. */
export function choose(line) {
  const event = events.value[line];
  batch(() => {
    pause();
    selectedLine.value = line;
    goTo(line + 1);
    if (event.key !== undefined) chooseKey(event.bucket, event.key);
  });
}

export function chooseKey(bucket, key) {
  if (selectedKey.value?.id !== idOf(bucket, key)) selectedKey.value = { id: idOf(bucket, key), bucket, key };
}

/** What is looked for, as somebody typed it, and what finds the lines that fit, which is fetched for it. */
export const wanted = signal('');
export const finder = signal(() => []);
const found = computed(() => finder.value(wanted.value, events.value));

/** The chosen event's operation, from its start to its last answer. */
const operation = computed(() => {
  const chosen = selectedLine.value === null ? null : events.value[selectedLine.value];
  const whole = chosen?.op === undefined ? null : index.value.operations.get(opId(chosen));
  return whole ? [whole.line, ...whole.replies.map(({ line }) => line), ...(whole.end ? [whole.end.line] : [])].sort((a, b) => a - b) : [];
});

/** What the next and previous buttons step through. */
export const STEPS = {
  event: () => index.value.told,
  conflict: () => index.value.conflicts,
  failure: () => index.value.failures,
  change: () => index.value.changes,
  violation: () => index.value.violations,
  unseen: () => index.value.unseen,
  key: () => (selectedKey.value && index.value.byKey.get(selectedKey.value.id)) ?? [],
  node: () => index.value.byLane.get(selectedLane.value) ?? [],
  operation: () => operation.value,
  wanted: () => found.value,
};

/** Moves to the next or previous of a kind of step; false if there is none. */
export function step(what, forward = true) {
  const next = (forward ? after : before)(STEPS[what](), cursor.value);
  if (next === null) return false;
  pause();
  goTo(next);
  return true;
}

/** To the first event that is not the same in the run beside this one. */
export function toParting() {
  if (!parting.value) return;
  pause();
  goTo(parting.value.line + 1);
}

/** One line, whatever it is. */
export function nudge(by) {
  pause();
  goTo(cursor.value + by);
}

export function seek(micros) {
  goTo(linesBy(events.value, micros));
  if (cursor.value === events.value.length) toEnd();
}

export function play() {
  if (playing.value || events.value.length === 0) return;
  if (cursor.value === events.value.length && live.value !== null) return void toEnd();
  if (cursor.value === events.value.length) goTo(0);
  playing.value = true;
  let last = performance.now();
  let at = here.value?.at ?? 0;
  const frame = now => {
    if (!playing.value) return;
    if (!isPressed()) seek(at += (now - last) * 1000 * SPEEDS[speed.value]);
    last = now;
    if (playing.value) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

export function pause() {
  playing.value = false;
  following.value = false;
}
