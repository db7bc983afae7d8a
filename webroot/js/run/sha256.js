// SHA-256 (FIPS 180-4) of text in UTF-8. The browser's own is there on secure pages only, and answers later; this one is pure.

const K = fractions(64, 3);
const BEGINNING = fractions(8, 2);

/** Sixty-four lower-case hexadecimal digits. */
export function sha256(text) {
  const words = padded(new TextEncoder().encode(text));
  const state = Uint32Array.from(BEGINNING);
  const w = new Uint32Array(64);
  for (let at = 0; at < words.length; at += 16) {
    for (let i = 0; i < 16; i++) w[i] = words[at + i];
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15];
      const b = w[i - 2];
      w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >>> 3) + w[i - 7] + (rotated(b, 17) ^ rotated(b, 19) ^ b >>> 10);
    }
    round(state, w);
  }
  return [...state].map(word => word.toString(16).padStart(8, '0')).join('');
}

function round(state, w) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i];
    const two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + (a & b ^ a & c ^ b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

function rotated(word, bits) {
  return word >>> bits | word << 32 - bits;
}

/** As big-endian words: the bytes, a single one bit, zeros, and the length in bits. */
function padded(bytes) {
  const words = new Uint32Array(Math.ceil((bytes.length + 9) / 64) * 16);
  bytes.forEach((byte, i) => { words[i >> 2] |= byte << 24 - i % 4 * 8; });
  words[bytes.length >> 2] |= 0x80 << 24 - bytes.length % 4 * 8;
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

/** The first 32 bits of the fractional parts of the roots of the first primes. */
function fractions(count, root) {
  const found = [];
  for (let n = 2; found.length < count; n++) {
    if (isPrime(n)) found.push(fraction(BigInt(n), root));
  }
  return Uint32Array.from(found);
}

function isPrime(n) {
  for (let by = 2; by * by <= n; by++) if (n % by === 0) return false;
  return true;
}

/** In whole numbers, since no standard says how Math.cbrt rounds: the greatest r with r^root <= n * 2^(32 root). */
function fraction(n, root) {
  const target = n << BigInt(32 * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = low + high >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}
