package io.ringside.vertx;

import io.ringside.Bytes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What waits to be sent to one service of one node until the turn of the event loop ends; then it travels as few frames as it
 * fits in. Not safe for more than one thread.
 */
final class Outbox {
  /**
   * A frame is closed when its parts pass this many bytes. Larger: fewer messages; smaller: less waiting behind a large value.
   */
  static final int MAX_FRAME_BYTES = 256 * 1024;

  /** A frame is closed when it has this many parts. */
  static final int MAX_PARTS = 512;

  private final long cluster;
  private final BusAddress self;
  private final MessageProducer<Buffer> producer;
  private final BiConsumer<List<Frame.Part>, Throwable> unsent;
  private final List<Entry> waiting = new ArrayList<>();
  private long unsentBytes;

  private record Entry(Frame.Kind kind, Frame.Part part) {}

  /** {@code unsent} is told of questions that could not be handed to the network. */
  Outbox(long cluster, BusAddress self, MessageProducer<Buffer> producer, BiConsumer<List<Frame.Part>, Throwable> unsent) {
    this.cluster = cluster;
    this.self = self;
    this.producer = producer;
    this.unsent = unsent;
  }

  /** True if nothing waited before. */
  boolean add(Frame.Kind kind, long id, Bytes body) {
    unsentBytes += body.size();
    waiting.add(new Entry(kind, new Frame.Part(id, body)));
    return waiting.size() == 1;
  }

  /** What has not yet been handed to the network: it waits here, or the peer does not take it. */
  long unsentBytes() {
    return unsentBytes;
  }

  void flush() {
    var entries = new ArrayList<>(waiting);
    waiting.clear();
    for (Frame.Kind kind : Frame.Kind.values()) {
      flush(kind, entries);
    }
  }

  private void flush(Frame.Kind kind, List<Entry> entries) {
    var parts = new ArrayList<Frame.Part>();
    int size = 0;
    for (Entry entry : entries) {
      if (entry.kind == kind) {
        parts.add(entry.part);
        size += entry.part.body().size();
        if (size >= MAX_FRAME_BYTES || parts.size() >= MAX_PARTS) {
          send(kind, parts);
          parts.clear();
          size = 0;
        }
      }
    }
    if (!parts.isEmpty()) {
      send(kind, parts);
    }
  }

  private void send(Frame.Kind kind, List<Frame.Part> parts) {
    var frame = new Frame(cluster, self, kind, parts);
    long bytes = parts.stream().mapToLong(part -> part.body().size()).sum();
    Future<Void> written = producer.write(frame.encode()).onComplete(done -> unsentBytes -= bytes);
    if (kind == Frame.Kind.QUESTIONS) {
      written.onFailure(reason -> unsent.accept(frame.parts(), reason));
    }
  }
}
