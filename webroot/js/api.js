// The HTTP API, as docs/http.md has it. Every function's promise fails with an ApiError that can be shown to a person.

import { again } from './again.js';

const TIME_LIMIT_MILLIS = 15_000;

export class ApiError extends Error {
  constructor(status, body) {
    super(body.reason ?? `The server answered ${status}`);
    this.status = status;
    this.code = body.error ?? 'unknown';
    this.hint = body.hint ?? '';
    this.outcome = body.outcome ?? '';
    this.body = body;
  }
}

/** What an address tells. */
export const tell = (url, options) => ask(url, options).then(({ body }) => body);

/** { scenarios, live }: which can be played, and whether in the running cluster too. */
export const scenarios = () => tell('/scenarios');

/** Begins to play in the running cluster; notes in the event log tell how it goes. */
export const play = scenario => ask(`/scenarios/${segment(scenario)}/runs?mode=live`, { method: 'POST' });

/** What is broken on purpose: { allowed, killed, cuts }. The same is the answer to whoever breaks or heals. */
export const faults = () => tell('/faults');
export const healAll = () => tell('/faults', { method: 'DELETE' });

export const fault = wish =>
  tell('/faults', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish) });

/** That node begins to look at all that it holds. */
export const scrub = node => ask(`/cluster/scrub?${new URLSearchParams({ node })}`, { method: 'POST' });

/** What a read finds, with its token and how it came about; "not found" and "deleted" are answers, not errors. `via` names the node to ask first. */
export async function read(key, via) {
  try {
    return (await ask(path(key, via))).body;
  } catch (failure) {
    if (failure.status !== 404) throw failure;
    return { ...key, kind: failure.code, token: '', versions: [], ...failure.body };
  }
}

/** Stores a value over what the token covers; without a token, beside whatever is there. */
export async function put(key, { value, contentType }, token, via) {
  const headers = { 'Content-Type': contentType, ...(token ? { 'X-Context': token } : {}) };
  return written(await ask(path(key, via), { method: 'PUT', headers, body: value }));
}

export async function remove(key, token, via) {
  return written(await ask(path(key, via), { method: 'DELETE', headers: token ? { 'X-Context': token } : {} }));
}

function written({ headers, body }) {
  return { dot: headers.get('X-Dot') ?? body?.dot, token: headers.get('X-Context') ?? '', explanation: body?.explanation };
}

function path({ bucket, key }, via) {
  return `/kv/${segment(bucket)}/${segment(key)}?${new URLSearchParams({ explain: true, ...(via ? { via } : {}) })}`;
}

/** URLs cannot carry a segment of one or two dots, however encoded. */
function segment(text) {
  if (text === '.' || text === '..') {
    throw new ApiError(0, { error: 'not_addressable', reason: `A browser cannot ask for a key named "${text}"`, hint: 'Use another HTTP client.' });
  }
  return encodeURIComponent(text);
}

/** Without an answer, reads are asked for again; of all else nobody knows whether it was done. */
async function ask(url, options = {}) {
  const act = async () => {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIME_LIMIT_MILLIS), ...options });
    return { response, text: await response.text() };
  };
  const { response, text } = await (options.method ? act() : again(act))
    .catch(() => { throw new ApiError(0, { error: 'unreachable', reason: 'The server did not answer', hint: 'Is it still running?', ...(options.method && { outcome: 'unknown' }) }); });
  const body = parse(text);
  if (response.status >= 400) throw new ApiError(response.status, body ?? {});
  return { status: response.status, headers: response.headers, body };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
