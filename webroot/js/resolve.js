// Proposals for the one value that replaces siblings. Each is { value, contentType } or null where it makes no sense.

const JSON_TYPE = 'application/json';

/** The largest of siblings that are all numbers. */
export function max(versions) {
  const numbers = live(versions).map(version => parsed(version));
  if (numbers.length === 0 || numbers.some(number => typeof number !== 'number')) return null;
  return { value: String(Math.max(...numbers)), contentType: typeOf(versions) };
}

/** All elements of siblings that are arrays; of other siblings, an array of the different values. */
export function union(versions) {
  const values = live(versions).map(version => parsed(version));
  if (values.length === 0) return null;
  const elements = values.flatMap(value => (Array.isArray(value) ? value : [value]));
  const distinct = new Map(elements.map(element => [JSON.stringify(element), element]));
  return { value: JSON.stringify([...distinct.keys()].sort().map(text => distinct.get(text))), contentType: JSON_TYPE };
}

/** The sibling written last by its coordinator's clock: simple, and it forgets the others. */
export function latest(versions) {
  const [newest] = live(versions).sort((a, b) => b.writtenAt - a.writtenAt);
  return newest ? { value: newest.value, contentType: newest.contentType } : null;
}

function live(versions) {
  return versions.filter(version => !version.deleted && version.value !== undefined);
}

function parsed(version) {
  try {
    return JSON.parse(version.value);
  } catch {
    return version.value;
  }
}

function typeOf(versions) {
  return live(versions)[0].contentType;
}
