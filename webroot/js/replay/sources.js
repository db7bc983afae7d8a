// Where a log comes from: a file that was chosen or dropped, or this origin, by the page's address.

import { openScript } from './drawer.js';
import { failure, loading, show } from './session.js';
import { WAITS, inTurn } from './turn.js';

/** A run that takes longer is shown while it goes on. */
const PATIENCE_MILLIS = 1000;

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
    if (!answer.ok) throw new Error(reasonOf(await answer.text(), answer.status));
    const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const begun = await upTo(pieces, performance.now() + PATIENCE_MILLIS);
    const title = `${name}, seed ${seed}`;
    if (begun.isOver) show(begun.text, title);
    else await (await import('./running.js')).showRunning(pieces, begun.text, title);
  });
}

/** What has come by then: { text, isOver }. */
async function upTo(pieces, due) {
  let text = '';
  while (performance.now() < due) {
    const { value, done } = await pieces.read();
    if (done) return { text, isOver: true };
    text += value;
  }
  return { text, isOver: false };
}

async function attempt(what, act) {
  loading.value = what;
  try {
    await act();
  } catch (problem) {
    failure.value = { message: problem.message, hint: problem instanceof TypeError ? 'is the server still there?' : '' };
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
