// What somebody looks for in a log: `kind=op.end outcome=failed n3`. All words have to fit: name=value a field, name!=value that it is
// another, a word alone any text of the line. A * in a value stands for anything, and no value at all for a
// field that is not there, or empty.

/** The lines that fit; none for a query without words. */
export function linesFor(query, events) {
  const conditions = query.trim().split(/\s+/).filter(Boolean).map(conditionOf);
  if (conditions.length === 0) return [];
  const lines = [];
  events.forEach((event, line) => {
    if (conditions.every(fits => fits(event))) lines.push(line);
  });
  return lines;
}

function conditionOf(word) {
  const parts = /^([\w.]+)(!?=)(.*)$/.exec(word);
  if (!parts) {
    const text = word.toLowerCase();
    return event => JSON.stringify(event).toLowerCase().includes(text);
  }
  const [, path, comparison, value] = parts;
  const pattern = patternOf(value);
  return event => {
    const found = fieldOf(event, path);
    return (found === undefined ? value === '' : pattern.test(String(found))) === (comparison === '=');
  };
}

/** Case does not matter. */
function patternOf(value) {
  return new RegExp(`^${value.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*')}$`, 'is');
}

/** `record.context.text` too. */
function fieldOf(event, path) {
  return path.split('.').reduce((within, name) => (within !== null && typeof within === 'object' && Object.hasOwn(within, name) ? within[name] : undefined), event);
}
