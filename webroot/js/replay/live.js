// A live cluster as a run that goes on: its events as they come, and lines of the page's own for what no event says: who is heard, who
// cannot be observed, what was missed, and what was there when somebody was asked. docs/events.md says what they mean.

import { effect } from '../html.js';
import { tell } from '../api.js';
import { follow, lookAt } from '../feed.js';
import { isPressed } from '../press.js';
import { partOf } from '../run/coalesced.js';
import { idOf } from '../run/reduce.js';
import { entries, get } from '../run/trie.js';
import { Arrival } from './arrival.js';
import { GrowingLog } from './growing-log.js';
import { isSaid } from './key-history.js';
import { Lives } from './lives.js';
import { Writing } from './panels/writing.js';
import { forget } from './script-memory.js';
import { addLine, begin, breakable, chooseKey, events, failure, following, grown, live, loading, selectedKey, toEnd, writing } from './session.js';

const TAKE_MILLIS = 250;

const ASK_MILLIS = 1000;

/** After a gap, of so many keys that were spoken of last the nodes are asked what they hold. */
const KEYS_ASKED = 16;

/** Completes when there is something to show; `address` may name a key. */
export async function watch({ bucket, key }) {
  loading.value = 'Asking the cluster…';
  try {
    const [cluster, ring] = await Promise.all(['/cluster', '/cluster/ring'].map(path => tell(path)));
    const { n, r, w } = cluster.settings;
    const header = { kind: 'run.header', schema: 1, build: cluster.build, flags: '', script: '', roster: ring.members,
      partitions: ring.partitions, owners: ring.owners, n, r, w, watched: cluster.self };
    await watching(header, cluster);
    breakable.value = cluster.faultsAllowed === true;
    writing.value = Writing;
    if (key !== null) chooseKey(bucket, key);
  } catch (problem) {
    failure.value = { message: `The cluster cannot be watched: ${problem.message}` };
  } finally {
    loading.value = '';
  }
}

/** `asked` is how the cluster was when the page began to watch it. */
function watching(header, asked) {
  const skew = asked.t - Date.now(); // What the asked node's clock is ahead of the page's.
  const arrival = new Arrival();
  const lives = new Lives();
  const last = new Map();
  const meanwhile = new Set();
  let said = 1;
  let log = null;
  let status = '';
  const now = () => Date.now() + skew;
  const line = (kind, t, fields) => ({ v: 1, node: '*', start: '0', seq: String(said++), t, kind, ...fields });
  const note = (kind, member, fields, t = now()) => arrival.add(line(kind, t, { member, ...fields }), now());

  function hear(member, memberStart, t) {
    if (lives.hear(member, memberStart)) note('watch.heard', member, { memberStart }, t);
  }

  function lose(member) {
    if (lives.lose(member)) note('watch.lost', member);
  }

  /** An answer with what was told while it was under way: that may be newer, and counts instead. */
  async function askMeanwhile(path) {
    const told = new Set();
    meanwhile.add(told);
    try {
      return { answer: await tell(path), told };
    } finally {
      meanwhile.delete(told);
    }
  }

  /** What nodes hold of a key, where it is not what their events say. */
  async function askKey({ id, bucket, key }) {
    const { answer: { replicas }, told: newer } = await askMeanwhile(`/cluster/keys/${encodeURIComponent(bucket)}/${encodeURIComponent(key)}`);
    const { nodes } = log.timeline.at(log.events.length);
    for (const { node, role, reachable, record, hints } of replicas) {
      const isOfInterest = role === 'primary' || record?.versions.length > 0 || Object.keys(hints ?? {}).length > 0;
      if (!reachable || !isOfInterest || newer.has(`${node} ${id}`)) continue;
      const known = get(get(nodes, node).records, id)?.record;
      const told = known ? JSON.stringify(known) === JSON.stringify(record) : record.versions.length === 0 && isSaid(log.events, log.index, id, node, log.events.length);
      if (!told) note('disk.record', node, { bucket, key, record, why: 'observed' });
      for (const [target, hint] of Object.entries(hints)) {
        if (!get(get(nodes, node).hints, idOf(target, bucket, key))) note('disk.hint', node, { target, bucket, key, record: hint, why: 'observed' });
      }
    }
  }

  /** What is broken on purpose may have been said before the nodes' memory begins. */
  function sayFaults(names) {
    const known = new Set(entries(log.timeline.at(log.events.length).faults).map(([name]) => name));
    for (const fault of names) if (!known.delete(fault)) arrival.add(line('fault.begin', now(), { fault }), now());
    for (const fault of known) arrival.add(line('fault.end', now(), { fault }), now());
  }

  const askSoon = soon(async () => {
    const [{ answer: cluster, told }, { answer: { views }, told: newer }, { answer: broken, told: since }] = await Promise.all(['/cluster', '/cluster/members', '/faults'].map(askMeanwhile));
    const { fresh, isAnother } = lives.look(cluster);
    if (isAnother) return void beginAnew();
    if (log && !since.has('faults')) sayFaults(broken.names);
    for (const { node, reachable } of cluster.nodes) {
      if (told.has(node)) continue;
      if (!reachable) lose(node);
      else if (fresh.has(node)) hear(node, fresh.get(node));
    }
    for (const [member, { reachable, beliefs }] of Object.entries(views)) {
      if (reachable && !newer.has(`${member} view`)) note('watch.view', member, { beliefs: Object.fromEntries(Object.entries(beliefs).map(([of, { status, incarnation }]) => [of, { status, incarnation }])) });
    }
    for (const key of log ? [selectedKey.value, ...lastKeys(log)].filter(Boolean) : []) await askKey(key).catch(() => {}); // One that is refused is no reason not to ask for others.
  });

  lives.look(asked); // As they are from the first look on, and not only from the next.
  const end = follow({
    events: list => list.forEach(event => {
      hear(event.node, event.start, event.t);
      for (const told of meanwhile) told.add(event.node).add(event.kind.startsWith('fault.') ? 'faults' : `${event.node} ${event.kind === 'member.view' ? 'view' : idOf(event.bucket, event.key)}`);
      arrival.add(event, now());
      if (event.kind === 'events.coalesced') askSoon();
    }),
    gap: ({ node, missed, t }) => {
      note('watch.gap', node, missed === null ? {} : { missed }, t);
      askSoon();
    },
    source: ({ node, reachable }) => (reachable ? askSoon() : lose(node)),
    connection: now => {
      status = now;
      if (log) live.value = status;
      if (status === 'lost') lives.heard.forEach(lose);
      if (status === 'live') askSoon();
    },
  });

  /** True the first time. Ends when the page shows something else. */
  function take() {
    if (log && log.events !== events.value) {
      clearInterval(timer);
      end();
      leave();
      return false;
    }
    if (isPressed()) return false;
    const lines = arrival.take(now());
    for (const one of lines) {
      const node = one.member ?? one.node;
      if (one.kind === 'watch.gap') one.since = last.get(node) ?? one.at;
      last.set(node, one.at);
    }
    if (log && lines.length > 0) grown(log, log.append(lines));
    if (log || lines.length === 0) return false;
    log = new GrowingLog({ ...line('run.header', arrival.begun, header), at: 0 });
    log.append(lines);
    askSoon();
    begin(log, asked.cluster);
    addLine.value = (kind, fields) => arrival.add(line(kind, now(), fields), now());
    live.value = status;
    toEnd();
    effect(() => {
      if (!selectedKey.value || live.value === null) return;
      lookAt(String(partOf(selectedKey.value.bucket, selectedKey.value.key)));
      askKey(selectedKey.value).catch(() => {});
    });
    return true;
  }

  let timer = 0;
  return new Promise(shown => { timer = setInterval(() => take() && shown(), TAKE_MILLIS); });
}

/** Whoever looks at what was may go on doing so. */
function beginAnew() {
  forget();
  if (following.value) location.reload();
  else failure.value = { message: 'Another cluster answers at this address now', hint: 'what is shown is of the one before; reload the page to see the new one' };
}

/** What is shown now can be neither written to nor broken. */
function leave() {
  breakable.value = false;
  writing.value = null;
  addLine.value = null;
}

/** Those that nodes have spoken of: what a client asks for may be refused. */
function lastKeys({ events }) {
  const keys = new Map();
  for (let i = events.length - 1; i >= 0 && keys.size < KEYS_ASKED; i--) {
    const { kind, bucket, key } = events[i];
    if (key !== undefined && !kind.startsWith('client.')) keys.set(idOf(bucket, key), { id: idOf(bucket, key), bucket, key });
  }
  return keys.values();
}

/** Runs an act a little later, once for all who asked meanwhile, and never twice at a time. */
function soon(act) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => act().catch(() => {}).finally(() => { timer = 0; }), ASK_MILLIS);
  };
}
