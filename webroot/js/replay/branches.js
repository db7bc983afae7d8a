// Runs that are kept beside each other: the one that was opened, and what became of it when something else was done. Each is the
// whole text of a scenario and a seed, played by the server, so that it can be saved and played again.

import { batch, computed, effect, signal } from '../html.js';
import { firstDifference } from './differences.js';
import { branchOfAddress, openDrawer } from './drawer.js';
import { choice } from './choice.js';
import { nodesFor, faultOf, wordsOf } from './faults.js';
import { begin, chooseKey, cursor, events, goTo, hashOf, header, here, index, loading, logOf, parting, pause, roster, run, seek, selectedKey, selectedLane, source } from './session.js';
import { packed, unpacked } from './script-link.js';
import { WAITS, inTurn } from './turn.js';
import { downBefore, nameOf, placeAt, stepAt, withLine } from './script.js';
import { moment } from './wording.js';

/** Each is a whole run in memory. */
export const MOST = 8;

/** As long as the server takes. */
const MOST_LETTERS = 32 * 1024;

const SAMPLE = '# my-scenario: what it shows.\ncluster nodes=5 n=3 r=2 w=2\n\nput cart milk via n1\nget cart via n4\n';

/**
 * Each { id, name, title, from, since, played, script, seed, run, hash, ok, link }: from which other it came, until which microsecond it
 * is sure to be the same, whether this page had it played, and its text in letters for a link, '' if it is too long for one.
 */
export const list = signal([]);
export const current = computed(() => list.value.find(one => one.run.events === events.value) ?? null);
export const comparedId = signal(0);

/** The text in the drawer, and the seed beside it. */
export const draft = signal('');
export const seed = signal('1');

/** Why the text was not played: { message, hint, line, column }. */
export const refusal = signal(null);
export const notice = signal('');

/** The number of the line that a fault has just added. */
export const newLine = signal(null);

export const busy = signal(false);

let count = 0;
let edits = 0;

export const isEdited = computed(() => current.value !== null && (draft.value !== current.value.script || seed.value !== current.value.seed));

/** What the run that is shown was played from; null if it was no scenario. */
export const scenario = computed(() => (nameOf(header.value?.script ?? '') ? header.value.script : null));

/** What the shown branch is compared with; null if there is no other. */
export const compared = computed(() => {
  const others = list.value.filter(one => one !== current.value);
  return others.find(({ id }) => id === comparedId.value) ?? others.find(({ id }) => id === current.value?.from) ?? others[0] ?? null;
});

/** The first line in which the two differ; null if none does, or there is no other. */
export const firstApart = computed(() => (compared.value && current.value ? firstDifference(compared.value.run.events, current.value.run.events) : null));

/** Where a fault of this moment belongs in the text of the run that is shown. */
export const place = computed(() => (scenario.value ? placeAt(scenario.value, events.value, cursor.value) : null));
export const candidates = computed(() => (place.value
  ? nodesFor(faultOf(choice.value.verb), roster.value, downBefore(scenario.value, place.value.line)) : []));

/** The chosen fault as a line: { line, why }, the reason if there is none. */
export const chosenLine = computed(() => {
  if (!place.value) return { line: null, why: 'this run tells no steps of a scenario' };
  if (isEdited.value) return { line: null, why: 'the text beside it was changed: play it, or put it back' };
  try {
    const node = candidates.value.includes(choice.value.node) ? choice.value.node : candidates.value[0] ?? '';
    return { line: stepAt(place.value.atMillis, wordsOf({ ...choice.value, node }, roster.value)), node, why: null };
  } catch (problem) {
    return { line: null, node: choice.value.node, why: problem.message };
  }
});

/** A run that comes from elsewhere is kept too, while there is room. */
effect(() => {
  const { events: lines, index, timeline } = run.value;
  if (!scenario.value || list.peek().some(one => one.run.events === lines)) return;
  if (list.peek().length >= MOST) {
    notice.value = `${MOST} runs are kept already, so this one is shown only until another is.`;
    return;
  }
  const title = source.peek();
  keep({ events: lines, index, timeline }, { name: list.peek().length === 0 ? 'main' : title, title, from: null, since: 0, seed: seedOf(lines[0]) });
});

/** The time bar, and space and time, mark where the two part. */
effect(() => {
  const line = firstApart.value;
  parting.value = line === null ? null : { line, at: events.value[line]?.at ?? index.value.end, from: compared.value.name };
});

/** The drawer shows the text of the run that is shown. */
effect(() => {
  const one = current.value;
  if (one) {
    draft.value = one.script;
    seed.value = one.seed;
    refusal.value = null;
  }
  branchOfAddress.value = !one?.played || one.link === null ? null : one.link === '' ? NO_ADDRESS : addressOf(one);
});

/** Of a branch that is too long for a link; the drawer says so. */
const NO_ADDRESS = { lesson: null, scenario: null, lab: null, file: null, seed: null, build: null, hash: null, at: null, event: null };

/** The link plays the run that was opened first as well, if it had an address and this seed, or is a lesson's. */
function addressOf(one) {
  return { lab: null, script: one.link, branch: one.name, seed: one.seed, ...(list.peek()[0].seed === one.seed ? {} : { scenario: null }) };
}

/** A node that is chosen in the ring is what is broken. */
effect(() => {
  const lane = selectedLane.value;
  if (roster.peek().includes(lane)) choice.value = { ...choice.peek(), node: lane };
});

function keep(kept, { name, title = name, from, since, seed: chosen, played = false }) {
  const one = {
    id: ++count, name, title, from, since, played, seed: chosen, run: kept, script: kept.events[0].script, link: null,
    hash: hashOf(kept.events), ok: kept.events.at(-1).ok === true,
  };
  list.value = [...list.peek(), one];
  packed(one.script).then(link => change(one.id, { link: link ?? '' }));
  return one;
}

function change(id, what) {
  list.value = list.peek().map(one => (one.id === id ? { ...one, ...what } : one));
}

/** The chosen fault at this moment, as a branch of the run that is shown. */
export function breakHere() {
  const { line } = chosenLine.value;
  if (!line || busy.value) return;
  const { line: number, same } = place.value;
  const parent = current.value;
  const words = line.split(' ').slice(2).join(' ');
  return playText(withLine(scenario.value, number, line), seedOf(header.value), {
    name: `branch ${edits + 1}: ${words} at ${moment(here.value?.at ?? 0)}`, from: parent?.id ?? null, since: same, line: number,
  });
}

/** What stands in the drawer; the run that is shown once more, if nothing was changed. */
export function playDraft() {
  if (busy.value) return;
  const shown = current.value;
  if (shown && !isEdited.value) return playAgain(shown);
  return playText(draft.value, seed.value, { name: shown ? `branch ${edits + 1}: edited` : 'main', from: shown?.id ?? null, since: 0 });
}

async function playAgain(shown) {
  const text = await asked(shown.script, shown.seed);
  if (text === null) return;
  const { hash } = logOf(text).events.at(-1);
  const says = hash === shown.hash ? `Played again: the same hash, ${hash}.` : `Played again: another hash, ${hash}. Is the server another build than the one that played this?`;
  notice.value = says;
}

/** Completes with whether it was played. */
async function playText(text, chosen, { name, from, since, line = null }) {
  if (list.value.length >= MOST) {
    notice.value = `${MOST} runs are kept, and no more: close one first.`;
    return false;
  }
  draft.value = text;
  seed.value = chosen;
  const log = await asked(text, chosen);
  if (log === null) return false;
  const read = logOf(log);
  edits += from === null ? 0 : 1;
  batch(() => {
    const one = keep(read, { name, from, since, seed: chosen, played: true });
    switchTo(one);
    newLine.value = line;
    notice.value = line === null ? `Played: ${one.name}.` : `Line ${line} is new. ${one.name} is shown at the same moment.`;
  });
  return true;
}

/** The log of a text's run, or null and the reason. */
async function asked(text, chosen) {
  batch(() => {
    busy.value = true;
    refusal.value = null;
    newLine.value = null;
    notice.value = '';
    loading.value = 'Playing the scenario…';
  });
  try {
    if (!/^https?:$/.test(location.protocol)) throw Object.assign(new Error('there is no server behind this page'), { hint: 'save the scenario, and play it with bin/ringside scenario run' });
    if (new TextEncoder().encode(text).length > MOST_LETTERS) throw Object.assign(new Error('the text is longer than 32 KiB'), { hint: 'bin/ringside scenario run FILE plays it' });
    const post = { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text };
    const answer = await inTurn(() => fetch(`/scenarios/log?seed=${encodeURIComponent(chosen)}`, post), () => { loading.value = WAITS; });
    const said = await answer.text();
    if (answer.ok) return said;
    throw reasonOf(said, answer.status);
  } catch (problem) {
    refusal.value = { message: problem.message, hint: problem.hint, line: problem.line, column: problem.column };
    return null;
  } finally {
    batch(() => {
      busy.value = false;
      loading.value = '';
    });
  }
}

function reasonOf(said, status) {
  try {
    const { reason, hint, line, column } = JSON.parse(said);
    return Object.assign(new Error(reason ?? `the server answers ${status}`), { hint, line, column });
  } catch {
    return Object.assign(new Error(`the server answers ${status}`), { hint: 'it may be of a build that plays no texts' });
  }
}

/** At the same event, as long as both have it; after that at the same moment. With the same key. */
export function switchTo(one) {
  const [at, lines, key] = [here.value?.at ?? 0, cursor.value, selectedKey.value];
  const parting = firstDifference(events.value, one.run.events);
  const isFirst = events.value.length === 0;
  pause();
  batch(() => {
    begin(one.run, one.title);
    if (!isFirst && (parting === null || lines <= parting)) goTo(lines);
    else if (!isFirst) seek(at);
    if (key && one.run.index.byKey.has(key.id)) chooseKey(key.bucket, key.key);
    notice.value = `${one.name} is shown.`;
  });
}

/** The one after the shown, or before. */
export function turn(forward) {
  const all = list.value;
  if (all.length < 2) return;
  switchTo(all[(all.indexOf(current.value) + (forward ? 1 : all.length - 1)) % all.length]);
}

export function putBack() {
  batch(() => {
    draft.value = current.value.script;
    seed.value = current.value.seed;
    refusal.value = null;
  });
}

export function rename(id, name) {
  const words = [...name.trim()].slice(0, 80).join('');
  if (words === '') return;
  const { played, title } = list.value.find(one => one.id === id);
  change(id, { name: words, title: played ? words : title });
  if (current.value?.id === id && played) source.value = words;
}

/** Gives one up. The one that is shown stays, so there is always one. */
export function close(id) {
  if (current.value?.id === id) return;
  notice.value = `${list.value.find(one => one.id === id)?.name} is closed.`;
  list.value = list.value.filter(one => one.id !== id).map(one => (one.from === id ? { ...one, from: null } : one));
}

/** Puts a file's text into the drawer, to be read before it is played. */
export async function write(file) {
  await openDrawer();
  if (file && file.size > MOST_LETTERS) {
    refusal.value = { message: `${file.name} is longer than 32 KiB`, hint: 'bin/ringside scenario run plays it' };
    return;
  }
  draft.value = file ? await file.text() : SAMPLE;
  refusal.value = null;
}

/** Plays what a link has in it, beside the run that is shown already. Completes with whether it is shown. */
export async function follow({ script, seed: chosen, branch }) {
  let isShown = false;
  try {
    const text = await unpacked(script);
    const parent = current.value;
    isShown = await playText(text, chosen, { name: branch || 'branch of a link', from: parent?.id ?? null, since: 0 });
  } catch (problem) {
    refusal.value = { message: problem.message };
  }
  await openDrawer();
  return isShown;
}

/** What was typed to play this, if it says. */
function seedOf({ flags = '' }) {
  return /--seed (-?\d+)/.exec(flags)?.[1] ?? '1';
}
