// One order for what arrives from several nodes. A node's own lines keep theirs; between nodes their wall clocks decide, as far as
// nothing later was handed on already. A clock that is ahead pushes nobody: no line is placed after its arrival.

/** How long a line waits for earlier ones of other nodes. */
export const HOLD_MILLIS = 200;

export class Arrival {
  #held = [];
  #latest = new Map();
  #begun = null;
  #at = 0;

  /** Takes in a line that arrived at `now`, milliseconds on the clock of the node that was asked. */
  add(line, now) {
    const lane = line.member ?? line.node;
    const placed = Math.max(Math.min(line.t, now), this.#latest.get(lane) ?? 0);
    this.#latest.set(lane, placed);
    this.#held.push({ placed, line });
  }

  /** The lines that have waited long enough, in order, each with `at`: microseconds since the first, never fewer than before. */
  take(now) {
    this.#held.sort((a, b) => a.placed - b.placed);
    const later = this.#held.findIndex(({ placed }) => placed > now - HOLD_MILLIS);
    const due = this.#held.splice(0, later < 0 ? this.#held.length : later);
    return due.map(({ placed, line }) => {
      this.#begun ??= placed;
      this.#at = Math.max(this.#at, (placed - this.#begun) * 1000);
      return { ...line, at: this.#at };
    });
  }

  /** When the first line was handed on; null if none was yet. */
  get begun() {
    return this.#begun;
  }
}
