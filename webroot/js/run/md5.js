// MD5 (RFC 1321), because Dynamo places keys with it and so does this store: io.ringside.ring.RingHash. It keeps nothing secret.

const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
const START = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];

/** The digest of a Uint8Array, as one of 16 bytes. */
export function md5(bytes) {
  const words = padded(bytes);
  let sum = START;
  for (let block = 0; block < words.length; block += 16) sum = round(sum, words.subarray(block, block + 16));
  const digest = new DataView(new ArrayBuffer(16));
  sum.forEach((word, i) => digest.setInt32(i * 4, word, true));
  return new Uint8Array(digest.buffer);
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const all = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, i) => all.setUint8(i, byte));
  all.setUint8(bytes.length, 0x80);
  all.setBigUint64(length - 8, BigInt(bytes.length) * 8n, true);
  return Int32Array.from({ length: length / 4 }, (_, i) => all.getInt32(i * 4, true));
}

function round([a0, b0, c0, d0], word) {
  let [a, b, c, d] = [a0, b0, c0, d0];
  for (let i = 0; i < 64; i++) {
    const quarter = i >> 4;
    const [mixed, at] = quarter === 0 ? [(b & c) | (~b & d), i]
      : quarter === 1 ? [(d & b) | (~d & c), (5 * i + 1) % 16]
      : quarter === 2 ? [b ^ c ^ d, (3 * i + 5) % 16]
      : [c ^ (b | ~d), (7 * i) % 16];
    const sum = (a + mixed + SINES[i] + word[at]) | 0;
    const shift = SHIFTS[quarter][i % 4];
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  return [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
}
