// The keyboard. None of these while somebody types or moves a slider.

import { breakIt, turnTo } from './drawer.js';
import { following, goTo, live, nudge, pause, play, playing, speed, step, teacher, toEnd, toParting, SPEEDS } from './session.js';

const JUMPS = { c: 'conflict', f: 'failure', m: 'change', i: 'violation' };

const ACTS = {
  ' ': () => (teacher.value ? teacher.value.goOn() : playing.value || following.value ? pause() : play()),
  ArrowLeft: shifted => (shifted ? step('key', false) : nudge(-1)),
  ArrowRight: shifted => (shifted ? step('key') : nudge(1)),
  '/': () => document.querySelector('.find input')?.focus(),
  x: () => breakIt(),
  d: toParting,
  b: shifted => turnTo(!shifted),
  Home: () => { pause(); goTo(0); },
  End: toEnd,
  l: () => { if (live.value !== null) toEnd(); },
  '[': () => { speed.value = Math.max(0, speed.value - 1); },
  ']': () => { speed.value = Math.min(SPEEDS.length - 1, speed.value + 1); },
};

/** Listens for the whole page; `help` shows the list. */
export function listen(help) {
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && event.target.matches('input[type=search]')) {
      event.preventDefault(); // What is looked for stays.
      event.target.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
    const jump = JUMPS[event.key.toLowerCase()];
    const act = event.key === '?' ? help : jump ? shifted => step(jump, !shifted) : ACTS[Object.hasOwn(ACTS, event.key) ? event.key : event.key.toLowerCase()] ?? null;
    if (!act) return;
    event.preventDefault();
    act(event.shiftKey);
  });
}

/** By something that has a use for the key itself. */
function isTaken({ target, key }) {
  if (target.matches('input[type=radio]')) return key === ' ' || key.startsWith('Arrow');
  if (target.matches('input:not([type=checkbox]), select, textarea')) return true;
  if (target.matches('#lesson [aria-disabled=true]')) return false; // Whoever has answered goes on as anybody else.
  return (key === ' ' || key === 'Enter') && target.matches('button, a, summary, input, [role=button]');
}
