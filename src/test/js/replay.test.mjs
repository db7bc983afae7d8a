import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { md5 } from '../../../webroot/js/run/md5.js';
import { partitionOf, walkFrom } from '../../../webroot/js/run/placement.js';
import { availabilityOf, sidesOf, troubleOf } from '../../../webroot/js/replay/availability.js';
import { madeOf, readAddress, writeAddress } from '../../../webroot/js/replay/address.js';
import { conesOf, knowledgeOf, relationOf } from '../../../webroot/js/replay/causality.js';
import { underWay } from '../../../webroot/js/replay/flight.js';
import { differenceOf } from '../../../webroot/js/replay/link-difference.js';
import { versionsOf } from '../../../webroot/js/replay/key-history.js';
import { stateHash } from '../../../webroot/js/run/state-hash.js';
import { covers } from '../../../webroot/js/clock.js';
import { driftOf } from '../../../webroot/js/replay/drift.js';
import { originOf } from '../../../webroot/js/replay/origin.js';
import { indexOf, laneOf } from '../../../webroot/js/replay/log-index.js';
import { after, before, countBelow, linesBy } from '../../../webroot/js/replay/steps.js';
import { lanesOf, layOut, shownLines } from '../../../webroot/js/replay/space-time-layout.js';
import { curve, roundUp } from '../../../webroot/js/replay/curve.js';
import { csv, nameOf } from '../../../webroot/js/files.js';
import { clocksOf, logOf, pageOf, shivizOf } from '../../../webroot/js/replay/exports.js';
import { COLUMNS, csvOf, quantile, seriesOf } from '../../../webroot/js/replay/series.js';
import { linesOf, seenBy } from '../../../webroot/js/replay/perspective.js';
import { linesFor } from '../../../webroot/js/replay/query.js';
import { sentence } from '../../../webroot/js/replay/wording.js';
import { checkRun, isCut, readLog } from '../../../webroot/js/run/log-file.js';
import { BEGINNING, reduce } from '../../../webroot/js/run/reduce.js';
import { get } from '../../../webroot/js/run/trie.js';
import { Timeline } from '../../../webroot/js/run/timeline.js';

const hex = bytes => Buffer.from(bytes).toString('hex');

/** A small generator, so that a failure can be repeated. */
function randomFrom(seed) {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('md5 is what others compute, at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    assert.equal(hex(md5(bytes)), createHash('md5').update(bytes).digest('hex'));
  }
});

test('a key lives where the ring says, and its walk is the ring’s', () => {
  const { nodes, n, owners, keys } = JSON.parse(readFileSync('src/test/resources/placement.json', 'utf8'));
  const roster = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  for (const { bucket, key, partition, primaries, fallbacks } of keys) {
    const walk = walkFrom(partitionOf(bucket, key, owners.length), owners, roster, n);
    assert.deepEqual([walk.partition, walk.primaries, walk.fallbacks], [partition, primaries, fallbacks]);
  }
});

test('steps go to the next line not yet seen, and back to the one before what was seen last', () => {
  const lines = [3, 7, 8, 20];
  assert.deepEqual([0, 3, 4, 8, 9, 21].map(cursor => after(lines, cursor)), [4, 4, 8, 9, 21, null]);
  assert.deepEqual([0, 4, 8, 9, 21, 30].map(cursor => before(lines, cursor)), [null, null, 4, 8, 9, 21]);
  for (let bound = 0; bound < 25; bound++) assert.equal(countBelow(lines, bound), lines.filter(line => line < bound).length);
  const events = [0, 0, 5, 5, 9].map(at => ({ at }));
  assert.deepEqual([-1, 0, 4, 5, 100].map(at => linesBy(events, at)), [0, 2, 2, 4, 5]);
});

const at = (micros, kind, fields) => ({ v: 1, node: '*', start: '0', at: micros, kind, ...fields });
const send = (m, from, to) => at(m, 'msg.send', { m, from, to, request: 'Store', bucket: 'default', key: 'k' });
const arrive = (m, from, to) => ({ ...send(m, from, to), kind: 'msg.deliver' });

test('a key that only a client has named is none that there is', () => {
  const ask = (micros, key) => at(micros, 'client.start', { client: 'visitor', verb: 'put', bucket: 'default', key, via: 'n1', says: `put ${key}` });
  const events = [ask(0, 'refused'), at(1, 'client.end', { client: 'visitor', outcome: 'too_large', says: 'too large' }), ask(2, 'kept'), at(3, 'store.forget', { node: 'n1', bucket: 'default', key: 'kept' })];
  const index = indexOf(events);
  assert.deepEqual(index.keys.map(({ key }) => key), ['kept']);
  assert.deepEqual([...index.byKey.values()], [[0], [2, 3]]);
});

test('happened-before is the transitive closure of a lane’s order, of messages and of what clients asked and were told', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const events = randomLog(randomFrom(seed));
    const index = indexOf(events);
    const asking = withCauses(events, seed);
    const before = closure(events, asking);
    const random = randomFrom(seed * 7);
    for (let i = 0; i < 5; i++) {
      const line = random(events.length);
      const cones = conesOf(events, index, line, asking);
      events.forEach((event, other) => {
        const expected = other === line ? 'self' : before[other][line] ? 'past' : before[line][other] ? 'future' : 'concurrent';
        assert.equal(relationOf(cones, events, other), expected, `seed ${seed}, ${other} to ${line}`);
      });
      const lane = laneOf(events[line]);
      if (!lane) continue;
      const known = knowledgeOf(events, index, lane, line + 1, asking);
      const alone = knowledgeOf(events, index, lane, line + 1, asking, false);
      events.forEach((event, other) => {
        assert.equal(relationOf(known, events, other), other === line || before[other][line] ? 'past' : 'concurrent', `seed ${seed}, ${other} by ${line}`);
        assert.equal(relationOf(alone, events, other), other <= line && laneOf(event) === lane ? 'past' : 'concurrent');
      });
    }
  }
});

/** Some lines that are no deliveries follow from an earlier one of another lane. */
function withCauses(events, seed) {
  const causes = new Map();
  const random = randomFrom(seed * 31);
  events.forEach((event, line) => {
    const cause = random(line + 1);
    if (event.kind !== 'msg.deliver' && cause < line && random(3) === 0 && laneOf(events[cause]) !== laneOf(event)) causes.set(line, cause);
  });
  return { causes, askers: new Map() };
}

function randomLog(random) {
  const nodes = ['n1', 'n2', 'n3', 'n4'];
  const events = [];
  const open = [];
  for (let m = 0; m < 40; m++) {
    const [from, to] = [nodes[random(4)], nodes[random(4)]];
    if (random(3) === 0) events.push({ ...at(m, 'store.put', { record: { versions: [] }, bucket: 'b', key: 'k' }), node: from, start: '1' });
    events.push(send(m, from, to));
    open.push([m, from, to]);
    while (open.length > 0 && random(2) === 0) {
      const message = open[random(open.length)];
      events.push(arrive(...message)); // sometimes twice: a doubled message
      if (random(4) > 0) open.splice(open.indexOf(message), 1);
    }
  }
  return events;
}

/** By brute force. */
function closure(events, { causes }) {
  const led = events.map(() => new Array(events.length).fill(false));
  events.forEach((event, i) => {
    for (let j = i + 1; j < events.length; j++) {
      const sameLane = laneOf(event) === laneOf(events[j]);
      if (sameLane || event.kind === 'msg.send' && events[j].kind === 'msg.deliver' && events[j].m === event.m || causes.get(j) === i) led[i][j] = true;
    }
  });
  for (let k = 0; k < events.length; k++) {
    for (let i = 0; i < k; i++) if (led[i][k]) for (let j = k + 1; j < events.length; j++) led[i][j] ||= led[k][j];
  }
  return led;
}

test('a message is under way from its sending until it arrives or is lost', () => {
  const events = [send(1, 'n1', 'n2'), send(2, 'n1', 'n3'), arrive(1, 'n1', 'n2'), { ...send(2, 'n1', 'n3'), kind: 'msg.drop' }];
  const index = indexOf(events);
  assert.deepEqual([0, 1, 2, 3, 4].map(cursor => underWay(events, index, cursor).map(({ m }) => m)), [[], [1], [2, 1], [2], []]);
});

test('what is under way is what was sent and has neither come nor gone, wherever one looks', () => {
  const random = randomFrom(11);
  const events = [];
  for (let at = 0; events.length < 2300; at += random(20_000)) {
    const m = random(600);
    events.push({ kind: ['msg.send', 'msg.send', 'msg.deliver', 'msg.drop', 'store.forget'][random(5)], m, at, from: 'n1', to: 'n2', node: '*' });
  }
  const index = indexOf(events);
  for (let cursor = 0; cursor <= events.length; cursor++) {
    const now = events[cursor - 1]?.at;
    const expected = [...index.messages.values()].filter(({ sent, ended }) =>
      sent < cursor && (ended === null || ended >= cursor) && events[sent].at > now - 5_000_000).sort((a, b) => b.sent - a.sent);
    assert.deepEqual(underWay(events, index, cursor), expected.slice(0, 300), `at ${cursor}`);
  }
});

test('availability is what brute force over all keys finds, for random troubles and every N', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const roster = Array.from({ length: 1 + random(6) }, (_, i) => `n${i + 1}`);
    const owners = Array.from({ length: 16 }, () => roster[random(roster.length)]);
    const n = 1 + random(5);
    const header = { owners, roster, n, r: 1 + random(n), w: 1 + random(n) };
    const trouble = { up: new Set(roster.filter(() => random(4) > 0)), full: new Set(roster.filter(() => random(6) === 0)), cuts: new Set() };
    for (const from of roster) for (const to of roster) if (from !== to && random(4) === 0) trouble.cuts.add(`${from}>${to}`);
    for (const side of availabilityOf(header, trouble)) {
      const found = bruteForce(header, trouble, side.nodes);
      for (const how of ['strict', 'sloppy']) {
        for (const what of ['read', 'write']) assert.ok(Math.abs(side[how][what] - found[how][what]) < 1e-9, `seed ${seed} ${how} ${what}`);
      }
    }
  }
});

/** Tries each key at each coordinator: asks the primaries, then whoever else is there. */
function bruteForce({ owners, roster, n, ...wanted }, { up, full, cuts }, side) {
  const [r, w] = [wanted.r, wanted.w].map(number => Math.min(number, n, roster.length));
  const talk = (a, b) => up.has(a) && up.has(b) && (a === b || !cuts.has(`${a}>${b}`) && !cuts.has(`${b}>${a}`));
  const done = { strict: { read: 0, write: 0 }, sloppy: { read: 0, write: 0 } };
  for (const coordinator of side) {
    for (let partition = 0; partition < owners.length; partition++) {
      const walk = walkFrom(partition, owners, roster, n);
      const answers = walk.primaries.filter(node => talk(coordinator, node));
      const stores = answers.filter(node => !full.has(node));
      let fallbacks = walk.fallbacks.filter(node => talk(coordinator, node));
      if (answers.length >= r) done.strict.read++;
      if (stores.length >= w) done.strict.write++;
      if (answers.length >= 1 && answers.length + fallbacks.length >= r) done.sloppy.read++;
      fallbacks = fallbacks.filter(node => !full.has(node));
      const slots = walk.primaries.map(primary => stores.includes(primary) || fallbacks.shift() !== undefined);
      if (slots.filter(Boolean).length >= w) done.sloppy.write++;
    }
  }
  const all = side.length * owners.length;
  const share = counts => ({ read: counts.read / all, write: counts.write / all });
  return { strict: share(done.strict), sloppy: share(done.sloppy) };
}

test('sides are who hears each other, and a node that stands still is on none', () => {
  const header = { ...at(0, 'run.header', { roster: ['n1', 'n2', 'n3'], n: 3, r: 2, w: 2 }) };
  const up = name => [at(1, 'node.start', { member: name, memberStart: '1' }), { ...at(2, 'node.up', {}), node: name, start: '1' }];
  const events = [header, ...up('n1'), ...up('n2'), ...up('n3'), at(3, 'fault.begin', { fault: 'cut n1->n3' }),
    at(4, 'fault.begin', { fault: 'cut n2->n3 Store' })];
  const state = events.reduce(reduce, BEGINNING);
  assert.deepEqual(sidesOf(header.roster, troubleOf(state)), [['n1', 'n2', 'n3']]);
  const paused = reduce(state, at(5, 'node.pause', { member: 'n2', until: 900 }));
  assert.deepEqual(sidesOf(header.roster, troubleOf(paused)), [['n1'], ['n3']]);
});

const context = clock => ({ clock, dots: [], text: '' });
const version = (dot, past, value) => ({ dot, past: context(past), clock: context({ ...past, [dot.split(':')[0]]: dot.split(':')[1] }), value, node: dot.split('~')[0] });
const put = (micros, node, versions) => ({ ...at(micros, 'store.put', { bucket: 'default', key: 'cart', cause: 'put', record: { context: context({}), versions } }), node, start: '1' });

test('the graph of versions has a line from what a writer had seen to what it wrote, and only the shortest', () => {
  const milk = version('n1~a:1', {}, 'milk');
  const eggs = version('n1~a:2', { 'n1~a': '1' }, 'eggs');
  const bread = version('n2~b:1', { 'n1~a': '1' }, 'bread');
  const both = version('n1~a:3', { 'n1~a': '2', 'n2~b': '1' }, 'both');
  const events = [put(1, 'n1', [milk]), at(2, 'fault.begin', { fault: 'cut n1->n2', until: 9 }), put(3, 'n1', [eggs]), put(4, 'n2', [bread]),
    put(10, 'n3', [eggs, bread]), put(11, 'n1', [both])];
  const index = indexOf(events);
  const lines = index.byKey.get(JSON.stringify(['default', 'cart']));
  const all = versionsOf(events, lines, 6, [both]);
  assert.deepEqual(all.map(({ dot, parents, depth, alive }) => [dot, parents, depth, alive]), [
    ['n1~a:1', [], 0, false], ['n1~a:2', ['n1~a:1'], 1, false], ['n2~b:1', ['n1~a:1'], 1, false], ['n1~a:3', ['n1~a:2', 'n2~b:1'], 2, true]]);
  const siblings = versionsOf(events, lines, 5, [eggs, bread]);
  assert.deepEqual(originOf(events, index, lines, siblings, 5), [1, 2, 3, 4], 'the cut, both writes, and where they met');
  assert.deepEqual(index.conflicts, [4]);
});

test('an arrow is drawn once, from its row to its row, and leaves the picture where its end is out of sight', () => {
  const events = [send(1, 'n1', 'n2'), put(2, 'n1', []), arrive(1, 'n1', 'n2'), send(3, 'n2', 'n1')];
  const index = indexOf(events);
  const { rows, arrows, height } = layOut(events, index, shownLines(events, 'data'), lanesOf(['n1', 'n2'], index), 2);
  assert.deepEqual(rows.map(({ line, lane, later }) => [line, lane, later]), [[0, 0, false], [1, 0, false], [2, 1, true], [3, 1, true]]);
  assert.deepEqual(arrows.map(({ m, y1, y2 }) => [m, y1, y2]), [[1, rows[0].y, rows[2].y], [3, rows[3].y, height]]);
});

test('where two runs part a line is drawn between the rows before and behind, and only where both are in sight', () => {
  const events = Array.from({ length: 100 }, (_, i) => put(i, 'n1', []));
  const index = indexOf(events);
  const every = shownLines(events, 'data');
  const shown = every.filter(line => line !== 50);
  const partingAt = (lines, cursor, apart) => {
    const { rows, parting } = layOut(events, index, lines, ['n1'], cursor, { apart });
    if (parting === null) return null;
    assert.ok(rows.every(({ line, y }) => (line < apart ? y < parting.y : y > parting.y)));
    return parting.before;
  };
  assert.equal(partingAt(every, 50, null), null);
  assert.equal(partingAt(every, 50, 50), 50);
  assert.equal(partingAt(shown, 50, 50), 51, 'a line that is not shown is between its neighbours');
  assert.equal(partingAt(every, 0, 0), 0);
  assert.deepEqual([partingAt(every, 100, 3), partingAt(every, 3, 90), partingAt(every, 100, 100)], [null, null, null]);
});

const NOWHERE = Object.fromEntries(['live', 'lesson', 'scenario', 'lab', 'file', 'script', 'branch', 'at', 'event', 'key', 'panel', 'build', 'hash'].map(name => [name, null]).concat([['odd', []]]));

test('an address says what it was made of, hostile keys included', () => {
  for (const key of ['cart', 'a&b=c#d', '<img src=x onerror=alert(1)>', 'ключ', '']) {
    const written = { ...NOWHERE, scenario: 'split-2-3', seed: '7', at: 12, event: 3, bucket: 'b/ü', key, as: 'n2', panel: 'space-time', build: '0.1.0-SNAPSHOT+1d45603e', hash: 'a39f47407e67f40c' };
    assert.deepEqual(readAddress(writeAddress(written)), written);
  }
  assert.equal(readAddress('#at=-1&event=x').at, null);
  assert.deepEqual(readAddress('#at=-1&event=x').odd, ['at=-1', 'event=x'], 'what cannot be read is said');
  assert.equal(readAddress(writeAddress(readAddress('#live'))).live, '');
  const file = { ...NOWHERE, file: 'a run.jsonl', seed: '1', at: 3, bucket: 'default', as: '', hash: '0f' };
  assert.deepEqual(readAddress(writeAddress(file)), file);
  assert.equal(writeAddress({ ...NOWHERE, scenario: 'cart', seed: '7', at: 1 }), '#scenario=cart&seed=7&at=1');
  assert.equal(writeAddress({ ...NOWHERE, seed: '7', bucket: 'default', as: '' }), '#');
});

test('what a link was made of is what the log says of itself, and nothing of a log without an end', () => {
  const header = at(0, 'run.header', { build: 'b1' });
  assert.deepEqual(madeOf([header, at(1, 'run.end', { hash: 'ff' })]), { build: 'b1', hash: 'ff' });
  assert.deepEqual(madeOf([header]), { build: 'b1', hash: null });
  assert.deepEqual(madeOf([]), { build: null, hash: null });
});

test('a link of another build names both builds, and says whether the run is the same nevertheless', () => {
  const of = (link, shown) => Object.values(differenceOf(link, shown)).join(' ');
  assert.equal(of({ build: 'b1', hash: 'ff' }, { build: 'b2', hash: 'ff' }),
    'This link was made in build b1; this is build b2. The run is the same nevertheless: its hash is ff.');
  assert.match(of({ build: 'b1', hash: 'ff' }, { build: 'b2', hash: '0a' }), /b1.*b2.*another run.*ff.*0a/);
  assert.match(of({ build: 'b1', hash: 'ff' }, { build: 'b1', hash: '0a' }), /the same build, b1.*another run.*ff.*0a/);
  assert.match(of({ build: 'b1', hash: null }, { build: 'b2', hash: '0a' }), /cannot be told, since the link names no hash/);
  assert.match(of({ build: 'b1', hash: 'ff' }, { build: 'b2', hash: null }), /cannot be told, since the log that is shown names no hash/);
  assert.match(of({ build: null, hash: 'ff' }, { build: 'b2', hash: '0a' }), /names no build.*another run/);
});

test('every kind of event is said in words, unknown ones too', () => {
  assert.equal(sentence(at(1, 'something.new', { member: 'n3' })), 'n3 something.new');
  assert.equal(sentence(at(1, 'node.start', { member: 'n3', memberStart: '11' })), 'n3 starts, for the 11th time');
  assert.equal(sentence({ ...put(1, 'n1', [version('n1~a:1', {}, 'milk')]) }), 'n1 holds milk (n1~a:1) of cart (put)');
});

test('a vector clock is below another where one event happened before the other, and nowhere else', () => {
  for (let seed = 1; seed <= 25; seed++) {
    const events = randomLog(randomFrom(seed));
    const index = indexOf(events);
    const asking = withCauses(events, seed);
    const clocks = clocksOf(events, index, asking);
    for (let line = 0; line < events.length; line++) {
      if (!clocks[line]) continue;
      const cones = conesOf(events, index, line, asking);
      clocks.forEach((clock, other) => {
        if (!clock || other === line) return;
        const below = Object.entries(clock).every(([lane, count]) => (clocks[line][lane] ?? 0) >= count);
        assert.equal(below, relationOf(cones, events, other) === 'past', `seed ${seed}, ${other} before ${line}`);
      });
    }
  }
});

test('for ShiViz each event of a lane stands on two lines that its expression reads', () => {
  const events = [at(0, 'node.start', { member: 'n1', memberStart: '1' }), { ...send('m1', 'n1', 'n2'), at: 1 }, { ...arrive('m1', 'n1', 'n2'), at: 2 }];
  const [head, , ...rest] = shivizOf(events, indexOf(events)).split('\n');
  const read = [...rest.join('\n').matchAll(new RegExp(head, 'g'))].map(found => [found.groups.host, JSON.parse(found.groups.clock)]);
  assert.deepEqual(read, [['n1', { n1: 1 }], ['n1', { n1: 2 }], ['n2', { n1: 2, n2: 1 }]]);
});

test('a quantile is the smallest that so many do not exceed', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomFrom(seed);
    const sorted = Array.from({ length: 1 + random(40) }, () => random(100)).sort((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const enough = sorted.filter(value => sorted.filter(other => other <= value).length >= share * sorted.length);
      assert.equal(quantile(sorted, share), enough[0]);
    }
  }
  assert.equal(quantile([], 0.5), null);
});

const record = (...dots) => ({ context: { dots, clock: {} }, versions: dots.map(dot => ({ dot })) });
const stored = (micros, node, ...dots) => at(micros, 'store.put', { node, bucket: 'default', key: 'k', record: record(...dots) });

test('slices say what was answered, and how far the copies were apart when each ended', () => {
  const header = at(0, 'run.header', { roster: ['n1', 'n2'], owners: ['n1', 'n2'], n: 2 });
  const end = (micros, outcome, tookMicros) => at(micros, 'op.end', { node: 'n1', op: `${micros}`, verb: 'get', bucket: 'default', key: 'k', outcome, tookMicros });
  const events = [
    header, stored(5, 'n1', 'n1:1'), end(10, 'ok', 5), end(10, 'failed', 9), stored(15, 'n2', 'n1:1'), stored(25, 'n1', 'n1:1', 'n2:1'),
    at(35, 'hint.store', { node: 'n1', target: 'n2', bucket: 'default', key: 'k', record: record('n1:1') }), end(40, 'ok', 7),
  ];
  const rows = seriesOf(events, new Timeline(events), 40, 4);
  assert.deepEqual(rows.map(row => [row.until, row.answered, row.failed, row.p50, row.p99, row.apart, row.siblings, row.hints]), [
    [10, 1, 1, 5, 9, 1, 0, 0], [20, 0, 0, null, null, 0, 0, 0], [30, 0, 0, null, null, 1, 1, 0], [40, 1, 0, 7, 7, 1, 1, 1],
  ]);
  const [titles, ...lines] = csvOf(rows).trimEnd().split('\n');
  assert.equal(titles.split(',').length, COLUMNS.length + 2);
  assert.deepEqual(lines.map(line => line.split(',').length), Array(4).fill(COLUMNS.length + 2));
});

test('a curve leaves out what is not known, and stays within its picture', () => {
  const rows = [{ a: 0 }, { a: 10 }, { a: null }, { a: 30 }];
  assert.equal(curve(rows, 'a', { width: 40, height: 10, top: 20 }), 'M5 10h0L15 5M35 0h0');
  assert.deepEqual([0, 1, 1.2, 3, 7, 42, 500, 501].map(roundUp), [1, 1, 2, 5, 10, 50, 500, 1000]);
});

test('a page in one file has the log, every module under a name of its own, and no way out of its tags', async () => {
  const files = {
    'http://here/replay.html': '<link rel="stylesheet" href="css/a.css"><div id="app" data-main="js/main.js"></div>',
    'http://here/css/a.css': 'p { color: red }',
    'http://here/js/main.js': "import { two } from './two.js';\nimport './three.js';\n",
    'http://here/js/two.js': 'export{b as two}from"./three.js";',
    'http://here/js/three.js': 'export const b = 1; // from nowhere',
  };
  const events = [at(0, 'run.header', { roster: [], says: '</script><b>"&' })];
  const page = await pageOf(logOf(events), { name: 'a "run" </script>', at: 2 }, 'http://here/replay.html', async address => files[address]);
  assert.equal(page.split('</script>').length, 4);
  const { imports } = JSON.parse(/<script type="importmap">(.*)<\/script>/.exec(page)[1]);
  const texts = Object.values(imports).map(address => decodeURIComponent(address.slice(address.indexOf(',') + 1)));
  assert.equal(texts.length, 3);
  const used = texts.flatMap(text => [...text.matchAll(/["'](ringside[^"']*)["']/g)].map(([, name]) => name));
  assert.deepEqual([used.length, used.every(name => Object.hasOwn(imports, name))], [3, true]);
  assert.deepEqual(readLog(/id="log"[^>]*>([^<]*)</.exec(page)[1]), events);
  assert.equal(nameOf('a/b run.jsonl', '.html'), 'a-b-run.html');
});

test('a node sees its own disk and what it believes, and what it cannot see is not down', () => {
  const events = [
    at(0, 'run.header', { roster: ['n1', 'n2', 'n3'] }),
    ...['n1', 'n2', 'n3'].map(member => at(1, 'node.start', { member, memberStart: '1' })),
    stored(2, 'n1', 'n1:1'), stored(3, 'n2', 'n2:1'),
    at(4, 'fault.begin', { fault: 'cut n1->n2' }), at(5, 'node.crash', { member: 'n3' }),
    at(6, 'member.view', { node: 'n1', member: 'n2', status: 'dead', incarnation: '1' }),
  ];
  const all = events.reduce(reduce, BEGINNING);
  const seen = seenBy(all, 'n1');
  const of = name => get(seen.nodes, name);
  assert.equal(of('n1'), get(all.nodes, 'n1'));
  assert.deepEqual([of('n2').believed, of('n2').up, of('n2').records.size], ['dead', false, 0]);
  assert.deepEqual([of('n3').believed, of('n3').up], ['alive', true], 'nobody has told it that n3 is down');
  assert.equal(seen.faults.size, 0);
  assert.equal(get(seenBy(all, 'n3').nodes, 'n1').believed, 'unobserved', 'who is down observes nothing');
  assert.deepEqual(linesOf(events, [4, 5, 7], 'n2'), [5]);
  assert.deepEqual(linesOf(events, [4, 5], ''), [4, 5]);
});

test('what is looked for fits in every word, by field, by another value, or anywhere', () => {
  const events = [
    { kind: 'op.end', node: 'n1', outcome: 'failed', detail: 'only 1 of the 2' },
    { kind: 'op.end', node: 'n2', outcome: 'ok', record: { context: { text: '{n1:2}' } } },
    { kind: 'op.start', node: 'n1', verb: 'put' },
  ];
  const tried = {
    '': [], '   ': [], 'kind=op.end': [0, 1], 'kind=op.end outcome=failed': [0], 'kind=op.*': [0, 1, 2], 'kind=OP.END': [0, 1], 'kind=op.*  node!=n1': [1],
    'outcome!=ok': [0, 2], 'record.context.text={n1:2}': [1], 'only': [0], 'n1': [0, 1, 2], 'toString=': [0, 1, 2], 'detail=*': [0], 'detail=': [1, 2], 'detail!=*': [1, 2], 'kind=(': [], 'kind=op.end*': [0, 1], '__proto__=x': [],
  };
  for (const [query, lines] of Object.entries(tried)) assert.deepEqual(linesFor(query, events), lines, query);
});

test('how siblings arose has the operation of each, though both went in at once, and no blame for what was broken later', () => {
  const of = (micros, node, kind, fields) => ({ ...at(micros, kind, { bucket: 'default', key: 'cart', ...fields }), node, start: '1' });
  const [a, b] = [version('n3~a:1', {}, '41'), version('n3~a:2', {}, '42')];
  const start = (micros, op) => of(micros, 'n1', 'op.start', { op, verb: 'put', primaries: ['n3'], needed: 2 });
  const minted = (micros, op) => of(micros, 'n1', 'op.reply', { op, from: 'n3', outcome: 'minted', tookMillis: 1 });
  const events = [start(1, 'x'), start(2, 'y'), { ...put(3, 'n3', [a]), dot: a.dot }, { ...put(4, 'n3', [a, b]), dot: b.dot }, minted(5, 'x'), minted(6, 'y'),
    at(7, 'fault.begin', { fault: 'kill n2' })];
  const index = indexOf(events);
  const lines = index.byKey.get(JSON.stringify(['default', 'cart']));
  const origin = (some, cursor, isAllKnown) => originOf(events, index, some, versionsOf(events, some, cursor, [a, b]), cursor, isAllKnown);
  assert.deepEqual(origin(lines, 7), [0, 1, 2, 3], 'both writes, both births, and nothing that came later');
  assert.deepEqual(origin(lines.filter(line => events[line].node === 'n3'), 7, false), [2, 3], 'who took part in neither operation knows of none');

  const split = [at(0, 'fault.begin', { fault: 'cut n1->n3' }), start(1, 'x'), { ...put(2, 'n3', [a]), dot: a.dot }, minted(3, 'x'),
    { ...start(4, 'y'), node: 'n2' }, of(5, 'n4', 'hint.store', { target: 'n3', record: { context: context({}), versions: [b] } }),
    { ...minted(6, 'y'), node: 'n2', from: 'n4', standsInFor: 'n3' }, put(7, 'n3', [a, b])];
  const splitIndex = indexOf(split);
  const splitLines = splitIndex.byKey.get(JSON.stringify(['default', 'cart']));
  assert.deepEqual(originOf(split, splitIndex, splitLines, versionsOf(split, splitLines, 8, [a, b]), 8), [0, 1, 2, 4, 5, 7], 'a fallback mints too, and the cut was there');

  const late = [{ ...at(0, 'run.header', {}), watched: 'n1', t: 0 }, ...[events[2], events[0], events[3], events[1], ...events.slice(4)].map((event, i) => ({ ...event, at: i, t: i }))];
  const lateIndex = indexOf(late);
  const lateLines = lateIndex.byKey.get(JSON.stringify(['default', 'cart']));
  assert.deepEqual(originOf(late, lateIndex, lateLines, versionsOf(late, lateLines, 8, [a, b]), 8), [1, 2, 3, 4], 'real clocks may put a write behind what it led to');

  const seen = { ...at(9, 'disk.record', { member: 'n3', bucket: 'default', key: 'cart', why: 'observed', record: { context: context({}), versions: [a, b] } }), node: '*', start: '0' };
  const later = [at(1, 'fault.begin', { fault: 'kill n2' }), seen];
  const laterIndex = indexOf(later);
  assert.deepEqual(originOf(later, laterIndex, [1], versionsOf(later, [1], 2, [a, b]), 2), [1], 'of what was there before nobody knows how it arose');
});

test('a picture that is not what the simulator saw is found, as long as somebody wants to know', async () => {
  const put = (micros, n) => ({ ...at(micros, 'member.view', { member: 'n2', status: 'alive', incarnation: String(n) }), node: 'n1', start: '1' });
  const lines = [at(0, 'run.header', { roster: ['n1', 'n2'] }), put(1, 1), at(2, 'checkpoint', { lines: 2 }), put(3, 2), at(4, 'checkpoint', { lines: 4 }), at(5, 'run.end', {})];
  const timeline = new Timeline(lines);
  for (const line of [2, 4]) lines[line].state = stateHash(timeline.at(line));
  const found = (events, isWanted = () => true) => driftOf(events, timeline, stateHash, isWanted, async () => {});
  assert.equal(await found(lines), null);
  assert.equal(await found(lines.with(4, { ...lines[4], state: 'another' })), 4);
  assert.equal(await found(lines.with(4, { ...lines[4], state: 'another' }), () => false), null);
});

test('what is no run is refused with its line, and one that was cut off is shown up to there', () => {
  const header = at(0, 'run.header', { roster: ['n1'], n: 3, r: 2, w: 2 });
  const text = lines => lines.map(line => `${JSON.stringify({ v: 1, ...line })}\n`).join('');
  const why = lines => { try { checkRun(readLog(text(lines))); return ''; } catch ({ message }) { return message; } };
  assert.equal(why([header, at(1, 'note'), at(1, 'note')]), '');
  assert.match(why([at(0, 'note')]), /begins with a line of kind run.header/);
  assert.match(why([{ ...header, roster: 'x' }]), /does not name the nodes/);
  assert.match(why([{ ...header, n: undefined }]), /does not name the nodes/);
  assert.equal(why([header, at(5, 'note'), at(4, 'note')]), 'line 3 is earlier than the one before');
  assert.equal(why([header, at(5, 'note'), header]), 'line 3 begins another run');
  assert.equal(why([header, { v: 1, kind: 'note' }]), 'line 2 has no time');
  const cut = `${text([header, at(1, 'note')])}{"v":1,"ki`;
  assert.deepEqual([isCut(cut), readLog(cut).length], [true, 2]);
  assert.deepEqual([isCut(text([header])), isCut(text([header]).trim()), isCut('nonsense')], [false, false, false]);
  assert.throws(() => readLog('nonsense'), /line 1 is no JSON/);
  assert.throws(() => readLog(`{"v":1,"ki\n${text([header])}`), /line 1 is no JSON/);
});

test('of random histories the graph has the shortest ways, as trying all pairs finds them, and many versions take no time', () => {
  let state = 7;
  const random = below => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  const history = length => {
    const counters = [0, 0, 0];
    const all = [];
    for (let i = 0; i < length; i++) {
      const past = {};
      for (const seen of all.filter(() => random(length) < 3)) {
        for (const [actor, counter] of Object.entries(seen.clock.clock)) past[actor] = String(Math.max(Number(past[actor] ?? 0), Number(counter)));
      }
      const actor = random(3);
      all.push(version(`n${actor}~a:${++counters[actor]}`, past, String(i)));
    }
    return all;
  };
  const drawn = some => versionsOf(some.map((one, i) => put(i, 'n1', [one])), some.map((one, i) => i), some.length, some.slice(-1));
  for (let round = 0; round < 40; round++) {
    const some = history(30);
    for (const { dot, version: { past }, parents } of drawn(some)) {
      const seen = some.filter(other => other.dot !== dot && covers(past, other.dot));
      const naive = seen.filter(other => !seen.some(between => between !== other && covers(between.past, other.dot))).map(other => other.dot);
      assert.deepEqual([...parents].sort(), naive.sort());
    }
  }
  assert.equal(drawn(history(2000)).length, 2000);
});

test('a star stands for anything, however many there are and however long the value', () => {
  const events = [at(0, 'note', { text: 'abcabc' }), at(1, 'note', { text: 'a'.repeat(100_000) }), at(2, 'note', { text: 'ab' })];
  const fitting = query => linesFor(query, events);
  assert.deepEqual(fitting('text=abcabc'), [0]);
  assert.deepEqual(fitting('text=A*'), [0, 1, 2]);
  assert.deepEqual(fitting('text=*c'), [0]);
  assert.deepEqual(fitting('text=a*b*c'), [0]);
  assert.deepEqual(fitting('text=ab*ab'), [], 'no letter counts twice');
  assert.deepEqual(fitting('text=*b*b*'), [0]);
  assert.deepEqual(fitting('text=*'), [0, 1, 2]);
  assert.deepEqual(fitting(`text=${'*'.repeat(40)}q`), []);
  assert.deepEqual(fitting(`text=${'*a'.repeat(40)}*q`), []);
});

test('whatever the log may say is a sentence', () => {
  const { properties } = JSON.parse(readFileSync(new URL('../../main/resources/events.schema.json', import.meta.url)));
  const said = { node: 'n1', member: 'n2', roster: ['n1'], primaries: [], record: { versions: [] }, memberStart: '1', incarnation: '0', seq: '2', first: '1' };
  const bare = properties.kind.enum.filter(kind => kind.includes('.') && sentence({ ...said, kind }).includes(kind));
  assert.deepEqual(bare, []);
});
