// The page's own state: a question, and what has been heard of its answer. A new question ends the last one's answer.

import { again } from '../again.js';
import { batch, signal } from '../html.js';
import { NOTHING, heard, lineReader } from './answer.js';
import { changed, droppedOf, queryOf, readAddress, seedAfter } from './question.js';

/** So long after the last touch of a control the question is asked. */
const PATIENCE_MILLIS = 500;

export const offer = signal(null);
export const question = signal(null);

/** What the address asks for and is not asked, in words. */
export const dropped = signal([]);
export const answer = signal(NOTHING);
export const asking = signal(false);
export const failure = signal(null);
export const announcement = signal('');

/** While others, or one's own last question, still take up the room: how often and how long after it is asked again. */
const MAX_TRIES = 20;
const BUSY = 503;
const RETRY_MILLIS = 1000;

let timer = 0;
let listening = new AbortController();

/** Learns what the server offers, and asks what the address says. */
export async function begin() {
  try {
    const response = await again(() => fetch('lab', { cache: 'no-store' }));
    const body = await response.json();
    if (!response.ok) throw refused(body, response.status);
    batch(() => {
      offer.value = body;
      question.value = readAddress(location.hash, body.most);
      dropped.value = droppedOf(location.hash, question.value);
    });
    await ask();
  } catch (problem) {
    failure.value = { message: problem.message, hint: problem.hint ?? 'is the server still running?' };
  }
}

export function change(part) {
  question.value = changed(question.value, part);
  clearTimeout(timer);
  timer = setTimeout(ask, PATIENCE_MILLIS);
}

/** The same question, of seeds that were not played yet. */
export function askOtherSeeds() {
  question.value = { ...question.value, seed: seedAfter(question.value) };
  return ask();
}

export function stop() {
  clearTimeout(timer);
  listening.abort();
}

/** Ends when all has been heard, or another question is asked. */
export async function ask() {
  stop();
  listening = new AbortController();
  const mine = listening;
  const query = queryOf(question.value);
  const before = answer.value;
  history.replaceState(null, '', `#${query}`);
  batch(() => {
    asking.value = true;
    failure.value = null;
  });
  try {
    await listen(await asked(query, mine), mine);
    announcement.value = `Measured: ${answer.value.runs.length} runs`;
    failure.value = answer.value.failure;
  } catch (problem) {
    if (listening !== mine) return;
    if (problem.name !== 'AbortError') failure.value = { message: problem.message, hint: problem.hint ?? '' };
    else if (answer.value === before) failure.value = { message: 'Stopped before anything came', hint: before.prediction ? 'What is shown is still of the question before.' : '' };
    else announcement.value = `Stopped after ${answer.value.runs.length} runs`;
  } finally {
    if (listening === mine) asking.value = false;
  }
}

async function asked(query, mine) {
  for (let tries = 1; ; tries++) {
    const response = await again(() => fetch(`lab/runs?${query}`, { cache: 'no-store', signal: mine.signal }));
    if (response.status !== BUSY || tries === MAX_TRIES) return response;
    await new Promise(again => setTimeout(again, RETRY_MILLIS));
  }
}

async function listen(response, mine) {
  if (!response.ok) {
    answer.value = NOTHING;
    throw refused(await response.json().catch(() => ({})), response.status);
  }
  const take = lineReader(line => { if (listening === mine) answer.value = heard(answer.value, line); });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) take(piece.value);
  if (listening === mine && !answer.value.over) throw new Error('The answer ended in the middle');
}

function refused({ reason, hint }, status) {
  return Object.assign(new Error(reason ?? `the server answers ${status}`), { hint });
}
