// Every fault of the scenario grammar (docs/scenarios.md), what each asks for, and the words of its step.

/** `asks` names the fields of a choice that matter; `down` says whether its node has to be down, or must not be. */
export const FAULTS = [
  { verb: 'crash', title: 'Crash', asks: ['node'], down: false, says: 'The node is gone without a goodbye; its disk stays.' },
  { verb: 'restart', title: 'Restart', asks: ['node'], down: true, says: 'It starts again on its disk.' },
  { verb: 'wipe', title: 'Wipe', asks: ['node'], down: true, says: 'All that is on the disk of a node that is down is gone.' },
  { verb: 'pause', title: 'Pause', asks: ['node', 'seconds'], down: false, says: 'Nothing of the node moves for that time.' },
  { verb: 'flap', title: 'Flap', asks: ['node', 'seconds', 'times'], down: false, says: 'It crashes, and restarts that much later, so many times.' },
  { verb: 'cut', title: 'Cut one way', asks: ['node', 'to'], says: 'What one sends to the other is lost, its answers too.' },
  { verb: 'partition', title: 'Split', asks: ['side'], says: 'Nothing passes between these nodes and the others.' },
  { verb: 'lose', title: 'Lossy links', asks: ['percent', 'links'], says: 'Of what is sent over these links this share is lost, until links are healed.' },
  { verb: 'slow', title: 'Slow links', asks: ['millis', 'links'], says: 'What is sent over these links is that late, until links are healed.' },
  { verb: 'duplicate', title: 'Double delivery', asks: ['percent', 'links'], says: 'Of what is sent over these links this share arrives twice, until links are healed.' },
  { verb: 'heal', title: 'Heal links', asks: [], says: 'Every link works again; who is down stays down.' },
  { verb: 'skew', title: 'Wrong clock', asks: ['node', 'ahead'], says: 'The wall clock of the node jumps that far ahead of all others, or behind; at 0 it is right.' },
  { verb: 'stall', title: 'Stall disk', asks: ['node', 'seconds'], down: false, says: 'The disk does nothing for that time, and the node lives on.' },
  { verb: 'falter', title: 'Faltering disk', asks: ['node', 'seconds'], down: false, says: 'Every other access of the disk fails for that time.' },
  { verb: 'fill', title: 'Fill disk', asks: ['node'], down: false, says: 'There is no room left on the disk until the node is crashed and restarted.' },
  { verb: 'rot', title: 'Rot records', asks: ['node', 'records'], down: false, says: 'So many records on the disk are damaged.' },
  { verb: 'scrub', title: 'Scrub', asks: ['node'], down: false, says: 'No fault: the node looks at all that it holds.' },
];

/** What is asked for until somebody chooses. */
export const USUAL = Object.freeze({ verb: 'crash', node: '', to: '', seconds: 5, times: 3, records: 10, percent: 20, millis: 200, ahead: 3600, links: 'all', side: [] });

/** The ways in which links are meant, and the arrow of each. */
export const LINKS = [{ links: 'all', title: 'every link' }, { links: 'one', title: 'one way', arrow: '->' }, { links: 'both', title: 'both ways', arrow: '-' }];

export function faultOf(verb) {
  return FAULTS.find(fault => fault.verb === verb);
}

/** Whether two nodes have to be named, between which it happens. */
export function isBetween({ verb, links }) {
  const { asks } = faultOf(verb);
  return asks.includes('to') || (asks.includes('links') && links !== 'all');
}

/** The nodes that this fault can happen to, where `down` are down. */
export function nodesFor({ down }, roster, downNodes) {
  return down === undefined ? roster : roster.filter(node => downNodes.has(node) === down);
}

/** The words of a step, as the grammar has them; throws with what is missing. */
export function wordsOf(choice, roster) {
  const { verb, node, to, seconds, times, records, percent, millis, ahead } = choice;
  const asks = faultOf(verb).asks;
  const between = isBetween(choice);
  if ((between || asks.includes('node')) && !roster.includes(node)) throw new RangeError('choose a node');
  if (between && (!roster.includes(to) || to === node)) throw new RangeError('choose another node, to which the link leads');
  switch (verb) {
    case 'pause': case 'stall': case 'falter': return `${verb} ${node} ${time(seconds)}`;
    case 'flap': return `flap ${node} every ${time(seconds)} ${whole(times, 1000, 'times')} times`;
    case 'rot': return `rot ${node} ${whole(records, 1000, 'records')} records`;
    case 'cut': return `cut ${node} -> ${to}`;
    case 'lose': case 'duplicate': return `${verb} ${share(percent)}${linksOf(choice)}`;
    case 'slow': return `slow ${whole(millis, 60_000, 'milliseconds')}ms${linksOf(choice)}`;
    case 'skew': return `skew ${node} ${offset(ahead)}`;
    case 'partition': return `partition ${sidesOf(choice.side, roster)}`;
    default: return asks.includes('node') ? `${verb} ${node}` : verb;
  }
}

function sidesOf(side, roster) {
  const here = roster.filter(node => side.includes(node));
  const there = roster.filter(node => !side.includes(node));
  if (here.length === 0 || there.length === 0) throw new RangeError('choose the nodes of one side; the others are the other');
  return `${here.join(' ')} | ${there.join(' ')}`;
}

function linksOf({ links, node, to }) {
  return links === 'all' ? '' : ` ${node} ${LINKS.find(one => one.links === links).arrow} ${to}`;
}

function share(percent) {
  if (!(percent >= 0.01 && percent <= 100)) throw new RangeError('a share is from 0.01 to 100 of a hundred');
  return `${Number(percent.toFixed(2))}%`;
}

function offset(seconds) {
  const millis = Math.round(seconds * 1000);
  if (!(Math.abs(millis) <= 86_400_000)) throw new RangeError('a clock is at most 86400 seconds ahead or behind');
  if (millis === 0) return '0s';
  const [unit, long] = [['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]].find(([, size]) => millis % size === 0);
  return `${millis > 0 ? '+' : '-'}${Math.abs(millis) / long}${unit}`;
}

function time(seconds) {
  const millis = Math.round(seconds * 1000);
  if (!(millis >= 1 && millis <= 3_600_000)) throw new RangeError('a time is from 0.001 to 3600 seconds');
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}

function whole(number, most, what) {
  if (!Number.isInteger(number) || number < 1 || number > most) throw new RangeError(`${what} are a whole number from 1 to ${most}`);
  return number;
}
