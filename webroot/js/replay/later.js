// Parts of the page that are fetched when somebody first asks for them.

import { again } from '../again.js';
import { failure } from './session.js';

/** Completes with what `part` does, an import; with null, and the reason is shown, if it cannot be fetched. */
export async function fetched(part) {
  try {
    return await again(part);
  } catch (problem) {
    failure.value = { message: `This part of the page cannot be fetched: ${problem.message}`, hint: 'is the server still there?' };
    return null;
  }
}

/** Completes with what opens and plays, or null. */
export const sources = () => fetched(() => import('./sources.js'));

/** Completes when the log or the scenario in a file is shown, or why it cannot be. */
export const openFile = async file => (await sources())?.open(file);
