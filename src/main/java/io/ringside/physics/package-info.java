/**
 * Does it behave as the papers say? Published laws, each measured on the real code in virtual time and judged within a tolerance.
 * Read {@link io.ringside.physics.Physics}, then {@link io.ringside.physics.Law}; {@link io.ringside.physics.Wars} and
 * {@link io.ringside.physics.QuorumWorld} are the law of stale reads and the world it is measured in;
 * {@link io.ringside.physics.VirtualLab} answers visitors' questions by the same law, in worlds that can be recorded.
 */
package io.ringside.physics;
