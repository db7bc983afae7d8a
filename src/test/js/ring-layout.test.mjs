import { test } from 'node:test';
import assert from 'node:assert/strict';
import { COLOURS, SHAPES, byName, identityOf, outline } from '../../../webroot/js/identity.js';
import { INNER, OUTER, runs, seats, shares, trackPath, tracks, walkSeats } from '../../../webroot/js/ring-layout.js';
import { FakeCluster } from './fake-cluster.mjs';

const SIZES = [1, 2, 3, 5, 16, 64];
const nodes = size => Array.from({ length: size }, (_, i) => `n${i + 1}`);
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test('n10 comes after n2', () => {
  assert.deepEqual(['n10', 'n2', 'n1'].sort(byName), ['n1', 'n2', 'n10']);
});

test('no two of 72 nodes share both shape and colour', () => {
  const looks = nodes(SHAPES.length * COLOURS).map((node, _, all) => identityOf(node, all));
  assert.equal(new Set(looks.map(look => `${look.shape} ${look.colour}`)).size, looks.length);
});

test('every shape is a closed outline of finite numbers', () => {
  for (const shape of SHAPES) assert.match(outline(shape, 10), /^M[^a-zN]*([LA][^a-zN]*)*Z$/);
});

test('every node has a track of its own within the ring', () => {
  for (const size of SIZES) {
    const all = tracks(nodes(size));
    assert.ok(all.every(({ radius, width }) => radius - width / 2 >= INNER && radius + width / 2 <= OUTER));
    assert.ok(all.every(({ radius, width }, i) => i === 0 || all[i - 1].radius - radius >= width));
  }
});

test('glyphs do not touch up to sixteen nodes', () => {
  for (const size of SIZES.filter(one => one <= 16)) {
    const all = seats(nodes(size));
    all.forEach((a, i) => all.slice(i + 1).forEach(b => assert.ok(distance(a, b) > 30, `${a.node} and ${b.node} of ${size}`)));
  }
});

test('the tracks together draw every partition once', () => {
  const { owners, names } = new FakeCluster(5, () => {});
  const drawn = names.flatMap(node => runs(owners).filter(run => run.node === node).map(run => run.count));
  assert.equal(drawn.reduce((a, b) => a + b), owners.length);
  assert.equal(names.map(node => trackPath(node, owners, 200).split('M').length - 1).reduce((a, b) => a + b), drawn.length);
});

test('shares add up to the whole ring', () => {
  const { owners, names } = new FakeCluster(16, () => {});
  assert.equal(shares(names, owners).reduce((sum, one) => sum + one.count, 0), 256);
});

test('the walk numbers primaries in order, and its steps do not overlap', () => {
  for (const size of [3, 5, 16]) {
    const walk = new FakeCluster(size, () => {}).walk('default', 'cart');
    const steps = walkSeats(walk, 256);
    assert.deepEqual(steps.filter(step => step.role === 'primary').map(step => [step.order, step.node]), walk.primaries.map((node, i) => [i + 1, node]));
    steps.forEach((a, i) => steps.slice(i + 1).forEach(b => assert.ok(distance(a, b) > 40, `${a.node} and ${b.node} of ${size}`)));
  }
});
