/**
 * How does a cluster run in virtual time? One thread, one seed, one queue of tasks: the same seed gives the same run in every
 * JVM.
 * Time is kept in microseconds. Read {@link io.ringside.sim.SimScheduler}, then {@link io.ringside.sim.SimNetwork}.
 */
package io.ringside.sim;
