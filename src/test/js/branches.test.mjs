import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { readAddress, writeAddress } from '../../../webroot/js/replay/address.js';
import { differencesOf, firstDifference, isSame } from '../../../webroot/js/replay/differences.js';
import { FAULTS, USUAL, faultOf, isBetween, nodesFor, wordsOf } from '../../../webroot/js/replay/faults.js';
import { indexOf } from '../../../webroot/js/replay/log-index.js';
import { packed, unpacked } from '../../../webroot/js/replay/script-link.js';
import { downBefore, nameOf, placeAt, stepAt, stepsOf, timesOf, withLine } from '../../../webroot/js/replay/script.js';
import * as branches from '../../../webroot/js/replay/branches.js';
import { choice } from '../../../webroot/js/replay/choice.js';
import * as session from '../../../webroot/js/replay/session.js';
import { branchOfAddress } from '../../../webroot/js/replay/drawer.js';
import { canonical } from '../../../webroot/js/run/canonical.js';
import { Timeline } from '../../../webroot/js/run/timeline.js';

const TEXT = `# cart: a cart.
# more words
cluster nodes=3 n=3 r=2 w=2

say Hello.
put cart milk via n1
and put cart eggs via n2

wait 4s
at 9s crash n3
at 9s expect cart absent # why not
then restart n3
`;

const note = (at, step) => ({ v: 1, node: '*', start: '0', seq: String(step), at, t: at, kind: 'note', scenario: 'cart', step, text: `step ${step}`, ok: true });
const other = at => ({ v: 1, node: 'n1', start: '1', seq: '1', at, t: at, kind: 'tick' });

/** Clock zero at 70.5 ms; the writes end at 72 and 73, the wait at 4073, the crash and the look at 9070.5, the restart at 9200. */
const EVENTS = [other(1000), note(70_500, 0), note(70_500, 1), other(71_000), note(72_000, 2), note(73_000, 3), other(500_000), note(4_073_000, 4),
  note(9_070_500, 5), note(9_070_500, 6), other(9_100_000), note(9_200_000, 7), other(12_000_000), note(30_000_000, 8)];

const cursorAt = at => EVENTS.filter(event => event.at <= at).length;

test('a scenario is known by its first line', () => {
  assert.equal(nameOf(TEXT), 'cart');
  assert.equal(nameOf('\uFEFF# a-b: c\r\nheal'), 'a-b');
  assert.deepEqual(['', '# cart', 'cart: a', '# Cart: a', '{"seed":1}'].map(nameOf), [null, null, null, null, null]);
});

test('steps are the lines that are done, and when they start', () => {
  assert.deepEqual(stepsOf(TEXT).map(({ line, start, atMillis, text }) => [line, start, atMillis, text]), [
    [5, 'then', 0, 'say Hello.'], [6, 'then', 0, 'put cart milk via n1'], [7, 'and', 0, 'put cart eggs via n2'], [9, 'then', 0, 'wait 4s'],
    [10, 'at', 9000, 'crash n3'], [11, 'at', 9000, 'expect cart absent # why not'], [12, 'then', 0, 'restart n3']]);
  assert.deepEqual(stepsOf('# a: b\nat 2m heal\nat 200ms heal').map(({ atMillis }) => atMillis), [120_000, 200]);
});

test('notes tell when steps began', () => {
  assert.deepEqual(timesOf(TEXT, EVENTS), {
    zero: 70_500, begins: [70_500, 70_500, 70_500, 73_000, 9_070_000, 9_070_000, 9_070_500], closes: 9_200_000,
  });
  assert.deepEqual(timesOf(TEXT, EVENTS.slice(0, 5)), { zero: 70_500, begins: [70_500, 70_500, 70_500], closes: null });
  assert.deepEqual(timesOf(TEXT, []), { zero: null, begins: [], closes: null });
});

test('a new line stands behind all that has begun, a millisecond after what is seen', () => {
  const place = at => placeAt(TEXT, EVENTS, cursorAt(at));
  assert.deepEqual(place(71_000), { line: 8, atMillis: 2, same: 71_000 });
  assert.deepEqual(place(500_000), { line: 10, atMillis: 431, same: 500_000 });
  assert.deepEqual(place(4_073_000), { line: 10, atMillis: 4004, same: 4_073_000 });
  assert.deepEqual(place(9_100_000), { line: 13, atMillis: 9031, same: 9_100_000 });
});

test('before the first step a new line is the first, and after the last it is the last, and says from when on all may differ', () => {
  assert.deepEqual(placeAt(TEXT, EVENTS, 1), { line: 5, atMillis: 0, same: 1000 });
  assert.deepEqual(placeAt(TEXT, EVENTS, 0), { line: 5, atMillis: 0, same: 0 });
  assert.deepEqual(placeAt(TEXT, EVENTS, EVENTS.length), { line: 13, atMillis: 29_931, same: 9_200_000 });
  assert.equal(placeAt(TEXT, [other(1)], 1), null);
  assert.equal(placeAt('# a: b\n', EVENTS, 3), null);
});

test('a line is put in and changes no other', () => {
  const changed = withLine(TEXT, 8, stepAt(431, 'crash n2'));
  assert.equal(changed.split('\n')[7], 'at 431ms crash n2');
  assert.deepEqual(changed.split('\n').filter((_, i) => i !== 7), TEXT.split('\n'));
  assert.equal(withLine('# a: b\r\nheal', 2, stepAt(2000, 'heal')), '# a: b\nat 2s heal\nheal');
});

test('who is down is told by crashes and restarts before a line', () => {
  assert.deepEqual([5, 11, 12, 13].map(line => [...downBefore(TEXT, line)]), [[], ['n3'], ['n3'], []]);
  assert.deepEqual(nodesFor(faultOf('restart'), ['n1', 'n3'], new Set(['n3'])), ['n3']);
  assert.deepEqual(nodesFor(faultOf('crash'), ['n1', 'n3'], new Set(['n3'])), ['n1']);
  assert.deepEqual(nodesFor(faultOf('cut'), ['n1', 'n3'], new Set(['n3'])), ['n1', 'n3']);
});

test('each fault has its words, and says what is missing', () => {
  const roster = ['n1', 'n2', 'n3'];
  const words = what => wordsOf({ ...USUAL, node: 'n2', ...what }, roster);
  assert.deepEqual(FAULTS.map(({ verb }) => words({ verb, to: 'n3', side: ['n3', 'n1'] })), ['crash n2', 'restart n2', 'wipe n2', 'pause n2 5s', 'flap n2 every 5s 3 times',
    'cut n2 -> n3', 'partition n1 n3 | n2', 'lose 20%', 'slow 200ms', 'duplicate 20%', 'heal', 'skew n2 +1h', 'stall n2 5s', 'falter n2 5s', 'fill n2', 'rot n2 10 records', 'scrub n2']);
  assert.equal(words({ verb: 'pause', seconds: 0.25 }), 'pause n2 250ms');
  for (const wrong of [{ verb: 'crash', node: 'n9' }, { verb: 'cut', to: 'n2' }, { verb: 'cut', to: '' }, { verb: 'partition', side: [] }, { verb: 'partition', side: roster },
    { verb: 'pause', seconds: NaN }, { verb: 'pause', seconds: 0 }, { verb: 'stall', seconds: 1e9 }, { verb: 'flap', times: 0 }, { verb: 'rot', records: 1.5 },
    { verb: 'lose', percent: 0 }, { verb: 'duplicate', percent: 101 }, { verb: 'lose', percent: NaN }, { verb: 'lose', links: 'one', to: 'n2' }, { verb: 'slow', links: 'both', to: '' },
    { verb: 'slow', millis: 0 }, { verb: 'slow', millis: 60_001 }, { verb: 'slow', millis: 1.5 }, { verb: 'skew', ahead: 86_401 }, { verb: 'skew', ahead: NaN }, { verb: 'skew', node: '' }]) {
    assert.throws(() => words(wrong), RangeError, JSON.stringify(wrong));
  }
});

test('links are bad in one direction, in both, or all of them, and a clock is ahead, behind or right', () => {
  const words = what => wordsOf({ ...USUAL, node: 'n2', to: 'n3', ...what }, ['n1', 'n2', 'n3']);
  assert.equal(words({ verb: 'lose', links: 'one', percent: 12.5 }), 'lose 12.5% n2 -> n3');
  assert.equal(words({ verb: 'slow', links: 'both', millis: 40 }), 'slow 40ms n2 - n3');
  assert.equal(words({ verb: 'duplicate', node: '', to: '', percent: 100 }), 'duplicate 100%');
  assert.deepEqual([0, 0.5, -90, -60, 86_400, -3600].map(ahead => words({ verb: 'skew', ahead })),
    ['skew n2 0s', 'skew n2 +500ms', 'skew n2 -90s', 'skew n2 -1m', 'skew n2 +24h', 'skew n2 -1h']);
  assert.deepEqual(['cut', 'lose', 'skew', 'heal'].map(verb => isBetween({ ...USUAL, verb })), [true, false, false, false]);
  assert.ok(isBetween({ verb: 'slow', links: 'both' }));
});

/** Every verb that breaks or mends, of those that the parser knows: a new one in the grammar must be offered here too. */
test('no fault of the grammar is left out', () => {
  const verbs = /VERBS = List\.of\(([^)]*)\)/.exec(readFileSync('src/main/java/io/ringside/scenario/ActionParser.java', 'utf8'))[1].match(/\w+/g);
  const noFaults = ['put', 'get', 'update', 'delete', 'resolve', 'wait', 'measure', 'expect', 'say'];
  assert.deepEqual(FAULTS.map(({ verb }) => verb).sort(), verbs.filter(verb => !noFaults.includes(verb)).sort());
});

const header = script => ({ v: 1, node: '*', start: '0', seq: '1', at: 0, t: 0, kind: 'run.header', build: 'b', flags: 'cart --seed 7', script, roster: ['n1', 'n2', 'n3'], n: 3, r: 2, w: 2, partitions: 4, owners: ['n1', 'n2', 'n3', 'n1'] });

test('two logs part at the first event whose canonical form differs', () => {
  const a = [header('x'), ...EVENTS];
  assert.equal(firstDifference(a, structuredClone(a)), null);
  assert.equal(firstDifference(a, [{ ...header('y'), flags: 'z', build: 'c' }, ...EVENTS]), null);
  assert.equal(firstDifference(a, [{ ...header('x'), r: 1 }, ...EVENTS]), 0);
  for (let line = 1; line < a.length; line++) {
    const b = structuredClone(a);
    b[line].at += 1;
    assert.equal(firstDifference(a, b), line);
    assert.equal(firstDifference(a, a.slice(0, line)), line);
    assert.equal(firstDifference(a.slice(0, line), a), line);
  }
});

test('values are the same just if their canonical forms are', () => {
  const values = [null, 0, 1, '1', '', true, [], [1], [1, 2], [2, 1], {}, { a: 1 }, { a: 1, b: 2 }, { b: 2, a: 1 }, { a: [{}] }, { a: [[]] }, { length: 0 }];
  for (const a of values) for (const b of values) assert.equal(isSame(a, b), canonical(a) === canonical(b), `${canonical(a)} and ${canonical(b)}`);
});

const record = (value, dot) => ({ context: { clock: { n1: '1' }, dots: [], text: '{n1:1}' }, versions: [{ dot, value, deleted: false }] });
const event = (kind, node, at, more) => ({ v: 1, node, start: '1', seq: '9', at, t: at, kind, ...more });
const sideOf = events => ({ events, index: indexOf(events), state: new Timeline(events).at(events.length), cursor: events.length });

test('what differs at a moment is told for keys, nodes, views, steps and operations', () => {
  const common = [header('x'), ...['n1', 'n2', 'n3'].map(member => event('node.start', '*', 1, { member, memberStart: '1' }))];
  const put = node => event('store.put', node, 5, { bucket: 'default', key: '<b>', record: record('milk', 'n1:1'), cause: 'write' });
  const begun = node => event('op.start', node, 4, { op: 'o1', verb: 'put', bucket: 'default', key: '<b>', needed: 2, primaries: ['n1', 'n2', 'n3'] });
  const done = outcome => event('op.end', 'n1', 6, { op: 'o1', verb: 'put', bucket: 'default', key: '<b>', outcome, tookMicros: 1 });
  const a = sideOf([...common, begun('n1'), put('n1'), put('n2'), done('ok'), { ...note(7, 1), text: 'put <b> milk → stored' }]);
  const b = sideOf([...common, event('node.crash', '*', 3, { member: 'n3' }), begun('n1'), put('n1'), done('quorum_missed'),
    event('member.view', 'n1', 6, { member: 'n3', status: 'dead', incarnation: '0' }), { ...note(7, 1), text: 'put <b> milk → failed', ok: false }]);
  assert.deepEqual(differencesOf(a, b, ['n1', 'n2', 'n3']), {
    nodes: [{ name: 'n2', a: 'starting; 1 records', b: 'starting; 0 records' }, { name: 'n3', a: 'starting; 0 records', b: 'down; 0 records' }],
    keys: [{ bucket: 'default', key: '<b>', name: '<b>', a: 'milk (n1:1) on n1, n2', b: 'milk (n1:1) on n1' }],
    views: [{ name: 'n1 of n3', a: 'alive', b: 'dead' }, { name: 'n3 of n1', a: 'alive', b: 'down itself' }, { name: 'n3 of n2', a: 'alive', b: 'down itself' }],
    steps: [{ name: 'put <b> milk', a: '✓ stored', b: '✕ failed' }],
    operations: [{ name: 'put <b>', a: 'ok, by n1', b: 'quorum_missed, by n1' }],
  });
  const nothing = differencesOf(a, a, ['n1', 'n2', 'n3']);
  assert.ok(Object.values(nothing).every(rows => rows.length === 0));
});

test('a text goes into a link and comes out the same; what is too long, cut or blown up does not', async () => {
  for (const name of readdirSync('config/scenarios')) {
    const text = readFileSync(`config/scenarios/${name}`, 'utf8');
    const letters = await packed(text);
    assert.match(letters, /^[\w-]+$/);
    assert.ok(letters.length < 2500, `${name}: ${letters.length} letters`);
    assert.equal(await unpacked(letters), text);
  }
  assert.equal(await unpacked(await packed('\uFEFF# ü: ☃ </script>')), '\uFEFF# ü: ☃ </script>');
  assert.equal(await packed('x'.repeat(40_000)), null);
  let noise = '';
  for (let i = 0, state = 1; i < 12_000; i++) noise += String.fromCharCode(33 + (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % 90);
  assert.equal(await packed(noise), null);
  const good = await packed(TEXT);
  for (const bad of ['', '!', good.slice(0, -9), 'A'.repeat(7000), await bomb()]) await assert.rejects(unpacked(bad), RangeError);
});

async function bomb() {
  const stream = new Blob([new Uint8Array(4_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
}

test('an address with a branch is read as it was written', () => {
  const address = { live: null, lesson: null, scenario: 'cart', lab: null, file: null, seed: '7', at: 3, event: null, bucket: 'default', key: null, as: '', odd: [], script: 'abc-_', branch: 'branch 1: crash n2 & more', panel: null, build: 'b', hash: '0f' };
  assert.deepEqual(readAddress(writeAddress(address)), address);
  assert.equal(readAddress(writeAddress({ ...address, scenario: null })).seed, '7');
});

/** As the server plays: a log whose header has the text. */
const logOf = (script, hash) => [header(script), ...EVENTS, { ...note(31_000_000, 9), kind: 'run.end', hash, ok: false }].map(one => `${JSON.stringify(one)}\n`).join('');

test('branches are kept with their names, up to a number, and none is dropped by itself', async () => {
  globalThis.location = { protocol: 'http:' };
  const asked = [];
  let answer = body => new Response(logOf(body, `hash-${body.length}`));
  globalThis.fetch = async (path, { body }) => {
    asked.push([path, body]);
    return answer(body);
  };
  session.show(logOf(TEXT, `hash-${TEXT.length}`), 'cart, seed 7');
  assert.deepEqual(branches.list.value.map(({ name, seed }) => [name, seed]), [['main', '7']]);
  assert.equal(branches.draft.value, TEXT);

  session.goTo(1 + cursorAt(500_000));
  choice.value = { ...USUAL, verb: 'pause', node: 'n2' };
  await branches.breakHere();
  assert.equal(asked[0][0], '/scenarios/log?seed=7');
  assert.equal(asked[0][1], withLine(TEXT, 10, 'at 431ms pause n2 5s'));
  assert.deepEqual(branches.list.value.map(({ name }) => name), ['main', 'branch 1: pause n2 5s at 0.500 s']);
  assert.equal(branches.current.value.name, 'branch 1: pause n2 5s at 0.500 s');
  assert.equal(branches.compared.value.name, 'main');
  assert.equal(session.here.value.at, 500_000, 'the same moment is shown');
  const end = EVENTS.length + 1;
  assert.deepEqual(session.parting.value, { line: end, at: 31_000_000, from: 'main' }, 'the hash in the last line is another');
  session.toParting();
  assert.equal(session.cursor.value, end + 1);
  session.goTo(1 + cursorAt(500_000));

  await branches.playDraft();
  assert.match(branches.notice.value, /the same hash/);
  assert.equal(branches.list.value.length, 2);

  branches.rename(branches.current.value.id, '  <i>mine</i> ');
  assert.equal(branches.current.value.name, '<i>mine</i>');
  branches.rename(branches.current.value.id, ' ');
  assert.equal(branches.current.value.name, '<i>mine</i>');
  while (branches.current.value.link === null) await new Promise(setImmediate);
  assert.equal(await unpacked(branchOfAddress.value.script), branches.current.value.script);
  assert.equal(branchOfAddress.value.branch, '<i>mine</i>');

  answer = () => new Response(JSON.stringify({ error: 'bad_scenario', reason: 'no verb', hint: 'did you mean heal?', line: 10, column: 3 }), { status: 400 });
  branches.draft.value = `${TEXT}hael\n`;
  assert.match(branches.chosenLine.value.why, /was changed/);
  await branches.playDraft();
  assert.deepEqual(branches.refusal.value, { message: 'no verb', hint: 'did you mean heal?', line: 10, column: 3 });
  assert.equal(branches.draft.value, `${TEXT}hael\n`, 'what was typed stays');
  branches.putBack();
  assert.equal(branches.draft.value, branches.current.value.script);

  answer = body => new Response(logOf(body, 'h'));
  for (let i = 0; i < branches.MOST + 2; i++) await branches.breakHere();
  assert.equal(branches.list.value.length, branches.MOST);
  assert.match(branches.notice.value, /close one first/);
  branches.close(branches.current.value.id);
  assert.equal(branches.list.value.length, branches.MOST, 'the one that is shown stays');
  branches.close(branches.list.value[0].id);
  assert.equal(branches.list.value.length, branches.MOST - 1);
  const before = branches.current.value;
  branches.turn(true);
  branches.turn(false);
  assert.equal(branches.current.value.id, before.id);
});
