package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the process's log what whoever runs a node must know of its events. Safe for any number of threads. */
final class OperatorLog implements Consumer<LoggedEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorLog.class);

  private final int siblingsSoft;
  private final AtomicLong crowded = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /** Warns of keys with more than {@code siblingsSoft} siblings. */
  OperatorLog(int siblingsSoft) {
    this.siblingsSoft = siblingsSoft;
  }

  @Override
  public void accept(LoggedEvent logged) {
    Event event = logged.event();
    if (event instanceof Event.Stored stored) {
      stored(logged.node(), stored);
    } else if (event instanceof Event.HintDropped hint) {
      hintDropped(logged.node(), hint);
    } else if (event instanceof Event.Amnesia amnesia) {
      LOG.warn("{} has lost data: {}", logged.node(), amnesia.reason());
    } else if (event instanceof Event.StoreBroken broken) {
      LOG.error("{} takes no more writes until {}: {}", logged.node(),
          broken.damaged() ? "its store was opened again, which mends it" : "it is started again", broken.reason());
    } else if (event instanceof Event.HintsUnreadable unreadable) {
      LOG.error("{} cannot read what it keeps for others, in {} places: the trees bring it home, but not if this node had it alone",
          logged.node(), unreadable.places());
    } else if (event instanceof Event.StoreMended mended) {
      mended(logged.node(), mended);
    } else if (event instanceof Event.Bug bug) {
      LOG.error("{} met a bug: {}", logged.node(), bug.what(), bug.thrown());
    }
  }

  private void mended(NodeId node, Event.StoreMended mended) {
    LOG.warn("{} found its store damaged ({}) and goes on with a copy of what could be read: {} records, {} known to be lost{};"
            + " {} hints, at least {} lost; {} places of all else lost. The damaged one is kept in {}: the other owners give back"
            + " what they have, but neither lost hints nor what has one copy only",
        node, mended.reason(), mended.records(), mended.lost(), mended.cut() ? ", and writes are missing from the log" : "",
        mended.hints(), mended.lostHints(), mended.lostOther(), mended.aside());
  }

  private void stored(NodeId node, Event.Stored stored) {
    int siblings = stored.siblings().versions().size();
    if (siblings > siblingsSoft && isWorthALine(crowded.incrementAndGet())) {
      LOG.warn("{} has {} siblings at {}, more than limits.siblingsSoft: does a client write without context?",
          stored.key(), siblings, node);
    }
  }

  private void hintDropped(NodeId node, Event.HintDropped hint) {
    long count = dropped.incrementAndGet();
    if (isWorthALine(count)) {
      LOG.warn("{} could not keep a hint for {}: {}. It is the {}. one", node, hint.target(), hint.reason(), count);
    }
  }

  /** The 1st, 2nd, 4th, 8th and so on: what happens often is said less and less often. */
  private static boolean isWorthALine(long count) {
    return Long.bitCount(count) == 1;
  }
}
