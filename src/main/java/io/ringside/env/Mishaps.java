package io.ringside.env;

/** Decides, in simulations, whether a {@link Mishap} happens where the protocol has come to. */
@FunctionalInterface
public interface Mishaps {
  /** Real life needs no help: nothing happens, and asking costs nothing. */
  Mishaps NONE = place -> false;

  /** True if the unlucky thing is to happen here, now. At a moment to crash the answer is of no use: the world acts itself. */
  boolean at(Mishap place);
}
