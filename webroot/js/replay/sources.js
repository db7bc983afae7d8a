// Where a log comes from: a file that was chosen or dropped, or this origin, by the page's address.

import { openScript } from './drawer.js';
import { failure, loading, show } from './session.js';
import { WAITS, inTurn } from './turn.js';

export const MAX_BYTES = 256 * 1024 * 1024;

export async function open(file) {
  if (file.name.endsWith('.scenario')) return openScript(file);
  if (file.size > MAX_BYTES) {
    failure.value = { message: `${file.name} is larger than ${MAX_BYTES >> 20} MiB`, hint: 'record a shorter run with --seconds' };
    return;
  }
  await attempt(`Reading ${file.name}…`, async () => show(await file.text(), file.name));
}

/** A scenario played in virtual time by this server, from a seed. */
export function playScenario(name, seed) {
  return played(name, seed, `/scenarios/${encodeURIComponent(name)}/log?seed=${encodeURIComponent(seed)}`);
}

/** One run of the quorum lab: a question as `/lab/log` takes it, and a seed. */
export function playLab(question, seed) {
  return played('quorum lab', seed, `lab/log?${new URLSearchParams([...new URLSearchParams(question), ['seed', seed]])}`);
}

function played(name, seed, path) {
  return attempt(`Playing ${name} from seed ${seed}…`, async () => {
    const answer = await inTurn(() => fetch(path), () => { loading.value = WAITS; });
    const text = await answer.text();
    if (!answer.ok) throw new Error(reasonOf(text, answer.status));
    show(text, `${name}, seed ${seed}`);
  });
}

async function attempt(what, act) {
  loading.value = what;
  try {
    await act();
  } catch (problem) {
    failure.value = { message: problem.message };
  } finally {
    loading.value = '';
  }
}

function reasonOf(text, status) {
  try {
    return JSON.parse(text).reason ?? `the server answers ${status}`;
  } catch {
    return `the server answers ${status}`;
  }
}
