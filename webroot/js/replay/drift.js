// Whether the picture is what the simulator's own state was: it wrote the hash of that at every checkpoint. A run with a planted bug may
// change a disk without saying so.

import { effect, signal } from '../html.js';
import { fetched } from './later.js';
import { live, playing, run } from './session.js';

const idle = globalThis.requestIdleCallback ?? (act => setTimeout(act, 50));

/** { events, line }: the first checkpoint of a log at which its fold comes to something else; null while none is known. */
export const drift = signal(null);

/** The line of that checkpoint, or null. Goes on while `isWanted`, as long as nothing else is to be done. */
export async function driftOf(events, timeline, stateHash, isWanted, rest) {
  for (let line = 0; line < events.length; line++) {
    if (events[line].kind !== 'checkpoint') continue;
    await rest();
    if (!isWanted()) return null;
    if (stateHash(timeline.at(line)) !== events[line].state) return line;
  }
  return null;
}

async function rest() {
  do await new Promise(done => { idle(done); }); while (playing.value && await new Promise(done => { setTimeout(done, 500, true); }));
}

effect(() => {
  const { events, timeline } = run.value;
  if (live.value !== null || events.length === 0 || !events.at(-1).kind.startsWith('run.')) return;
  fetched(() => import('../run/state-hash.js')).then(async parts => {
    const line = parts && await driftOf(events, timeline, parts.stateHash, () => run.peek().events === events, rest);
    if (line !== null) drift.value = { events, line };
  });
});
