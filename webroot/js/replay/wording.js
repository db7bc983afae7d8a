// What a line of the log says, in a sentence. Whatever comes from the log is text, and stays it.

import { incarnation, keyName, plain, took, valueText } from '../format.js';

/** A sentence, without the time. */
export function sentence(event) {
  return plain(Object.hasOwn(SENTENCES, event.kind) ? SENTENCES[event.kind](event) : other(event));
}

/** Microseconds of a run as "12.405 s". */
export function moment(micros) {
  return `${(micros / 1e6).toFixed(3)} s`;
}

const SENTENCES = {
  'run.header': e => `a cluster of ${e.roster.length} nodes, N ${e.n}, R ${e.r}, W ${e.w}`,
  'run.end': e => `the run ends, hash ${e.hash}`,
  note: e => e.text,
  'invariant.violated': e => `violated: ${e.invariant}, ${e.what}`,
  'node.start': e => `${e.member} starts, for the ${ordinal(e.memberStart)} time`,
  'node.up': e => `${e.node} serves`,
  'node.down': e => `${e.node} says goodbye`,
  'node.crash': e => `${e.member} crashes`,
  'node.exit': e => `${e.member} gives up`,
  'node.stop': e => `${e.member} stops`,
  'node.pause': e => `${e.member} stands still until ${moment(e.until)}`,
  'node.wipe': e => `the disk of ${e.member} is emptied`,
  'member.view': e => `${e.node} believes ${e.member} ${e.status}, incarnation ${incarnation(e.incarnation)}`,
  'member.degraded': e => `${e.node} finds ${e.member} degraded: ${e.reason}`,
  'store.put': e => `${e.node} holds ${list(e.record)} of ${nameOf(e)} (${e.cause})`,
  'store.forget': e => `${e.node} forgets what others have reaped of ${nameOf(e)}`,
  'store.reap': e => `${e.node} reaps ${nameOf(e)}`,
  'disk.record': e => `${e.member} has ${list(e.record)} of ${nameOf(e)} on its disk (${e.why})`,
  'disk.hint': e => `${e.member} has a hint for ${e.target} on its disk, ${list(e.record)} of ${nameOf(e)} (${e.why})`,
  'hint.store': e => `${e.node} keeps ${list(e.record)} of ${nameOf(e)} for ${e.target}`,
  'hint.replay': e => `${e.node} has handed ${nameOf(e)} to ${e.target}`,
  'hint.reroute': e => `${e.node} sends its hint of ${nameOf(e)} elsewhere`,
  'hint.drop': e => `${e.node} drops its hint of ${nameOf(e)} for ${e.target}`,
  'repair.read': e => `${e.node} mends ${nameOf(e)} at ${e.target}, since a read found it behind`,
  'repair.skip': e => `${e.node} leaves ${nameOf(e)} at ${e.target} to the trees: it has mended enough for its reads`,
  'repair.tree': e => `${e.node} mends ${nameOf(e)} at ${e.target}, since their trees differ`,
  'tree.differ': e => `${e.node} and ${e.peer} differ in partition ${e.partition}: ${e.keys} keys`,
  'tree.merge': e => `${e.node} has mended ${e.repaired} keys with ${e.peer} in partition ${e.partition}`,
  'tree.converge': e => `${e.node} and ${e.peer} are equal again in all trees, after ${took(e.tookMillis * 1000)}`,
  'reap.end': e => `${e.node} has had ${e.reaped} of ${e.keys} deleted keys reaped in era ${e.era} of partition ${e.partition}${e.why && `: ${e.why}`}`,
  'record.quarantined': e => `${e.node} puts ${nameOf(e)} aside: ${e.reason}`,
  'record.healed': e => `${e.node} has ${nameOf(e)} back from the other owners`,
  'scrub.end': e => `${e.node} has looked at all it holds: ${e.records} records, ${e.quarantined} put aside, ${e.corrected} digests set right`,
  'trees.doubt': e => `${e.node} doubts its trees: ${e.reason}`,
  'trees.rebuilt': e => `${e.node} has made its trees anew, from ${e.records} records`,
  'fault.begin': e => `broken: ${e.fault}`,
  'fault.end': e => `mended: ${e.fault}`,
  'client.start': e => `${e.client} asks: ${e.says}`,
  'client.end': e => `${e.client} is told: ${e.says}`,
  'client.gone': e => `${e.client} waits no longer`,
  'op.start': e => `${e.node} coordinates ${e.verb} ${nameOf(e)}, needs ${e.needed} of ${e.primaries.join(', ')}`,
  'op.reply': e => `${e.node} hears of ${e.from}: ${e.outcome}${e.standsInFor ? ` for ${e.standsInFor}` : ''}`,
  'op.end': e => `${e.node} answers ${e.verb} ${nameOf(e)}: ${e.outcome}, after ${took(e.tookMicros)}`,
  'msg.send': e => message('sent', e),
  'msg.deliver': e => message('arrives', e),
  'msg.drop': e => message('lost', e),
  'msg.hold': e => message('held up', e),
  'msg.duplicate': e => message('doubled', e),
  'watch.heard': e => `${e.member} is heard, in its ${ordinal(e.memberStart)} start`,
  'watch.lost': e => `${e.member} cannot be observed any more`,
  'watch.gap': e => (e.missed === undefined ? `${e.member} began anew: what it said last before may be missing` : `${e.missed} events of ${e.member} were missed`),
  'events.coalesced': e => `${e.node} says too much: ${BigInt(e.seq) - BigInt(e.first) + 1n} events of most keys are left out, with ${e.answered} answers, ${e.failed} failures`,
  'watch.view': e => `${e.member} was asked what it believes`,
  checkpoint: () => 'a checkpoint',
  bug: e => `a bug of ${e.node}: ${e.what}, ${e.thrown}`,
  'background.failed': e => `${e.node} could not do what it does by itself (${e.what}): ${e.reason}`,
  'disk.touch': e => `the disk of ${e.member}: ${e.how}`,
  'hint.found': e => `${e.node} finds hints for ${e.count} keys on its disk`,
  'hint.shorten': e => `${e.node} keeps only ${list(e.record)} of ${nameOf(e)} for ${e.target}`,
  'hint.unreadable': e => `${e.node} cannot read its hints in ${e.places} places`,
  'member.recovered': e => `${e.node} finds ${e.member} well again`,
  'node.amnesia': e => `${e.node} has lost what it knew: ${e.reason}`,
  'store.broken': e => `the store of ${e.node} takes nothing any more: ${e.reason}`,
  'store.mended': e => `${e.node} has mended its store: ${e.records} records, ${e.lost} lost`,
};

function message(what, { from, to, request, answer, bucket, key }) {
  return `${from} → ${to} ${answer ? `answer to ${request}` : request}${key === undefined ? '' : ` ${keyName(bucket, key)}`}: ${what}`;
}

function nameOf({ bucket, key }) {
  return keyName(bucket, key);
}

/** The versions of a record, in few words. */
export function list({ versions }) {
  if (versions.length === 0) return 'nothing';
  return versions.map(version => `${short(valueText(version))} (${version.dot})`).join(' and ');
}

export function short(text, most = 24) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

function ordinal(text) {
  const last = Number(text) % 100;
  const ending = last > 10 && last < 14 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[last % 10] ?? 'th';
  return `${text}${ending}`;
}

function other({ kind, node, member }) {
  return `${node === '*' ? member ?? '' : node} ${kind}`.trim();
}
