package io.ringside.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/** A viewer of the feed that counts what it is told, and does nothing else with it. Belongs to one event loop. */
final class FeedReader {
  /** Before the name of an event. Data has no line ends in it. */
  private static final byte[] MARK = "\nevent: ".getBytes(StandardCharsets.US_ASCII);

  private final HttpClient client;
  private int matched;
  private volatile long events;
  private volatile long gaps;

  private FeedReader(HttpClient client) {
    this.client = client;
  }

  /** Completes when the feed has begun. */
  static Future<FeedReader> open(Vertx vertx, int port) {
    var reader = new FeedReader(vertx.createHttpClient());
    return reader.client.request(HttpMethod.GET, port, "127.0.0.1", "/events")
        .compose(HttpClientRequest::send)
        .map(response -> {
          response.handler(reader::read);
          return reader;
        });
  }

  /** A loop over bytes: what a viewer takes of this machine is taken from what is measured. */
  private void read(Buffer chunk) {
    long told = 0;
    long missed = 0;
    for (int i = 0; i < chunk.length(); i++) {
      byte next = chunk.getByte(i);
      if (matched == MARK.length) {
        told += next == 'e' ? 1 : 0;
        missed += next == 'g' ? 1 : 0;
        matched = 0;
      } else {
        matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
      }
    }
    events += told;
    gaps += missed;
  }

  long events() {
    return events;
  }

  long gaps() {
    return gaps;
  }

  Future<Void> close() {
    return client.close();
  }
}
