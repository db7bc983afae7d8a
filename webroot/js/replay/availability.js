// Which share of all keys can be read and written now, from each side of what is cut. It counts what the cluster promises: whether
// enough nodes that may answer are up and can be talked with both ways; not whether they are slow.

import { entries, get } from '../run/trie.js';
import { walkFrom } from '../run/placement.js';

const CUT = /^cut( \S+->\S+)+$/;
/** In a recorded run, and of a live cluster. */
const FULL = /^(?:full disk of|fill) (\S+)$/;

/** What a state says of the nodes: { up, full, cuts }, sets of names and of "from>to". Cuts of one kind of message are not in it. */
export function troubleOf(state) {
  const trouble = { up: new Set(), full: new Set(), cuts: new Set() };
  for (const [name, node] of entries(state.nodes)) if (node.up && node.serving && node.pausedUntil === 0) trouble.up.add(name);
  for (const [fault] of entries(state.faults)) {
    const full = FULL.exec(fault);
    for (const [from, to] of cutIn(fault)) trouble.cuts.add(`${from}>${to}`);
    if (full) trouble.full.add(full[1]);
  }
  return trouble;
}

/** The links that a fault cuts, as [from, to]: one in a recorded run, all at once in a live cluster. */
export function cutIn(fault) {
  return CUT.test(fault) ? fault.split(' ').slice(1).map(link => link.split('->')) : [];
}

/**
 * A line for each side: { nodes, strict: { read, write }, sloppy: { read, write } }. A share is of all keys, from 0 to 1, and the
 * mean over the side's nodes as coordinators: behind one-way cuts they differ. Strict counts primaries alone; sloppy lets fallbacks
 * stand in, though a read still needs one primary, or nobody can tell that a key is not there. Where there are fewer nodes than copies,
 * R and W are cut to the nodes, as coordinators do.
 */
export function availabilityOf({ owners, roster, n, r, w }, trouble) {
  const walks = primariesOf(owners, roster, n);
  const copies = Math.min(n, roster.length);
  const quorums = { r: Math.min(r, copies), w: Math.min(w, copies) };
  return sidesOf(roster, trouble).map(nodes => ({ nodes, ...meanOf(nodes.map(node => sharesOf(walks, reachOf(node, roster, trouble), trouble, quorums))) }));
}

/** Nodes that are up and hear each other, directly or through others, the largest side first. */
export function sidesOf(roster, trouble) {
  const left = new Set(roster.filter(node => trouble.up.has(node)));
  const sides = [];
  for (const first of roster) {
    if (!left.delete(first)) continue;
    const side = [first];
    for (const node of side) {
      for (const other of reachOf(node, roster, trouble)) if (left.delete(other)) side.push(other);
    }
    sides.push(side.sort((a, b) => roster.indexOf(a) - roster.indexOf(b)));
  }
  return sides.sort((a, b) => b.length - a.length);
}

/** Whom a coordinator at `node` can ask and hear, itself among them. */
export function reachOf(node, roster, { up, cuts }) {
  return new Set(roster.filter(other => up.has(other) && up.has(node)
    && (other === node || !cuts.has(`${node}>${other}`) && !cuts.has(`${other}>${node}`))));
}

function primariesOf(owners, roster, n) {
  return owners.map((_, partition) => walkFrom(partition, owners, roster, n).primaries);
}

function sharesOf(walks, reach, { full }, { r, w }) {
  const roomy = [...reach].filter(node => !full.has(node)).length;
  const share = holds => walks.filter(holds).length / walks.length;
  const count = (primaries, takes) => primaries.filter(node => reach.has(node) && takes(node)).length;
  return {
    strict: {
      read: share(primaries => count(primaries, () => true) >= r),
      write: share(primaries => count(primaries, node => !full.has(node)) >= w),
    },
    sloppy: {
      read: share(primaries => reach.size >= r && count(primaries, () => true) >= 1),
      write: share(() => roomy >= w),
    },
  };
}

function meanOf(all) {
  const mean = of => all.reduce((sum, shares) => sum + of(shares), 0) / all.length;
  return {
    strict: { read: mean(shares => shares.strict.read), write: mean(shares => shares.strict.write) },
    sloppy: { read: mean(shares => shares.sloppy.read), write: mean(shares => shares.sloppy.write) },
  };
}

/** Whether a node's process does not run, or not move; of whom somebody only believes something, whether that is so. */
export function isAway(state, name) {
  const node = get(state.nodes, name);
  if (node?.believed) return node.believed === 'dead';
  return !node || !node.up || node.pausedUntil > 0;
}
