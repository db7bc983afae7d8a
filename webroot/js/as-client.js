// A client that the page plays: it remembers the context of what it last read or wrote of a key, and writes over exactly that.

import { computed, signal } from './html.js';
import * as api from './api.js';
import { parseKey, valueText } from './format.js';

export const JSON_TYPE = 'application/json';

/** What stands in the form; `via` is the node to go in by, '' for the page's own. */
export const draft = signal({ key: 'cart', value: '["milk"]', contentType: JSON_TYPE, blind: false, via: '' });

/** What it was told last: { key, text, token, versions, explanation } or { key, failure, token, versions }. */
const last = signal(null);

/** The same, if it was told of the key that stands in the form. */
export const answer = computed(() => (sameKey(last.value?.key, parseKey(draft.value.key)) ? last.value : null));

/** How many answers are waited for. */
export const asking = signal(0);

export function edit(change) {
  draft.value = { ...draft.peek(), ...change };
}

/** Who the page is, where it does not play somebody. */
export const VISITOR = 'visitor';

/**
 * Does one operation, { verb, key, via, as } and what is put, { value, contentType }, over what the token covers. The page hears
 * `asked(operation)` of it, with `over` and the moment `at`, and `told(operation, { outcome, says, happened })` of its end: 'ok' or
 * an error's code, in words, and whether it may have come to something. Completes with { text, token, versions, explanation }
 * and, of a write, its dot; fails as the API does.
 */
export async function ask({ asked, told }, wanted, token = '') {
  const operation = { via: '', as: VISITOR, ...wanted, over: token !== '', at: performance.now() };
  asked(operation);
  try {
    const found = await VERBS[operation.verb](operation.key, token, operation.via, operation);
    told(operation, { outcome: 'ok', says: wordsOf(found), happened: true });
    return found;
  } catch (failure) {
    told(operation, { outcome: failure.code ?? 'failed', says: failure.message, happened: mayHaveHappened(failure) });
    throw failure;
  }
}

function wordsOf({ text, versions }) {
  return versions.map(({ dot, ...version }) => `${valueText(version)}, written as ${dot}`).join(' ‖ ') || text;
}

/** Gets, puts or deletes what stands in the form. The page is told what `ask` tells, `show(key)` that this key is of interest now, and `say(text)` what came of it. */
export async function run(verb, page) {
  if (asking.value > 0) return; // A second click is not a second write.
  const { value, contentType, blind, via } = draft.value;
  const key = parseKey(draft.value.key);
  if (!key.key) {
    last.value = { key, failure: { message: 'A key has at least one letter', hint: 'Write one above.' }, versions: [] };
    return;
  }
  const before = answer.value?.token ?? '';
  const shown = page.show(key);
  const stood = draft.value;
  asking.value += 1;
  try {
    const told = await ask(page, { verb, key, value, contentType, via }, blind ? '' : before);
    const [found] = told.versions;
    // What was typed meanwhile stays.
    if (told.versions.length === 1 && found.value !== undefined && draft.value === stood) edit({ value: found.value, contentType: found.contentType });
    last.value = { key, ...told, instead: via && told.explanation && told.explanation.coordinator !== via ? via : '' };
    page.say(last.value.text);
  } catch (failure) {
    last.value = { key, failure, token: before, versions: [] };
    page.say(failure.message);
  } finally {
    asking.value -= 1;
  }
  await shown;
}

/** The client has done something else with this key, and was told so: { text, token }. */
export function remember({ bucket, key }, told) {
  last.value = { key: { bucket, key }, versions: [], ...told };
}

/** True unless it was refused, never left the page, or is known to have come to nothing. Status 0 is no answer. */
export function mayHaveHappened({ status, code, outcome }) {
  return (status >= 500 || status === 0) && code !== 'not_addressable' && outcome !== 'not_applied';
}

const VERBS = {
  get: async (key, token, via) => {
    const found = await api.read(key, via);
    return { text: FOUND[found.kind](found.versions), token: found.token, versions: found.versions ?? [], explanation: found.explanation };
  },
  put: async (key, token, via, content) => {
    const { dot, token: covers, explanation } = await api.put(key, content, token, via);
    return { dot, text: `Stored as ${dot}${token ? ', over what you had read' : ', beside whatever was there'}.`, token: covers, versions: [], explanation };
  },
  delete: async (key, token, via) => {
    const { dot, token: covers, explanation } = await api.remove(key, token, via);
    return { dot, text: `Deleted; the tombstone is ${dot}.`, token: covers, versions: [], explanation };
  },
};

const FOUND = {
  value: ([version]) => `Read one value, written as ${version.dot}.`,
  siblings: versions => `Read ${versions.length} siblings: writes that had not seen each other.`,
  deleted: () => 'It has been deleted.',
  not_found: () => 'There is nothing under this key.',
};

function sameKey(a, b) {
  return a?.key === b.key && a?.bucket === b.bucket;
}
