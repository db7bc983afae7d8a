// Which of two versions is newer, or why neither is. Contexts are as the log shows them:
// { clock: { "n1~k3f9": "2" }, dots: ["n3:4"] }. Counters may need 64 bits, hence BigInt.

/** "n1~k3f9:4" → { actor: "n1~k3f9", counter: 4n }. */
export function parseDot(text) {
  const colon = text.lastIndexOf(':');
  return { actor: text.slice(0, colon), counter: BigInt(text.slice(colon + 1)) };
}

/** How far a context has seen an actor without a gap. */
export function counterOf(context, actor) {
  return BigInt(Object.hasOwn(context.clock, actor) ? context.clock[actor] : 0);
}

/** True if the context has seen the write that the dot names. */
export function covers(context, dot) {
  const { actor, counter } = parseDot(dot);
  return counterOf(context, actor) >= counter || context.dots.includes(dot);
}

/** True if context `a` has seen all that `b` has. */
export function descends(a, b) {
  return Object.keys(b.clock).every(actor => counterOf(a, actor) >= counterOf(b, actor))
      && b.dots.every(dot => covers(a, dot));
}

/** 'equal', 'descends', 'precedes' or 'concurrent': what `a` is to `b`. */
export function compare(a, b) {
  const above = descends(a, b);
  const below = descends(b, a);
  if (above && below) return 'equal';
  if (above) return 'descends';
  return below ? 'precedes' : 'concurrent';
}

/** What one version is to another, and a sentence that says why; `valueOf` a version, in a few words, names it besides its dot. */
export function explain(a, b, valueOf = null) {
  const nameOf = version => (valueOf ? `${valueOf(version)} (${version.dot})` : version.dot);
  const briefly = version => (valueOf && valueOf(a) !== valueOf(b) ? valueOf(version) : version.dot);

  if (a.dot === b.dot) {
    return { relation: 'equal', sentence: `Both are the write ${a.dot}.` };
  }
  if (covers(a.clock, b.dot)) {
    return { relation: 'descends', sentence: `${nameOf(a)} descends ${nameOf(b)}: its writer had seen ${b.dot}, so it replaces it.` };
  }
  if (covers(b.clock, a.dot)) {
    return { relation: 'precedes', sentence: `${nameOf(a)} precedes ${nameOf(b)}, whose writer had seen it and replaced it.` };
  }
  return {
    relation: 'concurrent',
    sentence: `${nameOf(a)} and ${nameOf(b)} are concurrent: ${unseen(a, b, briefly)}, and ${unseen(b, a, briefly)}. Neither replaces the other, so both stay.`,
  };
}

function unseen(version, other, briefly) {
  const { actor, counter } = parseDot(other.dot);
  const seen = counterOf(version.past, actor);
  const what = seen > 0n ? `had seen ${actor} up to ${seen}, not ${counter}` : `had not seen ${briefly(other)}`;
  return `whoever wrote ${briefly(version)} ${what}`;
}

/**
 * The versions that remain when replicas' records are merged: one is dropped if some record has seen it and no longer holds it.
 * Records are { context, versions }; the result is ordered by dot.
 */
export function mergeVersions(records) {
  const merged = new Map();
  for (const record of records) {
    for (const version of record.versions) {
      const superseded = records.some(other =>
        covers(other.context, version.dot) && !other.versions.some(kept => kept.dot === version.dot));
      if (!superseded) merged.set(version.dot, version);
    }
  }
  return [...merged.values()].sort((a, b) => (a.dot < b.dot ? -1 : 1));
}
