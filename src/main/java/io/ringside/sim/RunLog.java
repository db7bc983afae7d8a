package io.ringside.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.check.Violation;
import io.ringside.event.Canonical;
import io.ringside.event.Described;
import io.ringside.event.EventJson;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes a run as a recorded event log, a line of canonical JSON for each thing that happened, and every so often what all of it
 * amounts to, as the cluster itself shows it. Once only. Not safe for more than one thread.
 */
public final class RunLog implements Tape {
  /** A reader who goes back in time starts at one of these. */
  static final int LINES_PER_CHECKPOINT = 500;

  private final Consumer<String> lines;
  private final SortedMap<Speaker, Long> spoken = new TreeMap<>();
  private final TreeSet<String> violated = new TreeSet<>();
  private SimCluster cluster;
  private Supplier<ObjectNode> state;
  private long happenings;
  private long written;
  private long checkpoint;

  /** How a run came about: the build that plays it, and what to type to play it again. */
  public record Origin(String build, String flags) {}

  /** How many answers make a quorum, of how many. */
  public record Quorums(int n, int r, int w) {}

  /** A node in one of its lives: each numbers what it says from 1. */
  private record Speaker(NodeId node, long start) implements Comparable<Speaker> {
    @Override
    public int compareTo(Speaker other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : Long.compare(start, other.start);
    }
  }

  /** @param lines takes each line as it is written, without its end */
  public RunLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * Before the cluster is started.
   *
   * @param script that is played, whole
   * @param whole all that the log tells, as it really is at the moment
   */
  public void begin(Origin origin, String script, SimCluster of, Quorums quorums, Supplier<ObjectNode> whole) {
    cluster = of;
    state = whole;
    tell(new WorldEvent.RunBegan(origin.build(), origin.flags(), script, of.nodes(), of.ring().owners(),
        quorums.n(), quorums.r(), quorums.w()));
    cluster.world().lookBetweenTasks(this::checkWhenDue);
  }

  @Override
  public void said(long atMicros, LoggedEvent logged) {
    long sequence = spoken.merge(new Speaker(logged.node(), logged.start()), 1L, Long::sum);
    write(EventJson.recorded(atMicros, sequence, logged));
  }

  @Override
  public void happened(long atMicros, WorldEvent event) {
    write(atMicros, event);
  }

  private void write(long atMicros, Described event) {
    write(EventJson.recorded(atMicros, ++happenings, cluster.world().wallMillis(), event));
  }

  /** What is told of the run, now, by nobody in it. */
  public void tell(Described event) {
    write(cluster.world().nowMicros(), event);
  }

  /** Each once. */
  public void violated(Violation violation) {
    if (violated.add(violation.toString())) {
      tell(new WorldEvent.InvariantViolated(violation.invariant(), violation.text()));
    }
  }

  /** @param hash of all that happened */
  public void end(String hash, boolean ok) {
    check();
    tell(new WorldEvent.RunEnded(hash, ok));
  }

  private void write(String line) {
    lines.accept(line);
    written++;
  }

  /** Not in the middle of a task: then disks may be ahead of what their nodes have said. */
  private void checkWhenDue() {
    if (written - checkpoint >= LINES_PER_CHECKPOINT) {
      check();
    }
  }

  private void check() {
    tell(new WorldEvent.Checkpoint(written, Canonical.hash(state.get())));
    checkpoint = written;
  }
}
