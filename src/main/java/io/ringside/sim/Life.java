package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.env.Scheduler;

/**
 * One run of one node, from its start to its crash: its clock and its timers. When it is over, none of its tasks runs any more
 * and nothing reaches it; the node's next start is another life.
 */
public final class Life implements Scheduler {
  private final NodeId node;
  private final SimScheduler world;
  private final long skewMillis;
  private final long bornMicros;
  private boolean over;

  Life(NodeId node, SimScheduler world, long skewMillis) {
    this.node = node;
    this.world = world;
    this.skewMillis = skewMillis;
    this.bornMicros = world.nowMicros();
  }

  public NodeId node() {
    return node;
  }

  /** The crash. */
  public void end() {
    over = true;
  }

  public boolean isOver() {
    return over;
  }

  @Override
  public long wallMillis() {
    return world.wallMillis() + skewMillis;
  }

  /** Since this life began, as a process's own clock would say. */
  @Override
  public long nowMillis() {
    return (world.nowMicros() - bornMicros) / 1000;
  }

  @Override
  public Timer after(long delayMillis, Runnable task) {
    return world.after(delayMillis, () -> {
      if (!over) {
        task.run();
      }
    });
  }
}
