// Server-sent events of the log, in a page or in the worker that pages share.

const RETRY_MILLIS = 2000;

/** Parts of the keys as the bits of a number, in decimal; of none it is empty. */
export function partsOf(parts) {
  return String(parts.filter(part => part !== '').reduce((bits, part) => bits | (1n << BigInt(part)), 0n) || '');
}

/**
 * Opens the stream behind a cursor, and again whenever it is lost; all is told of the keys of `parts()` in any case. `tell` is given
 * ['e', line, cursor], ['source', what, cursor], ['live'] and ['lost']; what is told was text, and still is. Returns what closes it, and
 * what opens it anew where those parts are others. Gaps that the server tells of are left out: whoever counts the lines of each node
 * sees them.
 */
export function openStream(after, tell, parts) {
  let cursor = after;
  let source = null;
  let retry = 0;
  const open = () => {
    const query = new URLSearchParams({ ...(cursor && { after: cursor }), ...(parts() && { parts: parts() }) });
    source = new EventSource(query.size > 0 ? `/events?${query}` : '/events');
    for (const name of ['hello', 'e', 'source']) {
      source.addEventListener(name, message => {
        cursor = message.lastEventId || cursor;
        tell([name === 'hello' ? 'live' : name, message.data, cursor]);
      });
    }
    source.onerror = () => {
      tell(['lost']);
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MILLIS);
    };
  };
  open();
  const close = () => {
    source.close();
    clearTimeout(retry);
  };
  return {
    close,
    reopen() {
      close();
      open();
    },
  };
}
