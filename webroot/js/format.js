// Numbers and names as people read them.

/** "12 s", "3 min": how long, in the largest unit that says it. */
export function duration(millis) {
  if (millis < 1000) return `${Math.max(0, Math.round(millis))} ms`;
  const seconds = millis / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}

/** Microseconds as milliseconds with the digits that matter. */
export function took(micros) {
  const millis = micros / 1000;
  return millis < 10 ? `${millis.toFixed(1)} ms` : duration(millis);
}

/** 12:41:28.042, in the reader's time zone. */
export function clockTime(epochMillis) {
  const at = new Date(epochMillis);
  const two = number => String(number).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** "cart" in the default bucket, "shop/cart" elsewhere, and "default/a/b" where "a/b" would be misread. */
export function keyText(bucket, key) {
  return bucket === 'default' && !key.includes('/') ? key : `${bucket}/${key}`;
}

/** What `keyText` writes, read back; only the first slash separates. */
export function parseKey(text) {
  const slash = text.indexOf('/');
  return slash < 1 ? { bucket: 'default', key: text } : { bucket: text.slice(0, slash), key: text.slice(slash + 1) };
}

/** "1 node", "3 nodes". */
export function count(number, noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** "3.2" for incarnations, which hold the node's start above 20 bits of refutations. */
export function incarnation(text) {
  const value = BigInt(text);
  return value === 0n ? '–' : `${value >> 20n}.${value & 0xfffffn}`;
}

/** What hides, or turns what stands beside it around: named instead. Line ends and tabs are what they are. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Text that somebody else wrote, so that nothing of it acts: it may stand within a sentence. */
export function plain(text) {
  const shown = text.replace(UNSEEN, letter => `⟨U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(/(\p{M}{4})\p{M}+/gu, '$1…');
  return FROM_THE_RIGHT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** The same of a value or a name, whose blanks at its ends are marks. */
export function visible(text) {
  return plain(text).replace(/^ +| +$/g, blanks => '␣'.repeat(blanks.length));
}

/** A key as people read it; `keyText` is what they type. */
export function keyName(bucket, key) {
  return visible(keyText(bucket, key));
}

/** A version's value in one piece of text. */
export function valueText(version) {
  if (version.deleted) return 'deleted';
  const text = version.value ?? (version.base64 === undefined ? '' : `base64 ${version.base64}`);
  if (text === '') return '(empty)';
  return version.cut ? `${visible(text)}…` : visible(text);
}
