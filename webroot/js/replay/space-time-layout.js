// The space-time picture (Lamport 1978): a column for each node and client, time downwards, a row for each line that is shown.

import { NOBODY } from './causality.js';
import { isObserved, laneOf } from './log-index.js';
import { countBelow } from './steps.js';

export const ROW = 22;
export const LANE = 76;
export const HEAD = 40;
export const ROWS_BEFORE = 34;
export const ROWS_AFTER = 10;

/** A stretch without a shown line is folded when it is longer, in microseconds. */
const FOLDED_MICROS = 500_000;

const CHATTER = new Set(['op.reply', 'background.failed', 'checkpoint', 'disk.touch', 'hint.found', 'repair.skip']);

/** Lines worth a row: `what` is 'data' (requests for keys, and what nodes and clients do) or 'all'. Talk with oneself is no message. */
export function shownLines(events, what) {
  const shown = [];
  events.forEach((event, line) => {
    if (laneOf(event) === '' && !event.kind.startsWith('fault.')) return;
    const isMessage = event.kind.startsWith('msg.');
    if (isMessage && event.from === event.to) return;
    if (isObserved(event)) return;
    if (what === 'all' || !(isMessage ? event.key === undefined : CHATTER.has(event.kind))) shown.push(line);
  });
  return shown;
}

/** The columns: nodes in order, then the clients that have asked anything. */
export function lanesOf(roster, index) {
  const clients = [...index.byLane.keys()].filter(lane => lane.startsWith('client:')).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...roster, ...clients];
}

/**
 * The rows about a cursor: { rows, arrows, folds, parting, height }. A row is { line, lane, x, y, later }, lane being -1 for the world as a
 * whole; an arrow { m, line, how, isAnswer, later, x1, y1, x2, y2 } leaves the picture at its edge where its other end is out of sight;
 * `parting` is { y, before } where the first row stands, in sight, of `apart` and the lines behind it.
 */
export function layOut(events, index, shown, lanes, cursor, { apart = null, asking = NOBODY } = {}) {
  const columns = new Map(lanes.map((lane, i) => [lane, i]));
  const middle = countBelow(shown, cursor);
  const first = Math.max(0, middle - ROWS_BEFORE);
  const lines = shown.slice(first, middle + ROWS_AFTER);
  const rows = [];
  const folds = [];
  let parting = null;
  let y = HEAD;
  lines.forEach((line, i) => {
    const gap = i === 0 ? 0 : events[line].at - events[lines[i - 1]].at;
    if (gap > FOLDED_MICROS) {
      folds.push({ y: y + ROW / 2, micros: gap });
      y += ROW;
    }
    if (apart !== null && line >= apart && (shown[first + i - 1] ?? -1) < apart) {
      parting = { y: y + ROW, before: line };
      y += ROW;
    }
    y += ROW;
    const lane = columns.get(laneOf(events[line])) ?? -1;
    rows.push({ line, lane, x: xOf(lane), y, later: line >= cursor });
  });
  const height = y + ROW;
  return { rows, folds, parting, height, arrows: arrowsOf(events, index, rows, columns, height, asking) };
}

/** Bands behind the rows, as path data: what was broken, across all lanes, and who was away, stood still or was not observed, in its own. */
export function bandsOf(spans, events, rows, lanes) {
  const band = ({ what, name, from, until }) => {
    const during = rows.filter(({ line }) => events[line].at >= from && events[line].at <= until);
    const [x, width] = what === 'fault' ? [0, lanes.length * LANE] : [xOf(lanes.indexOf(name)) - 12, 24];
    return during.length === 0 ? '' : `M${x} ${during[0].y - ROW / 2}h${width}V${during.at(-1).y + ROW / 2}h${-width}z`;
  };
  return ['fault', 'down', 'pause', 'lost', 'gap'].map(kind => ({ kind, d: spans.filter(({ what }) => what === kind).map(band).join('') }));
}

export function xOf(lane) {
  return lane * LANE + LANE / 2;
}

function arrowsOf(events, index, rows, columns, height, asking) {
  const at = new Map(rows.map(row => [row.line, row]));
  const seen = new Set();
  const arrows = [];
  for (const row of rows) {
    const event = events[row.line];
    if (!event.kind.startsWith('msg.') || seen.has(event.m)) continue;
    seen.add(event.m);
    const message = index.messages.get(event.m);
    if (!message) continue;
    const from = at.get(message.sent);
    const to = message.ended === null ? undefined : at.get(message.ended);
    const x1 = xOf(columns.get(message.from) ?? -1);
    const x2 = xOf(columns.get(message.to) ?? -1);
    const y1 = from?.y ?? HEAD;
    const y2 = to?.y ?? (message.how === 'lost' ? y1 + ROW : height);
    const lost = message.how === 'lost';
    arrows.push({
      m: event.m, line: message.sent, how: message.how, isAnswer: message.isAnswer, later: from ? from.later : false,
      x1, y1, x2: lost ? x1 + (x2 - x1) * 0.55 : x2, y2: lost && !to ? y1 + ROW * 0.6 : lost ? Math.max(y2, y1 + 6) : y2,
    });
  }
  return [...arrows, ...clientArrowsOf(events, asking, at, columns, height)];
}


/** From a client to its operation, and back; of an end that is out of sight only the direction is drawn. */
function clientArrowsOf(events, { causes, askers }, at, columns, height) {
  const arrows = [];
  for (const [line, cause] of causes) {
    const [from, to] = [at.get(cause), at.get(line)];
    if ((!from && !to) || askers.has(line)) continue;
    const [x1, x2] = [cause, line].map(one => xOf(columns.get(laneOf(events[one])) ?? -1));
    arrows.push({
      m: `to ${line}`, line: cause, how: 'delivered', isAnswer: events[line].kind !== 'op.start', later: from ? from.later : false,
      x1, y1: from?.y ?? HEAD, x2, y2: to?.y ?? height,
    });
  }
  for (const [line, lane] of askers) {
    const to = at.get(line);
    if (to) arrows.push({ m: `to ${line}`, line, how: 'delivered', isAnswer: false, later: to.later, x1: xOf(columns.get(lane) ?? -1), y1: to.y - ROW * 0.7, x2: to.x, y2: to.y });
  }
  return arrows;
}
