// Opens the log of a failed test as the page does, and prints one JSON object: what its header says, what there is to step through, what
// was broken, and what the nodes hold in the end by what the log says.
//
//   node src/test/js/report-oracle.mjs FILE

import { readFileSync } from 'node:fs';
import { cutIn } from '../../../webroot/js/replay/availability.js';
import { logOf } from '../../../webroot/js/replay/session.js';
import { entries } from '../../../webroot/js/run/trie.js';

const { events, index, timeline } = logOf(readFileSync(process.argv[2], 'utf8'));
const last = timeline.at(events.length);

console.log(JSON.stringify({
  flags: events[0].flags,
  build: events[0].build,
  keys: index.keys.map(({ key }) => key),
  notes: index.notes.map(line => events[line].text),
  violations: index.violations.map(line => events[line].invariant),
  spans: index.spans.map(({ what, name }) => `${what} ${name}`),
  cuts: index.spans.flatMap(({ what, name }) => (what === 'fault' ? cutIn(name) : [])).map(link => link.join('->')),
  faults: [...entries(last.faults)].map(([fault]) => fault),
  nodes: Object.fromEntries([...entries(last.nodes)].map(([name, node]) => [name, {
    up: node.up,
    serving: node.serving,
    start: node.start,
    records: Object.fromEntries([...entries(node.records)].map(([, { key, record }]) => [key, record.context.text])),
  }])),
}));
