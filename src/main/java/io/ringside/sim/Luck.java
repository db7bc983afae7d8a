package io.ringside.sim;

import java.util.Random;

/**
 * Chance that depends on the seed and the moment, and not on what was asked before: a run in which one thing is left out has the
 * same luck in everything that it does at the same time. Not safe for more than one thread.
 */
public final class Luck extends Random {
  /*
   * A stream of random numbers hands each draw to whoever comes next. Leave out one message, and every later one draws another
   * delay: a failure that hangs on a coincidence is gone, and no script can be shrunk. So a draw is a hash of the seed, of the
   * microsecond, and of how many draws came before it within that microsecond.
   *
   * All methods of java.util.Random draw by next(bits), which its specification promises; the hash is the finalizer of
   * SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), twice.
   */
  private static final long serialVersionUID = 1L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long FIRST_FACTOR = 0xbf58476d1ce4e5b9L;
  private static final long SECOND_FACTOR = 0x94d049bb133111ebL;

  private final long seed;
  private final transient SimScheduler world;
  private long momentMicros = -1;
  private long state;

  /** Two with the same seed have the same luck at the same time. */
  public Luck(long seed, SimScheduler world) {
    super(0);
    this.seed = mixed(seed);
    this.world = world;
  }

  @Override
  protected int next(int bits) {
    if (world.nowMicros() != momentMicros) {
      momentMicros = world.nowMicros();
      state = seed ^ mixed(momentMicros * GOLDEN);
    }
    state += GOLDEN;
    return (int) (mixed(state) >>> (Long.SIZE - bits));
  }

  private static long mixed(long number) {
    long once = (number ^ number >>> 30) * FIRST_FACTOR;
    long twice = (once ^ once >>> 27) * SECOND_FACTOR;
    return twice ^ twice >>> 31;
  }
}
