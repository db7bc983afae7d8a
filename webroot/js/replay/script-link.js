// A scenario's text within an address: deflated, and in letters that an address leaves as they are. What does not fit into a link
// that mail and chat carry is not put there.

const MOST_LETTERS = 6000;
const MOST_BYTES = 32 * 1024;

/** The letters for a text; null if there would be too many. */
export async function packed(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES) return null;
  const small = await through(new CompressionStream('deflate-raw'), bytes, Infinity);
  const letters = btoa(String.fromCharCode(...small)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return letters.length > MOST_LETTERS ? null : letters;
}

/** The text again. Throws if these letters are of no text, or of one that is too long. */
export async function unpacked(letters) {
  try {
    if (letters.length > MOST_LETTERS) throw new RangeError('too long');
    const small = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await through(new DecompressionStream('deflate-raw'), small, MOST_BYTES));
  } catch {
    throw new RangeError('the scenario in this link cannot be read: perhaps a piece of the link is missing');
  }
}

/** Reads no more than `most` bytes, however much a few bytes may unfold to. */
async function through(stream, bytes, most) {
  const pieces = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { value: piece, done } = await reader.read();
    if (done) break;
    length += piece.length;
    if (length > most) throw new RangeError('too long');
    pieces.push(piece);
  }
  const all = new Uint8Array(length);
  pieces.reduce((at, piece) => { all.set(piece, at); return at + piece.length; }, 0);
  return all;
}
