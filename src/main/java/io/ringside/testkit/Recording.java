package io.ringside.testkit;

import io.ringside.check.Watch;
import io.ringside.client.Client;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.operation.Operation;
import io.ringside.sim.Tape;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** All that happened in one test's cluster, but messages, and what its clients did. To be used on the world's one thread. */
final class Recording implements Tape {
  /** The last events are kept, about 300 bytes each: what went wrong is rarely farther back. */
  static final int MAX_EVENTS = 100_000;

  private final Watch watch = new Watch();
  private final Deque<Consumer<Tape>> events = new ArrayDeque<>();
  private final EarlierLives earlier = new EarlierLives();
  private final List<Future<?>> open = new ArrayList<>();
  private long dropped;

  /** What all events of all nodes add up to. */
  Watch watch() {
    return watch;
  }

  @Override
  public void said(long atMicros, LoggedEvent logged) {
    watch.saw(logged);
    keep(tape -> tape.said(atMicros, logged));
  }

  @Override
  public void happened(long atMicros, WorldEvent event) {
    if (!(event instanceof WorldEvent.MessageMoved)) {
      keep(tape -> tape.happened(atMicros, event));
    }
  }

  private void keep(Consumer<Tape> event) {
    if (events.size() == MAX_EVENTS) {
      events.removeFirst().accept(earlier);
      dropped++;
    }
    events.addLast(event);
  }

  /** Tells all that is kept once more, in its order; of what is not, which nodes ran and what was broken. */
  void tellAgain(Tape tape) {
    earlier.tellAgain(tape);
    events.forEach(event -> event.accept(tape));
  }

  /** Whether nothing but messages is missing. */
  boolean isWhole() {
    return dropped == 0;
  }

  /** What is missing, to be said behind the command that made the run. */
  String leftOut() {
    return isWhole() ? ", messages are not recorded" : ", neither messages nor the first " + dropped + " events are recorded";
  }

  /** The same client, whose operations are waited for in the end. */
  Client recording(Client client) {
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        Future<R> answer = client.execute(operation);
        open.removeIf(Future::isComplete);
        open.add(answer);
        return answer;
      }

      @Override
      public RequestId newRequest() {
        return client.newRequest();
      }
    };
  }

  /** Completes when no operation is under way any more, however they ended. */
  Future<Void> settled() {
    return Future.join(new ArrayList<>(open)).otherwiseEmpty().mapEmpty();
  }
}
