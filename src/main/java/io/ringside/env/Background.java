package io.ringside.env;

import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.vertx.core.Future;

/** Work that nobody waits for to its end. The only place where a future may be dropped. */
public final class Background {
  private final Events events;

  public Background(Events events) {
    this.events = events;
  }

  /** Reports what only a bug can bring. A {@link Failure} is told by whoever waits for the work, or it does not matter. */
  public void watch(String what, Future<?> work) {
    work.onFailure(thrown -> {
      if (!(thrown instanceof Failure)) {
        events.emit(new Event.Bug(what, thrown));
      }
    });
  }

  /** A {@link Failure} becomes a quiet event; anything else is a bug and is reported as one. */
  public void run(String what, Future<?> work) {
    work.onFailure(thrown -> {
      if (thrown instanceof Failure failure) {
        events.emit(new Event.BackgroundFailed(what, failure.getMessage()));
      }
    });
    watch(what, work);
  }
}
