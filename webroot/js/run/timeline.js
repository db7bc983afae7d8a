// The states of a log, any of them at once. Every 500th is kept; the others are found by replaying from the kept one before. Since
// states share what they have in common, keeping one costs little.

import { BEGINNING, reduce } from './reduce.js';

export const KEPT_EVERY = 500;

export class Timeline {
  #events;
  #kept;
  #latest;

  /**
   * @param events that may grow at their end, and not change otherwise
   * @param beginning the state before them, of no lines
   */
  constructor(events, beginning = BEGINNING) {
    this.#events = events;
    this.#kept = [beginning];
    this.#latest = beginning;
  }

  get length() {
    return this.#events.length;
  }

  /** The state after so many lines, from 0 to `length`. */
  at(lines) {
    if (!Number.isInteger(lines) || lines < 0 || lines > this.length) {
      throw new RangeError(`there are states 0 to ${this.length}, and no ${lines}`);
    }
    let state = this.#before(lines);
    while (state.lines < lines) {
      state = reduce(state, this.#events[state.lines]);
      if (state.lines === this.#kept.length * KEPT_EVERY) this.#kept.push(state);
    }
    this.#latest = state;
    return state;
  }

  /** The nearest known state that is not later: the one asked for last, when going forward, or a kept one. */
  #before(lines) {
    const kept = this.#kept[Math.min(Math.floor(lines / KEPT_EVERY), this.#kept.length - 1)];
    return this.#latest.lines <= lines && this.#latest.lines > kept.lines ? this.#latest : kept;
  }
}
