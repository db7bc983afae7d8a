/**
 * Which bugs would we notice? Bugs that stores of this kind have had, each planted into a simulated cluster through a
 * {@link io.ringside.sim.Wiring}, with what provokes it and the invariant that must notice. Production code has no switch for
 * any of them. Read {@link io.ringside.museum.Museum} first, then {@link io.ringside.museum.Scene}.
 */
package io.ringside.museum;
