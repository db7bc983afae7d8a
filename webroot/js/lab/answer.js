// What the lab answers, line by line: first what the model predicts, then what some more runs came to. Pure.

export const NOTHING = Object.freeze({ prediction: null, measured: null, runs: Object.freeze([]), over: false, complete: false, failure: null });

/** The answer after one line more; a kind that is not known changes nothing. */
export function heard(answer, line) {
  switch (line.kind) {
    case 'prediction': return { ...NOTHING, prediction: line };
    case 'runs': return { ...answer, measured: line, runs: [...answer.runs, ...line.more.map(run => ({ ...run, total: sum(run.stale) }))] };
    case 'end': return { ...answer, over: true, complete: line.complete };
    case 'failed': return { ...answer, over: true, failure: { message: `The lab gave up: ${line.reason}`, hint: 'shorter delays may help' } };
    default: return answer;
  }
}

/** Cuts what arrives in pieces into lines, each as soon as it is whole. */
export function lineReader(take) {
  let rest = '';
  return piece => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    lines.filter(line => line.trim() !== '').forEach(line => take(JSON.parse(line)));
  };
}

/** A row for each time: predicted and measured shares, how sure the measured one is, and whether the two agree. */
export function rowsOf({ prediction, measured }) {
  if (!prediction) return [];
  return prediction.times.map((t, i) => {
    const predicted = prediction.curve.find(point => point.t === t).share;
    const count = measured?.counts[i];
    if (!count) return { t, predicted, reads: 0 };
    return {
      t, predicted, reads: count.of, measured: count.current / count.of, low: count.low, high: count.high,
      agrees: predicted >= count.low - 1e-9 && predicted <= count.high + 1e-9,
    };
  });
}

/** A row for each kind of operation and share of them: what the model predicts and what was measured, in milliseconds. */
export function waitsOf({ prediction, measured }) {
  if (!prediction) return [];
  return ['reads', 'writes'].flatMap(what => [['p50', 'half'], ['p99', '99 of 100'], ['p999', '999 of 1,000']].map(([name, share]) => ({
    what, name, share, predicted: prediction[what][name], measured: measured?.[what][name] ?? null,
  })));
}

/** The runs by how many of their reads were stale: [{ stale, runs }], from none to the most, without gaps. */
export function spreadOf(runs) {
  const most = Math.max(-1, ...runs.map(({ total }) => total));
  const spread = Array.from({ length: most + 1 }, (_, stale) => ({ stale, runs: [] }));
  runs.forEach(run => spread[run.total].runs.push(run));
  return spread;
}

/** How many reads each run made. */
export function readsOfRun({ prediction }, writesPerRun) {
  return prediction.times.length * writesPerRun;
}

/** How many of them the model expects to be stale. */
export function expectedStale(answer, writesPerRun) {
  return rowsOf(answer).reduce((all, { predicted }) => all + writesPerRun * (1 - predicted), 0);
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
