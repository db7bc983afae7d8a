// How two owners went down their trees to the keys that differ, as far as the log tells it. Messages say who asked whom, and for what
// kind of thing, but not which branches; those follow from the keys that were looked at afterwards, since a key's leaf never changes.

import { FAN_OUT, leafOf, partitionOf } from '../run/placement.js';
import { idOf } from '../run/reduce.js';

const QUESTIONS = new Set(['ShowDigests', 'ShowEntries']);

/**
 * The descents of a log, in the order in which they began. Of each, as lines: `begun`; `steps`, questions and answers by the kind
 * of request, CompareRoots among them, which all descents of one exchange share; `told`, where it is said what differs; `looks`,
 * where the other owner was asked for a record that did; `mended`, where a record was sent; `merged`; and `over`, where the asker
 * turned to somebody else. What the log does not have is null, or an empty list.
 */
export function descentsOf(events) {
  const partitions = events[0]?.partitions;
  const exchanges = new Map();
  const all = [];

  const end = (node, line) => {
    for (const descent of exchanges.get(node)?.descents ?? []) descent.over = line;
    exchanges.delete(node);
  };
  const begin = (node, peer, line) => {
    end(node, line);
    const exchange = { node, peer, roots: stepAt(), descents: [], goingDown: null, unsettled: [] };
    exchanges.set(node, exchange);
    return exchange;
  };
  const descentOf = (exchange, line) => {
    if (!exchange.goingDown) {
      exchange.goingDown = {
        node: exchange.node, peer: exchange.peer, begun: line, told: null, looks: [], mended: [], merged: null, over: null,
        steps: { CompareRoots: exchange.roots, ShowDigests: stepAt(), ShowEntries: stepAt() },
      };
      exchange.descents.push(exchange.goingDown);
      all.push(exchange.goingDown);
    }
    return exchange.goingDown;
  };
  /** The tree that is settled now, if the key is of it. */
  const settling = (exchange, { bucket, key }) => {
    const descent = exchange?.unsettled[0];
    return descent && partitionOf(bucket, key, partitions) === events[descent.told].partition ? descent : null;
  };

  const reactions = {
    'msg.send': (event, line) => {
      const { from, to, request } = event;
      if (event.answer || from === to) return;
      if (request === 'CompareRoots') begin(from, to, line).roots.asked.push(line);
      const exchange = exchanges.get(from);
      if (exchange?.peer !== to) return;
      if (QUESTIONS.has(request)) descentOf(exchange, line).steps[request].asked.push(line);
      if (request === 'Inspect') settling(exchange, event)?.looks.push(line);
    },
    'msg.deliver': (event, line) => {
      const exchange = event.answer ? exchanges.get(event.to) : undefined;
      if (exchange?.peer !== event.from) return;
      if (event.request === 'CompareRoots') exchange.roots.answered.push(line);
      else if (QUESTIONS.has(event.request)) exchange.goingDown?.steps[event.request].answered.push(line);
    },
    'tree.differ': (event, line) => {
      let exchange = exchanges.get(event.node);
      if (exchange?.peer !== event.peer) exchange = begin(event.node, event.peer, line);
      descentOf(exchange, line).told = line;
      exchange.unsettled.push(exchange.goingDown);
      exchange.goingDown = null;
    },
    'repair.tree': (event, line) => {
      const exchange = exchanges.get(event.node);
      if (event.target === event.node || event.target === exchange?.peer) settling(exchange, event)?.mended.push(line);
    },
    'tree.merge': (event, line) => {
      const unsettled = exchanges.get(event.node)?.unsettled ?? [];
      const at = unsettled.findIndex(({ told }) => events[told].partition === event.partition && events[told].n === event.n);
      if (at >= 0) unsettled.splice(0, at + 1).at(-1).merged = line;
    },
    'node.start': (event, line) => end(event.member, line),
  };
  events.forEach((event, line) => {
    if (Object.hasOwn(reactions, event.kind)) reactions[event.kind](event, line);
  });
  return all;
}

function stepAt() {
  return { asked: [], answered: [] };
}

/**
 * What had been told of a descent by a moment: { node, peer, roots, digests, entries, told, merged, keys }. The three are how many
 * questions and answers; `told` and `merged` events, or null; `keys` those that were looked at again:
 * { id, bucket, key, leaf, branch, line, mended }, `mended` being whom it was sent to.
 */
export function descentAt(events, descent, cursor) {
  const seen = lines => lines.filter(line => line < cursor);
  const eventAt = line => (line !== null && line < cursor ? events[line] : null);
  const step = ({ asked, answered }) => ({ asked: seen(asked).length, answered: seen(answered).length });
  const told = eventAt(descent.told);
  const keys = new Map();
  for (const line of seen([...descent.looks, ...descent.mended]).sort((a, b) => a - b)) {
    const { kind, bucket, key, target } = events[line];
    const id = idOf(bucket, key);
    if (!keys.has(id) && keys.size < told.keys) {
      const leaf = leafOf(bucket, key);
      keys.set(id, { id, bucket, key, leaf, branch: Math.floor(leaf / FAN_OUT), line, mended: [] });
    }
    if (kind === 'repair.tree') keys.get(id)?.mended.push(target);
  }
  const { CompareRoots, ShowDigests, ShowEntries } = descent.steps;
  return {
    node: descent.node, peer: descent.peer, roots: step(CompareRoots), digests: step(ShowDigests), entries: step(ShowEntries),
    told, merged: eventAt(descent.merged), keys: [...keys.values()].sort((a, b) => a.leaf - b.leaf),
  };
}

/** Those of a pair, or of all, that can be shown at a moment, the latest first: what led to nothing only while it is under way. */
export function descentsBy(descents, pair, cursor) {
  return descents.filter(({ node, peer, begun, told, over }) => begun < cursor && (pair === '' || pair === `${node} ${peer}`)
    && (told !== null && told < cursor || over === null || over >= cursor)).reverse();
}
