// A cluster in a few lines, for working on the page and for its tests: it answers as docs/http.md says, keeps everything in memory, and
// has no network. It is not a model of the protocol.

import { covers, mergeVersions } from '../../../webroot/js/clock.js';

const PARTITIONS = 256;
const N = 3;

export class FakeCluster {
  /** `observe(node, reachable)` is told when the node that is asked hears a node no more, or again. */
  constructor(size, emit, observe = () => {}) {
    this.names = Array.from({ length: size }, (_, i) => `n${i + 1}`);
    this.emit = emit;
    this.observe = observe;
    this.killed = new Set();
    this.data = new Map(this.names.map(name => [name, new Map()]));
    this.hints = new Map(this.names.map(name => [name, new Map()]));
    this.beliefs = new Map(this.names.map(name => [name, new Map(this.names.map(of => [of, { status: 'alive', at: Date.now() }]))]));
    this.seq = new Map();
    this.starts = new Map(this.names.map(name => [name, 1]));
    this.began = new Map(this.names.map(name => [name, Date.now()]));
    this.operations = 0;
    this.owners = Array.from({ length: PARTITIONS }, (_, p) => this.names[(p + Math.floor(p / size) * 2) % size]);
    this.names.forEach(name => this.say(name, 'node.up', { roster: this.names, partitions: PARTITIONS, n: N, r: 2, w: 2 }));
  }

  say(node, kind, fields) {
    const start = this.starts.get(node);
    const name = `${node}/${start}`;
    this.seq.set(name, (this.seq.get(name) ?? 0) + 1);
    this.emit({ v: 1, node, start: String(start), seq: String(this.seq.get(name)), t: Date.now(), kind, ...fields });
  }

  walk(bucket, key) {
    let hash = 2166136261;
    for (const char of `${bucket}/${key}`) hash = Math.imul(hash ^ char.codePointAt(0), 16777619) >>> 0;
    const partition = hash % PARTITIONS;
    const seen = [];
    const steps = [];
    for (let i = 0; i < PARTITIONS && seen.length < this.names.length; i++) {
      const node = this.owners[(partition + i) % PARTITIONS];
      const role = seen.includes(node) ? 'skipped' : seen.length < N ? 'primary' : 'fallback';
      steps.push({ partition: (partition + i) % PARTITIONS, node, role });
      if (role !== 'skipped') seen.push(node);
    }
    return { bucket, key, partition, primaries: seen.slice(0, N), fallbacks: seen.slice(N), steps };
  }

  up(node) {
    return !this.killed.has(node);
  }

  recordOf(node, id) {
    return this.data.get(node).get(id) ?? { context: context({}), versions: [] };
  }

  write(coordinator, verb, bucket, key, version, past) {
    const op = `op${++this.operations}`;
    const walk = this.walk(bucket, key);
    const id = JSON.stringify([bucket, key]);
    const fields = { op, bucket, key };
    this.say(coordinator, 'op.start', { ...fields, verb, primaries: walk.primaries, needed: 2 });
    const minter = [...walk.primaries, ...walk.fallbacks].find(node => this.up(node));
    const counter = Number(this.recordOf(minter, id).context.clock[minter] ?? 0) + 1;
    const dot = `${minter}:${counter}`;
    const written = { dot, node: minter, past, clock: withDot(past, dot), writtenAt: Date.now(), ...version };
    const record = supersede(this.recordOf(minter, id), written);
    const fallbacks = walk.fallbacks.filter(node => this.up(node));
    const attempts = walk.primaries.map(primary => {
      const holder = this.up(primary) ? primary : fallbacks.shift();
      if (holder === primary) this.store(primary, id, fields, record, primary === minter ? 'put' : 'write');
      else if (holder) this.hint(holder, primary, id, fields, record);
      const attempt = { node: holder ?? primary, outcome: holder === primary ? (primary === minter ? 'minted' : 'stored') : holder ? 'hinted' : 'silent',
        reason: '', context: record.context, tookMillis: 1 + Math.floor(Math.random() * 4), counted: Boolean(holder), repaired: false,
        ...(holder && holder !== primary ? { standsInFor: primary } : {}) };
      this.say(coordinator, 'op.reply', { ...fields, from: attempt.node, outcome: attempt.outcome, tookMillis: attempt.tookMillis,
        ...(attempt.standsInFor ? { standsInFor: primary } : {}) });
      return attempt;
    });
    this.say(coordinator, 'op.end', { ...fields, verb, outcome: 'ok', tookMicros: 1800 + Math.floor(Math.random() * 4000), siblings: record.versions.length });
    return { dot, context: withDot(past, dot), explanation: this.explanation(coordinator, walk, attempts) };
  }

  store(node, id, fields, record, cause) {
    const merged = merge(this.recordOf(node, id), record);
    this.data.get(node).set(id, merged);
    this.say(node, 'store.put', { bucket: fields.bucket, key: fields.key, cause, record: merged });
  }

  hint(holder, target, id, fields, record) {
    this.hints.get(holder).set(`${target} ${id}`, { target, id, fields, record });
    this.say(holder, 'hint.store', { target, bucket: fields.bucket, key: fields.key, record });
  }

  read(coordinator, bucket, key) {
    const op = `op${++this.operations}`;
    const walk = this.walk(bucket, key);
    const id = JSON.stringify([bucket, key]);
    const fields = { op, bucket, key };
    this.say(coordinator, 'op.start', { ...fields, verb: 'get', primaries: walk.primaries, needed: 2 });
    const attempts = walk.primaries.map(node => {
      const up = this.up(node);
      const tookMillis = 1 + Math.floor(Math.random() * 3);
      const outcome = up ? 'read' : 'suspect';
      this.say(coordinator, 'op.reply', { ...fields, from: node, outcome, tookMillis });
      return { node, outcome, reason: '', context: this.recordOf(node, id).context, tookMillis, counted: up, repaired: false };
    });
    const found = attempts.filter(attempt => attempt.counted).map(attempt => this.recordOf(attempt.node, id)).reduce(merge, this.recordOf('n1', 'none'));
    const live = found.versions.filter(version => !version.deleted);
    const kind = !found.versions.length ? 'not_found' : !live.length ? 'deleted' : found.versions.length > 1 ? 'siblings' : 'value';
    this.say(coordinator, 'op.end', { ...fields, verb: 'get', outcome: kind === 'not_found' ? 'not_found' : 'ok', tookMicros: 1500, siblings: found.versions.length });
    return { bucket, key, kind, token: JSON.stringify(found.context), context: found.context, versions: found.versions,
      explanation: this.explanation(coordinator, walk, attempts) };
  }

  explanation(coordinator, walk, attempts) {
    return { coordinator, partition: walk.partition, primaries: walk.primaries, fallbacks: walk.fallbacks, quorum: 2, primaryQuorum: 0, tookMillis: 4, attempts };
  }

  kill(node) {
    this.killed.add(node);
    this.say('n1', 'fault.begin', { fault: `kill ${node}` });
    this.observe(node, false);
    this.spread(node, 'suspect', 700);
    this.spread(node, 'dead', 2200);
  }

  restart(node) {
    this.killed.delete(node);
    this.say('n1', 'fault.end', { fault: `kill ${node}` });
    this.observe(node, true);
    this.starts.set(node, this.starts.get(node) + 1);
    this.began.set(node, Date.now());
    this.say(node, 'node.up', { roster: this.names, partitions: PARTITIONS, n: N, r: 2, w: 2 });
    this.spread(node, 'alive', 300);
    setTimeout(() => this.deliver(node), 900).unref();
  }

  spread(node, status, after) {
    this.names.filter(name => name !== node).forEach((observer, i) => setTimeout(() => {
      if (!this.up(observer) || (status !== 'alive') === this.up(node)) return;
      this.beliefs.get(observer).set(node, { status, at: Date.now() });
      this.say(observer, 'member.view', { member: node, status, incarnation: String(this.starts.get(node) << 20), reason: 'probe' });
    }, after + i * 130).unref());
  }

  deliver(target) {
    for (const [holder, hints] of this.hints) {
      for (const [name, hint] of hints) {
        if (hint.target !== target || !this.up(holder)) continue;
        this.store(target, hint.id, hint.fields, hint.record, 'hint-delivery');
        this.say(holder, 'hint.replay', { target, bucket: hint.fields.bucket, key: hint.fields.key });
        hints.delete(name);
      }
    }
  }

  nodes() {
    return this.names.map(node => ({ node, status: this.beliefs.get('n1').get(node).status, reachable: this.up(node), ready: this.up(node),
      reason: this.up(node) ? '' : 'no answer', start: String(this.starts.get(node)), upMillis: Date.now() - this.began.get(node), beganMillis: this.began.get(node), ringEpoch: '77', amnesiac: false,
      hints: this.hintCounts(node) }));
  }

  hintCounts(node) {
    const counts = {};
    for (const { target } of this.hints.get(node).values()) counts[target] = (counts[target] ?? 0) + 1;
    return counts;
  }

  views() {
    return { nodes: this.names, views: Object.fromEntries(this.names.map(node => [node, this.up(node)
      ? { reachable: true, beliefs: Object.fromEntries([...this.beliefs.get(node)].map(([of, belief]) => [of, {
        status: belief.status, incarnation: String(this.starts.get(of) << 20), sinceMillis: Date.now() - belief.at, heardMillis: this.up(of) ? 210 : 9000 }])) }
      : { reachable: false, reason: 'no answer within 1 s' }])) };
  }

  replicas(bucket, key) {
    const walk = this.walk(bucket, key);
    const id = JSON.stringify([bucket, key]);
    const replicas = [...walk.primaries, ...walk.fallbacks].map((node, i) => ({ node, role: i < N ? 'primary' : 'fallback', reachable: this.up(node),
      ...(this.up(node) ? {} : { reason: 'no answer within 1 s' }), synchronised: true, record: this.recordOf(node, id),
      hints: Object.fromEntries([...this.hints.get(node).values()].filter(hint => hint.id === id).map(hint => [hint.target, hint.record])) }));
    return { bucket, key, partition: walk.partition, primaries: walk.primaries, fallbacks: walk.fallbacks, replicas };
  }
}

export function context(clock, dots = []) {
  return { clock, dots, text: `{${[...Object.entries(clock).map(([actor, counter]) => `${actor}:${counter}`), ...dots.map(dot => `+${dot}`)].join(' ')}}` };
}

function withDot(past, dot) {
  if (covers(past, dot)) return past;
  const [actor, counter] = dot.split(':');
  const next = Number(past.clock[actor] ?? 0) + 1 === Number(counter);
  return next ? context({ ...past.clock, [actor]: counter }, past.dots) : context(past.clock, [...past.dots, dot]);
}

function supersede(record, written) {
  const kept = record.versions.filter(version => !covers(written.past, version.dot));
  return { context: join(record.context, written.clock), versions: [...kept, written] };
}

function merge(a, b) {
  return { context: join(a.context, b.context), versions: mergeVersions([a, b]) };
}

function join(a, b) {
  const clock = { ...a.clock };
  for (const [actor, counter] of Object.entries(b.clock)) clock[actor] = String(Math.max(Number(counter), Number(clock[actor] ?? 0)));
  return [...a.dots, ...b.dots].sort().reduce(withDot, context(clock));
}
