// Server-sent events of the log, in a page or in the worker that pages share.

const RETRY_MILLIS = 2000;

/**
 * Opens the stream behind a cursor, and again whenever it is lost. `tell` is given ['e', line, cursor], ['source', what, cursor],
 * ['live'] and ['lost']; what is told was text, and still is. Returns what closes it. Gaps that the server tells of are left out:
 * whoever counts the lines of each node sees them.
 */
export function openStream(after, tell) {
  let cursor = after;
  let source = null;
  let retry = 0;
  const open = () => {
    source = new EventSource(cursor ? `/events?after=${encodeURIComponent(cursor)}` : '/events');
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
  return () => {
    source.close();
    clearTimeout(retry);
  };
}
