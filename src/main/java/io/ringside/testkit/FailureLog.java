package io.ringside.testkit;

import io.ringside.env.Scheduler;
import io.ringside.event.Described;
import io.ringside.event.Event;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.sim.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A recording as the lines of an event log, which the dashboard opens. To be used on the world's one thread. */
final class FailureLog implements Tape {
  private final List<String> lines = new ArrayList<>();
  private final SortedMap<String, Long> spoken = new TreeMap<>();
  private final Scheduler clock;
  private final WorldEvent.RunBegan header;
  private long beginMicros;
  private long lastMicros;

  /** @param clock that the recording went by */
  FailureLog(WorldEvent.RunBegan header, Recording recording, Scheduler clock) {
    this.header = header;
    this.clock = clock;
    recording.tellAgain(this);
  }

  @Override
  public void said(long atMicros, LoggedEvent logged) {
    long at = at(atMicros);
    lines.add(EventJson.recorded(at, next(logged.node() + " " + logged.start()), logged));
  }

  @Override
  public void happened(long atMicros, WorldEvent event) {
    write(at(atMicros), event);
  }

  /** Why this is the end; and, as far as anybody knows, what everything amounts to, and the hash of all that happened. */
  void end(Event.Note why, Optional<String> state, Optional<String> hash) {
    long at = at(clock.nowMicros());
    write(at, why);
    state.ifPresent(known -> write(at, new WorldEvent.Checkpoint(lines.size(), known)));
    hash.ifPresent(known -> write(at, new WorldEvent.RunEnded(known, false)));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Time since the first event, before which the header stands; it never goes back. */
  private long at(long micros) {
    if (lines.isEmpty()) {
      beginMicros = micros;
      write(0, header);
    }
    lastMicros = Math.max(lastMicros, micros - beginMicros);
    return lastMicros;
  }

  private void write(long at, Described event) {
    long agoMicros = clock.nowMicros() - beginMicros - at;
    lines.add(EventJson.recorded(at, next(EventJson.WORLD), clock.wallMillis() - agoMicros / 1000, event));
  }

  private long next(String speaker) {
    return spoken.merge(speaker, 1L, Long::sum);
  }
}
