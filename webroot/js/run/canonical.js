// JSON in the one form that Java writes too, byte for byte: docs/events.md says which. `io.ringside.event.Canonical` is the other.

import { sha256 } from './sha256.js';

/** The value as text: names sorted by UTF-16 code units, no white space, whole numbers only. */
export function canonical(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new RangeError(`a number of the log is whole and below 2^53, and not ${value}`);
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : object(value);
    default:
      throw new TypeError(`no JSON: ${typeof value}`);
  }
}

/** SHA-256 of the text in UTF-8, in lower-case hexadecimal digits. */
export function hashOf(value) {
  return sha256(canonical(value));
}

function object(value) {
  return `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
