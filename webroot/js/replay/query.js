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
  const fits = fitting(value.toLowerCase());
  return event => {
    const found = fieldOf(event, path);
    return (found === undefined ? value === '' : fits(String(found).toLowerCase())) === (comparison === '=');
  };
}

/** Each piece between stars is looked for behind the one before, so no value takes long. */
function fitting(value) {
  const [first, ...pieces] = value.split('*');
  if (pieces.length === 0) return text => text === first;
  const last = pieces.pop();
  return text => {
    if (!text.startsWith(first)) return false;
    let end = first.length;
    for (const piece of pieces) {
      const at = text.indexOf(piece, end);
      if (at < 0) return false;
      end = at + piece.length;
    }
    return text.length - end >= last.length && text.endsWith(last);
  };
}

/** `record.context.text` too. */
function fieldOf(event, path) {
  return path.split('.').reduce((within, name) => (within !== null && typeof within === 'object' && Object.hasOwn(within, name) ? within[name] : undefined), event);
}
