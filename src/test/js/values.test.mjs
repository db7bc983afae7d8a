import { test } from 'node:test';
import assert from 'node:assert/strict';
import { duration, incarnation, keyName, keyText, parseKey, plain, took, valueText, visible } from '../../../webroot/js/format.js';
import { latest, max, union } from '../../../webroot/js/resolve.js';

const json = (value, writtenAt = 0) => ({ value, contentType: 'application/json', deleted: false, writtenAt });
const tombstone = { deleted: true, writtenAt: 99 };

test('the largest of numbers is taken as a number, not as text', () => {
  assert.equal(max([json('9'), json('10')]).value, '10');
});

test('there is no largest where one is not a number', () => {
  assert.equal(max([json('9'), json('"ten"')]), null);
  assert.equal(max([tombstone]), null);
});

test('a union of carts has each thing once', () => {
  assert.equal(union([json('["milk","eggs"]'), json('["milk","bread"]')]).value, '["bread","eggs","milk"]');
});

test('a union of texts is a list of them', () => {
  assert.deepEqual(union([json('milk'), json('eggs'), tombstone]), { value: '["eggs","milk"]', contentType: 'application/json' });
});

test('the last written one does not let a tombstone win', () => {
  assert.equal(latest([json('1', 5), json('2', 7), tombstone]).value, '2');
  assert.equal(latest([tombstone]), null);
});

test('a key is written with its bucket only where it is not the default one', () => {
  assert.equal(keyText('default', 'cart'), 'cart');
  assert.equal(keyText('shop', 'cart/1'), 'shop/cart/1');
});

test('what is written is read back', () => {
  for (const key of [{ bucket: 'default', key: 'cart' }, { bucket: 'shop', key: 'a/b' }, { bucket: 'default', key: 'a/b' }, { bucket: 'default', key: '/' }]) {
    assert.deepEqual(parseKey(keyText(key.bucket, key.key)), key);
  }
});

test('durations are in the unit that people would use', () => {
  assert.deepEqual([0, 999, 1500, 61_000, 600_000, 9_000_000].map(duration), ['0 ms', '999 ms', '1.5 s', '61 s', '10 min', '3 h']);
  assert.equal(took(1800), '1.8 ms');
});

test('an incarnation shows start and refutations', () => {
  assert.equal(incarnation(String((3n << 20n) + 2n)), '3.2');
  assert.equal(incarnation('0'), '–');
});

test('whatever somebody wrote can be seen, and turns nothing around', () => {
  assert.equal(valueText({ value: 'abc\u202Egpj.exe' }), 'abc⟨U+202E⟩gpj.exe');
  assert.equal(visible('   '), '␣␣␣');
  assert.equal(visible(' a b '), '␣a b␣');
  assert.equal(visible('a\u0000b\u0007\u2066\u200b'), 'a⟨U+0000⟩b⟨U+0007⟩⟨U+2066⟩⟨U+200B⟩');
  assert.equal(plain(' two\nlines\t'), ' two\nlines\t', 'lines and tabs are what they are');
  assert.equal(visible('👩‍👩‍👧 é'), '👩‍👩‍👧 é');
  assert.equal(visible('שלום'), '\u2068שלום\u2069', 'what is read from the right stands by itself');
  assert.equal(visible(`z${'\u0301'.repeat(50)}`), `z${'\u0301'.repeat(4)}…`);
  assert.equal(keyName('default', ' '), '␣');
  assert.deepEqual(parseKey(keyText('default', ' ')), { bucket: 'default', key: ' ' }, 'what is typed stays what it is');
  assert.equal(valueText({ value: '' }), '(empty)');
});
