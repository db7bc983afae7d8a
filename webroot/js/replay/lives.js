// Which lives of nodes a page hears: the number of a start is told by events and by whoever is asked, and they need not be the same.

export class Lives {
  #heard = new Map();
  #begun = new Map();

  /**
   * Whether it is news that a node is heard in this start. A process may take a higher number while it serves, and goes on to tell its
   * events under the one that it began with: a lower one is not another life.
   */
  hear(node, start) {
    if (this.#heard.has(node) && BigInt(start) <= BigInt(this.#heard.get(node))) return false;
    this.#heard.set(node, start);
    return true;
  }

  /** Whether it is news that a node is not heard. */
  lose(node) {
    return this.#heard.delete(node);
  }

  get heard() {
    return [...this.#heard.keys()];
  }

  /**
   * How the cluster is, as `GET /cluster` says: which nodes are heard for the first time, again, or as another process, by start; and
   * `isAnother` if a process has begun anew under the number of the one before, on an empty disk: all that was told belongs to a cluster
   * that is no more. Of one that is not ready, the number may still be the last life's.
   */
  look({ nodes }) {
    const fresh = new Map();
    let isAnother = false;
    for (const { node, reachable, ready, start, beganMillis } of nodes) {
      if (!reachable) continue;
      const before = this.#begun.get(node);
      const isSame = before?.beganMillis === beganMillis;
      if (!isSame || !this.#heard.has(node)) fresh.set(node, start);
      if (!ready) continue;
      isAnother ||= before?.start === start && !isSame;
      this.#begun.set(node, { start, beganMillis });
    }
    return { fresh, isAnother };
  }
}
