// The script drawer and what belongs to it, as far as the rest of the page has to know: it is fetched when somebody first asks for it.

import { effect, signal } from '../html.js';
import { fetched } from './later.js';
import { breakable, failure, header, watched } from './session.js';

/** What is drawn of it: { Drawer, Links, Compare }, or null while it is closed. */
export const drawer = signal(null);

/** What the address has to say of the branch that is shown; null for a run that has an address without. */
export const branchOfAddress = signal(null);

/** Opens it, and chooses among faults at once; where no run is open, it begins with a text. What a real cluster has done is not played again. */
export async function breakIt() {
  if (watched.value && !breakable.value) return;
  if (!header.value) return openScript(null);
  if (watched.value) drawer.value = await fetched(() => import('./panels/live-drawer.js'));
  else await openDrawer();
  requestAnimationFrame(() => document.querySelector('#script input[name="fault"]:checked')?.focus());
}

export async function openDrawer() {
  const parts = await fetched(() => Promise.all([import('./panels/script.js'), import('./panels/compare.js')]));
  if (parts) drawer.value = Object.assign({}, ...parts);
}

/** A live cluster's is of no use where it is live no more. */
effect(() => {
  if (!breakable.value && drawer.peek()?.ofLive) closeDrawer();
});

export function closeDrawer() {
  drawer.value = null;
}

/** A scenario in a file, to be read and changed before it is played. */
export async function openScript(file) {
  failure.value = null;
  const branches = await fetched(() => import('./branches.js'));
  if (branches) await branches.write(file);
}

/** The branch that a link names by its whole text. Completes with whether it is shown. */
export async function openLink(address) {
  const branches = await fetched(() => import('./branches.js'));
  return Boolean(await branches?.follow(address));
}

/** The branch after the shown one, or before. */
export async function turnTo(forward) {
  const branches = await fetched(() => import('./branches.js'));
  if (branches) branches.turn(forward);
}
