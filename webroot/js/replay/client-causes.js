// Which request of a client led to which operation, and which operation's end to what the client was told. No event says so: both name
// a verb and a key, and a request the node that it asks first. The rest follows from their order and from who was there. Where an
// operation may have been the one's or another's, it is nobody's.

import { stepOf } from './client-view.js';

/** A simulated client asks the next node when one is silent for so long (`io.ringside.sim.SimClient`), and tells nobody. */
const PATIENCE_MICROS = 4_000_000;

/** An answer takes so long to a simulated client, and so does a request to its node if that does not stand still. */
const HOP_MICROS = 300;

/** A write on this condition begins with a read of its own, and goes on at once if there is nothing. */
const CONDITIONAL = / if there is nothing, at \S+$/;

const ENDS = new Set(['node.crash', 'node.exit', 'node.stop']);

/**
 * What is known of the requests in a log: { causes, askers }. `causes` are a line → the one that led to it: of an operation's start the
 * request's, of an answer's the operation's end. `askers` are the start of an operation → the lane of the client that asked for it,
 * where no line tells when.
 */
export function askingOf(events) {
  const all = new ClientCauses();
  events.forEach((event, line) => all.look(event, line));
  return { causes: all.causes, askers: all.askers };
}

/**
 * Looks at the lines of a log, in order. A request is `fresh` until its operation begins; `astray` when the node that it was at is not
 * there, so that whoever the client asks next may have it; `doubtful` once an operation was its own or somebody else's.
 */
class ClientCauses {
  causes = new Map();
  askers = new Map();

  #requests = new Map();
  #begun = new Map();
  #ended = [];
  #heard = new Map();
  #left = [];
  #up = new Set();
  #asleep = new Map();

  look(event, line) {
    const { kind, member } = event;
    if (kind === 'client.start') this.#ask(event, line);
    else if (kind === 'op.start') this.#begin(event, line);
    else if (kind === 'op.end') this.#end(event, line);
    else if (kind === 'client.end' || kind === 'client.gone') this.#told(event, line);
    else if (kind === 'note' && event.node === '*') this.#step(event, line);
    else if (kind === 'node.start') this.#up.add(member);
    else if (kind === 'node.pause') this.#asleep.set(member, event.until);
    else if (ENDS.has(kind)) this.#gone(member);
  }

  #ask({ client, verb, bucket, key, via, at, says }, line) {
    const isConditional = CONDITIONAL.test(says);
    this.#requests.set(client, {
      line, at, id: idOf(isConditional ? 'get' : verb, bucket, key), isConditional,
      node: via, state: this.#up.has(via) ? 'fresh' : 'astray', op: '', answer: null,
    });
  }

  /** Requests at one node are taken up in the order in which they were made. */
  #begin(event, line) {
    const { verb, bucket, key, node, at } = event;
    this.#begun.set(opOf(event), { line, at, isSure: !this.#isAsleep(node, at) });
    if (this.#requests.size + this.#left.length === 0) return;
    const first = [...this.#requests.values()].find(request => request.isConditional && request.answer === line - 1 && request.answeredAt === at);
    if (first && verb === 'put' && first.node === node) return void Object.assign(first, { op: opOf(event), answer: null });
    const id = idOf(verb, bucket, key);
    const isFirst = request => request.state === 'fresh' && request.node === node;
    const isElsewhere = request => request.state === 'astray' || request.state === 'doubtful' || at - request.at >= PATIENCE_MICROS;
    const may = [
      ...this.#left.filter(request => request.id === id && request.nodes.includes(node) && this.#isAsleep(node, at)),
      ...[...this.#requests.values()].filter(request => request.id === id && (isFirst(request) || isElsewhere(request))),
    ];
    if (may.length === 0) return;
    if (may.length > 1 && !may.every(isFirst)) {
      for (const request of may) request.state = 'doubtful';
      return;
    }
    const [own] = may;
    this.causes.set(line, own.line);
    Object.assign(own, { state: 'served', node, op: opOf(event), answer: null, at: this.#isAsleep(node, at) ? own.at : at });
    this.#left = this.#left.filter(request => request !== own);
  }

  #end(event, line) {
    const op = opOf(event);
    const { bucket, key, at } = event;
    this.#ended = [...this.#ended.filter(ended => ended.at >= at - HOP_MICROS), { line, at, bucket, key, begun: this.#begun.get(op) }];
    this.#begun.delete(op);
    for (const request of this.#requests.values()) if (request.op === op) Object.assign(request, { answer: line, answeredAt: event.at });
  }

  #told({ kind, client, at, says = '' }, line) {
    const request = this.#requests.get(client);
    if (!request) return;
    this.#requests.delete(client);
    const { state, answer } = request;
    if (kind === 'client.end' && state === 'served' && answer !== null && !says.includes('does not answer')) this.causes.set(line, answer);
    const nodes = [...this.#asleep.keys()].filter(node => this.#isAsleep(node, at) && (state !== 'fresh' || node === request.node));
    if (state !== 'served' && nodes.length > 0) this.#left.push({ ...request, nodes });
  }

  /** A step is told with its answer. What its client was told before, it knew when it asked. */
  #step(event, line) {
    const step = stepOf(event);
    if (!step) return;
    const before = this.#heard.get(step.client);
    this.#heard.set(step.client, { line, at: event.at });
    const may = this.#ended.filter(({ at, bucket, key }) => at + HOP_MICROS === event.at && bucket === step.bucket && key === step.key);
    if (may.length !== 1) return;
    const [{ line: end, begun }] = may;
    this.causes.set(line, end);
    if (!begun) return;
    this.askers.set(begun.line, `client:${step.client}`);
    if (before && begun.isSure && before.at + HOP_MICROS <= begun.at) this.causes.set(begun.line, before.line);
  }

  /** What a node has not looked at since it stands still it will look at when it goes on, whoever still waits. */
  #isAsleep(node, at) {
    return (this.#asleep.get(node) ?? -1) >= at;
  }

  #gone(member) {
    this.#up.delete(member);
    this.#asleep.delete(member);
    for (const request of this.#requests.values()) if (request.node === member && request.state === 'fresh') request.state = 'astray';
  }
}

function idOf(...names) {
  return JSON.stringify(names);
}

function opOf({ node, start, op }) {
  return `${node} ${start} ${op}`;
}
