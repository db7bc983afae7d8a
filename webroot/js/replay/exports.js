// A run in other forms: its log, a space-time diagram for ShiViz, a picture, and the whole page in one file. Fetched when somebody saves.

import { BEGINNING } from '../run/reduce.js';
import { entries } from '../run/trie.js';
import { causeOf } from './causality.js';
import { askingOf } from './client-causes.js';
import { laneOf } from './log-index.js';
import { sentence } from './wording.js';

export { download, nameOf } from '../files.js';

/** The log again, a line an event, as it was opened. What the state before it has, lines behind the first say. */
export function logOf(events, beginning = BEGINNING) {
  return [...events.slice(0, 1), ...linesOf(beginning, events[0]), ...events.slice(1)].map(event => `${JSON.stringify(event)}\n`).join('');
}

/** Only a cluster that was watched has anything before its first line. */
function linesOf({ nodes, faults }, { t, at }) {
  const lines = [];
  const say = (kind, fields) => lines.push({ v: 1, node: '*', start: '0', seq: '0', t, at, kind, ...fields });
  for (const [member, { observed, start, view, records, hints }] of entries(nodes)) {
    if (observed === undefined) continue;
    say('watch.heard', { member, memberStart: start });
    if (view.size > 0) say('watch.view', { member, beliefs: Object.fromEntries(entries(view)) });
    for (const [, { bucket, key, record }] of entries(records)) say('disk.record', { member, bucket, key, record, why: 'kept' });
    for (const [, { target, bucket, key, record }] of entries(hints)) say('disk.hint', { member, target, bucket, key, record, why: 'kept' });
    if (!observed) say('watch.lost', { member });
  }
  for (const [fault] of entries(faults)) say('fault.begin', { fault });
  return lines;
}

/**
 * For ShiViz (Beschastnikh and others, CACM 2016): each event of a lane with its vector clock. The first two lines are the
 * expression that reads the rest, and an empty one.
 */
export function shivizOf(events, index) {
  const clocks = clocksOf(events, index, askingOf(events));
  const lines = [];
  events.forEach((event, line) => {
    if (clocks[line]) lines.push(`${laneOf(event)} ${JSON.stringify(clocks[line])}\n${sentence(event).replaceAll('\n', ' ')}`);
  });
  return `(?<host>\\S*) (?<clock>\\{.*\\})\\n(?<event>.*)\n\n${lines.join('\n')}\n`;
}

/** The vector clock of each line that has a lane, as lane → number of its lines so far; null of those that have none. */
export function clocksOf(events, index, asking) {
  const ofLane = new Map();
  const clocks = [];
  events.forEach((event, line) => {
    const lane = laneOf(event);
    clocks.push(null);
    if (!lane) return;
    const clock = { ...ofLane.get(lane) };
    clock[lane] = (clock[lane] ?? 0) + 1;
    join(clock, clocks[causeOf(event, line, index, asking)] ?? {});
    ofLane.set(lane, clock);
    clocks[line] = clock;
  });
  return clocks;
}

function join(clock, other) {
  for (const [lane, count] of Object.entries(other)) clock[lane] = Math.max(clock[lane] ?? 0, count);
}

const KEPT = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'text-decoration',
  'white-space'];

/** A picture that looks the same without the page's style sheets. */
export function svgOf(picture) {
  const copy = picture.cloneNode(true);
  const originals = [picture, ...picture.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const seen = getComputedStyle(originals[i]);
    for (const property of KEPT) element.setAttribute(property, seen.getPropertyValue(property));
    element.removeAttribute('class');
    element.removeAttribute('tabindex');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const [x, y, width, height] = copy.getAttribute('viewBox').split(' ');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ x, y, width, height, fill: groundOf(picture) })) ground.setAttribute(name, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** What stands behind it on the page. */
function groundOf(element) {
  const { backgroundColor } = getComputedStyle(element);
  return element.parentElement && /^(transparent|rgba\(.*, 0\))$/.test(backgroundColor) ? groundOf(element.parentElement) : backgroundColor;
}

/**
 * The page with a log in it, in one file that needs no server: each module under a name of its own in an import map, style sheets
 * within.
 *
 * @param at after how many lines it opens; null after all
 * @param fetchText completes with what is at an address of this origin
 */
export async function pageOf(log, { name, at }, pageAddress, fetchText) {
  const page = await fetchText(pageAddress);
  const modules = new Map();
  const entry = new URL(attributeOf(page, /data-main="([^"]+)"/), pageAddress).href;
  await gather(entry, modules, fetchText);
  const names = new Map([...modules.keys()].map((address, i) => [address, `ringside/${i}-${address.split('/').pop()}`]));
  const imports = {};
  for (const [address, text] of modules) {
    imports[names.get(address)] = `data:text/javascript;charset=utf-8,${encodeURIComponent(renamed(text, address, names))}`;
  }
  const styles = await Promise.all([...page.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, href]) => fetchText(new URL(href, pageAddress).href)));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Ringside replay: ${escaped(name)}</title>
<style>${styles.join('\n')}</style>
<script type="importmap">${JSON.stringify({ imports }).replaceAll('<', '\\u003c')}</script>
</head><body><div id="app"></div>
<script type="application/x-ndjson" id="log" data-name="${escaped(name)}"${at === null ? '' : ` data-at="${at}"`}>${log.replaceAll('<', '\\u003c')}</script>
<script type="module">import(${JSON.stringify(names.get(entry))});</script>
</body></html>
`;
}

const IMPORT = /(\b(?:import|export)\b[^'";]*?\bfrom\s*|\bimport\s*\(?)(['"])(\.[^'"]+)\2/g;

async function gather(address, modules, fetchText) {
  if (modules.has(address)) return;
  modules.set(address, '');
  const text = await fetchText(address);
  modules.set(address, text);
  await Promise.all([...text.matchAll(IMPORT)].map(([, , , from]) => gather(new URL(from, address).href, modules, fetchText)));
}

function renamed(text, address, names) {
  return text.replace(IMPORT, (whole, before, quote, from) => `${before}${quote}${names.get(new URL(from, address).href)}${quote}`);
}

function attributeOf(text, pattern) {
  const found = pattern.exec(text);
  if (!found) throw new Error('the page has no script of its own');
  return found[1];
}

function escaped(text) {
  return text.replace(/[&<>"]/g, letter => `&#${letter.charCodeAt(0)};`);
}
