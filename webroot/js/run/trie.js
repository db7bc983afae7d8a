// A map from strings that is never changed: one with another entry is a new map, which shares all but a few small arrays with the
// old. So every state of a run can be kept for little more than what changed in it.
//
// A hash trie (Bagwell, "Ideal Hash Trees", 2001), without its bit maps: four bits of the key's hash choose one of sixteen children.
// A node is nothing, an entry { hash, key, value }, entries of one hash { hash, clashing }, or an array of nodes.

const BITS = 4;
const WIDTH = 1 << BITS;
const HASH_BITS = 32;

export const EMPTY = Object.freeze({ size: 0, root: undefined });

export function get(map, key) {
  const hash = hashOf(key);
  let node = map.root;
  for (let shift = 0; Array.isArray(node); shift += BITS) node = node[hash >>> shift & WIDTH - 1];
  if (node === undefined || node.hash !== hash) return undefined;
  return node.clashing ? node.clashing.find(entry => entry.key === key)?.value : node.key === key ? node.value : undefined;
}

export function has(map, key) {
  return get(map, key) !== undefined;
}

/** The map with this entry; no value is undefined. */
export function set(map, key, value) {
  const before = get(map, key);
  if (before === value) return map;
  const root = put(map.root, 0, { hash: hashOf(key), key, value });
  return { size: map.size + (before === undefined ? 1 : 0), root };
}

export function remove(map, key) {
  if (!has(map, key)) return map;
  return map.size === 1 ? EMPTY : { size: map.size - 1, root: without(map.root, 0, hashOf(key), key) };
}

/** [key, value] of all entries, in no order that means anything. */
export function* entries(map) {
  yield* within(map.root);
}

/** How many values fit; `known`, a WeakMap, remembers it of each part that maps have in common. */
export function countOf(map, fits, known) {
  const count = node => {
    if (node === undefined) return 0;
    if (!Array.isArray(node)) return (node.clashing ?? [node]).filter(({ value }) => fits(value)).length;
    if (!known.has(node)) known.set(node, node.reduce((sum, child) => sum + count(child), 0));
    return known.get(node);
  };
  return count(map.root);
}

function* within(node) {
  if (node === undefined) return;
  if (Array.isArray(node)) for (const child of node) yield* within(child);
  else for (const entry of node.clashing ?? [node]) yield [entry.key, entry.value];
}

function put(node, shift, entry) {
  if (node === undefined) return entry;
  if (Array.isArray(node)) {
    const at = entry.hash >>> shift & WIDTH - 1;
    const copy = node.slice();
    copy[at] = put(node[at], shift + BITS, entry);
    return copy;
  }
  if (node.hash === entry.hash) {
    const others = (node.clashing ?? [node]).filter(other => other.key !== entry.key);
    return others.length === 0 ? entry : { hash: entry.hash, clashing: [...others, entry] };
  }
  const branch = new Array(WIDTH).fill(undefined);
  branch[node.hash >>> shift & WIDTH - 1] = node;
  return put(branch, shift, entry);
}

function without(node, shift, hash, key) {
  if (Array.isArray(node)) {
    const at = hash >>> shift & WIDTH - 1;
    const copy = node.slice();
    copy[at] = without(node[at], shift + BITS, hash, key);
    return copy.every(child => child === undefined) ? undefined : copy;
  }
  const others = (node.clashing ?? []).filter(entry => entry.key !== key);
  return others.length === 0 ? undefined : others.length === 1 ? others[0] : { hash, clashing: others };
}

/** FNV-1a over UTF-16 code units. */
function hashOf(key) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> HASH_BITS - 32;
}
