package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig.EventsConfig;
import io.ringside.event.Coalesced;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.event.Excerpt;
import io.ringside.event.LoggedEvent;
import io.ringside.message.EventPage;
import io.ringside.message.Request;
import io.ringside.node.EventSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The last events of one start of one node, for whoever watches. Safe for any number of threads: besides messages it is the one
 * place where a node's verticles meet, and they only ever add to it. Never blocks; the oldest events make room for the newest.
 */
public final class EventLog implements Events, EventSource {
  /*
   * A ring of slots and a counter. Writing takes a number and fills that number's slot; nobody waits for anybody, and no line is
   * made for nobody. A reader that finds a slot not yet filled stops before it and comes again; one that finds a slot filled anew
   * has been overtaken, and skips to the oldest event that is left. Hence a reader sees every number once, in order, or is told
   * how many it missed.
   *
   * A slot keeps an excerpt of its event and no value whole, and all slots together no more than so many bytes: whoever fills one
   * too many empties the oldest. Each slot's bytes are taken off by whoever took it out of the ring, so that nothing is counted
   * twice, whatever the order in which threads come.
   *
   * Which start the events belong to is known only when the node is up. What it tells before waits in its slots, and is read when
   * it has that name: a reader who got it under another one would get it twice.
   */
  private final NodeId node;
  private final AtomicReferenceArray<Slot> slots;
  private final long maxBytes;
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong(1);
  private final AtomicLong keptBytes = new AtomicLong();
  private final List<Consumer<LoggedEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile long start;

  /** Two starts of one number, of two processes of one name on two disks, have two logs; never 0. */
  private final long life = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

  private record Slot(long sequence, long atMillis, Excerpt event) {
    long bytes() {
      return event.heapBytes();
    }
  }

  public EventLog(NodeId node, EventsConfig config) {
    this.node = node;
    this.slots = new AtomicReferenceArray<>(config.capacity());
    this.maxBytes = config.maxBytes();
  }

  /** Which start of the node the events belong to, once {@link Event.NodeUp} has told; 0 before. */
  public long start() {
    return start;
  }

  /** What tells it from every other log, of the same node too. */
  long life() {
    return life;
  }

  /** The sequence number of the newest event; 0 if there is none. */
  public long last() {
    return last.get();
  }

  @Override
  public void emit(Event event) {
    if (event instanceof Event.NodeUp up) {
      start = up.start();
    }
    var slot = new Slot(last.incrementAndGet(), System.currentTimeMillis(), Excerpt.of(event));
    Slot before = slots.getAndSet(indexOf(slot.sequence), slot);
    keptBytes.addAndGet(slot.bytes() - (before == null ? 0 : before.bytes()));
    makeRoom();
    if (!listeners.isEmpty()) {
      var logged = new LoggedEvent(node, start, slot.sequence, slot.atMillis, event);
      listeners.forEach(listener -> listener.accept(logged));
    }
  }

  /** Where the oldest number has no event yet, whoever brings it makes the room. */
  private void makeRoom() {
    while (keptBytes.get() > maxBytes) {
      long victim = oldest.accumulateAndGet(last.get() - slots.length() + 1, Math::max);
      Slot slot = slots.get(indexOf(victim));
      if (slot == null || slot.sequence < victim) {
        return;
      }
      oldest.compareAndSet(victim, victim + 1);
      if (slot.sequence == victim && slots.compareAndSet(indexOf(victim), slot, null)) {
        keptBytes.addAndGet(-slot.bytes());
      }
    }
  }

  /** About what the events take in memory. */
  long keptBytes() {
    return keptBytes.get();
  }

  /** Calls the listener with each event from now on, on the thread that emits it: it must be quick, and must not throw. */
  public void listen(Consumer<LoggedEvent> listener) {
    listeners.add(listener);
  }

  /**
   * At most {@code limit} events after {@code after}, oldest first, as far as they are left, and no more than a page holds. If
   * another life is asked for than this one, from the oldest that is left. Nothing before the start has a number.
   */
  public EventPage read(long askedLife, long after, int limit) {
    return read(new Request.ReadEvents(askedLife, after, limit, Coalesced.ALL_PARTS));
  }

  @Override
  public EventPage read(Request.ReadEvents asked) {
    if (start == 0) {
      return new EventPage(asked.life(), Math.max(0, asked.after()), 0, List.of());
    }
    long from = asked.life() == life ? Math.max(0, asked.after()) : 0;
    var lines = new PageOfLines(node, start, asked.limit(), asked.parts());
    long newest = last.get();
    long next = Math.max(from, Math.max(newest - slots.length(), oldest.get() - 1)) + 1;
    long missed = next - 1 - from;
    long read = next - 1;
    while (next <= newest && !lines.isFull()) {
      Slot slot = slots.get(indexOf(next));
      boolean gone = next < oldest.get();
      if (!gone && (slot == null || slot.sequence < next)) {
        break;
      }
      if (slot != null && slot.sequence == next) {
        lines.add(next, slot.atMillis, slot.event);
        read = next;
      } else if (lines.isEmpty()) {
        missed++;
        read = next;
      } else {
        break;
      }
      next++;
    }
    return new EventPage(life, Math.max(read, from), missed, lines.end());
  }

  private int indexOf(long sequence) {
    return (int) (sequence % slots.length());
  }
}
