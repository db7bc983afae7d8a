// One run at a time is played by a server: who comes second waits.

import { again } from '../again.js';

const AGAIN_MILLIS = 1000;
const MOST_TRIES = 120;
const BUSY = 409;

export const WAITS = 'Another run is being played; this one is next…';

/** Completes with the answer to `ask`, which is asked again where the network fails, and while another run is being played; `waits` is told each time. */
export async function inTurn(ask, waits) {
  for (let tries = 1; ; tries++) {
    const answer = await again(ask);
    if (answer.status !== BUSY || tries === MOST_TRIES) return answer;
    waits();
    await new Promise(over => { setTimeout(over, AGAIN_MILLIS); });
  }
}
