// A scenario's text (docs/scenarios.md), as far as the page has to understand it: which lines are steps, when each of them began in a
// run, and where a line belongs that shall happen at a moment. All else is for the server, which refuses with line and column.

const TITLE = /^\s*#\s*([a-z0-9][a-z0-9-]*)\s*:\s*(\S.*)/;
const UNITS = { ms: 1, s: 1000, m: 60_000 };

/** The name in the first line; null if this is no scenario. */
export function nameOf(text) {
  return TITLE.exec(linesOf(text)[0])?.[1] ?? null;
}

/** Each step in its order: { line, start: 'then' | 'and' | 'at', atMillis, text }. Lines count from 1. */
export function stepsOf(text) {
  const steps = [];
  linesOf(text).forEach((line, i) => {
    const words = line.trim();
    if (i === 0 || words === '' || words.startsWith('#') || /^(cluster|delay)\s/.test(words)) return;
    const at = /^at\s+(\d+)(ms|s|m)\s+(.*)/.exec(words);
    const rest = at ? at[3] : words.replace(/^(then|and)\s+/, '');
    steps.push({ line: i + 1, start: at ? 'at' : /^and\s/.test(words) ? 'and' : 'then', atMillis: at ? at[1] * UNITS[at[2]] : 0, text: rest });
  });
  return steps;
}

/**
 * When a run's steps began, in microseconds of the run: { zero, begins, closes }. The scenario's clock starts at `zero`; `begins` has a
 * time for each step that has begun; at `closes` all were over, and what comes then is the same after every scenario. Times are null of
 * what the log has not come to.
 *
 * The runner tells a step's end by a note, and its title before all, so the note of number i, from 0, is told when i steps are over; one
 * that starts when all before it are over starts then.
 */
export function timesOf(text, events) {
  const told = events.filter(event => event.kind === 'note' && event.node === '*').map(event => event.at);
  const steps = stepsOf(text);
  const [zero = null] = told;
  const begins = [];
  for (const [i, step] of steps.entries()) {
    const before = begins[i - 1] ?? zero;
    const due = step.start === 'then' ? told[i] ?? null : step.start === 'and' ? before : millisOf(zero) * 1000 + step.atMillis * 1000;
    if (before === null || due === null) break;
    begins.push(Math.max(before, due));
  }
  return { zero, begins, closes: told[steps.length] ?? null };
}

/**
 * Where a step belongs that shall happen right after what is seen at the cursor: { line, atMillis, same }. It stands behind all steps
 * that have begun by then, so that nothing changes of what is seen. `same` is until when, in microseconds of the run: the cursor, or
 * the end of the last step, since what follows on every scenario waits for the new one. Null for a log that tells no steps.
 */
export function placeAt(text, events, cursor) {
  const { zero, begins, closes } = timesOf(text, events);
  const steps = stepsOf(text);
  if (zero === null || steps.length === 0) return null;
  const now = events[cursor - 1]?.at ?? 0;
  const last = steps[begins.filter(begin => begin <= now).length - 1];
  return {
    line: last ? last.line + 1 : steps[0].line,
    atMillis: Math.max(0, millisOf(now) + 1 - millisOf(zero)),
    same: Math.min(now, closes ?? Infinity),
  };
}

/** The text with a line more. */
export function withLine(text, number, line) {
  const lines = linesOf(text);
  lines.splice(number - 1, 0, line);
  return lines.join('\n');
}

/** The step as a line of the grammar. */
export function stepAt(atMillis, words) {
  return `at ${timeText(atMillis)} ${words}`;
}

/** The nodes that are down, for all the text says, when its step of this line is about to be added. */
export function downBefore(text, line) {
  const down = new Set();
  for (const step of stepsOf(text)) {
    if (step.line >= line) break;
    const [, verb, node] = /^(crash|restart)\s+(\S+)/.exec(step.text) ?? [];
    if (verb === 'crash') down.add(node);
    else if (verb === 'restart') down.delete(node);
  }
  return down;
}

/** As the grammar writes it, with no more digits than needed. */
function timeText(millis) {
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}

/** Without a mark at its beginning, and whatever ends its lines. */
function linesOf(text) {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

function millisOf(micros) {
  return Math.floor(micros / 1000);
}
