// Parts of the page that are fetched when somebody first asks for them.

import { failure } from './session.js';

/** Completes with what `part` does, an import; with null, and the reason is shown, if it cannot be fetched. */
export async function fetched(part) {
  try {
    return await part();
  } catch (problem) {
    failure.value = { message: `This part of the page cannot be fetched: ${problem.message}`, hint: 'is the server still there?' };
    return null;
  }
}
