// The event log as it comes over the wire: server-sent events, resumed by cursor, handed on once per frame.

const RETRY_MILLIS = 2000;

/**
 * Follows the log from the beginning of what the server keeps. `on` has: `events(list)`, `connection(status)` with 'connecting',
 * 'live' or 'lost', `gap({ node, missed })`, `source({ node, reachable, ageMillis })`. Hidden pages give their connection back,
 * since a browser has only six for an origin, and go on where they were when they are seen again.
 */
export function follow(on) {
  const feed = { cursor: '', pending: [], frame: 0, source: null, retry: 0 };
  const open = () => {
    feed.source = new EventSource(feed.cursor ? `/events?after=${encodeURIComponent(feed.cursor)}` : '/events');
    listen(feed, on, open);
  };
  document.addEventListener('visibilitychange', () => {
    close(feed);
    if (!document.hidden) open();
  });
  on.connection('connecting');
  open();
}

function listen(feed, on, reopen) {
  const source = feed.source;
  const handle = (name, react) => source.addEventListener(name, message => {
    if (message.lastEventId) feed.cursor = message.lastEventId;
    react(JSON.parse(message.data));
  });
  source.onopen = () => on.connection('live');
  source.onerror = () => {
    on.connection('lost');
    if (source.readyState !== EventSource.CLOSED) return;
    close(feed);
    feed.retry = setTimeout(reopen, RETRY_MILLIS);
  };
  handle('hello', () => on.connection('live'));
  handle('gap', on.gap);
  handle('source', on.source);
  handle('e', event => {
    feed.pending.push(event);
    feed.frame ||= requestAnimationFrame(() => flush(feed, on));
  });
}

function flush(feed, on) {
  const events = feed.pending;
  feed.pending = [];
  feed.frame = 0;
  on.events(events);
}

function close(feed) {
  feed.source?.close();
  clearTimeout(feed.retry);
}
