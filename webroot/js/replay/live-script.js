// What this page has done to a live cluster, as a scenario: each fault, and each operation of the page's client, is a line at its time
// since the first. It is played in virtual time, so it tells what was done, not what came of it: each operation may fail.

import { effect, signal } from '../html.js';
import { VISITOR } from '../as-client.js';
import { keyText } from '../format.js';
import { faultOf } from './faults.js';
import { keep, recall } from './script-memory.js';
import { downBefore, nameOf, stepAt, stepsOf } from './script.js';
import { header } from './session.js';

/** A script is about a cluster of one shape; what a page of this tab had written of it before it was loaded again. */
const shape = shapeOf(header.peek());
const before = recall(shape) ?? { text: '', first: 0, latest: 0 };

/** The whole text; empty while nothing was done. It can be changed by hand. */
export const script = signal(before.text);

const PLAIN = /^[A-Za-z0-9_][\w.:/-]*$/;
const JSON_WORD = /^(?:-?\d+(?:\.\d+)?|true|false|null|\[.*\]|\{.*\})$/;

/** Words of a range, which would be counted. */
const RANGE = /\{\d+\.\.\d+\}/;

/** When its first line was done, and its last: in milliseconds since 1970, and so of another page too. */
let { first, latest } = before;

effect(() => keep({ shape, text: script.value, first, latest }));

/** Writes down what was done to a cluster as a header has it, begun at `at` by the page's clock, and returns the text's last line's number. */
export function wrote(words, about, at = performance.now()) {
  const now = performance.timeOrigin + at;
  if (nameOf(script.value) === null) {
    first = now;
    latest = now;
    script.value = beginning(about, new Date()) + script.value.trim().replace(/^(?=.*\S)(?!#)/gm, '# ');
  }
  const text = script.value.endsWith('\n') ? script.value : `${script.value}\n`;
  latest = Math.max(latest, now, ...stepsOf(text).map(({ atMillis }) => first + atMillis)); // What was begun earlier may be over later, and times do not go back.
  const since = Math.round(latest - first);
  script.value = text + linesFor(text, words).map(line => `${line.startsWith('#') ? line : stepAt(since, line)}\n`).join('');
  return script.value.split('\n').length - 1;
}

function shapeOf(about) {
  return JSON.stringify(about && [about.roster, about.partitions, about.n, about.r, about.w]);
}

/** The first lines: a scenario's nodes are n1, n2 and on, as those of a cluster that can be broken. */
export function beginning({ roster, partitions, n, r, w }, now) {
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(number => String(number).padStart(2, '0')).join(':');
  return `# live: what was done to a live cluster, from ${clock} on.\ncluster nodes=${roster.length} n=${n} r=${r} w=${w} partitions=${partitions}\n\n`;
}

/** The words as steps; before them what somebody else must have done, if the text does not say it. */
export function linesFor(text, words) {
  const [verb, node] = words.split(' ');
  const isDown = downBefore(text, Infinity).has(node);
  const mustBeDown = faultOf(verb)?.down;
  if (mustBeDown === undefined || mustBeDown === isDown) return [words];
  return [`${isDown ? 'restart' : 'crash'} ${node}`, words];
}

/** An operation's words, { verb, key, value, contentType, over, via, as }; a comment where the grammar has none for them. */
export function wordsOfOperation({ verb, key, value, contentType, over, via, as = VISITOR }) {
  const name = word(keyText(key.bucket, key.key));
  const content = verb === 'put' ? valueWord(value, contentType) : '';
  if (name === null || content === null) return `# Here a ${verb} of the page is left out: its key or value cannot be written in one line.`;
  return [verb, name, content, over && verb !== 'get' && 'over seen', via && `via ${via}`, `as ${as}`, 'may fail'].filter(Boolean).join(' ');
}

function valueWord(value, contentType) {
  return contentType.startsWith('application/json') && JSON_WORD.test(value) && isJson(value) ? value : word(value, PLAIN_VALUE);
}

/** A number would be JSON. */
const PLAIN_VALUE = /^[A-Za-z_][\w.:/-]*$/;

function isJson(text) {
  try {
    return !RANGE.test(text) && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** A text as one word of a line; null if it cannot be one. */
function word(text, plain = PLAIN) {
  if (/[\p{Cc}\u2028\u2029]/u.test(text) || RANGE.test(text)) return null;
  return plain.test(text) && !/^(?:true|false|null)$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
