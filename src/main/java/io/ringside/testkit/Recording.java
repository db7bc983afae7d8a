package io.ringside.testkit;

import io.ringside.Key;
import io.ringside.check.Write;
import io.ringside.client.Client;
import io.ringside.event.Event;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.operation.Operation;
import io.ringside.scenario.Journal;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** All that happened in one test's cluster and what its clients did. To be used on the world's one thread. */
final class Recording {
  /** The last events are kept, about 300 bytes each: what went wrong is rarely farther back. */
  static final int MAX_EVENTS = 100_000;

  private final Journal journal = new Journal();
  private final Deque<LoggedEvent> events = new ArrayDeque<>();
  private final List<Future<?>> open = new ArrayList<>();

  Journal journal() {
    return journal;
  }

  void saw(LoggedEvent logged) {
    if (logged.event() instanceof Event.Stored stored) {
      journal.saw(stored.key(), stored.siblings());
    } else if (logged.event() instanceof Event.HintStored hinted) {
      journal.saw(hinted.key(), hinted.siblings());
    }
    if (events.size() == MAX_EVENTS) {
      events.removeFirst();
    }
    events.addLast(logged);
  }

  /** The event log, a line of JSON for each event. */
  List<String> lines() {
    return events.stream().map(EventJson::line).toList();
  }

  /** The same client, whose operations are written down. */
  Client recording(Client client) {
    Client journaled = journal.recording(client);
    return new Client() {
      @Override
      public <R> Future<R> execute(Operation<R> operation) {
        Future<R> answer = journaled.execute(operation);
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

  /** Every key that was written, or may have been. */
  SortedSet<Key> keys() {
    var keys = new TreeSet<Key>();
    journal.writes().stream().map(Write::key).forEach(keys::add);
    return keys;
  }
}
