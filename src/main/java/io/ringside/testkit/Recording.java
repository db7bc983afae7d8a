package io.ringside.testkit;

import io.ringside.check.Watch;
import io.ringside.client.Client;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.operation.Operation;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** All that happened in one test's cluster and what its clients did. To be used on the world's one thread. */
final class Recording {
  /** The last events are kept, about 300 bytes each: what went wrong is rarely farther back. */
  static final int MAX_EVENTS = 100_000;

  private final Watch watch = new Watch();
  private final Deque<LoggedEvent> events = new ArrayDeque<>();
  private final List<Future<?>> open = new ArrayList<>();

  /** What all events of all nodes add up to. */
  Watch watch() {
    return watch;
  }

  void saw(LoggedEvent logged) {
    watch.saw(logged);
    if (events.size() == MAX_EVENTS) {
      events.removeFirst();
    }
    events.addLast(logged);
  }

  /** The event log, a line of JSON for each event. */
  List<String> lines() {
    return events.stream().map(EventJson::line).toList();
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
