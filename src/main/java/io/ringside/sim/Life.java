package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.env.Scheduler;

/**
 * One run of one node, from its start to its crash: its clock and its timers. When it is over, none of its tasks runs any more
 * and nothing reaches it; the node's next start is another life. A life can be paused, as a process is by a long collection of
 * garbage or by SIGSTOP: then everything that is due waits until it wakes.
 */
public final class Life implements Scheduler {
  private final NodeId node;
  private final int number;
  private final SimScheduler world;
  private final long bornMicros;
  private long skewMillis;
  private long asleepUntilMicros;
  private boolean over;

  Life(NodeId node, int number, SimScheduler world, long skewMillis) {
    this.node = node;
    this.number = number;
    this.world = world;
    this.skewMillis = skewMillis;
    this.bornMicros = world.nowMicros();
  }

  public NodeId node() {
    return node;
  }

  /** Which of the node's lives this is: 1 for the first. */
  int number() {
    return number;
  }

  /** The crash. */
  public void end() {
    over = true;
  }

  public boolean isOver() {
    return over;
  }

  /** Everything that is due from now on waits for so long. */
  void pause(long millis) {
    asleepUntilMicros = Math.max(asleepUntilMicros, world.nowMicros() + millis * 1000);
  }

  /** 0 if it is awake. */
  long asleepUntilMicros() {
    return isAwake() ? 0 : asleepUntilMicros;
  }

  boolean isAwake() {
    return world.nowMicros() >= asleepUntilMicros;
  }

  /** Sets the wall clock, which may jump: so far ahead of the world's, or behind. Timers do not notice. */
  void setSkew(long millis) {
    skewMillis = millis;
  }

  /** Runs the task now, or when this life wakes, in the order in which tasks came; never if it is over by then. */
  void whenAwake(Runnable task) {
    if (over) {
      return;
    }
    if (isAwake()) {
      task.run();
    } else {
      world.afterMicros(asleepUntilMicros - world.nowMicros(), () -> whenAwake(task));
    }
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
    return afterMicros(Math.multiplyExact(delayMillis, 1000L), task);
  }

  Timer afterMicros(long delayMicros, Runnable task) {
    var timer = new LifeTimer(task);
    timer.inWorld = world.afterMicros(delayMicros, () -> whenAwake(timer::run));
    return timer;
  }

  /** What the world's own clock shows. */
  long microsOfWorld() {
    return world.nowMicros();
  }

  /** A timer that can still be cancelled while its life sleeps over the moment at which it was due. */
  private static final class LifeTimer implements Timer {
    private final Runnable task;
    private Timer inWorld;
    private boolean cancelled;

    private LifeTimer(Runnable task) {
      this.task = task;
    }

    private void run() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      inWorld.cancel();
    }
  }
}
