// Serves webroot over a FakeCluster: node src/test/js/fake-server.mjs [--nodes 5] [--port 0]
// [--child]. Prints its address on one line. A child ends with whoever started it, who waits for all that could still print.

import http from 'node:http';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FakeCluster, context } from './fake-cluster.mjs';

const WEBROOT = fileURLToPath(new URL('../../../webroot/', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml' };

export function start(size, port = 0) {
  const lines = [];
  const viewers = new Set();
  const cluster = new FakeCluster(size, event => {
    lines.push(event);
    viewers.forEach(viewer => send(viewer, lines.length, event));
  }, (node, reachable) => viewers.forEach(viewer => viewer.write(`event: source\ndata: ${JSON.stringify({ node, reachable })}\n\n`)));
  const server = http.createServer((request, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    handle(cluster, { lines, viewers }, request, response).catch(failure => json(response, 500, { error: 'bug', reason: failure.message, hint: '' }));
  });
  return new Promise(done => server.listen(port, '127.0.0.1', () => done({ server, cluster, url: `http://127.0.0.1:${server.address().port}/` })));
}

async function handle(cluster, feed, request, response) {
  const url = new URL(request.url, 'http://localhost');
  const parts = url.pathname.split('/').slice(1).map(decodeURIComponent);
  const body = await text(request);
  switch (parts[0]) {
    case 'kv': return data(cluster, request, response, parts.length === 2 ? ['default', parts[1]] : parts.slice(1), body);
    case 'cluster': return json(response, 200, clusterView(cluster, parts.slice(1), url.searchParams));
    case 'events': return events(feed, request, response, url.searchParams);
    case 'faults': return faults(cluster, JSON.parse(body || '{}'), response);
    case 'scenarios': return scenarios(cluster, request, response, url.searchParams);
    default: return file(response, url.pathname);
  }
}

function data(cluster, request, response, [bucket, key], body) {
  const past = request.headers['x-context'] ? JSON.parse(request.headers['x-context']) : context({});
  if (request.method === 'GET') return json(response, 200, cluster.read('n1', bucket, key));
  const removal = request.method === 'DELETE';
  const version = removal ? { deleted: true } : { deleted: false, contentType: request.headers['content-type'], size: body.length, value: body };
  const seen = removal && !request.headers['x-context'] ? cluster.read('n1', bucket, key).context : past;
  const written = cluster.write('n1', removal ? 'delete' : 'put', bucket, key, version, seen);
  response.setHeader('X-Context', JSON.stringify(written.context));
  response.setHeader('X-Dot', written.dot);
  return json(response, 200, written);
}

function clusterView(cluster, [what, bucket, key], query) {
  switch (what) {
    case 'members': return cluster.views();
    case 'keys': return cluster.replicas(bucket, key);
    case 'ring': return { partitions: 256, n: 3, epoch: '77', members: cluster.names, owners: cluster.owners,
      ...(query.has('key') ? { walk: cluster.walk(query.get('bucket') ?? 'default', query.get('key')) } : {}) };
    default: return { cluster: 'demo', self: 'n1', t: Date.now(), start: '1', build: 'fake', faultsAllowed: true, nodes: cluster.nodes(),
      settings: { n: 3, r: 2, w: 2, pr: 0, pw: 0, partitions: 256, durability: 'sync' } };
  }
}

function events(feed, request, response, query) {
  if (query.has('once')) {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'X-Cursor': String(feed.lines.length) });
    return response.end(feed.lines.slice(Number(query.get('after') || 0)).map(line => `${JSON.stringify(line)}\n`).join(''));
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const after = Number(request.headers['last-event-id'] ?? query.get('after') ?? 0);
  response.write(`event: hello\ndata: ${JSON.stringify({ cursor: String(after), nodes: [] })}\n\n`);
  feed.lines.slice(after).forEach((line, i) => send(response, after + i + 1, line));
  feed.viewers.add(response);
  response.on('close', () => feed.viewers.delete(response));
}

function send(viewer, cursor, event) {
  viewer.write(`id: ${cursor}\nevent: e\ndata: ${JSON.stringify(event)}\n\n`);
}

function faults(cluster, wish, response) {
  if (wish.kill) cluster.kill(wish.kill);
  if (wish.restart) cluster.restart(wish.restart);
  return json(response, 200, { allowed: true, killed: [...cluster.killed], cuts: [], silenced: [], full: [], troubles: [], names: [...cluster.killed].map(node => `kill ${node}`) });
}

function scenarios(cluster, request, response, query) {
  if (request.method === 'GET') {
    return json(response, 200, { live: true, scenarios: [{ name: 'demo', title: 'The demonstration', text: '# demo: The demonstration\nheal\n' }] });
  }
  if (query.get('mode') === 'sim') {
    return json(response, 200, { scenario: 'demo', seed: query.get('seed'), hash: '00c0ffee00c0ffee', ok: true, failures: [],
      steps: [{ line: 2, step: 'heal', ok: true, details: ['every link works'], tookMillis: 3 }] });
  }
  json(response, 202, { run: '1' });
  return play(cluster);
}

async function play(cluster) {
  const pause = () => new Promise(done => { setTimeout(done, 700).unref(); });
  const put = (key, value, past) => cluster.write('n2', 'put', 'default', key, { deleted: false, contentType: 'application/json', size: value.length, value }, past ?? context({}));
  const steps = [
    ['Put user:123 with a JSON value.', () => put('user:123', '{"name":"Ada"}')],
    ['Get it: two of three primaries answer.', () => cluster.read('n1', 'default', 'user:123')],
    ['Two clients write counter, neither has seen the other.', () => { put('counter', '41'); put('counter', '42'); }],
    ['The read returns both values, with their clocks.', () => cluster.read('n3', 'default', 'counter')],
    ['n3 fails. Writes go on: a fallback stands in and keeps a hint.', () => { cluster.kill('n3'); put('user:123', '{"name":"Grace"}', cluster.read('n1', 'default', 'user:123').context); }],
  ];
  for (const [i, [text, act]] of steps.entries()) {
    act();
    cluster.say('n1', 'note', { scenario: 'demo', step: i + 1, text, ok: true });
    await pause();
  }
}

async function file(response, pathname) {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  try {
    const content = await fs.readFile(path.join(WEBROOT, path.normalize(name)));
    response.writeHead(200, { 'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream' }).end(content);
  } catch {
    json(response, 404, { error: 'not_found', reason: `There is no ${pathname}`, hint: '' });
  }
}

async function text(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await start(Number(option('nodes', 5)), Number(option('port', 0)));
  console.log(url);
  if (process.argv.includes('--child')) process.stdin.resume().on('end', () => process.exit());
}
