// What is asked of the lab: numbers, delays, how many runs and from which seed on. Pure; the address of the page and the query of
// the server are two ways to write it.

export const LEGS = ['w', 'a', 'r', 's'];

/** Delays that are written out, rather than a model with a name. */
export const OWN = 'own';

export const USUAL = Object.freeze({
  n: 3, r: 1, w: 1, model: 'disk', runs: 200, seed: '1', delays: Object.freeze({ w: 'mean(20)', a: 'mean(10)', r: 'mean(10)', s: 'mean(10)' }),
});

/** The question with some of it changed; R and W never exceed N. */
export function changed(question, change) {
  const now = { ...question, ...change };
  return { ...now, r: Math.min(now.r, now.n), w: Math.min(now.w, now.n) };
}

/** Reads `#n=3&rw=1/2&model=ssd&runs=200&seed=1`; what is missing or makes no sense is as usual. */
export function readAddress(hash, most) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (text, high, usual) => (/^\d{1,4}$/.test(text ?? '') && Number(text) >= 1 && Number(text) <= high ? Number(text) : usual);
  const [r, w] = (given.get('rw') ?? '').split('/');
  const n = number(given.get('n'), most.n, USUAL.n);
  const delays = Object.fromEntries(LEGS.map(leg => [leg, given.get(leg) ?? USUAL.delays[leg]]));
  return {
    n, r: number(r, n, Math.min(USUAL.r, n)), w: number(w, n, Math.min(USUAL.w, n)),
    model: LEGS.some(leg => given.has(leg)) ? OWN : given.get('model') ?? USUAL.model,
    runs: number(given.get('runs'), most.runs, USUAL.runs),
    seed: /^-?\d{1,18}$/.test(given.get('seed') ?? '') ? given.get('seed') : USUAL.seed,
    delays,
  };
}

/** What an address asks for that is not asked, since it makes no sense: `n=9`, and the like. */
export function droppedOf(hash, question) {
  const asked = new URLSearchParams(queryOf(question));
  return [...new URLSearchParams(hash.replace(/^#/, ''))].filter(([name, value]) => asked.get(name) !== value).map(([name, value]) => `${name}=${value}`);
}

/** What the server is asked, and what the page's address says. */
export function queryOf({ n, r, w, model, runs, seed, delays }) {
  const query = new URLSearchParams(model === OWN ? delays : { model });
  query.set('n', n);
  query.set('rw', `${r}/${w}`);
  query.set('runs', runs);
  query.set('seed', seed);
  return query.toString();
}

/** The seed behind those that were played. */
export function seedAfter({ seed, runs }) {
  return (BigInt(seed) + BigInt(runs)).toString();
}

/** Where one run of an answer can be watched. */
export function replayOf(question, seed) {
  return `replay.html#${new URLSearchParams({ lab: question, seed })}`;
}
