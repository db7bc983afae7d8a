// When the owners of a key held different things: found in one pass over the log.

import { isTold } from '../run/coalesced.js';
import { BEGINNING, idOf, isNothing } from '../run/reduce.js';
import { entries } from '../run/trie.js';
import { ownersBy, textOf } from './series.js';

const KEPT = new Set(['store.put', 'store.forget', 'disk.record']);
const GONE = new Set(['store.reap', 'record.quarantined']);

/** What was found in a log so far, so that of one that grows only what is new is looked through. */
const passes = new WeakMap();

/**
 * Each time that a key's owners differed: { id, bucket, key, from, until, unseen }, in the order in which they began: the line that
 * set them apart and the one that made them equal, Infinity if none did; `unseen` if nobody knows whether it did, since from there on
 * it was missed what one of them holds. Where a cluster was watched, an owner of which nothing is told differs from nobody.
 *
 * @param beginning the state before the first line
 */
export function divergencesOf(events, beginning = BEGINNING) {
  if (!passes.has(events)) passes.set(events, new Pass(events, beginning));
  return passes.get(events).go();
}

class Pass {
  #events;
  #ownersOf;
  #isWatched;
  #keys = new Map();
  #all = [];
  #line = 0;

  constructor(events, { nodes }) {
    this.#events = events;
    this.#ownersOf = ownersBy(events[0]);
    this.#isWatched = Boolean(events[0]?.watched);
    for (const [name, { records }] of entries(nodes)) {
      for (const [, { bucket, key, record }] of entries(records)) this.#put(this.#of(bucket, key), name, textOf(record), 0);
    }
  }

  go() {
    for (; this.#line < this.#events.length; this.#line++) this.#look(this.#events[this.#line], this.#line);
    return this.#all;
  }

  #look({ kind, node, member, bucket, key, record, earlier, parts }, line) {
    if (kind === 'node.wipe') for (const one of this.#keys.values()) this.#put(one, member, '', line);
    if (kind === 'watch.gap') for (const one of this.#keys.values()) this.#forget(one, member, line);
    if (kind === 'events.coalesced') for (const one of this.#keys.values()) if (!isTold(one.bucket, one.key, parts)) this.#forget(one, node, line);
    const gone = GONE.has(kind) && !earlier;
    if (gone || KEPT.has(kind)) this.#put(this.#of(bucket, key), member ?? node, gone || isNothing(record) ? '' : textOf(record), line);
  }

  #of(bucket, key) {
    const id = idOf(bucket, key);
    if (!this.#keys.has(id)) this.#keys.set(id, { id, bucket, key, copies: new Map(), open: undefined });
    return this.#keys.get(id);
  }

  #put(one, node, text, line) {
    one.copies.set(node, text);
    const differ = this.#differ(one);
    if (differ && !one.open) this.#all.push(one.open = { id: one.id, bucket: one.bucket, key: one.key, from: line, until: Infinity, unseen: false });
    if (!differ && one.open) this.#close(one, line);
  }

  /** It was missed what this node holds. */
  #forget(one, node, line) {
    if (!one.copies.delete(node)) return;
    if (!one.open || this.#differ(one)) return;
    one.open.unseen = true;
    this.#close(one, line);
  }

  #close(one, line) {
    one.open.until = line;
    one.open = undefined;
  }

  #differ({ id, bucket, key, copies }) {
    const owners = this.#ownersOf(id, { bucket, key });
    const held = this.#isWatched ? owners.filter(owner => copies.has(owner)) : owners;
    return new Set(held.map(owner => copies.get(owner) ?? '')).size > 1;
  }
}

/** Those that last at a moment, the oldest first, and of those that are known to be over the one that ended last. */
export function divergenceAt(differences, cursor) {
  return {
    open: differences.filter(({ from, until }) => from < cursor && until >= cursor),
    last: differences.filter(({ until, unseen }) => until < cursor && !unseen).sort((a, b) => a.until - b.until).at(-1),
  };
}
