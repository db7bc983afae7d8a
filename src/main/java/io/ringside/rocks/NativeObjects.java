package io.ringside.rocks;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;

/**
 * Things that live outside the heap, closed in the reverse of the order in which they were made. Closing twice does
 * nothing.
 */
final class NativeObjects implements AutoCloseable {
  private final Deque<AbstractNativeReference> open = new ArrayDeque<>();

  <T extends AbstractNativeReference> T add(T made) {
    open.push(made);
    return made;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
